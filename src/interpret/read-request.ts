import type { ActionSchema, PolicySet } from "../check/typed-policy-set.js";
import type { PrincipalRole, Problem } from "../runtime/decision.js";
import { isRecord, own } from "../runtime/record.js";
import { isPlainString } from "../runtime/text.js";
import { type Answers, answersWith, readAnswers } from "./answers.js";
import type { RequestTypes } from "./environment.js";
import { type Needs, needsOf, noRequestNeeds, type RequestNeeds } from "./needs.js";
import { compareText } from "./order.js";
import {
  pointer,
  type Reader,
  type ReadMembers,
  readAncestors,
  readEntityType,
  readFields,
  readId,
  readProperties,
  readPropertiesRecord,
  readRecord,
  report,
} from "./read-value.js";
import type { EntityValue, Value } from "./value.js";

/** A valid request, in values; what no rule in scope reads is left out. */
export interface ReadRequest {
  readonly types: RequestTypes;
  readonly subject: EntityValue;
  readonly actor: EntityValue | undefined;
  readonly resource: EntityValue | undefined;
  readonly context: ReadonlyMap<string, Value>;
  readonly args: ReadMembers;
  /** What is known of relations. */
  readonly relations: Answers;
}

/**
 * Reads a request: what its members are, which environment it names, and in that environment the attributes that rules in scope
 * read. A result, or else the problems, all of them, in the order of their paths. Never throws: a request that does (by a getter, a
 * proxy) is invalid.
 */
export function readRequest(
  policySet: PolicySet,
  request: unknown,
  relations?: unknown,
): ReadRequest | readonly Problem[] {
  const problems: Problem[] = [];
  try {
    const read = readParts(policySet, request, problems);
    if (read !== undefined && problems.length === 0)
      return { ...read, relations: relations === undefined ? answersWith(request) : readAnswers(relations) };
  } catch {
    return [{ path: "", kind: "invalid", expected: "a request" }];
  }
  return problems.sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind));
}

const requestMembers = ["subject", "actor", "action", "resource", "context"];

/** All of a request but what is known of relations, which is no part of it. */
type RequestParts = Omit<ReadRequest, "relations">;

function readParts(policySet: PolicySet, request: unknown, problems: Problem[]): RequestParts | undefined {
  const reader: Reader = { entities: policySet.entities, closed: false, problems };
  if (!isRecord(request)) return report(reader, "", "invalid", "a request");
  for (const key of Object.keys(request).filter((name) => !requestMembers.includes(name))) {
    report(reader, pointer("", key), "undeclared", "nothing");
  }
  const parts = openParts(policySet, request, reader);
  const types = typesOf(parts);
  const needs = types === undefined ? noRequestNeeds() : needsOf(policySet, types);
  const args = readArguments(parts.action, needs.args, reader);
  return types && readAttributes(policySet, parts, types, needs, args, reader);
}

/** The members of a request with their identities, before any attribute is looked at. */
interface Parts {
  readonly subject: OpenEntity | undefined;
  /** Undefined where there is none; `actorFine` says whether that is as it should be. */
  readonly actor: OpenEntity | undefined;
  readonly actorFine: boolean;
  readonly action: OpenAction | undefined;
  readonly resource: OpenEntity | undefined;
  readonly context: object | undefined;
}

/** An entity of the request: its own record, and what has been read of it. */
interface OpenEntity {
  readonly path: string;
  readonly record: object;
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly properties: object | undefined;
}

interface OpenAction {
  readonly schema: ActionSchema;
  /** Undefined where they are no record. */
  readonly properties: object | undefined;
}

function openParts(policySet: PolicySet, request: object, reader: Reader): Parts {
  const subject = openPrincipal("subject", own(request, "subject"), reader);
  const rawActor = own(request, "actor");
  const actor = rawActor === undefined ? undefined : openPrincipal("actor", rawActor, reader);
  const actorFine = rawActor === undefined || mayAct(policySet, actor, subject, reader);
  const action = openAction(policySet, own(request, "action"), reader);
  const rawResource = own(request, "resource"); // read whether or not the action has one: a getter may throw
  const resources = action?.schema.resources;
  const resource = resources && openResource(resources, rawResource, reader);
  const context = openRecord("/context", own(request, "context"), reader);
  return { subject, actor, actorFine, action, resource, context };
}

function openPrincipal(role: PrincipalRole, raw: unknown, reader: Reader): OpenEntity | undefined {
  const path = `/${role}`;
  if (raw === undefined) return report(reader, path, "missing", "a principal");
  if (!isRecord(raw)) return report(reader, path, "invalid", "a principal");
  return {
    path,
    record: raw,
    type: readEntityType(raw, path, reader, (name) => reader.entities.get(name)?.principal === true),
    id: readId(raw, path, reader),
    properties: readPropertiesRecord(raw, path, reader),
  };
}

/** Whether the actor's type is declared to act for the subject's. */
function mayAct(
  policySet: PolicySet,
  actor: OpenEntity | undefined,
  subject: OpenEntity | undefined,
  reader: Reader,
): boolean {
  if (actor?.type === undefined || subject?.type === undefined) return false;
  if (policySet.entities.get(actor.type)?.actingFor.includes(subject.type)) return true;
  report(reader, "/actor/type", "invalid", `a principal that acts for ${subject.type}`);
  return false;
}

function openAction(policySet: PolicySet, raw: unknown, reader: Reader): OpenAction | undefined {
  if (raw === undefined) return report(reader, "/action", "missing", "an action");
  if (!isRecord(raw)) return report(reader, "/action", "invalid", "an action");
  const name = own(raw, "name");
  const properties = openRecord("/action/properties", own(raw, "properties"), reader);
  if (name === undefined) return report(reader, "/action/name", "missing", "the name of an action");
  if (!isPlainString(name)) return report(reader, "/action/name", "invalid", "the name of an action");
  const schema = policySet.actions.get(name);
  return schema
    ? { schema, properties }
    : report(reader, "/action/name", "undeclared", "the name of an action");
}

/** A record that may be left out. */
function openRecord(path: string, raw: unknown, reader: Reader): object | undefined {
  if (raw === undefined) return {};
  return isRecord(raw) ? raw : report(reader, path, "invalid", "a record");
}

function openResource(types: readonly string[], raw: unknown, reader: Reader): OpenEntity | undefined {
  const path = "/resource";
  if (raw === undefined) return report(reader, path, "missing", types.join(" | "));
  if (!isRecord(raw)) return report(reader, path, "invalid", types.join(" | "));
  const id = own(raw, "id");
  const fine = id === undefined || isPlainString(id);
  if (!fine) report(reader, "/resource/id", "invalid", "String");
  return {
    path,
    record: raw,
    type: readEntityType(raw, path, reader, (name) => types.includes(name)),
    id: isPlainString(id) ? id : undefined,
    properties: readPropertiesRecord(raw, path, reader),
  };
}

/** The environment that a request names, if it names one. */
function typesOf({ subject, actor, actorFine, action, resource }: Parts): RequestTypes | undefined {
  if (subject?.type === undefined || !actorFine || action === undefined) return undefined;
  const { name, resources } = action.schema;
  if (resources === undefined) return { subject: subject.type, actor: actor?.type, target: { action: name } };
  if (resource?.type === undefined) return undefined;
  return { subject: subject.type, actor: actor?.type, target: { action: name, resource: resource.type } };
}

function readArguments(
  action: OpenAction | undefined,
  needs: Needs,
  reader: Reader,
): ReadMembers | undefined {
  if (action?.properties === undefined) return undefined;
  const { parameters, open } = action.schema;
  return readRecord(parameters, open, action.properties, "/action/properties", needs, {
    ...reader,
    closed: true,
  });
}

/** Reads the relevant attributes of every part, also where another one has problems. */
function readAttributes(
  policySet: PolicySet,
  parts: Parts,
  types: RequestTypes,
  needs: RequestNeeds,
  args: ReadMembers | undefined,
  reader: Reader,
): RequestParts | undefined {
  const subject = parts.subject && readAttributesOf(parts.subject, needs.subject, reader);
  const actor = parts.actor && readAttributesOf(parts.actor, needs.actor, reader);
  const resource = parts.resource && readAttributesOf(parts.resource, needs.resource, reader);
  if (needs.resource.id && parts.resource) requireId(parts.resource, reader);
  const attributes = [...policySet.context.values()].filter(({ name }) => needs.context.members.has(name));
  const context = parts.context && readFields(attributes, parts.context, "/context", needs.context, reader);
  if (subject === undefined || context === undefined || args === undefined) return undefined;
  return { types, subject, actor, resource, context: context.value, args };
}

function readAttributesOf(entity: OpenEntity, needs: Needs, reader: Reader): EntityValue | undefined {
  const { path, record, type, id } = entity;
  const ancestors = needs.ancestors ? readAncestors(record, path, reader) : [];
  const properties =
    type !== undefined && entity.properties && readProperties(type, entity.properties, path, needs, reader);
  if (type === undefined || ancestors === undefined || !properties) return undefined;
  return { kind: "entity", type, id, properties: properties.value, ancestors };
}

/** A resource whose id is read must have one. (An id that is no string has been reported before.) */
function requireId(resource: OpenEntity, reader: Reader): void {
  const reported = reader.problems.some(({ path }) => path === "/resource/id");
  if (resource.id === undefined && !reported) report(reader, "/resource/id", "missing", "String");
}
