import type { Field, Type } from "../../types/type.js";
import type { EnvironmentModel, Generation, SchemaModel } from "./model.js";
import { attributeName, type Phrase, quote } from "./pol-text.js";
import { typeText } from "./type-text.js";

/** Something an expression can read: where it stands, its type and what must be known to be present before it is read. */
export interface Path {
  readonly text: string;
  readonly type: Type;
  /** `OBJECT has NAME` for every step that may be absent, outermost first. */
  readonly guards: readonly Guard[];
}

/** A step of a path that may be absent. */
export interface Guard {
  readonly object: string;
  readonly name: string;
}

/** A Boolean expression and what its being true tells. */
export interface Condition extends Phrase {
  /** Texts of the guards that hold where it is true. */
  readonly known: readonly string[];
  /** Paths of narrow types that it tests. */
  readonly tested: readonly string[];
}

/** A condition that tells nothing. */
export function plain(phrase: Phrase, tested: readonly string[] = []): Condition {
  return { text: phrase.text, level: phrase.level, known: [], tested };
}

/** The generators of expressions: each may call the others, through the scope. */
export interface Grow {
  /** A condition; `depth` bounds how far it nests. */
  condition(scope: Scope, depth: number): Condition;
  /** An expression that can be compared with values of `type`, and by its type may be equal to one. */
  value(scope: Scope, type: Type, depth: number): Phrase;
}

/** What an expression may refer to at one point. Immutable: a guard makes a new scope. */
export interface Scope {
  readonly generation: Generation;
  readonly grow: Grow;
  /** The types that this point is checked for; empty in a definition. */
  readonly environments: readonly EnvironmentModel[];
  /** Parameters and variables of quantifiers. */
  readonly bindings: readonly Path[];
  /** Roots that can be read here although the sentence has environments without them. */
  readonly roots: ReadonlySet<Root>;
  /** Texts of the guards that hold. */
  readonly known: ReadonlySet<string>;
  /** Paths of narrow types that were tested already: a second test of one might never hold. */
  readonly tested: ReadonlySet<string>;
  /** Whether relations may be tested here: not in what a remedy or an obligation is told. */
  readonly asks: boolean;
  /** Everything readable, computed once. */
  readonly paths: readonly Path[];
}

export type Root = "principal" | "subject" | "actor" | "resource" | "context" | "args";

/** The text by which {@link Scope.known} knows a guard. */
export function guardText(guard: Guard): string {
  return `${guard.object} has ${attributeName(guard.name)}`;
}

/** The guards of a path that are not known to hold. */
export function openGuards(scope: Scope, path: Path): readonly Guard[] {
  return path.guards.filter((guard) => !scope.known.has(guardText(guard)));
}

/** The scope of a sentence's clauses. */
export function sentenceScope(
  generation: Generation,
  grow: Grow,
  environments: readonly EnvironmentModel[],
): Scope {
  const roots = new Set<Root>(["principal", "subject", "context", "args"]);
  if (environments.every((each) => each.principal.role !== "alone")) roots.add("actor");
  if (environments.every((each) => each.resource !== undefined)) roots.add("resource");
  return scopeOf({
    generation,
    grow,
    environments,
    bindings: [],
    roots,
    known: new Set(),
    tested: new Set(),
    asks: true,
  });
}

/** The scope of a definition's or remedy's body. */
export function bodyScope(
  generation: Generation,
  grow: Grow,
  parameters: readonly Path[],
  roots: readonly Root[],
): Scope {
  return scopeOf({
    generation,
    grow,
    environments: [],
    bindings: parameters,
    roots: new Set(roots),
    known: new Set(),
    tested: new Set(),
    asks: true,
  });
}

/** `scope` in those of its environments for which `keep` holds. */
export function narrowed(scope: Scope, keep: (environment: EnvironmentModel) => boolean): Scope {
  return scopeOf({ ...scope, environments: scope.environments.filter(keep) });
}

/** `scope` with one more binding. */
export function bound(scope: Scope, binding: Path): Scope {
  return scopeOf({ ...scope, bindings: [...scope.bindings, binding] });
}

/** `scope` where the guards hold and the paths were tested. */
export function knowing(scope: Scope, known: Iterable<string>, tested: Iterable<string> = []): Scope {
  return {
    ...scope,
    known: new Set([...scope.known, ...known]),
    tested: new Set([...scope.tested, ...tested]),
  };
}

/**
 * Whether two roots can stand in a test of equality or (with `below`, the types above a type) of hierarchy in at least one
 * environment. Paths that are no roots have one type in all environments.
 */
export function canMeet(
  scope: Scope,
  left: string,
  right: string,
  below: (name: string) => ReadonlySet<string> = (name) => new Set([name]),
): boolean {
  if (!isEntityRoot(left) || !isEntityRoot(right)) return true;
  return scope.environments.some((each) => {
    const [one, other] = [rootType(each, left), rootType(each, right)];
    return one !== undefined && other !== undefined && below(one).has(other);
  });
}

type EntityRoot = "principal" | "subject" | "actor" | "resource";

/** Whether a path is one of the parties, or the resource. */
export function isEntityRoot(text: string): text is EntityRoot {
  return text === "principal" || text === "subject" || text === "actor" || text === "resource";
}

/**
 * The paths of which a test of `key` leaves no second test: of a root's type depends which environments remain, and so all
 * roots; `principal` is one of the others, so that their attributes go by several names.
 */
export function settledBy(scope: Scope, key: string): readonly string[] {
  if (isEntityRoot(key)) return scope.environments.length > 1 ? entityRoots : [key];
  const rest = /^(?:principal|subject|actor)(?=[.[])/.exec(key) ? key.slice(key.search(/[.[]/)) : undefined;
  return rest === undefined ? [key] : ["principal", "subject", "actor"].map((root) => root + rest);
}

/** Whether an earlier test may have narrowed the type of the path. */
export function isSettled(scope: Scope, path: Path): boolean {
  return scope.tested.has(path.text);
}

const entityRoots: readonly EntityRoot[] = ["principal", "subject", "actor", "resource"];

/** The types of an entity-valued root, over all environments. */
export function rootTypes(scope: Scope, root: EntityRoot): string[] {
  return [...new Set(scope.environments.flatMap((each) => rootType(each, root) ?? []))].sort();
}

/** The types that an entity can have in one environment: a root has one, or none. */
export function typesIn(
  environment: EnvironmentModel,
  text: string,
  types: readonly string[],
): readonly string[] {
  if (!isEntityRoot(text)) return types;
  const type = rootType(environment, text);
  return type === undefined ? [] : [type];
}

function rootType(environment: EnvironmentModel, root: Root): string | undefined {
  const { type, role, other } = environment.principal;
  if (root === "resource") return environment.resource;
  if (root === "principal") return type;
  if (root === "subject") return role === "actor" ? other : type;
  return role === "actor" ? type : other;
}

function scopeOf(parts: Omit<Scope, "paths">): Scope {
  const paths = [...rootPaths(parts), ...parts.bindings];
  for (let index = 0; index < paths.length && paths.length < maximumPaths; index++) {
    const path = paths[index];
    if (path && depthOf(path) < maximumDepth) paths.push(...steps(parts.generation.schema, path));
  }
  return { ...parts, paths };
}

const maximumPaths = 160;
const maximumDepth = 5;

function depthOf(path: Path): number {
  return path.text.split(/[.[]/).length;
}

function rootPaths(scope: Omit<Scope, "paths">): Path[] {
  const { environments, roots, generation } = scope;
  const entities = (["principal", "subject", "actor", "resource"] as const).flatMap((root) => {
    const names = [...new Set(environments.flatMap((each) => rootType(each, root) ?? []))].sort();
    if (!roots.has(root) || names.length === 0) return [];
    return [{ text: root, type: { kind: "Entity", names } as const, guards: [] }];
  });
  const records = [
    ...(roots.has("context")
      ? [{ text: "context", fields: [...generation.schema.context.values()], open: false }]
      : []),
    ...(roots.has("args") ? [{ text: "args", fields: commonArguments(environments), open: false }] : []),
  ];
  return [
    ...entities,
    ...records.flatMap(({ text, fields }) => fields.map((own) => read({ text, guards: [] }, own, false))),
  ];
}

function commonArguments(environments: readonly EnvironmentModel[]): Field[] {
  return commonFields([...new Set(environments.map((each) => each.action))].map((action) => action.fields));
}

/** The fields that all of `owners` have with one type; optional where one of them is. */
export function commonFields(owners: readonly ReadonlyMap<string, Field>[]): Field[] {
  const [first, ...others] = owners;
  if (!first) return [];
  return [...first.values()].flatMap((own) => {
    const same = others.map((other) => other.get(own.name));
    if (!same.every((other) => other !== undefined && typeText(other.type) === typeText(own.type))) return [];
    const all = [own, ...same.filter((other) => other !== undefined)];
    return [{ ...own, optional: all.some((other) => other.optional || other.nullable), nullable: false }];
  });
}

/** The paths one step below `path`. */
function steps(schema: SchemaModel, path: Path): Path[] {
  const { type } = path;
  if (type.kind === "Record") return [...type.fields.values()].map((own) => read(path, own, false));
  if (type.kind === "Map")
    return mapKeys.map((key) => ({ ...step(path, key, type.value), text: `${path.text}[${quote(key)}]` }));
  if (type.kind === "Url") {
    return [
      step(path, "ip", { kind: "Ip" }),
      step(path, "port", { kind: "Int", bounds: { minimum: 0, maximum: 65535 } }),
    ];
  }
  if (type.kind === "Host") return [step(path, "ip", { kind: "Ip" })];
  if (type.kind !== "Entity") return [];
  const owners = type.names.flatMap((name) => schema.entities.get(name)?.fields ?? []);
  return commonFields(owners).map((own) => read(path, own, true));
}

/** Keys by which rules index maps. */
export const mapKeys: readonly string[] = ["k", "__proto__"];

/** A step that may be absent. */
function step(path: Path, name: string, type: Type): Path {
  return {
    text: `${path.text}.${name}`,
    type,
    guards: [...path.guards, { object: path.text, name }],
  };
}

function read(path: Omit<Path, "type">, own: Field, ofEntity: boolean): Path {
  const identity = ofEntity && (own.name === "id" || own.name === "type");
  const text = `${path.text}.${identity ? quote(own.name) : attributeName(own.name)}`;
  const absent = own.optional || own.nullable;
  return {
    text,
    type: own.type,
    guards: absent ? [...path.guards, { object: path.text, name: own.name }] : path.guards,
  };
}
