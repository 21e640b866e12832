import { isReservedName } from "../../check/declarations.js";
import { isReserved } from "../../syntax/words.js";
import type { Type } from "../../types/type.js";
import { partsOf } from "./parts-of.js";
import type { Definition } from "./read-parameters.js";
import { typeStructures } from "./type-structures.js";

/** The types that an imported file declares: each definition that its tools refer to more than once. */
export interface NamedTypes {
  /** Sorted by name; `type` is one of the equal ones that the name stands for. */
  readonly declarations: readonly { readonly name: string; readonly type: Type }[];
  nameOf(type: Type): string | undefined;
  /** What the definition says that a type came from; empty for other types. */
  descriptionOf(type: Type): string;
}

/**
 * Finds the definitions of a server's tools that are worth a name. `types` are those of the parameters, in an order that does not hang on
 * the server's; `definitions` says which types came from a definition and from which. Equal ones of different tools are one; different
 * ones of one name are numbered.
 */
export function nameTypes(
  server: string,
  types: readonly Type[],
  definitions: ReadonlyMap<Type, Definition>,
): NamedTypes {
  const structureOf = typeStructures();
  const uses = countUses(types, definitions, structureOf);
  const names = new Map<number, string>();
  const taken = new Set<string>();
  const declarations: { name: string; type: Type }[] = [];
  for (const [structure, { type, pointer, count }] of uses) {
    if (count < 2 || !isWorthNaming(type)) continue;
    const name = freeName(pascalCase(server) + pascalCase(lastToken(pointer)), taken);
    taken.add(name);
    names.set(structure, name);
    declarations.push({ name, type });
  }
  return {
    declarations: declarations.sort((left, right) => (left.name < right.name ? -1 : 1)),
    nameOf: (type) => (definitions.has(type) ? names.get(structureOf(type)) : undefined),
    descriptionOf: (type) => definitions.get(type)?.description ?? "",
  };
}

interface Use {
  readonly type: Type;
  readonly pointer: string;
  count: number;
}

/** Looks into each definition once: what stands in it is written once, however often its name is. */
function countUses(
  types: readonly Type[],
  definitions: ReadonlyMap<Type, Definition>,
  structureOf: (type: Type) => number,
): ReadonlyMap<number, Use> {
  const uses = new Map<number, Use>();
  const visit = (type: Type): void => {
    const pointer = definitions.get(type)?.pointer;
    const known = pointer === undefined ? undefined : uses.get(structureOf(type));
    if (known) known.count++;
    if (pointer !== undefined && !known) uses.set(structureOf(type), { type, pointer, count: 1 });
    if (!known) for (const part of partsOf(type)) visit(part);
  };
  for (const type of types) visit(type);
  return uses;
}

/** A name for `String` would hide more than it says. */
function isWorthNaming(type: Type): boolean {
  if (type.kind === "List") return isWorthNaming(type.element);
  if (type.kind === "Map") return isWorthNaming(type.value);
  if (type.kind === "Record") return type.fields.size > 0;
  if (type.kind === "Literals") return type.values.length > 3;
  return type.kind === "String" && type.pattern !== undefined;
}

function lastToken(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}

function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  const isKept = isReserved(base) || isReservedName(base);
  let name = isKept ? `${base}Type` : base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  return name;
}
