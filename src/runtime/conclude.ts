import type {
  Decision,
  DecisionReason,
  EvaluationError,
  PrincipalDecision,
  PrincipalRole,
  Problem,
  ReportedObligation,
  ReportedRemedy,
} from "./decision.js";
import type { Outcome } from "./outcome.js";
import type { Report, unknown } from "./reading.js";

/** A remedy or an obligation with its arguments in JSON form. */
export interface Call {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

/** What was found on one principal, by the rules' numbers. */
export interface Findings {
  readonly role: PrincipalRole;
  readonly denies: number[];
  readonly allows: number[];
  /** Rules whose clauses are an error. */
  readonly errors: number[];
  /** The remedies of a deny that matched without an error; null where an argument is an error. */
  readonly remedies: Map<number, readonly (Call | null)[]>;
  /** The obligations of an oblige that matched. */
  readonly obligations: Map<number, readonly (Call | null)[]>;
}

/** What a conclusion needs to know of the policy set. Rules are sorted by id. */
export interface PolicyFacts {
  readonly digest: string;
  readonly rules: readonly { readonly id: string; readonly because?: string }[];
}

/** Nothing yet. */
export function noFindings(role: PrincipalRole): Findings {
  return { role, denies: [], allows: [], errors: [], remedies: new Map(), obligations: new Map() };
}

/** What to fill for whoever wants to know more than the answer; for the others, what they are told by. */
export function findingsFor(role: PrincipalRole, report: Report): Findings | undefined | typeof unknown {
  return typeof report === "object" ? noFindings(role) : report;
}

/** Notes that a deny matches, by true or by an error. True where nobody wants to know more. */
export function denied(found: Findings | undefined, rule: number, outcome: Outcome = true): boolean {
  if (found === undefined) return true;
  found.denies.push(rule);
  if (outcome === null) found.errors.push(rule);
  return false;
}

/** Notes that an allow matches, or is an error, which does not match. True where it matches and nobody wants to know more. */
export function allowed(found: Findings | undefined, rule: number, outcome: Outcome = true): boolean {
  if (found === undefined) return outcome === true;
  (outcome === null ? found.errors : found.allows).push(rule);
  return false;
}

/** Notes what an oblige that matches, by true or by an error, asks for. */
export function obliged(
  found: Findings,
  rule: number,
  calls: readonly (Call | null)[],
  outcome: Outcome = true,
): void {
  found.obligations.set(rule, calls);
  if (outcome === null) found.errors.push(rule);
}

/** The decision on a request that is invalid. */
export function invalidRequest(policySet: PolicyFacts, problems: readonly Problem[]): Decision {
  const sorted = [...problems].sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind));
  return {
    decision: false,
    reason: "invalid_request",
    because: [],
    remedies: [],
    obligations: [],
    errors: [],
    problems: sorted,
    digest: policySet.digest,
  };
}

/** By code units. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Combines what was found on each principal, the subject first: all must be allowed, denies override, errors fail closed. */
export function conclude(
  policySet: PolicyFacts,
  once: ReadonlySet<string>,
  args: { readonly [name: string]: unknown },
  principals: readonly Findings[],
): Decision {
  const demands = collectCalls(principals, "obligations");
  const blamed = blamedDemands(demands, once);
  const reason = reasonOf(principals, blamed.length > 0);
  const [subject, actor] = principals.map((found) => principalDecision(policySet, found));
  return {
    decision: reason === "allowed",
    reason,
    ...(subject && { subject }),
    ...(actor && { actor }),
    because: becauseOf(policySet, principals),
    remedies: reason === "denied_by_rule" ? remediesOf(policySet, principals) : [],
    obligations: reason === "allowed" ? distinctCalls(demands) : [],
    errors: errorsOf(policySet, principals, reason === "obligation_error" ? blamed : []),
    problems: [],
    args,
    digest: policySet.digest,
  };
}

function reasonOf(principals: readonly Findings[], obligationError: boolean): DecisionReason {
  if (principals.some(({ denies }) => denies.length > 0)) return "denied_by_rule";
  if (principals.some(({ allows }) => allows.length === 0)) return "no_matching_rule";
  return obligationError ? "obligation_error" : "allowed";
}

function principalDecision({ rules }: PolicyFacts, { denies, allows }: Findings): PrincipalDecision {
  const determining = [...(denies.length > 0 ? denies : allows)].sort((a, b) => a - b);
  return {
    decision: denies.length === 0 && allows.length > 0,
    rules: determining.map((rule) => rules[rule]?.id ?? ""),
  };
}

function becauseOf({ rules }: PolicyFacts, principals: readonly Findings[]): readonly string[] {
  const denies = principals.flatMap((found) => found.denies).sort((a, b) => a - b);
  return [...new Set(denies.flatMap((rule) => rules[rule]?.because ?? []))];
}

/** A call of a rule that matched for a principal; null where an argument is an error. */
interface PlacedCall {
  readonly rule: number;
  readonly role: PrincipalRole;
  readonly call: Call | null;
}

/** All remedies or obligations, by rule, the subject's before the actor's. */
function collectCalls(
  principals: readonly Findings[],
  kind: "remedies" | "obligations",
): readonly PlacedCall[] {
  const all: PlacedCall[] = [];
  for (const found of principals) {
    for (const [rule, calls] of found[kind]) {
      for (const call of calls) all.push({ rule, role: found.role, call });
    }
  }
  return all.sort((a, b) => a.rule - b.rule); // stable: the subject's stay first
}

/** The remedies of every deny that matched, if together they are enough for the request to be allowed. */
function remediesOf({ rules }: PolicyFacts, principals: readonly Findings[]): readonly ReportedRemedy[] {
  const enough = principals.every(
    ({ allows, denies, remedies }) => allows.length > 0 && denies.every((rule) => remedies.has(rule)),
  );
  const placed = enough ? collectCalls(principals, "remedies") : [];
  if (placed.some(({ call }) => call === null)) return [];
  return placed.flatMap(({ rule, role, call }) =>
    call === null
      ? []
      : [{ rule: rules[rule]?.id ?? "", principal: role, name: call.name, arguments: call.arguments }],
  );
}

/** The obligations whose arguments are an error, and those of one name that can only apply once but ask for two things. */
function blamedDemands(demands: readonly PlacedCall[], once: ReadonlySet<string>): readonly PlacedCall[] {
  const names = demands.some(({ call }) => once.has(call?.name ?? ""))
    ? distinctCalls(demands).map(({ name }) => name)
    : [];
  const clashing = new Set(names.filter((name, index) => once.has(name) && names.indexOf(name) !== index));
  return demands.filter(({ call }) => call === null || clashing.has(call.name));
}

/** The calls, of those that say the same the first. */
function distinctCalls(placed: readonly PlacedCall[]): readonly ReportedObligation[] {
  const calls = placed.flatMap(({ call }) => call ?? []);
  if (calls.length < 2) return calls;
  const distinct = new Map<string, ReportedObligation>();
  for (const call of calls) {
    const key = canonicalJson([call.name, call.arguments]);
    if (!distinct.has(key)) distinct.set(key, call);
  }
  return [...distinct.values()];
}

/** JSON in which the order of members does not show. */
function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  const members = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join()}}`;
}

/** The rules that erred, by rule, the subject's before the actor's, clauses before obligations. */
function errorsOf(
  { rules }: PolicyFacts,
  principals: readonly Findings[],
  blamed: readonly PlacedCall[],
): readonly EvaluationError[] {
  const found = principals.flatMap(({ role, errors }) => {
    const demands = new Set(blamed.filter((demand) => demand.role === role).map(({ rule }) => rule));
    return [
      ...errors.map((rule) => ({ rule, principal: role, where: "clauses" as const })),
      ...[...demands].map((rule) => ({ rule, principal: role, where: "obligation" as const })),
    ];
  });
  // Stable: within a rule the subject's stay first, and clauses before obligations.
  return found
    .sort((a, b) => a.rule - b.rule)
    .map((error) => ({ ...error, rule: rules[error.rule]?.id ?? "" }));
}
