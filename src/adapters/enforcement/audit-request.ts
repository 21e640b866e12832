import type { EntityRecord } from "../../runtime/decision.js";
import type { Secrets, ShownMembers } from "../../runtime/secrets.js";
import type { AuditRequest } from "./audit-line.js";
import type { ActionFacts, PolicySetFacts } from "./decision-module.js";
import type { Decided } from "./decision-point.js";
import { presentMembers } from "./present-members.js";
import { ownOf, showPlain, showValue } from "./show-value.js";

/**
 * A request as the log shows it: who and what it is about, of properties and of the context what rules on the action read, and the
 * arguments as they were judged. What is secret is masked. Where there is no policy nobody knows what is, and no values are shown.
 */
export function auditRequest(request: unknown, decided: Pick<Decided, "decision" | "module">): AuditRequest {
  try {
    return isRecord(request) ? describeRequest(request, decided) : {};
  } catch {
    // An object that throws when it is read: the decision says that the request is invalid.
    return {};
  }
}

/**
 * The arguments of a call for someone to look at, such as a person who is asked to approve it: without what is secret.
 *
 * @example
 * maskArguments("mail.send", { to: "kim@example.com", token: "t0p" }, module.policySet) // { to: "kim@example.com", token: "[secret]" }
 */
export function maskArguments(
  action: string,
  given: unknown,
  { secrets }: Pick<PolicySetFacts, "secrets">,
): { readonly [name: string]: unknown } {
  return isRecord(given) ? (showArguments(action, given, secrets) as Unread) : {};
}

/** What is said about one request. */
interface Described {
  readonly reads: ActionFacts["reads"] | undefined;
  readonly secrets: Secrets | undefined;
}

function describeRequest(
  request: Unread,
  { decision, module }: Pick<Decided, "decision" | "module">,
): AuditRequest {
  const action = isRecord(request.action) ? request.action : {};
  const name = typeof action.name === "string" ? action.name : undefined;
  const facts = module?.policySet;
  const reads = name === undefined ? undefined : ownOf(facts?.actions ?? {}, name)?.reads;
  const secrets = module === undefined ? nothingDeclared : facts?.secrets;
  const described = { reads, secrets };
  return presentMembers<AuditRequest>({
    subject: describeEntity(request.subject, "subject", described),
    actor: describeEntity(request.actor, "actor", described),
    action: describeAction(name, decision?.args ?? action.properties, described),
    resource: describeEntity(request.resource, "resource", described),
    context: describeContext(request.context, described),
  });
}

function describeAction(
  name: string | undefined,
  given: unknown,
  described: Described,
): AuditRequest["action"] {
  if (name === undefined) return undefined;
  return presentMembers<NonNullable<AuditRequest["action"]>>({
    name: showPlain(name),
    properties: given === undefined ? undefined : (showArguments(name, given, described.secrets) as Unread),
  });
}

function showArguments(action: string, given: unknown, secrets: Secrets | undefined): unknown {
  return showValue(given, { record: ownOf(secrets?.actions ?? {}, action) ?? {} }, secrets);
}

const nothingDeclared: Secrets = { entities: {}, actions: {}, context: {}, obligations: {}, remedies: {} };

/** A record whose members may be anything. */
type Unread = { readonly [name: string]: unknown };

function isRecord(value: unknown): value is Unread {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeEntity(
  entity: unknown,
  role: "subject" | "actor" | "resource",
  { reads, secrets }: Described,
): EntityRecord | undefined {
  if (!isRecord(entity)) return undefined;
  const { type, id, properties, ancestors } = entity;
  const read = pick(properties, reads?.[role]);
  const parts = presentMembers<Unread>({ type, id, properties: read, ancestors });
  return showValue(parts, "entity", secrets) as EntityRecord;
}

function describeContext(context: unknown, { reads, secrets }: Described): Unread | undefined {
  const members: ShownMembers = secrets?.context ?? {};
  const read = pick(context, reads?.context);
  return read && (showValue(read, { record: members }, secrets) as Unread);
}

/** What is there of a record's members that rules read. */
function pick(record: unknown, names: readonly string[] | undefined): Unread | undefined {
  if (!isRecord(record) || names === undefined) return undefined;
  const own = names.filter((name) => Object.hasOwn(record, name));
  return own.length === 0 ? undefined : Object.fromEntries(own.map((name) => [name, record[name]]));
}
