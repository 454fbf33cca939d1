import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "node:test";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const BUNDLES = [["bundle", "components.js"], ["bundle-worker", "worker.js"], ["bundle-lab", "lab.js"], ["bundle-room", "room.js"]];

for (const [script, file] of BUNDLES) {
  test(`${file} is made from the code: if not, run \`npm run build\``, () => {
    const made = execFileSync("npm", ["run", "--silent", script], { cwd: ROOT, encoding: "utf8" });
    assert.ok(readFileSync(`${ROOT}/static/${file}`, "utf8") === made);
  });
}
