import type { IndexNode, PartNode, ReadNode, ValueNode } from "../ir/node.js";
import { assertNever, invariant } from "../util/invariant.js";
import { js, literal, property } from "./code.js";
import { emitEntityConstant, emitListConstant, emitScalar } from "./emit-constant.js";
import type { Emitter } from "./emitter.js";
import {
  bind,
  conditional,
  type Expression,
  expression,
  infix,
  postfix,
  precedence,
  primary,
} from "./expression.js";
import { inputAt } from "./input.js";

/** Emits a value that cannot err. */
export function emitValue(emitter: Emitter, node: ValueNode): Expression {
  const input = inputAt(node);
  if (input !== undefined) return emitter.input(input);
  switch (node.kind) {
    case "constant":
      return emitScalar(emitter.parts, node);
    case "entity":
      return emitEntityConstant(emitter.parts, node);
    case "list":
      return (
        emitListConstant(emitter.parts, node) ??
        primary(js`[${node.elements.map((each) => emitter.value(each).code)}]`)
      );
    case "variable":
      return primary(emitter.parts.names.name(`quantified ${node.name} ${node.variable}`, node.name));
    case "read":
    case "identity":
    case "index":
      return emitStep(node, emitter.value(node.object), emitter, false);
    case "part":
      return emitPart(emitter, node, emitter.value(node.object));
    case "lower":
      return postfix(js`${emitter.parts.runtime("lowerAscii")}(${emitter.value(node.operand).code})`);
    case "arithmetic":
      return emitSafeArithmetic(node.operator, emitter.value(node.left), emitter.value(node.right));
    case "negate":
      return emitNegative(emitter.value(node.operand));
    case "choice":
      return conditional(
        emitter.test(node.test),
        emitter.value(node.consequent),
        emitter.value(node.alternate),
      );
    case "coalesce":
      return emitCoalesce(emitter.path(node.left), emitter.value(node.right));
    case "truth":
      return emitter.test(node.test);
    case "root":
      invariant(false, "a root is an input");
      break;
    default:
      return assertNever(node);
  }
}

/** Emits a value any step to which may be absent. */
export function emitPath(emitter: Emitter, node: ValueNode): Expression {
  const input = inputAt(node);
  if (input !== undefined) return emitter.input(input);
  switch (node.kind) {
    case "read":
    case "identity":
    case "index":
      return emitStep(node, emitter.path(node.object), emitter, canBeAbsent(node.object));
    case "part":
      return emitOptionalPart(emitter, node);
    case "choice":
      return conditional(
        emitter.test(node.test),
        emitter.path(node.consequent),
        emitter.path(node.alternate),
      );
    case "coalesce":
      return emitCoalesce(emitter.path(node.left), emitter.path(node.right));
    default:
      return emitValue(emitter, node);
  }
}

/** Entities of the request themselves, elements of lists and constants are always there. */
function canBeAbsent(node: ValueNode): boolean {
  return node.kind !== "root" && node.kind !== "variable" && node.kind !== "constant";
}

/** One step down from an entity, a record or a map. */
function emitStep(
  node: ReadNode | IndexNode | (ValueNode & { readonly kind: "identity" }),
  object: Expression,
  emitter: Emitter,
  optional: boolean,
): Expression {
  const target = bind(object, precedence.member);
  switch (node.kind) {
    case "identity":
      return postfix(property(target, node.name, optional));
    case "index":
      return postfix(js`${property(target, "get", optional)}(${emitter.value(node.key).code})`);
    case "read":
      if (node.of === "record") return postfix(property(target, node.name, optional));
      return postfix(property(property(target, "properties", optional), node.name));
    default:
      return assertNever(node);
  }
}

/** Emits a part of a value that is there. */
function emitPart(emitter: Emitter, node: PartNode, object: Expression): Expression {
  const own = ownProperty(node);
  if (own !== undefined) return postfix(property(bind(object, precedence.member), own));
  const source =
    node.part === "ip" && node.of === "Url" ? property(bind(object, precedence.member), "host") : object.code;
  return postfix(js`${emitter.parts.runtime(partFunction(node))}(${source})`);
}

/** Emits a part of a value that may be absent. */
function emitOptionalPart(emitter: Emitter, node: PartNode): Expression {
  const object = emitter.path(node.object);
  const own = ownProperty(node);
  const optional = canBeAbsent(node.object);
  if (own !== undefined) return postfix(property(bind(object, precedence.member), own, optional));
  const host = node.part === "ip" && node.of === "Url";
  const source = host ? property(bind(object, precedence.member), "host", optional) : object.code;
  if (!optional) return postfix(js`${emitter.parts.runtime(partFunction(node))}(${source})`);
  const part = emitter.parts.runtime(partFunction(node));
  return postfix(js`${emitter.parts.runtime("partOf")}(${source}, ${part})`);
}

/** The property that holds a part, if one does. */
function ownProperty({ of, part }: PartNode): string | undefined {
  if (of === "Url") return part === "ip" ? undefined : part;
  return of === "List" && part === "length" ? "length" : undefined;
}

/** The function that computes a part. */
function partFunction({ part }: PartNode): string {
  switch (part) {
    case "length":
      return "codePointLength";
    case "ip":
      return "hostIp";
    case "domain":
      return "emailDomain";
    case "local":
      return "emailLocal";
    case "hour":
      return "timeHour";
    case "weekday":
      return "timeWeekday";
    case "host":
    case "scheme":
    case "port":
    case "path":
    case "text":
      invariant(false, "a Url holds its parts");
      break;
    default:
      return assertNever(part);
  }
}

/** `left ?? right` */
export function emitCoalesce(left: Expression, right: Expression): Expression {
  const level = precedence.and + 1; // `??` takes no bare `&&` or `||`
  return expression(precedence.coalesce, js`${bind(left, level)} ?? ${bind(right, level)}`);
}

/** Calculates what stays within the safe integers. A product can be -0, which there is not in Pol. */
function emitSafeArithmetic(operator: "+" | "-" | "*", left: Expression, right: Expression): Expression {
  switch (operator) {
    case "+":
      return infix(precedence.additive, left, js`+`, right);
    case "-":
      return infix(precedence.additive, left, js`-`, right);
    case "*":
      return infix(
        precedence.additive,
        infix(precedence.multiplicative, left, js`*`, right),
        js`+`,
        primary(literal(0)),
      );
    default:
      return assertNever(operator);
  }
}

/** `0 - x`, since `-x` can be -0. */
function emitNegative(operand: Expression): Expression {
  return infix(precedence.additive, primary(literal(0)), js`-`, operand);
}
