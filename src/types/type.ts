import type { RegexNode } from "../syntax/regex.js";

/** Bounds of a range, both inclusive; a bound left out is open. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A regular expression of Pol: its text between the slashes and its tree. */
export interface Pattern {
  readonly source: string;
  readonly tree: RegexNode;
}

/** Kinds of types whose values are texts of one plain form each (language.md §3). */
export const formKinds = ["Time", "Date", "Ip", "Cidr", "Url", "Host", "Email", "Path"] as const;

/** The types of Pol, resolved: declared names are replaced by what they stand for, entities are named. */
export type Type =
  | { readonly kind: "Bool"; readonly secret?: true }
  | { readonly kind: "Int"; readonly bounds?: Bounds; readonly secret?: true }
  | { readonly kind: "Number"; readonly bounds?: Bounds; readonly secret?: true }
  /** Bounds in milliseconds. */
  | { readonly kind: "Duration"; readonly bounds?: Bounds; readonly secret?: true }
  /** `length` in code points. */
  | { readonly kind: "String"; readonly length?: Bounds; readonly pattern?: Pattern; readonly secret?: true }
  /** A union of string literals, sorted, without duplicates. */
  | { readonly kind: "Literals"; readonly values: readonly string[]; readonly secret?: true }
  | { readonly kind: (typeof formKinds)[number]; readonly secret?: true }
  | { readonly kind: "List"; readonly element: Type; readonly length?: Bounds; readonly secret?: true }
  | { readonly kind: "Map"; readonly value: Type; readonly secret?: true }
  | {
      readonly kind: "Record";
      readonly fields: ReadonlyMap<string, Field>;
      readonly open: boolean;
      readonly secret?: true;
    }
  /** An entity of one of the named types, sorted. */
  | { readonly kind: "Entity"; readonly names: readonly string[]; readonly secret?: true }
  /** Opaque JSON: only its presence can be tested. */
  | { readonly kind: "Json"; readonly secret?: true };

export type TypeKind = Type["kind"];

export type TypeOf<K extends TypeKind> = Extract<Type, { readonly kind: K }>;

/** An attribute of an entity or of the context, a parameter of an action, or a property of a record. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  /** May be absent (or null). */
  readonly optional: boolean;
  /** May be null, though not absent unless `optional`; `has` is false for null. */
  readonly nullable: boolean;
  readonly documentation: readonly string[];
}
