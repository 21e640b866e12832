import { assertNever } from "../../util/invariant.js";
import { type Atom, idSlotsOf } from "../encode/atom.js";
import { evaluateFormula, type RequestReader } from "../encode/evaluate-formula.js";
import type { Formula, LiteralFormula } from "../encode/formula.js";
import type { Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import { requestMembers } from "./request-members.js";

/** Members of the request that make a formula hold, whatever the others are; undefined where that is not seen. */
export type SupportOf = (formula: Formula) => readonly string[] | undefined;

/** What formulas rest on that hold for a model; found once for each. */
export function supportIn({ encoder, assumptions, values }: Model): SupportOf {
  const reader = withoutUnknowns(candidateReader(encoder, assumptions, values));
  const known = new Map<Formula, readonly string[] | undefined>();
  return (formula) => {
    if (known.has(formula)) return known.get(formula);
    const members = membersBehind(formula, reader);
    known.set(formula, members && [...new Set(members)]);
    return members;
  };
}

function membersBehind(formula: Formula, reader: RequestReader): readonly string[] | undefined {
  switch (formula.kind) {
    case "constant":
      return formula.value ? [] : undefined;
    case "literal":
      return membersOf(formula, reader);
    case "or":
      for (const operand of formula.operands) {
        const members = membersBehind(operand, reader);
        if (members !== undefined) return members;
      }
      return undefined;
    case "and": {
      const all = formula.operands.map((operand) => membersBehind(operand, reader));
      return all.includes(undefined) ? undefined : all.flatMap((members) => members ?? []);
    }
    case "some":
    case "every":
      return undefined;
    default:
      return assertNever(formula);
  }
}

function membersOf(formula: LiteralFormula, reader: RequestReader): readonly string[] | undefined {
  // What entities have to do with each other hangs on all entities: two that are the same have the same relations.
  if (formula.atom.kind === "relation") return undefined;
  const members = keysOf(formula.atom).map(requestMembers);
  const isNamed = members.every((each) => each.length > 0);
  return isNamed && evaluateFormula(formula, reader) === true ? members.flat() : undefined;
}

/** The keys that an atom speaks of. */
export function keysOf(atom: Atom): readonly string[] {
  switch (atom.kind) {
    case "flag":
      return [atom.key];
    case "text":
    case "number":
    case "address":
      return [atom.slot.key];
    case "linear":
      return atom.terms.map(({ slot }) => slot.key);
    case "same":
    case "related":
      return [atom.left.key, atom.right.key];
    case "relation":
      return idSlotsOf(atom).map(({ key }) => key);
    default:
      return assertNever(atom);
  }
}
