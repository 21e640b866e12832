import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { check } from "../../src/compiler.js";
import { importOpenFga } from "../../src/importers/openfga/import-openfga.js";
import type { PolNames } from "../../src/importers/openfga/pol-names.js";
import { readModFile } from "../../src/importers/openfga/read-openfga.js";
import { relationModel } from "../../src/relations/from-schema.js";
import type {
  EntityReference,
  RelationModel,
  RelationTuple,
  TupleSubject,
} from "../../src/relations/model.js";
import { createRelationStore, type RelationStore } from "../../src/relations/relation-store.js";
import type { SourceFile } from "../../src/source/source-file.js";

/** A store file of OpenFGA's command line: a model, tuples, and what is expected of them. */
export interface StoreFile {
  readonly sources: readonly SourceFile[];
  readonly tuples: readonly StoreTuple[];
  readonly tests: readonly StoreTest[];
  /** Whether the model has conditions. */
  readonly hasConditions: boolean;
}

/** A tuple as a store file writes it. */
export interface StoreTuple {
  readonly user: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: unknown;
}

/** The assertions of one test. */
export interface StoreTest {
  readonly tuples?: readonly StoreTuple[];
  readonly check?: readonly {
    readonly user?: string;
    readonly users?: readonly string[];
    readonly object?: string;
    readonly objects?: readonly string[];
    readonly assertions: { readonly [relation: string]: boolean };
  }[];
  readonly list_objects?: readonly {
    readonly user: string;
    readonly type: string;
    readonly assertions: { readonly [relation: string]: readonly string[] };
  }[];
  readonly list_users?: readonly {
    readonly object: string;
    readonly user_filter: readonly { readonly type: string; readonly relation?: string }[];
    readonly assertions: { readonly [relation: string]: { readonly users: readonly string[] } };
  }[];
}

interface RawStore extends Partial<Pick<StoreFile, "tuples" | "tests">> {
  readonly model?: string;
  readonly model_file?: string;
  readonly tuple_file?: string;
}

/** Reads a store file and what it refers to. */
export function readStoreFile(path: string): StoreFile {
  const raw = parse(readFileSync(path, "utf8")) as RawStore;
  const folder = dirname(path);
  const sources =
    raw.model === undefined
      ? modelSources(resolve(folder, raw.model_file ?? ""))
      : [{ path: "model.fga", text: raw.model }];
  const more = raw.tuple_file === undefined ? [] : readTuples(join(folder, raw.tuple_file));
  return {
    sources,
    tuples: [...more, ...(raw.tuples ?? [])],
    tests: raw.tests ?? [],
    hasConditions: sources.some(({ text }) => /^\s*condition\s/m.test(text)),
  };
}

function readTuples(path: string): readonly StoreTuple[] {
  return parse(readFileSync(path, "utf8")) as readonly StoreTuple[];
}

function modelSources(path: string): readonly SourceFile[] {
  const source = { path, text: readFileSync(path, "utf8") };
  if (!path.endsWith(".mod")) return [source];
  const found = readModFile(source);
  if ("diagnostics" in found) throw new Error(JSON.stringify(found.diagnostics));
  return found.files.map((name) => {
    const file = join(dirname(path), name);
    return { path: file, text: readFileSync(file, "utf8") };
  });
}

/** The model with whom a condition lets in let in always: what is granted at most. */
export function withoutConditionNames(sources: readonly SourceFile[]): readonly SourceFile[] {
  return sources.map(({ path, text }) => ({
    path,
    text: text.replaceAll(/\[[^\]]*\bwith\b[^\]]*\]/g, withoutNames).replace(/^\s*condition\s[\s\S]*$/m, ""),
  }));
}

function withoutNames(restrictions: string): string {
  const kinds = restrictions.slice(1, -1).split(",");
  return `[${[...new Set(kinds.map((kind) => kind.replace(/ with .*/, "").trim()))].join(", ")}]`;
}

/** A model imported, checked and made a store, which is asked in OpenFGA's own notation. */
export interface AskedStore {
  readonly store: RelationStore;
  check(user: string, relation: string, object: string): boolean;
  listObjects(user: string, relation: string, type: string): readonly string[];
  listUsers(object: string, relation: string, filter: { type: string; relation?: string }): readonly string[];
}

/** A model as it was imported. */
export interface ImportedModel {
  readonly model: RelationModel;
  readonly names: PolNames;
}

/** Imports a model and checks what it became. */
export function importModel(sources: readonly SourceFile[]): ImportedModel {
  const { file, names, diagnostics } = importOpenFga(sources);
  if (file === undefined || names === undefined) throw new Error(JSON.stringify(diagnostics));
  const { policySet, diagnostics: problems } = check([file]);
  if (policySet === undefined) throw new Error(JSON.stringify(problems));
  return { model: relationModel(policySet.entities), names };
}

/** A store of the model with the tuples, but for those with a condition unless `loose`. */
export function openStore(
  { model, names }: ImportedModel,
  tuples: readonly StoreTuple[],
  loose = false,
): AskedStore {
  const store = createRelationStore(model);
  const touch = tuples
    .filter(({ condition }) => loose || condition === undefined)
    .map((tuple) => readTuple(tuple, names));
  const written = store.write({ touch });
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  return asked(store, tuples, names);
}

function readTuple({ user, relation, object }: StoreTuple, names: PolNames): RelationTuple {
  return {
    subject: readSubject(user, names),
    relation: names.relation(relation),
    object: readEntity(object, names),
  };
}

function readEntity(text: string, names: PolNames): EntityReference {
  const colon = text.indexOf(":");
  return { type: names.type(text.slice(0, colon)), id: text.slice(colon + 1) };
}

function readSubject(text: string, names: PolNames): TupleSubject {
  const hash = text.lastIndexOf("#");
  const entity = readEntity(hash < 0 ? text : text.slice(0, hash), names);
  if (hash >= 0) return { ...entity, relation: names.relation(text.slice(hash + 1)) };
  return entity.id === "*" ? { type: entity.type, everyone: true } : entity;
}

function readAsked(text: string, names: PolNames): EntityReference & { readonly relation?: string } {
  const subject = readSubject(text, names);
  // Nobody has the id of whom one asks on everyone's behalf.
  return "everyone" in subject ? { type: subject.type, id: "any of them" } : subject;
}

function asked(store: RelationStore, tuples: readonly StoreTuple[], names: PolNames): AskedStore {
  const holds = (user: string, relation: string, object: string) =>
    store.check({
      subject: readAsked(user, names),
      relation: names.relation(relation),
      object: readEntity(object, names),
    }) === "yes";
  const usersets = (type: string, relation: string) =>
    new Set(
      tuples
        .flatMap(({ user, object }) => [user.replace(/#.*$/, ""), object])
        .filter((entity) => entity.startsWith(`${type}:`))
        .map((entity) => `${entity}#${relation}`),
    );
  return {
    store,
    check: holds,
    listObjects: (user, relation, type) =>
      store
        .listResources(readAsked(user, names), names.relation(relation), names.type(type))
        .map((id) => `${type}:${id}`),
    listUsers: (object, relation, { type, relation: of }) => {
      if (of !== undefined)
        return [...usersets(type, of)].filter((userset) => holds(userset, relation, object));
      const listed = store.listSubjects(
        readEntity(object, names),
        names.relation(relation),
        names.type(type),
      );
      const ids = listed.ids.map((id) => `${type}:${id}`);
      return listed.everyone ? [...ids, `${type}:*`] : ids;
    },
  };
}
