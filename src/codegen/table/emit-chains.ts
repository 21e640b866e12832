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
      return emitEach(parts, each, value(), emitChain(parts, index, head(each), asked));
    }
    case "ancestor": {
      const each = parts.names.name("looked up group", "each_group");
      const id = js`${parts.runtime("idOfType")}(${each}, ${literal(key.groupType ?? "")})`;
      return emitEach(
        parts,
        each,
        emitAncestors(emitter, key.operand, true),
        emitChain(parts, index, head(id), asked),
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
  each: Code,
  list: Code,
  statements: readonly Code[],
): readonly Code[] {
  const [all, at] = [names.name("looked through", "listed"), names.name("looked at", "nth")];
  return [
    js`for (let ${at} = 0, ${all} = ${list} ?? []; ${at} < ${all}.length; ${at} += 1) {`,
    js`  const ${each} = ${all}[${at}];`,
    indented(lines(statements)),
    js`}`,
  ];
}
