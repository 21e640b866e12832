import type { ActionSchema, EntitySchema, PolicySet } from "../../check/typed-policy-set.js";
import type { Environment, RequestNeeds } from "../../ir/decision-graph.js";
import type { Need } from "../../ir/needs.js";
import { printField } from "../../types/print-type.js";
import type { Field } from "../../types/type.js";
import type { AtomTable } from "../encode/atom.js";
import { and, type Formula, literal, no } from "../encode/formula.js";
import { memberKey, presenceFlag } from "../encode/place.js";
import { intersectFields, isEmptyType } from "./intersect-types.js";
import { changedRelations, withOlderRelations } from "./older-relations.js";
import { type InexactField, type RespeltPlace, respeltPlaces } from "./respelt-places.js";

/** What a request of one kind is like that is valid for two policy sets. */
export interface CommonSchema {
  /** With the types that both sets give; rules and all else are the newer set's. */
  readonly policySet: PolicySet;
  /** Places whose values the two sets tell apart in different ways: that there is no difference, cannot be said. */
  readonly inexact: readonly string[];
  /** Those places, where they are single values that one set takes as they are spelt and the other does not: absent where one is none. */
  readonly respelt?: readonly RespeltPlace[];
  /** What holds of every such request besides. */
  axiom(atoms: AtomTable): Formula;
}

/** The environments of one kind of request in two sets. */
export interface EnvironmentPair {
  readonly older: Environment;
  readonly newer: Environment;
}

/** Gives the schemas of kinds of request that two sets have. */
export function createCommonSchemas(
  older: PolicySet,
  newer: PolicySet,
): (pair: EnvironmentPair) => CommonSchema {
  const context = changedFields(older.context, newer.context);
  const attributes = new Map(
    [...newer.entities].flatMap(([type, schema]) => {
      const before = older.entities.get(type);
      const changed = before === undefined ? [] : changedFields(before.attributes, schema.attributes);
      return changed.length === 0 ? [] : [[type, changed] as const];
    }),
  );
  const relations = changedRelations(older.entities, newer.entities);
  const related = (entities: PolicySet["entities"]) =>
    withOlderRelations(entities, older.entities, relations);
  const gone = new Map([...older.entities].filter(([type]) => !newer.entities.has(type)));
  const known = new Map<string, CommonSchema>();
  return (pair) => {
    const parameters = changedFields(parametersOf(older, pair), parametersOf(newer, pair));
    const refused = parameters.filter((each) => isRefused(each, older, newer, pair)).map(({ name }) => name);
    const fields: CommonFields = {
      context: fieldsFor(context, (name) => readersOf(pair, ({ context: need }) => need.members.has(name))),
      args: fieldsFor(parameters, (name) => argumentReaders(pair, name)),
      entities: new Map(
        [...attributes].map(([type, changed]) => [
          type,
          fieldsFor(changed, (name) => attributeReaders(pair, name)),
        ]),
      ),
    };
    // Most environments have the same in common; what one set shares, formulas are shared over.
    const key = keyOf(parameters.length === 0 ? "" : pair.newer.action, refused, fields);
    const schema = known.get(key) ?? schemaWith({ newer, gone, related }, pair, refused, fields);
    known.set(key, schema);
    if (schema.inexact.length === 0) return schema;
    const respelt = respeltPlaces(inexactFields(fields), pair.newer, (name) => [
      ...new Set([...placesOf(pair.older.needs, name), ...placesOf(pair.newer.needs, name)]),
    ]);
    return { ...schema, ...(respelt && { respelt }) };
  };
}

/** Of what is declared differently: what both sets take. */
interface CommonFields {
  readonly context: ReadonlyMap<string, CommonField>;
  readonly args: ReadonlyMap<string, CommonField>;
  /** By type. */
  readonly entities: ReadonlyMap<string, ReadonlyMap<string, CommonField>>;
}

function keyOf(
  action: string,
  refused: readonly string[],
  { context, args, entities }: CommonFields,
): string {
  const texts = (fields: ReadonlyMap<string, CommonField>) =>
    [...fields.values()].map(({ field, isExact, declared }) => [
      printField(field),
      isExact,
      declared && [printField(declared.before), printField(declared.after)],
    ]);
  const ofEntities = [...entities].map(([type, fields]) => [type, texts(fields)]);
  return JSON.stringify([action, refused, texts(context), texts(args), ofEntities]);
}

/** What becomes of the entities of two sets. */
interface SchemasOfTwo {
  readonly newer: PolicySet;
  /** Those of the older set alone. */
  readonly gone: PolicySet["entities"];
  /** With the relations of both sets. */
  readonly related: (entities: PolicySet["entities"]) => PolicySet["entities"];
}

function schemaWith(
  { newer, gone, related }: SchemasOfTwo,
  pair: EnvironmentPair,
  refused: readonly string[],
  { context, args, entities }: CommonFields,
): CommonSchema {
  const impossible = [
    ...refused.map((name) => ({ root: "args", name, field: args.get(name)?.field })),
    ...withoutValue("args", args),
    ...withoutValue("context", context),
  ];
  const isSame =
    context.size + args.size + entities.size + gone.size === 0 && related(newer.entities) === newer.entities;
  return {
    policySet: isSame
      ? newer
      : {
          ...newer,
          context: withFields(newer.context, context),
          actions: withArguments(newer, pair, args),
          entities: related(new Map([...gone, ...withAttributes(newer.entities, entities)])),
        },
    inexact: [
      ...inexactIn("context", context),
      ...inexactIn("args", args),
      ...[...entities].flatMap(([type, fields]) => inexactIn(type, fields)),
    ],
    axiom: (atoms) => and(...impossible.map((each) => absenceOf(atoms, each))),
  };
}

/** A member that no request valid for both sets has. */
interface ImpossibleField {
  readonly root: string;
  readonly name: string;
  readonly field: Field | undefined;
}

function withoutValue(root: string, fields: ReadonlyMap<string, CommonField>): readonly ImpossibleField[] {
  return [...fields].flatMap(([name, { field }]) => (isEmptyType(field.type) ? [{ root, name, field }] : []));
}

function absenceOf(atoms: AtomTable, { root, name, field }: ImpossibleField): Formula {
  return field?.optional ? literal(presenceFlag(atoms, memberKey(root, name)), false) : no;
}

/** A field as two schemas declare it; undefined where one does not. */
export interface ChangedField {
  readonly name: string;
  readonly before: Field | undefined;
  readonly after: Field | undefined;
}

/** The fields that two schemas declare differently, by name. */
export function changedFields(
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
): readonly ChangedField[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter((each) => textOf(each.before) !== textOf(each.after));
}

function textOf(field: Field | undefined): string | undefined {
  return field && printField(field);
}

function parametersOf({ actions }: PolicySet, { newer }: EnvironmentPair): ReadonlyMap<string, Field> {
  return actions.get(newer.action)?.parameters ?? new Map<string, Field>();
}

/** Which of the sets reads a field in an environment. */
type Readers = "older" | "newer" | "both" | "different places" | "none";

function readersOf({ older, newer }: EnvironmentPair, reads: (needs: RequestNeeds) => boolean): Readers {
  if (reads(older.needs)) return reads(newer.needs) ? "both" : "older";
  return reads(newer.needs) ? "newer" : "none";
}

/** Arguments are checked by both sets, whether rules read them or not. */
function argumentReaders(pair: EnvironmentPair, name: string): Readers {
  const readers = readersOf(pair, ({ args }) => args.members.has(name));
  return readers === "none" ? "none" : "both";
}

function attributeReaders({ older, newer }: EnvironmentPair, name: string): Readers {
  const before = placesOf(older.needs, name).join();
  const after = placesOf(newer.needs, name).join();
  if (before === after) return before === "" ? "none" : "both";
  if (before !== "" && after !== "") return "different places";
  return before === "" ? "newer" : "older";
}

/** Where something of a name is read of an entity. */
function placesOf(needs: RequestNeeds, name: string): readonly string[] {
  const found: string[] = [];
  const visit = (need: Need, path: string): void => {
    for (const [member, below] of need.members) {
      if (member === name) found.push(path);
      visit(below, `${path}.${member}`);
    }
    if (need.elements) visit(need.elements, `${path}[]`);
  };
  for (const root of ["subject", "actor", "resource"] as const) visit(needs[root], root);
  // What stands in these two themselves is an attribute of no entity.
  for (const root of ["context", "args"] as const)
    for (const [member, below] of needs[root].members) visit(below, `${root}.${member}`);
  return found.sort();
}

interface CommonField {
  readonly field: Field;
  readonly isExact: boolean;
  /** As the two sets declare it, where both do. */
  readonly declared?: { readonly before: Field; readonly after: Field };
}

/** All fields that are not exact. */
function inexactFields({ context, args, entities }: CommonFields): readonly InexactField[] {
  const owners = [["context", context] as const, ["args", args] as const, ...entities];
  return owners.flatMap(([owner, fields]) =>
    [...fields].flatMap(([name, { field, isExact, declared }]) =>
      isExact ? [] : [{ owner, name, common: field, declared }],
    ),
  );
}

function fieldsFor(
  changed: readonly ChangedField[],
  readers: (name: string) => Readers,
): ReadonlyMap<string, CommonField> {
  return new Map(
    changed.flatMap((each) => {
      const field = commonField(each, readers(each.name));
      return field === undefined ? [] : [[each.name, field] as const];
    }),
  );
}

function commonField({ before, after }: ChangedField, readers: Readers): CommonField | undefined {
  const only = before === undefined || after === undefined ? (before ?? after) : undefined;
  if (only !== undefined) return { field: only, isExact: true };
  if (before === undefined || after === undefined) return undefined;
  if (readers === "older") return { field: before, isExact: true };
  if (readers === "newer") return { field: after, isExact: true };
  const { field, isExact } = intersectFields(before, after);
  return {
    field,
    isExact: (isExact && readers !== "different places") || readers === "none",
    declared: { before, after },
  };
}

/** Whether one of the sets declares a parameter that the other refuses as undeclared. */
function isRefused(
  { before, after }: ChangedField,
  older: PolicySet,
  newer: PolicySet,
  { newer: { action } }: EnvironmentPair,
): boolean {
  if (before !== undefined && after !== undefined) return false;
  const other = (before === undefined ? older : newer).actions.get(action);
  return other?.open !== true;
}

function withFields(
  fields: ReadonlyMap<string, Field>,
  changed: ReadonlyMap<string, CommonField>,
): ReadonlyMap<string, Field> {
  return new Map([...fields, ...[...changed].map(([name, { field }]) => [name, field] as const)]);
}

function withArguments(
  { actions }: PolicySet,
  { newer: { action } }: EnvironmentPair,
  changed: ReadonlyMap<string, CommonField>,
): ReadonlyMap<string, ActionSchema> {
  const schema = actions.get(action);
  if (schema === undefined || changed.size === 0) return actions;
  return new Map([[action, { ...schema, parameters: withFields(schema.parameters, changed) }]]);
}

function withAttributes(
  entities: ReadonlyMap<string, EntitySchema>,
  changed: ReadonlyMap<string, ReadonlyMap<string, CommonField>>,
): ReadonlyMap<string, EntitySchema> {
  return new Map(
    [...entities].map(([type, schema]) => {
      const fields = changed.get(type);
      if (fields === undefined) return [type, schema];
      return [type, { ...schema, attributes: withFields(schema.attributes, fields) }];
    }),
  );
}

function inexactIn(owner: string, fields: ReadonlyMap<string, CommonField>): readonly string[] {
  return [...fields].filter(([, { isExact }]) => !isExact).map(([name]) => memberKey(owner, name));
}
