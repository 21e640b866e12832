import type { Type } from "../types/type.js";
import type { PlaceType } from "./relevant-places.js";
import { invalidTexts, type TextKind } from "./sample-values.js";

/** Values that a type does not take: of each other kind of JSON, outside of its form and bounds, and what is no JSON at all. */
export function wrongValues(type: PlaceType): readonly unknown[] {
  const kind = jsonKindOf(type);
  return [
    ...[true, 7, "text", [], {}].filter((value) => kind !== "any" && kindOf(value) !== kind),
    ...outside(type),
    Number.NaN,
    Infinity,
    10n,
    Symbol("hostile"),
    () => true,
    new Date(0),
    new String("text"),
    new Proxy({}, throwing),
    new (class Instance {
      readonly type = "User";
      readonly id = "a";
    })(),
    "\ud800",
  ];
}

type JsonKind = "boolean" | "number" | "string" | "list" | "object" | "any" | "none";

/** The kind of JSON that a type takes. */
function jsonKindOf({ kind }: PlaceType): JsonKind {
  switch (kind) {
    case "Bool":
      return "boolean";
    case "Int":
    case "Number":
      return "number";
    case "List":
    case "Ancestors":
      return "list";
    case "Map":
    case "Record":
    case "Entity":
    case "Object":
      return "object";
    case "Json":
      return "any";
    case "Nothing":
      return "none";
    default:
      return "string";
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return typeof value;
}

/** Values of the right kind of JSON that the type does not take. */
function outside(type: PlaceType): readonly unknown[] {
  switch (type.kind) {
    case "Int":
      return [1.5, 2 ** 53, ...beyond(type.bounds, 1)];
    case "Number":
      return beyond(type.bounds, 0.5);
    case "String":
      return texts(type);
    case "Literals":
      return [`${type.values.join("")}~`, ""].filter((text) => !type.values.includes(text));
    case "List":
      return [[undefined], new Array(1), ...(type.length?.minimum ? [[]] : [])];
    case "Ancestors":
      return [[null], [{}], [{ type: "User" }], [{ id: "a" }], ["User"]];
    case "Entity":
      return [{}, { type: type.names[0], id: "" }, { type: type.names[0] }, { type: "\ud800", id: "a" }];
    default:
      return type.kind in invalidTexts ? invalidTexts[type.kind as TextKind] : [];
  }
}

function texts({ length }: Extract<Type, { kind: "String" }>): readonly string[] {
  const { minimum = 0, maximum = Infinity } = length ?? {};
  return [
    ...(minimum > 0 ? ["a".repeat(minimum - 1)] : []),
    ...(maximum < 1000 ? ["a".repeat(maximum + 1)] : []),
  ];
}

function beyond(
  bounds: { readonly minimum?: number; readonly maximum?: number } | undefined,
  by: number,
): readonly number[] {
  const { minimum, maximum } = bounds ?? {};
  return [...(minimum === undefined ? [] : [minimum - by]), ...(maximum === undefined ? [] : [maximum + by])];
}

/** One error for all: making one costs more than a decision. */
const refusal = new TypeError("hostile proxy");

const throwing: ProxyHandler<object> = { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse };

function refuse(): never {
  throw refusal;
}
