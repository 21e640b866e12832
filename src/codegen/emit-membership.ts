import { isConstant } from "../ir/fold.js";
import type {
  AncestorNode,
  ContainmentNode,
  ElementNode,
  Equality,
  EqualsNode,
  ValueNode,
} from "../ir/node.js";
import { assertNever } from "../util/invariant.js";
import { type Code, js, literal, property } from "./code.js";
import { constantElements, emitSet } from "./emit-constant.js";
import type { Emitter } from "./emitter.js";
import {
  bind,
  type Expression,
  isSimple,
  junction,
  negation,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";
import { entityInput } from "./input.js";

/** Up to this many comparisons are written out; more become a Set. */
const longestChain = 4;

/** Emits `==`, or with `equal` false `!=`. */
export function emitEquals(
  emitter: Emitter,
  { equality, left, right }: EqualsNode,
  equal: boolean,
): Expression {
  const [l, r] = [emitter.value(left), emitter.value(right)];
  if (equality === "strict") return strictlyEqual(l, r, equal);
  const same = postfix(js`${emitter.parts.runtime("cidrEquals")}(${l.code}, ${r.code})`);
  return equal ? same : negation(same);
}

/** Emits `x in list`. */
export function emitElement(emitter: Emitter, node: ElementNode): Expression {
  const element = emitter.value(node.element);
  const constants = node.equality === "strict" ? constantElements(node.list) : undefined;
  if (constants !== undefined && (constants.length > longestChain || !isSimple(element))) {
    return postfix(js`${emitSet(emitter.parts, constants)}.has(${element.code})`);
  }
  if (node.equality === "strict" && node.list.kind === "list" && node.list.elements.length <= longestChain) {
    return emitChain(emitter, element, node.list.elements);
  }
  const list = bind(emitter.value(node.list), precedence.member);
  if (node.equality === "strict") return postfix(js`${list}.includes(${element.code})`);
  return emitSome(emitter, list, node.equality, emitter.reuse(element));
}

/** `x === a || x === b` */
function emitChain(emitter: Emitter, element: Expression, others: readonly ValueNode[]): Expression {
  const { first, again } = emitter.reuse(element);
  return junction(
    "or",
    others.map((other, index) => strictlyEqual(index === 0 ? first : again, emitter.value(other))),
  );
}

/** `list.some((each) => same(each, x))` */
function emitSome(
  emitter: Emitter,
  list: Code,
  equality: Exclude<Equality, "strict">,
  { first, again }: { readonly first: Expression; readonly again: Expression },
): Expression {
  const each = js`each`;
  const target = first === again ? list : js`(${first.code}, ${list})`;
  return postfix(
    js`${target}.some((${each}) => ${emitter.parts.runtime(sameFunction(equality))}(${each}, ${again.code}))`,
  );
}

function sameFunction(equality: Exclude<Equality, "strict">): string {
  switch (equality) {
    case "cidr":
      return "cidrEquals";
    case "url":
      return "sameUrl";
    case "entity":
      return "sameEntity";
    default:
      return assertNever(equality);
  }
}

/** Emits `containsAll` and `containsAny`: constants one by one, other lists with `every` and `some`. */
export function emitContainment(emitter: Emitter, node: ContainmentNode): Expression {
  const { kind, equality } = node;
  const list = emitter.reuse(emitter.value(node.list));
  const elements = node.elements;
  if (
    equality === "strict" &&
    elements.kind === "list" &&
    elements.elements.length <= longestChain &&
    elements.elements.every(isConstant)
  ) {
    const includes = elements.elements.map((element, index) =>
      postfix(
        js`${bind(index === 0 ? list.first : list.again, precedence.member)}.includes(${emitter.value(element).code})`,
      ),
    );
    return junction(kind === "containsAll" ? "and" : "or", includes);
  }
  const wanted = bind(emitter.value(elements), precedence.member);
  const target = list.first === list.again ? wanted : js`(${list.first.code}, ${wanted})`;
  const element = js`element`;
  const method = kind === "containsAll" ? js`every` : js`some`;
  return postfix(js`${target}.${method}((${element}) => ${emitIsIn(emitter, node, list.again, element)})`);
}

function emitIsIn(
  emitter: Emitter,
  { equality, list }: ContainmentNode,
  value: Expression,
  element: Code,
): Code {
  const constants = constantElements(list);
  if (equality !== "strict") {
    const again = primary(element);
    return emitSome(emitter, bind(value, precedence.member), equality, { first: again, again }).code;
  }
  if (constants !== undefined) return js`${emitSet(emitter.parts, constants)}.has(${element})`;
  return js`${bind(value, precedence.member)}.includes(${element})`;
}

/** Emits whether a group is among an entity's ancestors. */
export function emitAncestor(emitter: Emitter, { entity, group }: AncestorNode): Expression {
  return emitAncestorIn(emitter, entity, emitEntityKey(emitter, group));
}

/** Emits whether a group of this type and id is among an entity's ancestors. */
export function emitAncestorIn(
  emitter: Emitter,
  entity: ValueNode,
  [type, id]: readonly [Code, Code],
): Expression {
  const ancestors = emitAncestors(emitter, entity, false);
  return postfix(js`${emitter.parts.runtime("hasEntity")}(${ancestors}, ${type}, ${id})`);
}

/** Emits what lies above an entity; undefined where the entity may be absent and is. */
export function emitAncestors(emitter: Emitter, entity: ValueNode, optional: boolean): Code {
  if (entity.kind === "root") return emitter.input(entityInput(entity.name, "ancestors")).code;
  const target = optional ? emitter.path(entity) : emitter.value(entity);
  return property(bind(target, precedence.member), "ancestors", optional);
}

/** An entity's type and id. */
function emitEntityKey(emitter: Emitter, entity: ValueNode): readonly [Code, Code] {
  if (entity.kind === "entity") return [literal(entity.type), literal(entity.name)];
  if (entity.kind === "root") {
    return [
      emitter.input(entityInput(entity.name, "type")).code,
      emitter.input(entityInput(entity.name, "id")).code,
    ];
  }
  const { first, again } = emitter.reuse(emitter.value(entity));
  return [property(bind(first, precedence.member), "type"), property(bind(again, precedence.member), "id")];
}
