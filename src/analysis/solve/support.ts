import { assertNever } from "../../util/invariant.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { evaluateFormula, type RequestReader } from "../encode/evaluate-formula.js";
import type { Formula, LiteralFormula, QuantifiedFormula } from "../encode/formula.js";
import type { Assumptions } from "./assumptions.js";
import type { Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import { type MemberSet, type MemberSets, memberSetsOf, type TakenMembers } from "./member-sets.js";

/** What formulas rest on that hold in a request. */
export interface Support {
  /** Whether a formula is seen to hold in every request that differs from this one in the taken members alone. */
  isKept(formula: Formula, taken: TakenMembers): boolean;
}

/** What formulas rest on that hold for a model; found once for each. */
export function supportIn({ encoder, assumptions, values }: Model): Support {
  const reader = withoutUnknowns(candidateReader(encoder, assumptions, values));
  const sets = memberSetsOf(encoder.atoms);
  const firstOf = rememberedFor((formula) => setsBehind(formula, reader, sets, 1));
  const allOf = rememberedFor((formula) => setsBehind(formula, reader, sets, Number.POSITIVE_INFINITY));
  return {
    isKept(formula, taken) {
      const [first] = firstOf(formula);
      if (first === undefined) return false;
      // Most often the first is enough.
      return !taken.touches(first) || allOf(formula).some((set) => !taken.touches(set));
    },
  };
}

function rememberedFor(make: (formula: Formula) => readonly MemberSet[]): typeof make {
  const known = new Map<Formula, readonly MemberSet[]>();
  return (formula) => {
    const found = known.get(formula);
    if (found !== undefined) return found;
    const sets = make(formula);
    if (known.size >= mostRemembered) known.clear();
    known.set(formula, sets);
    return sets;
  };
}

/** Formulas of one kind of request; a session asks about more and more. */
const mostRemembered = 50_000;

/** What formulas rest on that hold in the request of which nothing is said. */
export function plainSupport(encoder: NotingEncoder): Support {
  const support =
    plain.get(encoder.truthOf) ?? supportIn({ encoder, assumptions: nothing, values: new Map() });
  plain.set(encoder.truthOf, support);
  return support;
}

/** The first encoder stands for all that make the same formulas. */
const plain = new WeakMap<NotingEncoder["truthOf"], Support>();

const nothing: Assumptions = { flags: new Map(), domains: new Map(), ties: [], owners: [], facts: [] };

/** Sets of members, each of which makes a formula hold, whatever the others are, `most` of them; none where that is not seen. */
function setsBehind(
  formula: Formula,
  reader: RequestReader,
  sets: MemberSets,
  most: number,
): readonly MemberSet[] {
  switch (formula.kind) {
    case "constant":
      return formula.value ? [0] : [];
    case "literal":
      return setBehind(formula, reader, sets);
    case "or":
      return setsBehindSome(formula.operands, reader, sets, most);
    case "and":
      return setsBehindEvery(formula.operands, reader, sets);
    case "some":
    case "every":
      return setsBehindElements(formula, reader, sets, most);
    default:
      return assertNever(formula);
  }
}

function setsBehindSome(
  operands: readonly Formula[],
  reader: RequestReader,
  sets: MemberSets,
  most: number,
): readonly MemberSet[] {
  const found: MemberSet[] = [];
  for (const operand of operands) {
    if (found.length >= most) break;
    found.push(...setsBehind(operand, reader, sets, most - found.length));
  }
  return found;
}

/** One set for each operand is enough: there are as many as their product. */
function setsBehindEvery(
  operands: readonly Formula[],
  reader: RequestReader,
  sets: MemberSets,
): readonly MemberSet[] {
  let all = 0;
  for (const operand of operands) {
    const [first] = setsBehind(operand, reader, sets, 1);
    if (first === undefined) return [];
    all |= first;
  }
  return [all];
}

/** Who is in a list hangs on the list alone. */
function setsBehindElements(
  formula: QuantifiedFormula,
  reader: RequestReader,
  sets: MemberSets,
  most: number,
): readonly MemberSet[] {
  const list = sets.namedBy(formula.list.key);
  const bodies = reader.elements(formula)?.map((element) => formula.body(element));
  if (list === undefined || bodies === undefined) return [];
  const behind =
    formula.kind === "some"
      ? setsBehindSome(bodies, reader, sets, most)
      : setsBehindEvery(bodies, reader, sets);
  return behind.map((set) => set | list);
}

function setBehind(formula: LiteralFormula, reader: RequestReader, sets: MemberSets): readonly MemberSet[] {
  // What entities have to do with each other hangs on all entities: two that are the same have the same relations.
  if (formula.atom.kind === "relation") return [];
  const set = sets.of(formula.atom);
  return set !== undefined && evaluateFormula(formula, reader) === true ? [set] : [];
}
