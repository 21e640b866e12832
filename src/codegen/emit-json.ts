import type { Scalar } from "../check/typed-expression.js";
import type { ValueNode } from "../ir/node.js";
import { formatCidr, formatIp } from "../runtime/ip.js";
import { formatDate, formatDuration, formatTime } from "../runtime/time.js";
import type { Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { type Code, js, literal, property } from "./code.js";
import { type Expression, postfix, primary } from "./expression.js";
import type { ModuleParts } from "./module-parts.js";

/**
 * Emits a computed value in JSON form, for the arguments of remedies and obligations: what has a text in its plain form is that text.
 * Undefined stays undefined.
 */
export function emitJsonForm(parts: ModuleParts, type: Type, node: ValueNode, value: Expression): Expression {
  const constant = node.kind === "constant" ? constantForm(type, node.value) : undefined;
  return constant === undefined ? emitForm(parts, type, value) : primary(literal(constant));
}

function constantForm(type: Type, value: Scalar): string | undefined {
  switch (typeof value) {
    case "number":
      if (type.kind === "Time") return formatTime(value);
      if (type.kind === "Date") return formatDate(value);
      if (type.kind === "Duration") return formatDuration(value);
      return type.kind === "Ip" ? formatIp(value) : undefined;
    case "bigint":
      return formatIp(value);
    case "object":
      return "bits" in value ? formatCidr(value) : value.text;
    default:
      return undefined;
  }
}

function emitForm(parts: ModuleParts, type: Type, value: Expression): Expression {
  const form = formatter(parts, type);
  if (form === undefined) return value;
  return postfix(js`${parts.runtime("partOf")}(${value.code}, ${form})`);
}

/** The function that gives the JSON form of a value; undefined where it is the value itself. */
function formatter(parts: ModuleParts, type: Type): Code | undefined {
  switch (type.kind) {
    case "Time":
      return parts.runtime("formatTime");
    case "Date":
      return parts.runtime("formatDate");
    case "Duration":
      return parts.runtime("formatDuration");
    case "Ip":
      return parts.runtime("formatIp");
    case "Cidr":
      return parts.runtime("formatCidr");
    case "Url":
      return js`(url) => url.text`;
    case "Entity":
      return js`(entity) => ({ type: entity.type, id: entity.id })`;
    case "List":
      return listFormatter(formatter(parts, type.element));
    case "Map":
      return mapFormatter(parts, formatter(parts, type.value));
    case "Record":
      return recordFormatter(parts, type);
    case "Bool":
    case "Int":
    case "Number":
    case "String":
    case "Literals":
    case "Host":
    case "Email":
    case "Path":
    case "Json":
      return undefined;
    default:
      return assertNever(type);
  }
}

/** A list of its own in any case: one that is a constant of the module would be changed by whoever changes a decision. */
function listFormatter(element: Code | undefined): Code {
  return element === undefined
    ? js`(list) => [...list]`
    : js`(list) => list.map((each) => ${called(element)})`;
}

function mapFormatter(parts: ModuleParts, value: Code | undefined): Code {
  const objectOf = parts.runtime("objectOf");
  if (value === undefined) return js`(map) => ${objectOf}(map)`;
  return js`(map) => ${objectOf}([...map].map(([key, each]) => [key, ${called(value)}]))`;
}

/** A function applied to `each`. */
function called(form: Code): Code {
  return /^\w+$/.test(form.text) ? js`${form}(each)` : js`(${form})(each)`;
}

/** The declared members that are there. */
function recordFormatter(parts: ModuleParts, { fields }: Extract<Type, { kind: "Record" }>): Code {
  const record = js`record`;
  const members = [...fields.values()].map(({ name, type }) => {
    const member = emitForm(parts, type, postfix(property(record, name)));
    return js`[${literal(name)}, ${member.code}]`;
  });
  return js`(${record}) => ${parts.runtime("objectOf")}([${members}])`;
}
