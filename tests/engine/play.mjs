// Runs the requests that come as JSON on standard input, for tests in Python; prints their results.
import { readFileSync } from "node:fs";
import { cells } from "../../frontend/engine/cells.js";
import { fma } from "../../frontend/engine/fma.js";
import { OPERATIONS } from "../../frontend/engine/operations.js";
import { Branches } from "../../frontend/engine/branches.js";
import { Player } from "../../frontend/engine/program.js";
import { Race } from "../../frontend/engine/race.js";

/** @type {Readonly<Record<string, (request: any) => unknown>>} */
const ANSWERS = {
  operations: () => Object.keys(OPERATIONS),
  fma: ({ triples }) => triples.map((/** @type {[number, number, number]} */ triple) => fma(...triple)),
  programs: ({ programs, inputs }) => {
    const branches = new Branches(/** @type {Player[]} */ (programs.map((/** @type {any} */ one) => new Player(one))));
    return inputs.map((/** @type {Record<string, number[]>} */ given) => {
      branches.run((/** @type {Player} */ one) => {
        for (const name in given) one.registers.set(given[name], one.inputs[name]);
        if (given.parameters) one.set(given.parameters);
      });
      const player = branches.current;
      return Object.fromEntries(Object.entries(player.outputs).map(([name, from]) => [name, from.map((one) => player.registers[one])]));
    });
  },
  cells: ({ map }) => Array.from(cells(map, map.race.contenders[0], map.race.start, map.race.steps) ?? []),
  race: ({ race }) =>
    new Race(race).run().map((path) => path && { ...path, xy: Array.from(path.xy), loss: Array.from(path.loss), grad: [] }),
};

const requests = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(requests.map((/** @type {{ ask: string }} */ request) => ANSWERS[request.ask](request))));
