import type { PrincipalRole } from "../../runtime/decision.js";
import { alwaysMatches } from "../always-matches.js";
import type { Analysis } from "../analysis.js";
import type { RequestKind } from "../request-kind.js";

/** Why no request of a kind is allowed, as far as one rule, or the want of one, says it. */
export type Obstacle =
  /** No rule allows the principal anything like it. */
  | { readonly kind: "no allow"; readonly principal: PrincipalRole }
  /** A rule denies all such requests. */
  | { readonly kind: "always denied"; readonly principal: PrincipalRole; readonly rule: string };

/** What stands in the way of every request of a kind. */
export function obstaclesTo(analysis: Analysis, { sides }: RequestKind): readonly Obstacle[] {
  return sides.flatMap((side): readonly Obstacle[] => {
    const { principal, scope } = side;
    const denied = scope.denies.filter((deny) => alwaysMatches(analysis, side, deny));
    return [
      ...(scope.allows.length === 0 ? [{ kind: "no allow", principal } as const] : []),
      ...denied.map(({ rule }) => ({ kind: "always denied", principal, rule: rule.id }) as const),
    ];
  });
}
