import type { PrincipalRole, RelationQuestion } from "./decision.js";
import type { Outcome } from "./outcome.js";
import type { Report, unknown } from "./reading.js";

/*
 * What the rules say about one principal, as they are asked. Most requests are allowed by one rule and nothing else is to be said of
 * them: lists are made when something is to stand in them. A rule may be noted more than once, in any order.
 */

/** A remedy or an obligation with its arguments in JSON form. */
export interface Call {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

/** What a rule that matched for a principal asks for; null where an argument is an error. */
export interface Demand {
  readonly rule: number;
  readonly role: PrincipalRole;
  readonly calls: readonly (Call | null)[];
}

/** What was found on one principal, by the rules' numbers. */
export interface Findings {
  readonly role: PrincipalRole;
  denies: number[] | undefined;
  allows: number[] | undefined;
  /** Rules whose clauses are an error. */
  errors: number[] | undefined;
  /** What would lift a deny that matched without an error. */
  remedies: Demand[] | undefined;
  /** What an oblige that matched asks for. */
  obligations: Demand[] | undefined;
}

/** What was found where rules test relations. */
export interface OpenFindings extends Findings {
  /** Whether somebody wants to know what unresolved rules ask. */
  readonly asks: boolean;
  /** Rules that test relations and are an error. */
  unresolved: Unresolved[] | undefined;
}

/** A rule that tests relations and is an error: what it comes to hangs on answers that nobody gave. */
export interface Unresolved {
  readonly rule: number;
  readonly effect: "allow" | "deny" | "oblige";
  /** For `relationsNeeded`: what there is to ask. */
  readonly questions: readonly RelationQuestion[];
  /** What an oblige asks for. */
  readonly calls: readonly (Call | null)[];
}

/** Nothing yet. */
export function noFindings(role: PrincipalRole): Findings {
  return {
    role,
    denies: undefined,
    allows: undefined,
    errors: undefined,
    remedies: undefined,
    obligations: undefined,
  };
}

/** What to fill for whoever wants to know more than the answer; for the others, what they are told by. */
export function findingsFor(role: PrincipalRole, report: Report): Findings | undefined | typeof unknown {
  return typeof report === "object" ? noFindings(role) : report;
}

/** Notes that a deny matches, by true or by an error. True where nobody wants to know more. */
export function denied(found: Findings | undefined, rule: number, outcome: Outcome = true): boolean {
  if (found === undefined) return true;
  found.denies = noted(found.denies, rule);
  if (outcome === null) found.errors = noted(found.errors, rule);
  return false;
}

/** Notes that an allow matches, or is an error, which does not match. True where it matches and nobody wants to know more. */
export function allowed(found: Findings | undefined, rule: number, outcome: Outcome = true): boolean {
  if (found === undefined) return outcome === true;
  if (outcome === null) found.errors = noted(found.errors, rule);
  else found.allows = noted(found.allows, rule);
  return false;
}

/** Notes what would lift a deny that matches. */
export function remediable(found: Findings, rule: number, calls: readonly (Call | null)[]): void {
  found.remedies = noted(found.remedies, { rule, role: found.role, calls });
}

/** Notes what an oblige that matches, by true or by an error, asks for. */
export function obliged(
  found: Findings,
  rule: number,
  calls: readonly (Call | null)[],
  outcome: Outcome = true,
): void {
  found.obligations = noted(found.obligations, { rule, role: found.role, calls });
  if (outcome === null) found.errors = noted(found.errors, rule);
}

/** The list with one more: a list of just that one takes the least memory. */
export function noted<T>(list: T[] | undefined, one: T): T[] {
  if (list === undefined) return [one];
  list.push(one);
  return list;
}

/** Both lists, the one or the other where there is only that. */
export function joined<T>(
  one: readonly T[] | undefined,
  other: readonly T[] | undefined,
): readonly T[] | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : [...one, ...other];
}
