import { chance } from "../choices.js";
import type { Generation } from "./model.js";

/** Uses modules of the standard library, now and then, and makes what they declare known. */
export function useLibraries(generation: Generation): void {
  const { choices, namer, schema, declarations } = generation;
  if (chance(choices, 25)) {
    declarations.push("use std.mcp");
    for (const tag of ["read_only", "destructive", "idempotent", "open_world"]) {
      schema.tags.push(namer.unique("action", tag));
    }
  }
  if (chance(choices, 15)) {
    declarations.push("use std.net");
    schema.constants.push({
      name: namer.declaration("private_blocks"),
      type: { kind: "List", element: { kind: "Cidr" } },
      annotated: true,
    });
    schema.definitions.push({
      name: namer.declaration("internal"),
      parameters: [{ name: "address", type: { kind: "Ip" } }],
      result: { kind: "Bool" },
    });
  }
}
