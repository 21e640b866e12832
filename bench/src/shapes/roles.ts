import { allowsRolesOf20, createRolesIndex } from "../hand/roles.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** Roles in the caller's list of them. */
export const roles: Shape = createSingleShape({
  name: "roles",
  parameters: [{ name: "command" }],
  allow: (number) => ({ tests: [{ kind: "role", role: `role${number}` }] }),
  deny: (number) => ({ tests: [{ kind: "role", role: `suspended${number}` }] }),
  ask: (number, isDenied, choices) => ({
    subject: user(`user${choices.int(0, 99999)}`, {
      roles: ["viewer", ...(isDenied ? [`suspended${number}`] : []), `role${number}`, "member"],
    }),
    args: { command: `restart ${choices.int(0, 99999)}` },
  }),
  byHand: createRolesIndex,
  byHandOf20: allowsRolesOf20,
});
