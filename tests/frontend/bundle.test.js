import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "node:test";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("what is served is made from the code: if not, run `npm run build`", () => {
  const made = execFileSync("npm", ["run", "--silent", "bundle"], { cwd: ROOT, encoding: "utf8" });
  assert.equal(readFileSync(`${ROOT}/static/components.js`, "utf8"), made);
});
