import { describe, expect, it } from "vitest";
import { joinTypes, literalsType } from "../../src/types/relations.js";
import type { Type } from "../../src/types/type.js";
import { createTypeJoin } from "../../src/types/type-join.js";

const types: readonly Type[] = [
  literalsType(["a", "c"]),
  literalsType(["b"]),
  { ...literalsType(["d"]), secret: true },
  { kind: "String" },
  { kind: "Host" },
  { kind: "Int", bounds: { minimum: 1, maximum: 2 } },
  { kind: "Number" },
  { kind: "List", element: { kind: "Int" } },
];

/** Two types after the other, until two have nothing in common. */
function folded(all: readonly Type[]): { readonly taken: number; readonly type: Type | undefined } {
  let type: Type | undefined;
  for (const [index, next] of all.entries()) {
    const joined = type === undefined ? next : joinTypes(type, next);
    if (joined === undefined) return { taken: index, type };
    type = joined;
  }
  return { taken: all.length, type };
}

describe("createTypeJoin", () => {
  it("joins what joining in pairs joins, and stops where that does", () => {
    const sequences = types.flatMap((first) =>
      types.flatMap((second) => types.flatMap((third) => types.map((last) => [first, second, third, last]))),
    );
    for (const sequence of [[], ...sequences]) {
      const join = createTypeJoin();
      const stop = sequence.findIndex((type) => !join.add(type));
      expect({ taken: stop < 0 ? sequence.length : stop, type: join.type }).toEqual(folded(sequence));
    }
  });

  it("gathers a hundred thousand literals", () => {
    const join = createTypeJoin();
    for (let count = 0; count < 100_000; count++) join.add(literalsType([`v${count}`]));
    expect(join.type).toMatchObject({ kind: "Literals", values: { length: 100_000 } });
  });
});
