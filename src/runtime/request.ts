import type { Decision } from "./decision.js";
import {
  attribute,
  member,
  onlyDeclared,
  problem,
  type Report,
  readIdOf,
  readOptionalRecord,
  readPropertiesOf,
  readRecord,
  readTypeName,
  reject,
  unknown,
} from "./reading.js";
import { isRecord, own } from "./record.js";
import { isPlainString } from "./text.js";

/** A record of the request; null where it was reported, undefined where there is none and none has to be. */
type Part = object | typeof unknown | null | undefined;

/** Reads and checks what is left to read of one kind of request, and decides it. */
export type Environment = (
  report: Report,
  args: Part,
  context: Part,
  subject: Part,
  actor: Part,
  resource: Part,
) => boolean | Decision;

/** By the subject's type, then the actor's (undefined where there is no actor). */
export type Environments = ReadonlyMap<string, ReadonlyMap<string | undefined, Environment>>;

/** An action. */
export interface ActionTable {
  /** By the resource's type; undefined where the action has no `on`. */
  readonly on: ReadonlyMap<string, Environments> | undefined;
  /** Where the action has no `on`. */
  readonly environments: Environments | undefined;
  /** Reads the arguments alone. */
  readonly readArguments: (given: Part, report: Report) => unknown;
}

/** The principals, and the types of subjects each may act for. */
export type Principals = ReadonlyMap<string, ReadonlySet<string>>;

const requestMembers: ReadonlySet<string> = new Set(["subject", "actor", "action", "resource", "context"]);

/**
 * Reads what tells the kind of a request, and has that kind's function read the rest and decide. False where the request is
 * invalid; with notes for a report it goes on after a problem, as far as there is sense in it.
 */
export function decideRequest(
  request: unknown,
  report: Report,
  principals: Principals,
  actions: ReadonlyMap<string, ActionTable>,
): boolean | Decision {
  if (!isRecord(request)) return problem(report, "", "invalid", "a request") !== null;
  const closed = onlyDeclared(request, requestMembers, report, "");
  const subject = readRecord(own(request, "subject"), report, "/subject", "a principal");
  const subjectType = readTypeName(member(subject, "type"), report, "/subject/type", principals);
  const givenActor = own(request, "actor");
  const actor =
    givenActor === undefined ? undefined : readRecord(givenActor, report, "/actor", "a principal");
  const actorType = actor === undefined ? undefined : readActorType(actor, report, principals, subjectType);
  const action = readRecord(own(request, "action"), report, "/action", "an action");
  const table = readAction(member(action, "name"), report, actions);
  const args = readOptionalRecord(attribute(action, "properties", report), report, "/action/properties");
  const context = readOptionalRecord(own(request, "context"), report, "/context");
  const sound = closed !== null && args !== null && context !== null;
  if (!sound && typeof report !== "object") return false;
  if (table?.on === undefined) {
    const decide = environmentOf(table?.environments, subjectType, actorType);
    if (decide) return decide(report, args, context, subject, actor, undefined);
    return readUnplaced(table, report, args, subject, actor, undefined);
  }
  const given = own(request, "resource");
  if (given === undefined && report === unknown) {
    for (const environments of table.on.values()) {
      const mayAllow = environmentOf(environments, subjectType, actorType);
      if (mayAllow?.(report, args, context, subject, actor, unknown) === true) return true;
    }
    return false;
  }
  const resource = readRecord(given, report, "/resource", "a resource");
  const resourceType = readTypeName(member(resource, "type"), report, "/resource/type", table.on);
  const on = typeof resourceType === "string" ? table.on.get(resourceType) : undefined;
  const environment = environmentOf(on, subjectType, actorType);
  if (environment) return environment(report, args, context, subject, actor, resource);
  return readUnplaced(table, report, args, subject, actor, resource);
}

/** Undefined where the request does not name a subject (and actor) that can be. */
function environmentOf(environments: Environments | undefined, subjectType: unknown, actorType: unknown) {
  const byActor = typeof subjectType === "string" ? environments?.get(subjectType) : undefined;
  return actorType === undefined || typeof actorType === "string" ? byActor?.get(actorType) : undefined;
}

/** Reads an actor's type, which must be declared to act for the subject's. */
function readActorType(actor: Part, report: Report, principals: Principals, subjectType: unknown) {
  const type = readTypeName(member(actor, "type"), report, "/actor/type", principals);
  if (typeof type !== "string" || typeof subjectType !== "string") return type;
  if (principals.get(type)?.has(subjectType)) return type;
  return problem(report, "/actor/type", "invalid", `a principal that acts for ${subjectType}`);
}

function readAction(value: unknown, report: Report, actions: ReadonlyMap<string, ActionTable>) {
  const expected = "the name of an action";
  const table = isPlainString(value) ? actions.get(value) : undefined;
  if (table !== undefined) return table;
  if (isPlainString(value)) return problem(report, "/action/name", "undeclared", expected);
  reject(value, report, "/action/name", expected);
  return null;
}

/** Reads a resource's id, which may be left out. Where it was reported it is unknown, not to be missed again. */
export function readResourceId(resource: Part, report: Report) {
  const id = attribute(resource, "id", report);
  return id === undefined || isPlainString(id) ? id : reject(id, report, "/resource/id", "String");
}

/** Reads the id of a resource that rules tell apart by it. */
export function readNeededResourceId(resource: Part, report: Report) {
  const id = readResourceId(resource, report);
  return id === undefined ? problem(report, "/resource/id", "missing", "String") : id;
}

/** Reads what can be read of a request whose kind cannot be told, for the sake of its problems. */
function readUnplaced(
  table: ActionTable | null,
  report: Report,
  args: Part,
  subject: Part,
  actor: Part,
  resource: Part,
): boolean {
  readIdOf(subject, report, "/subject");
  readPropertiesOf(subject, report, "/subject");
  if (actor !== undefined) {
    readIdOf(actor, report, "/actor");
    readPropertiesOf(actor, report, "/actor");
  }
  if (resource !== undefined) {
    readResourceId(resource, report);
    readPropertiesOf(resource, report, "/resource");
  }
  table?.readArguments(args, report);
  return false;
}
