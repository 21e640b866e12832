import { allowsPrefixesOf20, createPrefixesIndex } from "../hand/prefixes.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** A tool and the beginning of an argument. */
export const prefixes: Shape = createSingleShape({
  name: "prefixes",
  parameters: [{ name: "key" }],
  allow: (number) => ({ tests: [{ kind: "prefix", argument: "key", prefix: `bucket${number}/` }] }),
  deny: (number) => ({ tests: [{ kind: "prefix", argument: "key", prefix: `bucket${number}/private/` }] }),
  ask: (number, isDenied, choices) => ({
    subject: user(`user${choices.int(0, 99999)}`),
    args: { key: `bucket${number}/${isDenied ? "private" : "public"}/${choices.int(0, 99999)}.json` },
  }),
  byHand: createPrefixesIndex,
  byHandOf20: allowsPrefixesOf20,
});
