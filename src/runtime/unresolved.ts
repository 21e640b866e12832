import { conclude, concludes, type PolicyFacts } from "./conclude.js";
import type { Decision, PrincipalRole, RelationQuestion } from "./decision.js";
import { compareText } from "./demands.js";
import type { EntityKey } from "./entity.js";
import { type Call, type Findings, noted, type OpenFindings, type Unresolved } from "./findings.js";
import type { Notes, Report } from "./reading.js";

/*
 * Rules that test relations and are an error, because nobody said whether the relations hold. As long as they can still matter they count
 * as errors do, and fail closed; where they cannot, nobody had to ask, and nothing is said of them.
 */

/** What is asked of a rule, without anyone to ask it. */
const noQuestions: readonly RelationQuestion[] = [];

/** What is asked for by a rule that asks for nothing. */
const noCalls: readonly (Call | null)[] = [];

/**
 * Notes that a rule which tests relations is an error, with its questions where somebody wants to know them. True for `allows`, which a
 * deny stops.
 */
export function noteUnresolved(
  found: OpenFindings | undefined,
  rule: number,
  effect: Unresolved["effect"],
  questions: readonly RelationQuestion[] = noQuestions,
  calls: readonly (Call | null)[] = noCalls,
): boolean {
  if (found === undefined) return effect === "deny";
  // Beside an allow that matches, another one does not matter.
  if (effect === "allow" && found.allows !== undefined) return false;
  found.unresolved = noted(found.unresolved, { rule, effect, questions, calls });
  return false;
}

/** What to fill, also with questions where the report wants them. */
export function findingsToAsk(role: PrincipalRole, report: Report): OpenFindings {
  // Written out, since copying an empty record takes longer than deciding does.
  return {
    role,
    denies: undefined,
    allows: undefined,
    errors: undefined,
    remedies: undefined,
    obligations: undefined,
    asks: typeof report === "object" && report.needed !== undefined,
    unresolved: undefined,
  };
}

/** Notes a question; none of an entity that is not there, which something to the left has made irrelevant. */
export function pose(
  questions: RelationQuestion[],
  relation: string,
  subject: EntityKey | null | undefined,
  object: EntityKey | null | undefined,
): void {
  if (subject === undefined || subject === null || object === undefined || object === null) return;
  questions.push({
    subject: { type: subject.type, id: subject.id },
    relation,
    object: { type: object.type, id: object.id },
  });
}

/** {@link concludes}, where rules may be unresolved. */
export function concludesAnswered(
  once: ReadonlySet<string>,
  subject: OpenFindings,
  actor?: OpenFindings,
): boolean {
  resolveFindings(subject, actor);
  return concludes(once, subject, actor);
}

/** {@link conclude}, where rules may be unresolved; or, for `relationsNeeded`, what there is to ask. */
export function concludeAnswered(
  facts: PolicyFacts,
  once: ReadonlySet<string>,
  args: { readonly [name: string]: unknown },
  report: Notes,
  subject: OpenFindings,
  actor?: OpenFindings,
): Decision | false {
  if (report.needed !== undefined) {
    report.needed.push(...neededOf(subject, actor));
    return false;
  }
  resolveFindings(subject, actor);
  return conclude(facts, once, args, subject, actor);
}

/** The questions of the unresolved rules that can still matter: sorted by object, relation and subject, each once. */
function neededOf(subject: OpenFindings, actor: OpenFindings | undefined): readonly RelationQuestion[] {
  if (isSettled(subject, actor)) return [];
  const isDenied = subject.denies !== undefined || actor?.denies !== undefined;
  const questions = [subject, ...(actor === undefined ? [] : [actor])]
    .flatMap((found) => (found.unresolved ?? []).filter((rule) => canMatter(rule, found, isDenied)))
    .flatMap((rule) => rule.questions);
  questions.sort(compareQuestions);
  return questions.filter((question, index) => {
    const before = questions[index - 1];
    return before === undefined || compareQuestions(before, question) !== 0;
  });
}

function compareQuestions(left: RelationQuestion, right: RelationQuestion): number {
  return (
    compareText(left.object.type, right.object.type) ||
    compareText(left.object.id, right.object.id) ||
    compareText(left.relation, right.relation) ||
    compareText(left.subject.type, right.subject.type) ||
    compareText(left.subject.id, right.subject.id)
  );
}

/** Puts the unresolved rules that can still matter among those that are errors, and drops the others. */
function resolveFindings(subject: OpenFindings, actor: OpenFindings | undefined): void {
  if (subject.unresolved === undefined && actor?.unresolved === undefined) return;
  const settled = isSettled(subject, actor);
  const isDenied = subject.denies !== undefined || actor?.denies !== undefined;
  countErrors(subject, settled, isDenied);
  if (actor !== undefined) countErrors(actor, settled, isDenied);
}

/**
 * Whether the decision is the same whatever the unresolved rules come to: somebody is denied by another rule, and for good, or has no
 * allow that could match.
 */
function isSettled(subject: OpenFindings, actor: OpenFindings | undefined): boolean {
  return isDeniedAnyway(subject) || (actor !== undefined && isDeniedAnyway(actor));
}

function isDeniedAnyway(found: OpenFindings): boolean {
  if (found.denies !== undefined && !areLifted(found.denies, found.remedies)) return true;
  return found.allows === undefined && !hasUnresolved(found, "allow");
}

function areLifted(denies: readonly number[], remedies: Findings["remedies"]): boolean {
  return denies.every((deny) => remedies?.some(({ rule, calls }) => rule === deny && !calls.includes(null)));
}

function hasUnresolved({ unresolved }: OpenFindings, effect: Unresolved["effect"]): boolean {
  return unresolved?.some((rule) => rule.effect === effect) === true;
}

function countErrors(found: OpenFindings, settled: boolean, isDenied: boolean): void {
  if (settled) {
    // Of whom nobody knows whether a deny matches, nobody says that there is an allow.
    if (found.denies === undefined && hasUnresolved(found, "deny")) found.allows = undefined;
    return;
  }
  for (const rule of found.unresolved ?? []) if (canMatter(rule, found, isDenied)) countError(found, rule);
}

/** Whether it matters what an unresolved rule comes to, in a decision that is not settled. */
function canMatter({ effect }: Unresolved, found: OpenFindings, isDenied: boolean): boolean {
  if (effect === "allow") return found.allows === undefined;
  return effect === "deny" || !isDenied;
}

function countError(found: OpenFindings, { rule, effect, calls }: Unresolved): void {
  found.errors = noted(found.errors, rule);
  if (effect === "deny") found.denies = noted(found.denies, rule);
  else if (effect === "oblige")
    found.obligations = noted(found.obligations, { rule, role: found.role, calls });
}
