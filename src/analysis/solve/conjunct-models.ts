import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula } from "../encode/formula.js";
import type { Model } from "./build-request.js";
import { apart } from "./refuted.js";
import { requestMembers } from "./request-members.js";
import { search } from "./search.js";
import { shortBudget } from "./search-budget.js";

/** Values for which some conjuncts plainly hold, whatever the other members of the request are. */
export interface ConjunctModel extends Omit<Model, "encoder"> {
  /** What something is assumed of, and the members of the request that this names. */
  readonly keys: readonly string[];
  readonly members: readonly string[];
}

/** Values for which conjuncts plainly hold, if they are soon found: once for all questions that they stand in together. */
export function conjunctModel(
  encoder: NotingEncoder,
  conjuncts: readonly Formula[],
): ConjunctModel | undefined {
  const memory = memoryOf(encoder);
  let entry = memory.models;
  for (const conjunct of conjuncts) {
    const next = entry.next.get(conjunct) ?? { next: new WeakMap() };
    entry.next.set(conjunct, next);
    entry = next;
  }
  entry.known ??= { model: apart(() => searchModel(memory.encoder, conjuncts)) };
  return entry.known.model;
}

interface ConjunctMemory {
  /** The first encoder stands for all that make the same formulas: nothing of later versions is kept. */
  readonly encoder: NotingEncoder;
  readonly models: ModelEntry;
}

/** What is known of some conjuncts, and by another one more of them and it. */
interface ModelEntry {
  known?: { readonly model: ConjunctModel | undefined };
  readonly next: WeakMap<Formula, ModelEntry>;
}

const memories = new WeakMap<NotingEncoder["truthOf"], ConjunctMemory>();

function memoryOf(encoder: NotingEncoder): ConjunctMemory {
  const memory = memories.get(encoder.truthOf) ?? { encoder, models: { next: new WeakMap() } };
  memories.set(encoder.truthOf, memory);
  return memory;
}

/** Nobody is asked about a request: what does not plainly hold is not found. */
const refuse = (): boolean => false;

function searchModel(encoder: NotingEncoder, conjuncts: readonly Formula[]): ConjunctModel | undefined {
  const goal: Formula = { kind: "and", operands: conjuncts };
  const trial = search(encoder, goal, refuse, { budget: shortBudget, isSketch: true });
  if (trial.kind !== "found" || trial.model.assumptions.facts.length > 0) return undefined;
  const { assumptions, values } = trial.model;
  const lists = conjuncts.flatMap(quantifiedLists);
  const keys = [...new Set([...assumptions.flags.keys(), ...values.keys(), ...lists])];
  const members = keys.map(requestMembers);
  // Of what names no member it is not known what else it has to do with.
  if (members.some((named) => named.length === 0)) return undefined;
  return { assumptions, values, keys, members: [...new Set(members.flat())] };
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
