import type { Decision } from "./decision.js";
import {
  attribute,
  member,
  onlyDeclared,
  problem,
  type Report,
  readId,
  readOptionalRecord,
  readRecord,
  readTypeName,
  reject,
  unknown,
} from "./reading.js";
import { isRecord, own } from "./record.js";
import { isPlainString } from "./text.js";

type MaybeRecord = object | typeof unknown | null;

/** Reads the attributes of one kind of request, and decides it. */
export type DecideEnvironment = (
  report: Report,
  args: MaybeRecord,
  context: MaybeRecord,
  subjectProperties?: MaybeRecord,
  actorProperties?: MaybeRecord,
  resourceProperties?: MaybeRecord,
  subjectId?: unknown,
  actorId?: unknown,
  resourceId?: unknown,
  subject?: MaybeRecord,
  actor?: MaybeRecord,
  resource?: MaybeRecord,
) => boolean | Decision;

/** By the subject's type, then the actor's (undefined where there is no actor). */
export type ByPrincipal = ReadonlyMap<string, ReadonlyMap<string | undefined, DecideEnvironment>>;

/** An action: what decides on it, by the resource's type where it has resources. */
export interface ActionTable {
  readonly resources: ReadonlyMap<string, ByPrincipal> | undefined;
  readonly principals: ByPrincipal | undefined;
  /** Reads the arguments alone, for a request whose kind cannot be told. */
  readonly readArguments: DecideEnvironment;
}

/** The principals, and the types of subjects each may act for. */
export type PrincipalTable = ReadonlyMap<string, ReadonlySet<string>>;

const requestMembers = new Set(["subject", "actor", "action", "resource", "context"]);

/**
 * Reads what every request has, finds what decides this kind of request, and asks it. False where the request is invalid. With
 * notes as its report it goes on after a problem, as far as that makes sense.
 */
export function decideRequest(
  request: unknown,
  report: Report,
  principals: PrincipalTable,
  actions: ReadonlyMap<string, ActionTable>,
): boolean | Decision {
  if (!isRecord(request)) return problem(report, "", "invalid", "a request") ?? false;
  const closed = onlyDeclared(request, requestMembers, report, "");

  const subject = readRecord(own(request, "subject"), report, "/subject", "a principal");
  const subjectType = readTypeName(member(subject, "type"), report, "/subject/type", principals);
  const subjectId = readId(member(subject, "id"), report, "/subject/id");
  const subjectProperties = readOptionalRecord(member(subject, "properties"), report, "/subject/properties");

  const givenActor = own(request, "actor");
  const alone = givenActor === undefined;
  const actor = alone ? undefined : readRecord(givenActor, report, "/actor", "a principal");
  const actorType = alone ? undefined : readActorType(member(actor ?? null, "type"), report, principals, subjectType);
  const actorId = alone ? undefined : readId(member(actor ?? null, "id"), report, "/actor/id");
  const actorProperties = alone
    ? undefined
    : readOptionalRecord(member(actor ?? null, "properties"), report, "/actor/properties");

  const action = readRecord(own(request, "action"), report, "/action", "an action");
  const table = readAction(member(action, "name"), report, actions);
  const args = readOptionalRecord(attribute(action, "properties", report), report, "/action/properties");

  const givenContext = own(request, "context");
  const context = readOptionalRecord(givenContext, report, "/context");

  const sound =
    closed !== null &&
    subject !== null &&
    subjectType !== null &&
    subjectId !== null &&
    subjectProperties !== null &&
    actor !== null &&
    actorType !== null &&
    actorId !== null &&
    actorProperties !== null &&
    args !== null &&
    context !== null;
  if (table === null || (!sound && typeof report !== "object")) return false;

  /** Asks what decides for this subject and actor. */
  const ask = (
    byPrincipal: ByPrincipal | undefined,
    resource?: MaybeRecord,
    resourceProperties?: MaybeRecord,
    resourceId?: unknown,
  ): boolean | Decision => {
    const bySubject = typeof subjectType === "string" ? byPrincipal?.get(subjectType) : undefined;
    const decide = actorType === null ? undefined : bySubject?.get(actorType as string | undefined);
    return (decide ?? table.readArguments)(
      report,
      args,
      context,
      subjectProperties,
      actorProperties,
      resourceProperties,
      subjectId,
      actorId,
      resourceId,
      subject,
      actor,
      resource,
    );
  };
  if (table.resources === undefined) return ask(table.principals);

  const givenResource = own(request, "resource");
  if (givenResource === undefined && report === unknown) {
    for (const byPrincipal of table.resources.values()) {
      if (ask(byPrincipal, unknown, unknown, unknown) === true) return true;
    }
    return false;
  }
  const resource = readRecord(givenResource, report, "/resource", "a resource");
  const resourceType = readTypeName(member(resource, "type"), report, "/resource/type", table.resources);
  const resourceId = readResourceId(attribute(resource, "id", report), report);
  const resourceProperties = readOptionalRecord(member(resource, "properties"), report, "/resource/properties");
  const valid = resource !== null && resourceType !== null && resourceId !== null && resourceProperties !== null;
  if (!valid && typeof report !== "object") return false;
  const byPrincipal = typeof resourceType === "string" ? table.resources.get(resourceType) : undefined;
  // An id that was reported is not to be reported again.
  return ask(byPrincipal, resource, resourceProperties, resourceId ?? unknown);
}
