import type { Relation, RelationModel } from "../model.js";
import type { ExportNames } from "./exported-schema.js";

/** Behind the name of a relation that has tuples and a definition, as its tuples' own relation. */
const tuplesSuffix = "_tuples";

/**
 * Names for SpiceDB, which has small letters, digits and `_`, three of them at least: `IssueTracker` is `issue_tracker`. A relation has one name in
 * all types.
 */
export function spicedbNames({ types }: RelationModel): ExportNames {
  const typeNames = namesFor(types.map(({ type }) => type));
  const all = types.flatMap(({ relations }) => relations);
  const relationNames = namesFor(all.map(({ name }) => name));
  const taken = new Set(relationNames.values());
  const tupleNames = new Map<string, string>();
  for (const [name, written] of relationNames)
    tupleNames.set(name, freeName(`${written.slice(0, longest - 12)}${tuplesSuffix}`, taken));
  const usersets = new Set(
    all.flatMap(({ subjects }) =>
      subjects.flatMap((kind) => (kind.kind === "userset" ? [keyOf(kind.type, kind.relation)] : [])),
    ),
  );
  // No tuple may be of whoever has a relation that everyone may have; of a permission it may.
  const isDefined = (type: string, { name, subjects, rule }: Relation) =>
    rule.kind !== "direct" ||
    (usersets.has(keyOf(type, name)) && subjects.some(({ kind }) => kind === "everyone"));
  const defined = new Set(
    types.flatMap(({ type, relations }) =>
      relations.filter((relation) => isDefined(type, relation)).map(({ name }) => keyOf(type, name)),
    ),
  );
  const relation = (name: string) => relationNames.get(name) ?? name;
  return {
    type: (name) => typeNames.get(name) ?? name,
    relation,
    tuples: (type, name) =>
      defined.has(keyOf(type, name)) ? (tupleNames.get(name) ?? name) : relation(name),
  };
}

const longest = 64;

function keyOf(type: string, relation: string): string {
  return JSON.stringify([type, relation]);
}

/** Those that can stay as they are come first, so that no other name takes theirs. */
function namesFor(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names.filter(isName));
  const found = [...new Set(names)].map(
    (name) => [name, isName(name) ? name : freeName(asName(name), taken)] as const,
  );
  return new Map(found);
}

const keptWords: ReadonlySet<string> = new Set([
  "nil",
  "self",
  "definition",
  "relation",
  "permission",
  "caveat",
]);

function isName(name: string): boolean {
  return /^[a-z][a-z0-9_]{1,62}[a-z0-9]$/.test(name) && !keptWords.has(name);
}

function asName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .slice(0, longest - 12)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[a-z].{2}/.test(words) ? words : `x_${words === "" ? "0" : words}`;
}

function freeName(name: string, taken: Set<string>): string {
  const isFree = (candidate: string) => isName(candidate) && !taken.has(candidate);
  let found = name;
  for (let count = 2; !isFree(found); count++) found = `${name}_${count}`;
  taken.add(found);
  return found;
}
