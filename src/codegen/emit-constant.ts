import type { Scalar } from "../check/typed-expression.js";
import { isConstant } from "../ir/fold.js";
import type { ConstantNode, EntityNode, ListNode, ValueNode } from "../ir/node.js";
import { type Cidr, formatCidr, formatIp } from "../runtime/ip.js";
import { formatDate, formatTime } from "../runtime/time.js";
import type { Url } from "../runtime/url.js";
import { printMilliseconds } from "../types/print-type.js";
import { type Code, inlineComment, js, lineComment, literal } from "./code.js";
import { type Expression, expression, precedence, primary } from "./expression.js";
import type { ModuleParts } from "./module-parts.js";

/** Emits a scalar constant, with its text in Pol where that says more. Blocks and URLs are kept in constants of the module. */
export function emitScalar(parts: ModuleParts, { type, value }: ConstantNode): Expression {
  if (typeof value === "object") return primary(emitObject(parts, value));
  const text = textOf(type, value);
  const code = text === undefined ? literal(value) : js`${literal(value)} ${inlineComment(text)}`;
  const isNegative = typeof value !== "string" && typeof value !== "boolean" && value < 0;
  return isNegative ? expression(precedence.unary, code) : primary(code);
}

function textOf(type: ConstantNode["type"], value: Exclude<Scalar, Cidr | Url>): string | undefined {
  if (typeof value === "number") {
    if (type === "Duration") return printMilliseconds(value);
    if (type === "Time") return formatTime(value);
    if (type === "Date") return formatDate(value);
  }
  return type === "Ip" && (typeof value === "number" || typeof value === "bigint")
    ? formatIp(value)
    : undefined;
}

function emitObject(parts: ModuleParts, value: Cidr | Url): Code {
  if ("bits" in value) {
    const key = formatCidr(value);
    const base = literal(value.base);
    return parts.define(
      `cidr ${key}`,
      "block",
      (name) => js`const ${name} = { base: ${base}, bits: ${value.bits} }; ${lineComment(key)}`,
    );
  }
  const { text, scheme, host, port, path } = value;
  return parts.define(`url ${text}`, "the_url", (name) => {
    const members = js`text: ${literal(text)}, scheme: ${literal(scheme)}, host: ${literal(host)}, port: ${literal(port)}, path: ${literal(path)}`;
    return js`const ${name} = { ${members} };`;
  });
}

/** Emits an entity that the policy names: of its properties and ancestors nothing is known. */
export function emitEntityConstant(parts: ModuleParts, { type, name: id }: EntityNode): Expression {
  const declare = (name: Code) =>
    js`const ${name} = { type: ${literal(type)}, id: ${literal(id)}, properties: { __proto__: null }, ancestors: [] };`;
  return primary(parts.define(`entity ${JSON.stringify([type, id])}`, `${type}_${id}`, declare));
}

/** Emits a list of constants, kept in a constant of the module; undefined for a list of anything else. */
export function emitListConstant(parts: ModuleParts, node: ListNode): Expression | undefined {
  const elements = constantElements(node);
  if (elements === undefined) return undefined;
  const codes = elements.map((element) => emitScalar(parts, element).code);
  return primary(parts.define(`list ${node.id}`, "the_list", (name) => js`const ${name} = [${codes}];`));
}

/** The elements of a list of constants. */
export function constantElements(node: ValueNode): readonly ConstantNode[] | undefined {
  return node.kind === "list" && node.elements.every(isConstant) ? node.elements : undefined;
}

/** A Set of constants of the module. */
export function emitSet(parts: ModuleParts, elements: readonly ConstantNode[]): Code {
  const key = `set ${elements.map(({ id }) => id).join()}`;
  const codes = elements.map((element) => emitScalar(parts, element).code);
  return parts.define(key, "the_set", (name) => js`const ${name} = new Set([${codes}]);`);
}
