import {
  boundsDisjoint,
  boundsEmpty,
  boundsWithin,
  joinBounds,
  makeBounds,
  maximumOf,
  minimumOf,
} from "./bounds.js";
import { literalFits } from "./literal-fits.js";
import { type Bounds, type Field, formKinds, type Type, type TypeKind, type TypeOf } from "./type.js";

/** Kinds whose values are texts in a plain form: each is narrower than String. */
const textKinds: ReadonlySet<TypeKind> = new Set<TypeKind>(["Literals", "Duration", ...formKinds]);

/**
 * Whether a value of type `from`, as expressions compute with it, can stand where `to` is expected. A value keeps its
 * representation, so a Path is no String here (see {@link isNarrower} for requests); a literal union is.
 */
export function isAssignable(from: Type, to: Type): boolean {
  switch (to.kind) {
    case "Int":
    case "Duration":
      return from.kind === to.kind && boundsWithin(from.bounds, to.bounds);
    case "Number":
      return (from.kind === "Number" || from.kind === "Int") && boundsWithin(from.bounds, to.bounds);
    case "String":
      return isStringWithin(from, to);
    case "Literals":
      return from.kind === "Literals" && from.values.every((value) => to.values.includes(value));
    case "List":
      return (
        from.kind === "List" && isAssignable(from.element, to.element) && boundsWithin(from.length, to.length)
      );
    case "Map":
      return from.kind === "Map" && isAssignable(from.value, to.value);
    case "Record":
      return from.kind === "Record" && isRecordWithin(from, to, isAssignable);
    case "Entity":
      return from.kind === "Entity" && from.names.every((name) => to.names.includes(name));
    default:
      return from.kind === to.kind;
  }
}

/**
 * Whether every JSON value that `narrow` accepts in a request `wide` accepts as well: what `refine action` may do. Judged by kinds,
 * bounds and equal patterns, so that it may say no where a deeper proof would say yes.
 */
export function isNarrower(narrow: Type, wide: Type): boolean {
  if (wide.kind === "Json") return true;
  if (wide.kind === "String" && textKinds.has(narrow.kind) && narrow.kind !== "Literals") {
    return wide.length === undefined && wide.pattern === undefined;
  }
  if (wide.kind === "List" && narrow.kind === "List") {
    return isNarrower(narrow.element, wide.element) && boundsWithin(narrow.length, wide.length);
  }
  if (wide.kind === "Map" && narrow.kind === "Map") return isNarrower(narrow.value, wide.value);
  if (wide.kind === "Record" && narrow.kind === "Record") return isRecordWithin(narrow, wide, isNarrower);
  return isAssignable(narrow, wide);
}

/** {@link isNarrower} for a field: what may be absent or null may not grow. */
export function isNarrowerField(narrow: Field, wide: Field): boolean {
  const presence =
    (wide.optional || !narrow.optional) && (wide.nullable || wide.optional || !narrow.nullable);
  return presence && isNarrower(narrow.type, wide.type);
}

function isRecordWithin(
  narrow: TypeOf<"Record">,
  wide: TypeOf<"Record">,
  within: (narrow: Type, wide: Type) => boolean,
): boolean {
  if (narrow.open && !wide.open) return false;
  const kept = [...wide.fields.values()].every((field) => {
    const own = narrow.fields.get(field.name);
    if (!own) return field.optional && !narrow.open;
    return (
      (field.optional || !own.optional) &&
      (field.nullable || field.optional || !own.nullable) &&
      within(own.type, field.type)
    );
  });
  return kept && (wide.open || [...narrow.fields.keys()].every((name) => wide.fields.has(name)));
}

function isStringWithin(from: Type, to: TypeOf<"String">): boolean {
  if (from.kind === "Literals") return from.values.every((value) => literalFits(value, to));
  if (from.kind !== "String") return false;
  return (
    boundsWithin(from.length, to.length) &&
    (to.pattern === undefined || from.pattern?.source === to.pattern.source)
  );
}

/** The smallest type around both, or undefined where they are not of one kind: for `if`, `??`, lists and unions of entities. */
export function joinTypes(left: Type, right: Type): Type | undefined {
  const joined = joinPlain(left, right);
  return joined && (left.secret || right.secret) ? { ...joined, secret: true } : joined;
}

function joinPlain(left: Type, right: Type): Type | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    const bounds = joinBounds(left.bounds, right.bounds);
    const kind = left.kind === "Int" && right.kind === "Int" ? "Int" : "Number";
    return { kind, ...(bounds && { bounds }) };
  }
  if (left.kind === "Duration" && right.kind === "Duration") {
    const bounds = joinBounds(left.bounds, right.bounds);
    return { kind: "Duration", ...(bounds && { bounds }) };
  }
  if (left.kind === "Literals" && right.kind === "Literals")
    return literalsType([...left.values, ...right.values]);
  if (isText(left) && isText(right))
    return isAssignable(left, right) ? right : isAssignable(right, left) ? left : { kind: "String" };
  if (left.kind === "Entity" && right.kind === "Entity") return entityType([...left.names, ...right.names]);
  if (left.kind === "List" && right.kind === "List") {
    const element = joinTypes(left.element, right.element);
    const length = joinBounds(left.length, right.length);
    return element && { kind: "List", element, ...(length && { length }) };
  }
  if (left.kind === "Map" && right.kind === "Map") {
    const value = joinTypes(left.value, right.value);
    return value && { kind: "Map", value };
  }
  if (left.kind === "Record" || right.kind === "Record") {
    return isAssignable(left, right) ? right : isAssignable(right, left) ? left : undefined;
  }
  return left.kind === right.kind ? left : undefined;
}

function isNumeric(type: Type): type is TypeOf<"Int"> | TypeOf<"Number"> {
  return type.kind === "Int" || type.kind === "Number";
}

function isText(type: Type): type is TypeOf<"String"> | TypeOf<"Literals"> {
  return type.kind === "String" || type.kind === "Literals";
}

/** A union of string literals in canonical order. */
export function literalsType(values: readonly string[]): TypeOf<"Literals"> {
  return { kind: "Literals", values: [...new Set(values)].sort() };
}

/** A union of entity types in canonical order. */
export function entityType(names: readonly string[]): TypeOf<"Entity"> {
  return { kind: "Entity", names: [...new Set(names)].sort() };
}

/** How two types compare under `==`: never comparable, comparable but never equal, or possibly equal. */
export type Comparability = "incomparable" | "disjoint" | "possible";

/** Whether values of two types can be compared with `==`, and whether they can be equal (language.md §6). */
export function compareTypes(left: Type, right: Type): Comparability {
  if (isNumeric(left) && isNumeric(right)) {
    const [first, second] = [wholeBounds(left, right), wholeBounds(right, left)];
    return disjointOr(boundsDisjoint(first, second) || boundsEmpty(first) || boundsEmpty(second));
  }
  if (left.kind === "Duration" && right.kind === "Duration")
    return disjointOr(boundsDisjoint(left.bounds, right.bounds));
  if (isText(left) && isText(right)) return disjointOr(textsDisjoint(left, right));
  if (left.kind === "Entity" && right.kind === "Entity") {
    return disjointOr(!left.names.some((name) => right.names.includes(name)));
  }
  if (left.kind !== right.kind) return "incomparable";
  return scalarKinds.has(left.kind) ? "possible" : "incomparable";
}

/** The bounds of a number, narrowed to whole ones where what it is compared with is whole. */
function wholeBounds(type: TypeOf<"Int"> | TypeOf<"Number">, other: Type): Bounds | undefined {
  if (type.kind === "Int" || other.kind !== "Int") return type.bounds;
  return makeBounds(Math.ceil(minimumOf(type.bounds)), Math.floor(maximumOf(type.bounds)));
}

const scalarKinds: ReadonlySet<TypeKind> = new Set<TypeKind>(["Bool", ...formKinds]);

function disjointOr(disjoint: boolean): Comparability {
  return disjoint ? "disjoint" : "possible";
}

function textsDisjoint(
  left: TypeOf<"String"> | TypeOf<"Literals">,
  right: TypeOf<"String"> | TypeOf<"Literals">,
): boolean {
  if (left.kind === "Literals") return !left.values.some((value) => literalFits(value, right));
  if (right.kind === "Literals") return !right.values.some((value) => literalFits(value, left));
  return boundsDisjoint(left.length, right.length);
}
