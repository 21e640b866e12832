import type { Schema } from "./places.js";

/** The lower-case form in SMT-LIB, of A to Z only. */
const lower = `(define-fun lower ((text String)) String (seq.map (lambda ((one Unicode))
  (ite (and (char.<= (char.from_bv #b000000000001000001) one) (char.<= one (char.from_bv #b000000000001011010)))
    (char.from_bv (bvadd (char.to_bv one) #b000000000000100000)) one)) text))
`;

/** That a condition holds, of some values or, where there are none, of any. */
export function scriptFor(schema: Schema, values: ReadonlyMap<string, string>, condition: string): string {
  const constants = schema.constants.map(({ name, sort }) => {
    const value = values.get(name);
    return value === undefined
      ? `(declare-const ${name} ${sort})\n`
      : `(define-fun ${name} () ${sort} ${value})\n`;
  });
  const asserted = [...schema.bounds, condition].map((each) => `(assert ${each})\n`);
  return [lower, ...constants, ...asserted].join("");
}
