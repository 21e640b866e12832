import type { BodySource } from "./bodies.js";
import type { RuleBody, Scope } from "./decision-graph.js";
import type { PlacedVariant } from "./place-variants.js";
import type { EnvironmentFacts } from "./specialise.js";
import type { NeedsSource } from "./unite-needs.js";

/** Gives the scopes of environments. */
export interface ScopeSource {
  /** All given so far. */
  readonly all: readonly Scope[];
  scopeOf(placed: readonly PlacedVariant[], facts: EnvironmentFacts): Scope;
}

/** Scopes by their rules: principals on which the same rules speak in the same words share one. */
export function createScopeSource(
  bodyOf: BodySource["bodyOf"],
  { numberOf, unionOf }: NeedsSource,
  before: readonly Scope[] = [],
): ScopeSource {
  const all: Scope[] = [];
  const known = new Map<number, KnownScope[]>();
  const needsNumbers: number[] = [];
  const needsNumber = ({ number, variant }: PlacedVariant): number => {
    const needs = needsNumbers[number] ?? numberOf(variant);
    needsNumbers[number] = needs;
    return needs;
  };
  return {
    all,
    scopeOf(placed, facts) {
      const bodies: RuleBody[] = [];
      const read = new Set<number>();
      for (const each of placed) {
        read.add(needsNumber(each));
        const body = bodyOf(each, facts);
        if (body.condition.kind !== "settled" || body.condition.value) bodies.push(body);
      }
      const needs = unionOf(read, facts.principal.role === "actor" ? "actor" : "subject");
      const alike = knownLike(known, bodies);
      const existing = alike.find(
        ({ scope, bodies: others }) => scope.needs === needs && sameItems(bodies, others),
      );
      if (existing !== undefined) return existing.scope;
      const scope = placedScope({ id: all.length, ...byEffect(bodies), needs }, before[all.length]);
      all.push(scope);
      alike.push({ scope, bodies });
      return scope;
    },
  };
}

/** What was the same scope in the version before is the same object: what was found of it is found again. */
function placedScope(scope: Scope, before: Scope | undefined): Scope {
  const isSame =
    before !== undefined &&
    before.needs === scope.needs &&
    sameItems(before.denies, scope.denies) &&
    sameItems(before.allows, scope.allows) &&
    sameItems(before.obliges, scope.obliges);
  return isSame ? before : scope;
}

interface KnownScope {
  readonly scope: Scope;
  /** All that can match, in the order of their rules. */
  readonly bodies: readonly RuleBody[];
}

/** The scopes of which a hash says that they may have just these rules: among thousands of rules, a key of all their names is long. */
function knownLike(known: Map<number, KnownScope[]>, bodies: readonly RuleBody[]): KnownScope[] {
  let hash = bodies.length;
  for (const { id } of bodies) hash = (Math.imul(hash, 31) + id) | 0;
  const alike = known.get(hash) ?? [];
  known.set(hash, alike);
  return alike;
}

function sameItems<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function byEffect(bodies: readonly RuleBody[]): Pick<Scope, "denies" | "allows" | "obliges"> {
  const scope = { deny: [] as RuleBody[], allow: [] as RuleBody[], oblige: [] as RuleBody[] };
  for (const body of bodies) scope[body.rule.effect].push(body);
  return { denies: scope.deny, allows: scope.allow, obliges: scope.oblige };
}
