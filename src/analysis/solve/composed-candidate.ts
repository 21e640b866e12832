import type { NotingEncoder } from "../encode/create-encoder.js";
import { evaluateFormula } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import type { Assumptions } from "./assumptions.js";
import { type Background, before } from "./background.js";
import type { Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import { type ConjunctModel, conjunctModel } from "./conjunct-models.js";
import type { SeenCandidate } from "./formula-index.js";
import { formulaMembers, shareMembers } from "./formula-members.js";
import { memberSetsOf, TakenMembers } from "./member-sets.js";
import { plainSupport } from "./support.js";

/** Values that were chosen for all of a question's conjuncts. */
export type ComposedCandidate = SeenCandidate;

/**
 * Values for which conjuncts plainly hold, put together from those that were found for some of them wherever they stand, where these speak of
 * different members of the request; all else is as the background has it. So little is searched for. Undefined says nothing.
 */
export function composedCandidate(
  encoder: NotingEncoder,
  conjuncts: readonly Formula[],
  background: Background | undefined,
): ComposedCandidate | undefined {
  const models = modelsApart(encoder, conjuncts);
  if (models === undefined) return undefined;
  const own = joined(models);
  const keys = models.flatMap((model) => model.keys);
  const taken = new TakenMembers(memberSetsOf(encoder.atoms), keys);
  const { assumptions, values } = background === undefined ? own : before(background, own, taken);
  const plainly = withoutUnknowns(candidateReader(encoder, assumptions, values));
  const support = background?.support ?? plainSupport(encoder);
  if (!conjuncts.every((conjunct) => evaluateFormula(conjunct, plainly) === true)) return undefined;
  return {
    reader: plainly,
    holds: (formula) => support.isKept(formula, taken) || evaluateFormula(formula, plainly) === true,
  };
}

/** A model for the conjuncts of each group; undefined where one has none, or two speak of the same member after all. */
function modelsApart(
  encoder: NotingEncoder,
  conjuncts: readonly Formula[],
): readonly ConjunctModel[] | undefined {
  const models: ConjunctModel[] = [];
  const taken: string[] = [];
  const groups = groupsByMember(conjuncts);
  if (groups === undefined) return undefined;
  for (const group of groups) {
    const model = conjunctModel(encoder, group);
    if (model === undefined || shareMembers(model.members, taken)) return undefined;
    models.push(model);
    taken.push(...model.members);
  }
  return models;
}

interface Group {
  readonly conjuncts: readonly Formula[];
  readonly members: readonly string[];
}

/** Conjuncts that speak of the same members of the request stand together. */
function groupsByMember(conjuncts: readonly Formula[]): readonly (readonly Formula[])[] | undefined {
  let groups: readonly Group[] = [];
  for (const conjunct of conjuncts) {
    const members = formulaMembers(conjunct);
    if (members === undefined) return undefined;
    const met = groups.filter((group) => shareMembers(group.members, members));
    const joint = {
      conjuncts: [...met.flatMap((group) => group.conjuncts), conjunct],
      members: [...met.flatMap((group) => group.members), ...members],
    };
    groups =
      met.length === 0 ? [...groups, joint] : [...groups.filter((group) => !met.includes(group)), joint];
  }
  return groups.map((group) => group.conjuncts);
}

function joined(models: readonly ConjunctModel[]): Omit<Model, "encoder"> {
  const assumed = models.map(({ assumptions }) => assumptions);
  const assumptions: Assumptions = {
    flags: new Map(assumed.flatMap(({ flags }) => [...flags])),
    domains: new Map(assumed.flatMap(({ domains }) => [...domains])),
    ties: assumed.flatMap(({ ties }) => ties),
    owners: assumed.flatMap(({ owners }) => owners),
    facts: [],
  };
  return { assumptions, values: new Map(models.flatMap(({ values }) => [...values])) };
}
