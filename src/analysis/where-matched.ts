import type { Point } from "./analysis.js";
import { conjunctsOf, negate, or } from "./encode/formula.js";
import type { Rival } from "./rivals.js";
import type { Background } from "./solve/background.js";
import { conjunctModel } from "./solve/conjunct-models.js";
import { backgroundIn } from "./solve/model-background.js";

/** How many rules are so many that it is worth looking first where the one that is left out of them matches. */
const many = 24;

/**
 * Where to look first for a request that none of some rules matches, of which all cover a point together with one more: where that one matches. There is no
 * other place where such a request could be. Undefined where the rules are few, or no values are soon found.
 */
export function whereMatched(
  { encoder }: Pick<Point, "encoder">,
  { away }: Rival,
  rules: number,
): Background | undefined {
  if (rules < many) return undefined;
  const model = conjunctModel(encoder, conjunctsOf(or(...away.map(negate))));
  return model && backgroundIn({ encoder, assumptions: model.assumptions, values: model.values });
}
