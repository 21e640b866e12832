import { allowsRangesOf20, createRangesIndex } from "../hand/ranges.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** Ranges of an integer. */
export const ranges: Shape = createSingleShape({
  name: "ranges",
  parameters: [{ name: "account" }, { name: "amount", integer: { from: 0, to: 1_000_000_000 } }],
  allow: (number) => ({ tests: [amountIn(number, 0, 799)] }),
  deny: (number) => ({ tests: [amountIn(number, 700, 799)] }),
  ask: (number, isDenied, choices) => ({
    subject: user(`user${choices.int(0, 99999)}`),
    args: {
      account: `account${choices.int(0, 99999)}`,
      amount: number * 1000 + (isDenied ? choices.int(700, 799) : choices.int(0, 699)),
    },
  }),
  byHand: createRangesIndex,
  byHandOf20: allowsRangesOf20,
});

function amountIn(number: number, from: number, to: number) {
  return { kind: "range", argument: "amount", from: number * 1000 + from, to: number * 1000 + to } as const;
}
