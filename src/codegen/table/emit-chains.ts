import type { KeyTest } from "../../ir/index/key-test.js";
import { type Code, indented, js, lines, literal } from "../code.js";
import { emitAncestors } from "../emit-membership.js";
import type { Emitter } from "../emitter.js";
import type { ModuleParts } from "../module-parts.js";

/** Emits a loop over the rows that an index gives for a value of the request, each as `row`; for each element of one that is a list. */
export function emitChains(
  emitter: Emitter,
  index: Code,
  key: KeyTest,
  asked: readonly Code[],
): readonly Code[] {
  const { parts } = emitter;
  const value = () => emitter.path(key.operand).code;
  const head = (of: Code) => js`${index}.heads.get(${of}) ?? -1`;
  switch (key.kind) {
    case "value":
      return emitChain(parts, index, head(value()), asked);
    case "member": {
      const each = parts.names.name("looked up", "each_element");
      return emitEach(parts, value(), 1, (all, nth) => [
        js`const ${each} = ${all}[${nth}];`,
        ...emitChain(parts, index, head(each), asked),
      ]);
    }
    case "ancestor": {
      const groups = emitAncestors(emitter, key.operand, true);
      const idOfType = parts.runtime("idOfType");
      return emitEach(parts, groups, 2, (all, nth) =>
        emitChain(
          parts,
          index,
          head(js`${idOfType}(${all}, ${nth}, ${literal(key.groupType ?? "")})`),
          asked,
        ),
      );
    }
    default:
      return emitChain(parts, index, js`${parts.runtime(finders[key.kind])}(${index}, ${value()})`, asked);
  }
}

const finders = {
  prefix: "findByText",
  suffix: "findByText",
  number: "findByNumber",
  address: "findByAddress",
} as const;

function emitChain(parts: ModuleParts, index: Code, head: Code, asked: readonly Code[]): readonly Code[] {
  const entry = parts.names.name("entry", "entry");
  return [
    js`for (let ${entry} = ${head}; ${entry} >= 0; ${entry} = ${index}.next[${entry}]) {`,
    js`  const row = ${index}.rows[${entry}];`,
    indented(lines(asked)),
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
