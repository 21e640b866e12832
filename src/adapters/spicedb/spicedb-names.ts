import type { v1 } from "@authzed/authzed-node";
import { toSpicedb } from "../../relations/export/to-spicedb.js";
import type { EntityReference, RelationModel, RelationTuple, TupleSubject } from "../../relations/model.js";
import { planRelations, type RelationPlan } from "../../relations/relation-plan.js";
import { isUserset } from "../../relations/tuple-index.js";
import { RelationEngineError } from "../relations/relation-engine.js";
import { fromObjectId, toObjectId } from "./object-id.js";

/** A model in SpiceDB's words, and SpiceDB's words in the model's. */
export interface SpicedbNames {
  readonly plan: RelationPlan;
  /** The model as SpiceDB's schema. */
  readonly schema: string;
  type(name: string): string;
  /** What is asked about. */
  permission(relation: string): string;
  /** What tuples are written of. */
  relation(type: string, relation: string): string;
  /** Undefined where an id is one that SpiceDB cannot have. */
  object(entity: EntityReference): v1.ObjectReference | undefined;
  subject(subject: TupleSubject): v1.SubjectReference | undefined;
  relationship(tuple: RelationTuple): v1.Relationship | undefined;
  /** Undefined where this is no tuple of the model. @throws RelationEngineError where an id is none that polc writes */
  tuple(relationship: v1.Relationship): RelationTuple | undefined;
}

/**
 * The names of a model, as `polc relations export --to spicedb` writes them.
 *
 * @throws RelationEngineError where SpiceDB's schemas cannot say what the model says
 */
export function spicedbNames(model: RelationModel): SpicedbNames {
  const { text: schema, names, problems } = toSpicedb(model);
  const [problem] = problems;
  if (problem !== undefined)
    throw new RelationEngineError("refused", `${problem.type}.${problem.relation ?? ""}: ${problem.message}`);
  const plan = planRelations(model);
  const back = namesBack(model, names);
  const object = ({ type, id }: EntityReference) => {
    const objectId = toObjectId(id);
    return objectId === undefined ? undefined : { objectType: names.type(type), objectId };
  };
  const subject = (who: TupleSubject) => {
    if ("everyone" in who)
      return { object: { objectType: names.type(who.type), objectId: everyone }, optionalRelation: "" };
    const entity = object(who);
    const optionalRelation = isUserset(who) ? names.relation(who.relation) : "";
    return entity === undefined ? undefined : { object: entity, optionalRelation };
  };
  return {
    plan,
    schema,
    type: names.type,
    permission: names.relation,
    relation: names.tuples,
    object,
    subject,
    relationship: (tuple) => {
      const [resource, who] = [object(tuple.object), subject(tuple.subject)];
      if (resource === undefined || who === undefined) return undefined;
      return { resource, relation: names.tuples(tuple.object.type, tuple.relation), subject: who };
    },
    tuple: (relationship) => readTuple(relationship, back),
  };
}

/**
 * The id of an object's.
 *
 * @throws RelationEngineError where polc would not write any id so: another id could be taken for it
 */
export function readId(written: string): string {
  const id = fromObjectId(written);
  if (id !== undefined) return id;
  throw new RelationEngineError("protocol", `SpiceDB: \`${written}\` is no id as polc writes them`);
}

/** The id that stands for all of a type. */
export const everyone = "*";

/** From SpiceDB's names to the model's. */
interface NamesBack {
  readonly types: ReadonlyMap<string, string>;
  /** The relations of each of the model's types, by the names of their tuples. */
  readonly relations: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By the names that are asked about. */
  readonly permissions: ReadonlyMap<string, string>;
}

function namesBack({ types }: RelationModel, names: ReturnType<typeof toSpicedb>["names"]): NamesBack {
  const all = types.flatMap(({ relations }) => relations);
  return {
    types: new Map(types.map(({ type }) => [names.type(type), type])),
    relations: new Map(
      types.map(({ type, relations }) => [
        type,
        new Map(relations.map(({ name }) => [names.tuples(type, name), name])),
      ]),
    ),
    permissions: new Map(all.map(({ name }) => [names.relation(name), name])),
  };
}

/** A relationship on a condition is no tuple: nobody may take it for one. */
function readTuple(relationship: v1.Relationship, back: NamesBack): RelationTuple | undefined {
  if (relationship.optionalCaveat !== undefined) return undefined;
  const object = readEntity(relationship.resource, back);
  const subject = readSubject(relationship.subject, back);
  const relation =
    object === undefined ? undefined : back.relations.get(object.type)?.get(relationship.relation);
  if (object === undefined || subject === undefined || relation === undefined) return undefined;
  return { subject, relation, object };
}

function readEntity(
  reference: v1.ObjectReference | undefined,
  { types }: NamesBack,
): EntityReference | undefined {
  const type = types.get(reference?.objectType ?? "");
  return reference === undefined || type === undefined ? undefined : { type, id: readId(reference.objectId) };
}

function readSubject(reference: v1.SubjectReference | undefined, back: NamesBack): TupleSubject | undefined {
  if (reference?.object?.objectId === everyone) {
    const type = back.types.get(reference.object.objectType);
    return type === undefined ? undefined : { type, everyone: true };
  }
  const entity = readEntity(reference?.object, back);
  const written = reference?.optionalRelation ?? "";
  if (entity === undefined || written === "") return entity;
  const relation = back.permissions.get(written);
  return relation === undefined ? undefined : { ...entity, relation };
}
