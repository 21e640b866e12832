import { allowsIdsOf20, createIdsIndex } from "../hand/ids.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** Single users, and teams with whoever is in them. */
export const ids: Shape = createSingleShape({
  name: "ids",
  parameters: [{ name: "document" }],
  allow: (number) => ({
    to: isOfTeam(number) ? { kind: "team", id: `team${number}` } : { kind: "user", id: `user${number}` },
    tests: [],
  }),
  deny: (number) => ({ to: { kind: "user", id: `intern${number}` }, tests: [] }),
  ask: (number, isDenied, choices) => ({
    subject: isOfTeam(number)
      ? user(isDenied ? `intern${number}` : `member${choices.int(0, 99999)}`, {
          teams: ["staff", `team${number}`],
        })
      : user(`user${number}`),
    args: { document: `document${choices.int(0, 99999)}` },
  }),
  byHand: createIdsIndex,
  byHandOf20: allowsIdsOf20,
});

function isOfTeam(number: number): boolean {
  return number % 2 === 0;
}
