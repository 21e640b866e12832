import type { PrincipalEnvironment, RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import type { Point } from "../analysis.js";
import { principalOf } from "../request-kind.js";
import { type ConditionPart, clausesFor, conditionParts, writeClauses } from "./write-condition.js";

/** What the rules on one principal say of requests of one kind, without what the kind settles. */
export interface SideConditions {
  readonly allows: readonly RuleCondition[];
  readonly denies: readonly RuleCondition[];
  readonly obliges: readonly RuleCondition[];
  /**
   * When the principal is allowed, as clauses of Pol: empty where it is in any case. Undefined where nothing allows it, where a deny
   * always does, and where it would be too long to read ({@link readableRules}).
   */
  readonly clauses: string | undefined;
  /** The same for the same rules. */
  readonly key: string;
}

/** One rule, and when it matches, as clauses of Pol; empty where it always does. */
export interface RuleCondition {
  readonly rule: TypedRule;
  readonly clauses: string;
}

/** How many rules are joined to one condition at most. */
export const readableRules = 24;

/** Gives what the rules of points say. */
export interface ConditionSource {
  at(point: Point): SideConditions;
}

/** Points with the same rules share what these say. */
export function createConditionSource(): ConditionSource {
  const known = new Map<string, SideConditions>();
  const write = createWriter();
  return {
    at(point) {
      const { allows, denies, obliges } = point.scope;
      const key = [allows, denies, obliges].map((bodies) => bodies.map(({ id }) => id).join()).join(";");
      const conditions = known.get(key) ?? conditionsAt(point, key, write);
      known.set(key, conditions);
      return conditions;
    },
  };
}

/** A rule's condition in parts, before it is written. */
interface Placed {
  readonly rule: TypedRule;
  readonly parts: readonly ConditionPart[];
}

/** Writes conjuncts as clauses. */
type Write = (parts: readonly ConditionPart[]) => string;

/** A rule is in scope at many points and reads the same at most: each text is set once. */
function createWriter(): Write {
  const known = new Map<string, string>();
  return (parts) => {
    const key = JSON.stringify(parts.map(({ text, negated }) => [text, negated]));
    const text = known.get(key) ?? writeClauses(parts);
    known.set(key, text);
    return text;
  };
}

function conditionsAt(point: Point, key: string, write: Write): SideConditions {
  const { allows, denies, obliges } = point.scope;
  const place = (bodies: readonly RuleBody[]) => bodies.flatMap((body) => placed(point, body));
  const allowing = place(allows);
  const denying = place(denies);
  const written = ({ rule, parts }: Placed): RuleCondition => ({ rule, clauses: write(parts) });
  return {
    allows: allowing.map(written),
    denies: denying.map(written),
    obliges: place(obliges).map(written),
    clauses: allowing.length + denying.length > readableRules ? undefined : joined(allowing, denying, write),
    key,
  };
}

function placed(point: Point, body: RuleBody): readonly Placed[] {
  const variant = variantAt(body.rule, point);
  return variant === undefined ? [] : [{ rule: body.rule, parts: conditionParts(variant, body) }];
}

/** The variant of a rule that a point has. */
function variantAt({ variants }: TypedRule, point: Point): RuleVariant | undefined {
  const { action, resource } = point.environment;
  const principal = principalOf(point);
  return variants.find(
    ({ principals, targets }) =>
      principals.some((other) => isSame(other, principal)) &&
      targets.some((target) => target.action === action && target.resource === resource),
  );
}

function isSame(left: PrincipalEnvironment, right: PrincipalEnvironment): boolean {
  return left.type === right.type && left.role === right.role && left.other === right.other;
}

function joined(allows: readonly Placed[], denies: readonly Placed[], write: Write): string | undefined {
  const parts = clausesFor(
    allows.map((allow) => allow.parts),
    denies.map((deny) => deny.parts),
  );
  return parts === undefined ? undefined : write(parts);
}
