import type { EntitySchema } from "../check/typed-policy-set.js";
import type { Need } from "../ir/needs.js";
import type { SchemaObject } from "../types/schema-definitions.js";
import {
  describedBy,
  fieldsToJsonSchema,
  listLimit,
  oneOf,
  type Reads,
  type SchemaContext,
} from "../types/to-json-schema.js";
import type { TypeOf } from "../types/type.js";
import { groupBy } from "../util/group-by.js";

/** The types of entities, by name. */
export type Entities = ReadonlyMap<string, EntitySchema>;

/** An entity as it may stand at one place of a request: of one type, with what rules read of it there. */
export interface EntityAlternative {
  readonly type: string;
  /** The members of its schema that do not name the type. */
  readonly shape: SchemaObject;
}

/** A subject or an actor: told by its id. */
export function principalAlternative(
  entities: Entities,
  type: string,
  need: Need,
  context: SchemaContext,
): EntityAlternative {
  return partyAlternative(entities, type, need, context, { id: nonEmptyString, needsId: true });
}

/** A resource, whose id may be empty, and may be left out where no rule asks for it. */
export function resourceAlternative(
  entities: Entities,
  type: string,
  need: Need,
  context: SchemaContext,
): EntityAlternative {
  return partyAlternative(entities, type, need, context, { id: { type: "string" }, needsId: need.id });
}

/** The schema of one of `alternatives`, which are of different types; those of one shape are told together. */
export function alternativesSchema(
  alternatives: readonly EntityAlternative[],
  entities: Entities,
  { definitions }: SchemaContext,
): SchemaObject {
  const shapes = groupBy(alternatives, ({ shape }) => JSON.stringify(shape));
  const schemas = [...shapes.values()].map((equal) => {
    const types = equal.map(({ type }) => type);
    const [first = "entity"] = types;
    const schema = ofTypes(types, equal[0]?.shape ?? {});
    if (types.length > 1) return definitions.define("entity", schema);
    return definitions.define(first, { ...describedBy(entities.get(first)?.documentation ?? []), ...schema });
  });
  return oneOf(schemas);
}

/** The schema of an entity as the value of an attribute. */
export function entityValueSchema(
  entities: Entities,
  { names }: TypeOf<"Entity">,
  reads: Reads | undefined,
  context: SchemaContext,
): SchemaObject {
  const isRead = names.some((type) => readFields(entities, type, reads).length > 0);
  const alternatives = names.map((type) => ({
    type,
    shape: shapeOf({
      id: nonEmptyString,
      needsId: true,
      properties: isRead ? propertiesSchema(entities, type, reads, context) : undefined,
      ancestors: reads?.ancestors ?? false,
      closed: context.closed,
    }),
  }));
  return alternativesSchema(alternatives, entities, context);
}

const nonEmptyString: SchemaObject = { type: "string", minLength: 1 };

function partyAlternative(
  entities: Entities,
  type: string,
  need: Need,
  context: SchemaContext,
  identity: { readonly id: SchemaObject; readonly needsId: boolean },
): EntityAlternative {
  const properties = propertiesSchema(entities, type, need, context);
  const shape = shapeOf({ ...identity, properties, ancestors: need.ancestors, closed: false });
  return { type, shape };
}

function propertiesSchema(
  entities: Entities,
  type: string,
  reads: Reads | undefined,
  context: SchemaContext,
): SchemaObject {
  return fieldsToJsonSchema(readFields(entities, type, reads), reads, type, context);
}

/** What is read of an entity's properties and its type declares. */
function readFields(entities: Entities, type: string, reads: Reads | undefined) {
  return [...(entities.get(type)?.attributes.values() ?? [])].filter(({ name }) => reads?.members.has(name));
}

interface ShapeParts {
  readonly id: SchemaObject;
  readonly needsId: boolean;
  /** Undefined where nobody looks at them. */
  readonly properties: SchemaObject | undefined;
  readonly ancestors: boolean;
  readonly closed: boolean;
}

function shapeOf({ id, needsId, properties, ancestors, closed }: ShapeParts): SchemaObject {
  const unread = closed ? { properties: true, ancestors: true } : {};
  const required = [
    "type",
    ...(needsId ? ["id"] : []),
    ...(properties?.required === undefined ? [] : ["properties"]),
    ...(ancestors ? ["ancestors"] : []),
  ];
  return {
    properties: {
      id,
      ...unread,
      ...(properties && { properties }),
      ...(ancestors && { ancestors: ancestorsSchema }),
    },
    required,
    ...(closed && { additionalProperties: false }),
  };
}

const ancestorsSchema: SchemaObject = {
  type: "array",
  items: {
    type: "object",
    properties: { type: { type: "string" }, id: { type: "string" } },
    required: ["type", "id"],
  },
  maxItems: listLimit,
};

function ofTypes(types: readonly string[], { properties, ...others }: SchemaObject): SchemaObject {
  const type = types.length === 1 ? { const: types[0] } : { enum: types };
  return { type: "object", properties: { type, ...(properties as SchemaObject) }, ...others };
}
