import type { RuleBody, Scope } from "../ir/decision-graph.js";
import type { Point } from "./analysis.js";
import { bodyInScope } from "./scope-bodies.js";

/** Rules of which one matches wherever another rule does. What was proved of a rule at one point holds wherever all of them are in scope. */
export interface KnownCovers {
  /** A cover of a rule by rules in scope of a point that are wanted, if one is known. */
  find(point: Point, body: RuleBody, isWanted: (other: RuleBody) => boolean): readonly RuleBody[] | undefined;
  note(point: Point, body: RuleBody, cover: readonly RuleBody[]): void;
}

/** How many covers are remembered of one rule: more are not worth looking through. */
const mostCovers = 64;

/** None known yet. Points that share formulas share covers. */
export function createKnownCovers(): KnownCovers {
  const known = new Map<Point["encoder"]["truthOf"], Map<RuleBody, (readonly RuleBody[])[]>>();
  return {
    find(point, body, isWanted) {
      const covers = known.get(point.encoder.truthOf)?.get(body);
      if (covers === undefined) return undefined;
      const { scope } = point;
      return covers.find((cover) => cover.every((other) => isInScope(scope, other) && isWanted(other)));
    },
    note({ encoder: { truthOf } }, body, cover) {
      const ofFormulas = known.get(truthOf) ?? new Map<RuleBody, (readonly RuleBody[])[]>();
      known.set(truthOf, ofFormulas);
      const covers = ofFormulas.get(body) ?? [];
      ofFormulas.set(body, covers);
      if (covers.length < mostCovers) covers.push(cover);
    },
  };
}

function isInScope(scope: Scope, body: RuleBody): boolean {
  return bodyInScope(scope, body.rule, body.ruleIndex) === body;
}
