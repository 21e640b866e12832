import type { Decision, Problem } from "./decision.js";
import {
  at,
  type Notes,
  noMembers,
  noRecord,
  onlyDeclared,
  problem,
  type ReadValue,
  type Report,
  readId,
  readOptionalRecord,
  readResourceId,
  readRest,
  readTypeName,
  reject,
  unknown,
} from "./reading.js";
import { isPlain, objectPrototype, own, ownMembers } from "./record.js";
import { isPlainString } from "./text.js";

/**
 * Reads and checks what is left to read of one kind of request, which the parties' types tell, and decides it; undefined if there is
 * no such kind. Of the parties, each member is their own.
 */
export type DecideKind = (
  report: Report,
  rules: unknown,
  ...parts: RequestParts
) => boolean | Decision | undefined;

/**
 * Whether one kind of request is allowed: asks the rules as soon as what they read is read, and looks at the rest only where they allow
 * it. Undefined if there is no such kind.
 */
export type AllowsKind = (asked: unknown, ...parts: RequestParts) => boolean | undefined;

/** The arguments of a request, its context and its parties, as they were given, and the parties' types. */
export type RequestParts = readonly [
  given: unknown,
  context: unknown,
  subject: Party,
  subjectType: unknown,
  actor: Party | undefined,
  actorType: unknown,
  resource: Party | undefined,
  resourceType: unknown,
];

/** A party to a request, not looked at yet. */
export interface Party {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly properties?: unknown;
  readonly ancestors?: unknown;
}

/** An action. */
export interface ActionTable {
  /** The types of resources; undefined where the action has no `on`. */
  readonly on: ReadonlySet<string> | undefined;
  readonly decide: DecideKind;
  /** What its functions are given that it shares with other actions: functions and rows of its own rules, in a list but for a single one. */
  readonly rules: unknown;
  readonly allows: AllowsKind;
  /** The same of its rules for `allows`. */
  readonly asked: unknown;
  /** How each argument is read where nothing else of the request can be. */
  readonly parameters: readonly (readonly [string, ReadValue])[];
  /** Whether there may be other arguments. */
  readonly open: boolean;
}

/** The principals, and the types of subjects each may act for. */
export type Principals = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads what tells the kind of a request, and has that kind's function read the rest and decide. False where the request is
 * invalid; with notes for a report it goes on after a problem, as far as there is sense in it.
 *
 * What is asked of every request stands here and not in functions: the engine makes one piece of only so much.
 */
export function decideRequest(
  request: unknown,
  report: Report,
  principals: Principals,
  actions: { get(name: string): ActionTable | undefined },
): boolean | Decision {
  const isClean = !inheritsMember();
  const isUsual = typeof request === "object" && request !== null && isPlain(request, "action" in request);
  const members: RequestMembers | undefined = isClean && isUsual ? request : readRequest(request, report);
  if (members === undefined) return false;
  for (const key in request as object) {
    const isMember =
      key === "subject" || key === "action" || key === "resource" || key === "context" || key === "actor";
    if (isMember) continue;
    const isClosed = onlyDeclared(request, requestMembers, report, "") !== null;
    if (!isClosed && typeof report !== "object") return false;
    break;
  }
  const { subject: s, actor: a, action: c, resource: r, context } = members;
  const isSubject = isClean && typeof s === "object" && s !== null && isPlain(s, "type" in s);
  const subject: Party = isSubject ? s : readParty(s, report, "/subject");
  const isActor = isClean && typeof a === "object" && a !== null && isPlain(a, "type" in a);
  const actor: Party | undefined = isActor ? a : a === undefined ? a : readParty(a, report, "/actor");
  const isAction = isClean && typeof c === "object" && c !== null && isPlain(c, "name" in c);
  const action: GivenAction = isAction ? c : readAction(c, report);
  const { name, properties: given } = action;
  const table = actions.get(name as string);
  const subjectType = subject.type;
  const actorType = actor?.type;
  const isPlaced = table?.on !== undefined;
  if (isPlaced && r === undefined && report === unknown) {
    return mayAllowSome(table, { given, context, subject, subjectType, actor, actorType });
  }
  const isResource = isPlaced && isClean && typeof r === "object" && r !== null && isPlain(r, "type" in r);
  const resource: Party | undefined = !isPlaced
    ? undefined
    : isResource
      ? r
      : readParty(r, report, "/resource");
  const resourceType = resource?.type;
  const decision = table?.decide(
    report,
    table.rules,
    given,
    context,
    subject,
    subjectType,
    actor,
    actorType,
    resource,
    resourceType,
  );
  if (typeof report !== "object" || typeof decision === "object") return decision ?? false;
  if (decision === undefined) {
    const types = { subject: subjectType, actor: actor && { type: actorType }, resource: resourceType };
    noteUnplaced(report, principals, { table, name, types }, { subject, actor, given, resource, context });
  }
  dropNested(report.problems);
  return false;
}

/** Whether somebody has given every object what a request or a part of it has. */
export function inheritsMember(): boolean {
  return (
    "subject" in objectPrototype ||
    "actor" in objectPrototype ||
    "action" in objectPrototype ||
    "resource" in objectPrototype ||
    "context" in objectPrototype ||
    "type" in objectPrototype ||
    "id" in objectPrototype ||
    "properties" in objectPrototype ||
    "ancestors" in objectPrototype ||
    "name" in objectPrototype
  );
}

/** The members of a request, each its own. */
export interface RequestMembers {
  readonly subject?: unknown;
  readonly actor?: unknown;
  readonly action?: unknown;
  readonly resource?: unknown;
  readonly context?: unknown;
}

/** The names of what a request can have. */
export const requestMembers: ReadonlySet<string> = new Set([
  "subject",
  "actor",
  "action",
  "resource",
  "context",
]);

/** Reads a request the long way. */
export function readRequest(request: unknown, report: Report): RequestMembers | undefined {
  const members = ownMembers(request, [...requestMembers]);
  if (members === undefined) problem(report, "", "invalid", "a request");
  return members;
}

/** Reads a party the long way. */
export function readParty(value: unknown, report: Report, path: string): Party {
  const members = ownMembers(value, ["type", "id", "properties", "ancestors"]);
  if (members === undefined) reject(value, report, path, path === "/resource" ? "a resource" : "a principal");
  return members ?? noRecord;
}

/** An action as a request names it. */
export interface GivenAction {
  readonly name?: unknown;
  readonly properties?: unknown;
}

/** Reads an action the long way. */
export function readAction(value: unknown, report: Report): GivenAction {
  const members = ownMembers(value, ["name", "properties"]);
  if (members === undefined) reject(value, report, "/action", "an action");
  return members ?? noRecord;
}

/** What is known of a request to an action on resources before its resource is. */
interface Unresourced {
  readonly given: unknown;
  readonly context: unknown;
  readonly subject: Party;
  readonly subjectType: unknown;
  readonly actor: Party | undefined;
  readonly actorType: unknown;
}

/** Whether a request without a resource may be allowed on one of some type. */
function mayAllowSome(table: ActionTable, request: Unresourced): boolean {
  const { given, context, subject, subjectType, actor, actorType } = request;
  for (const type of table.on ?? []) {
    const mayAllow = table.decide(
      unknown,
      table.rules,
      given,
      context,
      subject,
      subjectType,
      actor,
      actorType,
      noMembers,
      type,
    );
    if (mayAllow === true) return true;
  }
  return false;
}

/** What should have told the kind of a request. */
interface KindNames {
  readonly table: ActionTable | undefined;
  readonly name: unknown;
  readonly types: {
    readonly subject: unknown;
    readonly actor: { readonly type: unknown } | undefined;
    readonly resource: unknown;
  };
}

/** Notes what is wrong with a request whose kind cannot be told: what should have told it, and what can be read of the rest. */
function noteUnplaced(report: Notes, principals: Principals, names: KindNames, parts: UnplacedParts): void {
  noteTypes(report, principals, names);
  readUnplaced(report, names.table, parts);
}

/** Notes what should have told the kind of a request. */
function noteTypes(report: Report, principals: Principals, { table, name, types }: KindNames): void {
  const subject = readTypeName(types.subject, report, "/subject/type", principals);
  if (types.actor !== undefined) noteActorType(report, principals, subject, types.actor.type);
  if (!isPlainString(name)) reject(name, report, "/action/name", "the name of an action");
  else if (table === undefined) problem(report, "/action/name", "undeclared", "the name of an action");
  if (table?.on !== undefined) readTypeName(types.resource, report, "/resource/type", table.on);
}

/** An actor's type must be declared to act for the subject's. */
function noteActorType(report: Report, principals: Principals, subject: unknown, actorType: unknown): void {
  const type = readTypeName(actorType, report, "/actor/type", principals);
  if (typeof type !== "string" || typeof subject !== "string") return;
  if (principals.get(type)?.has(subject)) return;
  problem(report, "/actor/type", "invalid", `a principal that acts for ${subject}`);
}

/** The parts of a request whose kind cannot be told. */
interface UnplacedParts {
  readonly subject: Party;
  readonly actor: Party | undefined;
  readonly given: unknown;
  readonly resource: Party | undefined;
  readonly context: unknown;
}

/** Reads what can be read of a request whose kind cannot be told, for the sake of its problems. */
function readUnplaced(
  report: Report,
  table: ActionTable | undefined,
  { subject, actor, given, resource, context }: UnplacedParts,
): void {
  readId(subject.id, report, "/subject/id");
  readOptionalRecord(subject.properties, report, "/subject/properties");
  if (actor !== undefined) {
    readId(actor.id, report, "/actor/id");
    readOptionalRecord(actor.properties, report, "/actor/properties");
  }
  if (table?.on !== undefined && resource !== undefined) {
    readResourceId(resource.id, report);
    readOptionalRecord(resource.properties, report, "/resource/properties");
  }
  readOptionalRecord(context, report, "/context");
  const args = readOptionalRecord(given, report, "/action/properties");
  if (table !== undefined) readArguments(args, report, table);
}

/** Reads arguments alone. */
function readArguments(args: object, report: Report, { parameters, open }: ActionTable): void {
  for (const [name, read] of parameters) {
    read(own(args, name), report, at(report, "/action/properties", name));
  }
  (open ? readRest : onlyDeclared)(args, new Map(parameters), report, "/action/properties");
}

/** What is missing in something that is no record has been said by that. */
function dropNested(problems: Problem[]): void {
  const parts = problems.filter(({ path }) => partPath.test(path)).map(({ path }) => `${path}/`);
  if (parts.length === 0) return;
  const others = problems.filter(({ path }) => !parts.some((part) => path.startsWith(part)));
  problems.length = 0;
  for (const each of others) problems.push(each);
}

/** The paths of what has to be a record: a problem there is that it is none. */
const partPath = /^\/(?:(?:subject|actor|resource|action)(?:\/properties)?|context)$/;
