import { onlyDeclared } from "./reading.js";
import { isPlain } from "./record.js";
import {
  type ActionTable,
  type GivenAction,
  inheritsMember,
  type Party,
  type RequestMembers,
  readAction,
  readParty,
  readRequest,
  requestMembers,
} from "./request.js";

/**
 * Whether a request is allowed. It reads what tells the kind of the request, as `decideRequest` does, and has that kind's function
 * answer; what nobody asks about is looked at last, since what no rule allows is not allowed, valid or not. This is the whole way of a
 * request as most are: what is rare is left to another function, so that the engine makes one piece of this one and what it calls.
 */
export function allowsRequest(
  request: unknown,
  actions: { get(name: string): ActionTable | undefined },
): boolean {
  if (inheritsMember()) return allowsUnusual(request, readRequest(request, undefined), actions);
  if (typeof request !== "object" || request === null || !isPlain(request, "action" in request))
    return allowsUnusual(request, readRequest(request, undefined), actions);
  const { subject, actor, action, resource: r, context }: RequestMembers = request;
  if (
    actor !== undefined ||
    typeof subject !== "object" ||
    subject === null ||
    !isPlain(subject, "type" in subject) ||
    typeof action !== "object" ||
    action === null ||
    !isPlain(action, "name" in action)
  ) {
    return allowsUnusual(request, { subject, actor, action, resource: r, context }, actions);
  }
  const { name, properties: given }: GivenAction = action;
  const table = actions.get(name as string);
  if (table === undefined) return false;
  const isPlaced = table.on !== undefined;
  const isResource = isPlaced && typeof r === "object" && r !== null && isPlain(r, "type" in r);
  const resource: Party | undefined = isResource
    ? r
    : isPlaced
      ? readParty(r, undefined, "/resource")
      : undefined;
  const { type }: Party = subject;
  const isAllowed = table.allows(
    table.asked,
    given,
    context,
    subject,
    type,
    undefined,
    undefined,
    resource,
    resource?.type,
  );
  return isAllowed === true && hasNoOthers(request);
}

/** The same of a request with an actor, or with parts that are unlike others. */
function allowsUnusual(
  request: unknown,
  members: RequestMembers | undefined,
  actions: { get(name: string): ActionTable | undefined },
): boolean {
  if (members === undefined) return false;
  const isClean = !inheritsMember();
  const { subject: s, actor: a, action: c, resource: r, context } = members;
  const isAction = isClean && typeof c === "object" && c !== null && isPlain(c, "name" in c);
  const { name, properties: given }: GivenAction = isAction ? c : readAction(c, undefined);
  const table = actions.get(name as string);
  if (table === undefined) return false;
  const subject = partyOf(s, "/subject", isClean);
  const actor = a === undefined ? undefined : partyOf(a, "/actor", isClean);
  const resource = table.on === undefined ? undefined : partyOf(r, "/resource", isClean);
  const isAllowed = table.allows(
    table.asked,
    given,
    context,
    subject,
    subject.type,
    actor,
    actor?.type,
    resource,
    resource?.type,
  );
  return isAllowed === true && hasNoOthers(request);
}

function partyOf(value: unknown, path: string, isClean: boolean): Party {
  const isUsual = isClean && typeof value === "object" && value !== null && isPlain(value, "type" in value);
  return isUsual ? value : readParty(value, undefined, path);
}

/** Whether a request has no other members than what a request has. */
function hasNoOthers(request: unknown): boolean {
  for (const key in request as object) {
    const isMember =
      key === "subject" || key === "action" || key === "resource" || key === "context" || key === "actor";
    if (!isMember) return onlyDeclared(request, requestMembers, undefined, "") !== null;
  }
  return true;
}
