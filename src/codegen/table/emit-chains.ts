import type { KeyTest } from "../../ir/index/key-test.js";
import { type Code, indented, js, lines, literal } from "../code.js";
import { emitAncestors } from "../emit-membership.js";
import type { Emitter } from "../emitter.js";
import type { ModuleParts } from "../module-parts.js";

/** What is done with the rows that are found. */
export interface FoundRows {
  /** Statements about `row`. */
  readonly asked: readonly Code[];
  /** Statements that need no more than that there is a row, before those. */
  readonly atOnce: readonly Code[];
  /** Gives the one row of a value, or undefined; undefined itself where an index gives a chain of rows. */
  readonly oneRow: ((value: Code) => Code) | undefined;
}

/**
 * Emits a loop over the rows that an index gives for a value of the request, each as `row`; for each element of one that is a list.
 */
export function emitChains(emitter: Emitter, index: Code, key: KeyTest, found: FoundRows): readonly Code[] {
  const { parts } = emitter;
  const value = () => emitter.path(key.operand).code;
  const chain = (first: Code) => emitChain(parts, index, first, found);
  const behind = (of: Code) =>
    found.oneRow === undefined
      ? chain(js`${index}.heads.get(${of}) ?? -1`)
      : emitOne(found.oneRow(of), found);
  switch (key.kind) {
    case "value":
      return behind(value());
    case "member": {
      const each = parts.names.name("looked up", "each_element");
      return emitEach(parts, value(), 1, (all, nth) => [
        js`const ${each} = ${all}[${nth}];`,
        ...behind(each),
      ]);
    }
    case "ancestor": {
      const groups = emitAncestors(emitter, key.operand, true);
      const idOfType = parts.runtime("idOfType");
      return emitEach(parts, groups, 2, (all, nth) =>
        behind(js`${idOfType}(${all}, ${nth}, ${literal(key.groupType ?? "")})`),
      );
    }
    default:
      return chain(js`${parts.runtime(finders[key.kind])}(${index}, ${value()})`);
  }
}

const finders = {
  prefix: "findByText",
  suffix: "findByText",
  number: "findByNumber",
  address: "findByAddress",
} as const;

function emitChain(
  parts: ModuleParts,
  index: Code,
  head: Code,
  { asked, atOnce }: FoundRows,
): readonly Code[] {
  const entry = parts.names.name("entry", "entry");
  return [
    js`for (let ${entry} = ${head}; ${entry} >= 0; ${entry} = ${index}.next[${entry}]) {`,
    ...atOnce.map((statement) => indented(statement)),
    js`  const row = ${index}.rows[${entry}];`,
    indented(lines(asked)),
    js`}`,
  ];
}

function emitOne(found: Code, { asked, atOnce }: FoundRows): readonly Code[] {
  return [
    js`const row = ${found};`,
    js`if (row !== undefined) {`,
    indented(lines([...atOnce, ...asked])),
    js`}`,
  ];
}

/** A list may be absent: guards are asked of a row only after it was found. */
function emitEach(
  { names }: ModuleParts,
  list: Code,
  step: 1 | 2,
  statements: (all: Code, nth: Code) => readonly Code[],
): readonly Code[] {
  const [all, nth] = [names.name("looked through", "listed"), names.name("looked at", "nth")];
  return [
    js`for (let ${nth} = 0, ${all} = ${list} ?? []; ${nth} < ${all}.length; ${nth} += ${step}) {`,
    indented(lines(statements(all, nth))),
    js`}`,
  ];
}
