import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula, LiteralFormula } from "../encode/formula.js";
import type { Model } from "./build-request.js";
import { type FormulaKey, formulaKey } from "./formula-key.js";
import { apart } from "./refuted.js";
import { requestMembers } from "./request-members.js";
import { partWith, type RequestPart } from "./request-part.js";
import { search } from "./search.js";
import { shortBudget } from "./search-budget.js";
import { areExclusive, assumptionsOf, solveComponents } from "./solve-components.js";

/** Values for which some conjuncts plainly hold, whatever the other members of the request are. */
export interface ConjunctModel extends Omit<Model, "encoder"> {
  /** The members of the request of which something is assumed. */
  readonly part: RequestPart;
}

/** Values for which conjuncts plainly hold, if they are soon found: once for all questions that they stand in together. */
export function conjunctModel(
  encoder: NotingEncoder,
  conjuncts: readonly Formula[],
): ConjunctModel | undefined {
  return knownOf(encoder, conjuncts).model;
}

/** Whether it is soon seen that conjuncts cannot all hold. That it is not, says nothing. */
export function areRefuted(encoder: NotingEncoder, conjuncts: readonly Formula[]): boolean {
  return knownOf(encoder, conjuncts).isRefuted;
}

interface ConjunctMemory {
  /** The first encoder stands for all that make the same formulas: nothing of later versions is kept. */
  readonly encoder: NotingEncoder;
  readonly known: Map<FormulaKey, Known>;
}

interface Known {
  readonly model: ConjunctModel | undefined;
  readonly isRefuted: boolean;
}

const memories = new WeakMap<NotingEncoder["truthOf"], ConjunctMemory>();

/** Conjuncts of one kind of request; a session asks about more and more. */
const mostRemembered = 20_000;

function knownOf(encoder: NotingEncoder, conjuncts: readonly Formula[]): Known {
  const memory = memoryOf(encoder);
  const key = keyOf(conjuncts);
  const known = memory.known.get(key);
  if (known !== undefined) return known;
  const found = find(memory.encoder, conjuncts);
  if (memory.known.size >= mostRemembered) memory.known.clear();
  memory.known.set(key, found);
  return found;
}

function memoryOf(encoder: NotingEncoder): ConjunctMemory {
  const known = memories.get(encoder.truthOf);
  if (known !== undefined) return known;
  const memory = { encoder, known: new Map<FormulaKey, Known>() };
  memories.set(encoder.truthOf, memory);
  return memory;
}

function keyOf(conjuncts: readonly Formula[]): FormulaKey {
  const [only, another] = conjuncts;
  return only && !another ? formulaKey(only) : conjuncts.map(formulaKey).join();
}

function find(encoder: NotingEncoder, conjuncts: readonly Formula[]): Known {
  return findPlainly(encoder, conjuncts) ?? apart(() => searchModel(encoder, conjuncts));
}

/** What the first way in which each conjunct holds comes to, where that is a matter of literals alone, and settles the question. */
function findPlainly(encoder: NotingEncoder, conjuncts: readonly Formula[]): Known | undefined {
  const assumed: LiteralFormula[] = [];
  if (!conjuncts.every((conjunct) => collectFirst(encoder, conjunct, assumed))) return undefined;
  const values = areExclusive(assumed) ? none : solveComponents(encoder.atoms, assumed);
  if (values.kind === "none" && !conjuncts.some(hasWays)) return { model: undefined, isRefuted: true };
  if (values.kind !== "found") return undefined;
  const model = modelOf(encoder, { assumptions: assumptionsOf(assumed), values: values.result }, []);
  return model && conjuncts.every((each) => model.part.makesHold(each))
    ? { model, isRefuted: false }
    : undefined;
}

const none = { kind: "none" } as const;

/** Whether a formula holds in more ways than the first. */
function hasWays(formula: Formula): boolean {
  return formula.kind === "or" || (formula.kind === "and" && formula.operands.some(hasWays));
}

/** Collects the literals of the first way in which a formula holds; whether there is nothing else in it. */
function collectFirst(encoder: NotingEncoder, formula: Formula, into: LiteralFormula[]): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "literal":
      // What is in a list has to fit together.
      if (formula.atom.kind === "flag" && encoder.constants.has(formula.atom.key)) return false;
      into.push(formula);
      return true;
    case "and":
      return formula.operands.every((operand) => collectFirst(encoder, operand, into));
    case "or": {
      const [first] = formula.operands;
      return first !== undefined && collectFirst(encoder, first, into);
    }
    default:
      return false;
  }
}

/** Nobody is asked about a request: what does not plainly hold is not found. */
const refuse = (): boolean => false;

function searchModel(encoder: NotingEncoder, conjuncts: readonly Formula[]): Known {
  const goal: Formula = { kind: "and", operands: conjuncts };
  const trial = search(encoder, goal, refuse, { budget: shortBudget, isSketch: true });
  if (trial.kind !== "found") return { model: undefined, isRefuted: trial.kind === "none" };
  return { model: modelOf(encoder, trial.model, conjuncts.flatMap(quantifiedLists)), isRefuted: false };
}

function modelOf(
  encoder: NotingEncoder,
  { assumptions, values }: Omit<Model, "encoder">,
  lists: readonly string[],
): ConjunctModel | undefined {
  if (assumptions.facts.length > 0) return undefined;
  const keys = [...new Set([...assumptions.flags.keys(), ...values.keys(), ...lists])];
  const members = keys.map(requestMembers);
  // Of what names no member it is not known what else it has to do with.
  if (members.some((named) => named.length === 0)) return undefined;
  return {
    assumptions,
    values,
    part: partWith(encoder, [...new Set(members.flat())], { assumptions, values }),
  };
}

/** Of the lists that quantifiers run over it is assumed who is in them. */
function quantifiedLists(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case "some":
    case "every":
      return [formula.list.key];
    case "and":
    case "or":
      return formula.operands.flatMap(quantifiedLists);
    default:
      return [];
  }
}
