import type { RelationTuple, SubjectKind, TupleSubject } from "./model.js";
import type { RelationPlan, Slot } from "./relation-plan.js";

/** Why a tuple does not fit the model. */
export interface TupleProblem {
  readonly code: "malformed" | "unknown_type" | "unknown_relation" | "subject_not_allowed";
  /** One sentence, for people. */
  readonly message: string;
}

/** The slot that a tuple belongs to, or why there is none. Tuples come from outside: nothing of their form is taken for granted. */
export function slotOfTuple(plan: RelationPlan, tuple: RelationTuple): Slot | TupleProblem {
  if (!isTuple(tuple)) return problem("malformed", malformation(tuple));
  const { subject, relation, object } = tuple;
  const slots = plan.types.get(object.type);
  if (slots === undefined) return problem("unknown_type", `there is no type \`${object.type}\``);
  const slot = slots.get(relation);
  if (slot === undefined)
    return problem("unknown_relation", `\`${object.type}\` has no relation \`${relation}\``);
  if (slot.relation.subjects.some((kind) => isOfKind(subject, kind))) return slot;
  const allowed = slot.relation.subjects.map((kind) => `\`${printedKind(kind)}\``).join(", ");
  const accepts = allowed === "" ? "no tuples: it follows from others" : allowed;
  return problem(
    "subject_not_allowed",
    `\`${relation}\` of \`${object.type}\` is not of \`${printedSubject(subject)}\`: it takes ${accepts}`,
  );
}

/** What is wrong with a write as such: with a member that nobody reads it would be made in part, and said to be made. */
export function problemOfWrite(write: unknown): TupleProblem | undefined {
  const members = "`touch`, `delete`, `require` and `forbid`";
  if (!isRecord(write)) return problem("malformed", `a write has ${members}`);
  const other = Object.keys(write).find((name) => !writeMembers.has(name));
  return other === undefined
    ? undefined
    : problem("malformed", `a write has no \`${other}\`: it has ${members}`);
}

const writeMembers: ReadonlySet<string> = new Set(["touch", "delete", "require", "forbid"]);

/** Whether what was found is a slot. */
export function isSlot(found: Slot | TupleProblem): found is Slot {
  return "index" in found;
}

function problem(code: TupleProblem["code"], message: string): TupleProblem {
  return { code, message };
}

function malformation(value: unknown): string {
  const other = isRecord(value) ? Object.keys(value).find((name) => !tupleMembers.has(name)) : undefined;
  return other === undefined || Array.isArray(value)
    ? "a tuple has a subject, a relation and an object, each with a type and an id, and nothing else"
    : `a tuple has no \`${other}\`: without it more might be granted`;
}

/**
 * Nothing else may stand in a tuple: what other engines put there, a condition or when it ends, is a limit, and without it the tuple would
 * grant more.
 */
function isTuple(value: unknown): value is RelationTuple {
  if (!isRecord(value) || !hasOnly(value, tupleMembers) || typeof value.relation !== "string") return false;
  return isReference(value.object) && isSubject(value.subject);
}

const tupleMembers: ReadonlySet<string> = new Set(["subject", "relation", "object"]);
const entityMembers: ReadonlySet<string> = new Set(["type", "id"]);
const subjectMembers: ReadonlySet<string> = new Set(["type", "id", "relation"]);
const everyoneMembers: ReadonlySet<string> = new Set(["type", "everyone"]);

function hasOnly(value: object, members: ReadonlySet<string>): boolean {
  for (const name in value) if (!members.has(name)) return false;
  return true;
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}

/** An id is not empty, and says who or what it is: no half characters. */
function isReference(value: unknown): boolean {
  return isRecord(value) && hasOnly(value, entityMembers) && typeof value.type === "string" && isId(value.id);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.isWellFormed();
}

function isSubject(value: unknown): boolean {
  if (!isRecord(value) || typeof value.type !== "string") return false;
  if (Object.hasOwn(value, "everyone")) return value.everyone === true && hasOnly(value, everyoneMembers);
  return (
    hasOnly(value, subjectMembers) &&
    isId(value.id) &&
    (value.relation === undefined || typeof value.relation === "string")
  );
}

function isOfKind(subject: TupleSubject, kind: SubjectKind): boolean {
  if (subject.type !== kind.type) return false;
  if ("everyone" in subject) return kind.kind === "everyone";
  if ("relation" in subject && subject.relation !== undefined)
    return kind.kind === "userset" && kind.relation === subject.relation;
  return kind.kind === "entity";
}

function printedKind(kind: SubjectKind): string {
  if (kind.kind === "everyone") return `${kind.type}.*`;
  return kind.kind === "userset" ? `${kind.type}.${kind.relation}` : kind.type;
}

function printedSubject(subject: TupleSubject): string {
  if ("everyone" in subject) return `${subject.type}.*`;
  return "relation" in subject && subject.relation !== undefined
    ? `${subject.type}.${subject.relation}`
    : subject.type;
}
