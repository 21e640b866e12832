import type { TypedExpression } from "../check/typed-expression.js";
import { formatCidr, formatIp } from "../runtime/ip.js";
import { formatDate, formatDuration, formatTime } from "../runtime/time.js";
import type { Type } from "../types/type.js";
import { invariant } from "../util/invariant.js";
import { evaluate, type Scope } from "./evaluate.js";
import { asUrl, numberOf } from "./operators.js";
import { absent, failure, isCidrValue, isEntityValue, isListValue, isMapValue, type Value } from "./value.js";

/** The arguments of a remedy or an obligation. */
export type TypedArguments = readonly { readonly name: string; readonly value: TypedExpression }[];

/** Evaluates arguments to their JSON form; an error if one of them is. An optional one that is absent is left out. */
export function evaluateArguments(
  typed: TypedArguments,
  scope: Scope,
): { readonly [name: string]: unknown } | typeof failure {
  const entries: [string, unknown][] = [];
  for (const { name, value } of typed) {
    const result = evaluate(value, scope);
    if (result === failure) return failure;
    if (result !== absent) entries.push([name, jsonForm(value.type, result)]);
  }
  return Object.fromEntries(entries);
}

/** A computed value as JSON: what has a text in its plain form is that text. */
export function jsonForm(type: Type, value: Value): unknown {
  switch (type.kind) {
    case "Time":
      return formatTime(numberOf(value));
    case "Date":
      return formatDate(numberOf(value));
    case "Duration":
      return formatDuration(numberOf(value));
    case "Ip":
      invariant(typeof value === "number" || typeof value === "bigint", "an Ip is expected");
      return formatIp(value);
    case "Cidr":
      invariant(isCidrValue(value), "a Cidr is expected");
      return formatCidr(value);
    case "Url":
      return asUrl(value).text;
    case "List":
      invariant(isListValue(value), "a list is expected");
      return value.map((element) => jsonForm(type.element, element));
    case "Map":
      return membersForm(value, () => type.value);
    case "Record":
      return membersForm(value, (name) => type.fields.get(name)?.type);
    case "Entity":
      invariant(isEntityValue(value), "an entity is expected");
      return { type: value.type, id: value.id };
    default:
      return typeof value === "object" && "json" in value ? value.json : value;
  }
}

function membersForm(value: Value, typeOf: (name: string) => Type | undefined): unknown {
  invariant(isMapValue(value), "a record or map is expected");
  return Object.fromEntries(
    [...value].map(([name, member]) => {
      const type = typeOf(name);
      invariant(type, "a record's members are declared");
      return [name, jsonForm(type, member)];
    }),
  );
}
