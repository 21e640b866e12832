import type { Scalar } from "../check/typed-expression.js";
import type { Cidr } from "../runtime/ip.js";
import type { Url } from "../runtime/url.js";

/** An entity as a request carries it: the properties are those that a rule may read, and the others are forgotten. */
export interface EntityValue {
  readonly kind: "entity";
  readonly type: string;
  /** Only a resource may lack it, and only where no rule looks at it. */
  readonly id: string | undefined;
  readonly properties: ReadonlyMap<string, Value>;
  readonly ancestors: readonly { readonly type: string; readonly id: string }[];
}

/** A value of type Json: nothing but its presence can be tested. */
export interface OpaqueValue {
  readonly kind: "opaque";
  readonly json: unknown;
}

/** What expressions compute with. Maps are values of records (and `context`, `args`) and of Map types: what is absent has no entry. */
export type Value = Scalar | EntityValue | OpaqueValue | readonly Value[] | ReadonlyMap<string, Value>;

/** What is read where there is nothing: an optional attribute left out, or null. */
export const absent: unique symbol = Symbol("absent");

/** The third truth value, and the value of what cannot be calculated. */
export const failure: unique symbol = Symbol("failure");

/** What an expression evaluates to. */
export type Result = Value | typeof absent | typeof failure;

/** Whether a value is an entity. */
export function isEntityValue(value: Value): value is EntityValue {
  return typeof value === "object" && "kind" in value && value.kind === "entity";
}

/** Whether a value is that of a record or of a Map type. */
export function isMapValue(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** Whether a value is that of a List type. */
export function isListValue(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a Url. */
export function isUrlValue(value: Value): value is Url {
  return typeof value === "object" && "text" in value;
}

/** Whether a value is a Cidr. */
export function isCidrValue(value: Value): value is Cidr {
  return typeof value === "object" && "bits" in value;
}
