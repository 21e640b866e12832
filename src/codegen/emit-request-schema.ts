import type { ActionSchema, PolicySet } from "../check/typed-policy-set.js";
import type { DecisionGraph, Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import { createSchemaDefinitions, type SchemaObject } from "../types/schema-definitions.js";
import {
  anyOf,
  describedBy,
  fieldsToJsonSchema,
  oneOf,
  type SchemaContext,
} from "../types/to-json-schema.js";
import { groupBy } from "../util/group-by.js";
import {
  alternativesSchema,
  type EntityAlternative,
  entityValueSchema,
  principalAlternative,
  resourceAlternative,
} from "./entity-schema.js";
import { mergeKinds, type RequestKind } from "./request-kinds.js";

/** Which schema is wanted; that of every request unless an action is named. */
export interface RequestSchemaOptions {
  /** The name of a declared action. */
  readonly action?: string;
  /** Only its arguments: what stands in `action.properties`. */
  readonly argumentsOnly?: boolean;
}

/**
 * Emits the JSON Schema (2020-12) of the requests that a policy set can decide: what `validate` of its module has no problem with, but
 * for the plain forms that a schema cannot state (docs/json-schema.md). Requests are told apart by `action.name`. What a request has to
 * carry depends on who asks, for whom, and on what, so each action has its kinds of requests. The same policy set gives the same schema.
 */
export function emitRequestSchema(graph: DecisionGraph, options: RequestSchemaOptions = {}): SchemaObject {
  const emission = createEmission(graph);
  const schema = rootSchema(emission, options);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...emission.definitions.complete(schema),
  };
}

interface Emission extends SchemaContext {
  readonly policySet: PolicySet;
  readonly environmentsOf: ReadonlyMap<string, readonly Environment[]>;
}

function createEmission({ policySet, environments }: DecisionGraph): Emission {
  return {
    policySet,
    environmentsOf: groupBy(environments, ({ action }) => action),
    definitions: createSchemaDefinitions(),
    closed: false,
    entity: (type, reads, context) => entityValueSchema(policySet.entities, type, reads, context),
  };
}

function rootSchema(emission: Emission, { action: name, argumentsOnly = false }: RequestSchemaOptions) {
  const { actions } = emission.policySet;
  if (name === undefined) return { title: "A request", ...anyAction(emission) };
  const action = actions.get(name);
  if (action === undefined) return oneOf([]);
  const titled = { title: argumentsOnly ? `The arguments of ${name}` : `A request for ${name}` };
  if (!argumentsOnly) return { ...titled, ...actionSchema(emission, action) };
  const schemas = callsOf(emission, action).map((call) => call.arguments);
  return { ...titled, ...describedBy(action.documentation), ...anyOf(schemas) };
}

function anyAction(emission: Emission): SchemaObject {
  const schemas = [...emission.policySet.actions.values()].map((action) =>
    emission.definitions.define(action.name, actionSchema(emission, action), { kept: true }),
  );
  return schemas.length === 0 ? oneOf([]) : { oneOf: schemas };
}

function actionSchema(emission: Emission, action: ActionSchema): SchemaObject {
  const schemas = callsOf(emission, action).map((call) => callSchema(emission, action, call));
  return { ...describedBy(action.documentation), ...oneOf(schemas) };
}

/** Arguments of an action, and the kinds of requests that may carry them. */
interface Call {
  readonly arguments: SchemaObject;
  readonly kinds: readonly RequestKind[];
}

/** Of one action there is one, but where rules read more of an entity among the arguments in some environments than in others. */
function callsOf(emission: Emission, action: ActionSchema): readonly Call[] {
  const environments = emission.environmentsOf.get(action.name) ?? [];
  const read = environments.map((environment) => ({
    arguments: argumentsSchema(emission, action, environment.needs.args),
    kind: kindOf(emission, environment),
  }));
  const groups = groupBy(read, (each) => JSON.stringify(each.arguments));
  return [...groups.values()].map((group) => ({
    arguments: group[0]?.arguments ?? {},
    kinds: mergeKinds(group.map(({ kind }) => kind)),
  }));
}

function argumentsSchema(emission: Emission, { name, parameters, open }: ActionSchema, need: Need) {
  const schema = fieldsToJsonSchema(parameters.values(), need, name, closedBelow(emission));
  return open ? schema : { ...schema, additionalProperties: false };
}

/** In the arguments nothing undeclared is let through. */
function closedBelow(emission: Emission): SchemaContext {
  return { ...emission, closed: true };
}

function kindOf(emission: Emission, { subject, actor, resource, needs }: Environment): RequestKind {
  const { entities, context } = emission.policySet;
  const read = [...context.values()].filter(({ name }) => needs.context.members.has(name));
  return {
    subjects: [principalAlternative(entities, subject.type, needs.subject, emission)],
    actors: [actor && principalAlternative(entities, actor.type, needs.actor, emission)],
    resources:
      resource === undefined ? [] : [resourceAlternative(entities, resource, needs.resource, emission)],
    context: fieldsToJsonSchema(read, needs.context, "context", emission),
  };
}

/** One kind of request stands there whole; of several, what they have in common, the action, comes first. */
function callSchema(emission: Emission, action: ActionSchema, call: Call): SchemaObject {
  const named = actionMember(action, call.arguments);
  const [kind] = call.kinds;
  if (kind !== undefined && call.kinds.length === 1) return kindSchema(emission, kind, named);
  const kinds = call.kinds.map((each) =>
    emission.definitions.define(kindName(each), kindSchema(emission, each, true)),
  );
  return { type: "object", properties: { action: named }, ...oneOf(kinds) };
}

/** Arguments may be left out as a whole where none has to be there. */
function actionMember({ name }: ActionSchema, given: SchemaObject): SchemaObject {
  const required = given.required === undefined ? ["name"] : ["name", "properties"];
  return { type: "object", properties: { name: { const: name }, properties: given }, required };
}

function kindSchema(emission: Emission, kind: RequestKind, action: SchemaObject | true): SchemaObject {
  const actors = kind.actors.filter((actor) => actor !== undefined);
  const { entities } = emission.policySet;
  const party = (alternatives: readonly EntityAlternative[]) =>
    alternativesSchema(alternatives, entities, emission);
  const required = [
    "subject",
    ...(actors.length === kind.actors.length ? ["actor"] : []),
    "action",
    ...(kind.resources.length > 0 ? ["resource"] : []),
    ...("required" in kind.context ? ["context"] : []),
  ];
  return {
    type: "object",
    properties: {
      subject: party(kind.subjects),
      ...(actors.length > 0 && { actor: party(actors) }),
      action,
      resource: kind.resources.length > 0 ? party(kind.resources) : true,
      context:
        "properties" in kind.context ? emission.definitions.define("context", kind.context) : kind.context,
    },
    required,
    additionalProperties: false,
  };
}

/** `from-User-through-Agent` */
function kindName({ subjects, actors }: RequestKind): string {
  const through = actors.flatMap((actor) => actor?.type ?? []);
  const names = [...subjects.map(({ type }) => type), ...(through.length > 0 ? ["through", ...through] : [])];
  return `from-${names.join("-")}`;
}
