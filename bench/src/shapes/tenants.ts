import { allowsTenantsOf20, createTenantsIndex } from "../hand/tenants.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** The caller's tenant and what an argument is equal to. */
export const tenants: Shape = createSingleShape({
  name: "tenants",
  parameters: [{ name: "record" }, { name: "kind" }],
  allow: (number) => ({
    tests: [
      { kind: "tenant", tenant: `tenant${number}` },
      { kind: "equals", argument: "kind", text: kindOf(number) },
    ],
  }),
  deny: (number) => ({ tests: [{ kind: "equals", argument: "record", text: `frozen${number}` }] }),
  ask: (number, isDenied, choices) => ({
    subject: user(`user${choices.int(0, 99999)}`, { tenant: `tenant${number}` }),
    args: {
      record: isDenied ? `frozen${number}` : `record${choices.int(0, 99999)}`,
      kind: kindOf(number),
    },
  }),
  byHand: createTenantsIndex,
  byHandOf20: allowsTenantsOf20,
});

const kinds = ["invoice", "order", "contract"];

function kindOf(number: number): string {
  return kinds[number % kinds.length] as string;
}
