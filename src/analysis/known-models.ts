import { type Analysis, type Point, sketch } from "./analysis.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import { evaluateFormula, type RequestReader } from "./encode/evaluate-formula.js";
import type { Formula } from "./encode/formula.js";
import { takeQuestion } from "./question-budget.js";
import { candidateReader, withoutUnknowns } from "./solve/candidate-reader.js";
import type { SketchOptions } from "./solve/find-request.js";

/** Where the formulas of points are made; what points that share it are asked has the same models. */
type Origin = NotingEncoder["truthOf"];

interface KnownModels {
  /** The first encoder stands for all that make the same formulas: nothing of later versions is kept. */
  readonly encoder: NotingEncoder;
  readonly byFormula: WeakMap<Formula, RequestReader[]>;
}

const known = new WeakMap<Origin, KnownModels>();

/** How many models are remembered of one formula, the last ones. */
const mostRemembered = 4;

/**
 * Whether some request of a point's kind is as `likely` and all `operands` ask. Nothing may be reported for it: no request is made, and none is
 * replayed. What did for `likely` at another point often does here, and is tried before anything is searched for; that can only find
 * what a search would find, too, so an answer does not hang on what was asked before.
 */
export function isSatisfied(
  analysis: Analysis,
  point: Point,
  likely: Formula,
  operands: readonly Formula[],
  options: SketchOptions = {},
): boolean {
  const { encoder, byFormula } = modelsAt(point);
  const models = byFormula.get(likely) ?? [];
  byFormula.set(likely, models);
  const holds = (model: RequestReader): boolean =>
    operands.every((operand) => evaluateFormula(operand, model) === true);
  if (models.some(holds)) return takeQuestion(analysis);
  const answer = sketch(analysis, point, { kind: "and", operands }, () => true, options);
  if (answer.kind !== "found") return false;
  const { assumptions, values } = answer.model;
  models.unshift(withoutUnknowns(candidateReader(encoder, assumptions, values)));
  models.splice(mostRemembered);
  return true;
}

function modelsAt({ encoder }: Point): KnownModels {
  const models = known.get(encoder.truthOf) ?? { encoder, byFormula: new WeakMap() };
  known.set(encoder.truthOf, models);
  return models;
}
