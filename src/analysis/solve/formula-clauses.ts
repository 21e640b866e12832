import { assertNever } from "../../util/invariant.js";
import type { Atom } from "../encode/atom.js";
import type { Formula, LiteralFormula, QuantifiedFormula } from "../encode/formula.js";
import { type ClauseSolver, type Literal, opposite, positive, variableOf } from "./clause-solver.js";

/** A formula `some` or `every` and the literal that stands for it. */
export interface QuantifiedLiteral {
  readonly literal: Literal;
  readonly formula: QuantifiedFormula;
}

/**
 * Formulas as clauses: each part is a variable that implies what it says (Plaisted and Greenbaum 1986). So a part that nothing asks for
 * costs nothing, and where every choice that is true has a way that is true, all of the rest may be left open.
 */
export class FormulaClauses {
  readonly solver: ClauseSolver;
  readonly #onAtom: (atom: Atom, variable: number) => void;
  readonly #literals = new Map<Formula, Literal>();
  readonly #atoms = new Map<Atom, number>();
  readonly #atomOf = new Map<number, Atom>();
  readonly #waysOf: (readonly Literal[] | undefined)[] = [];
  readonly #quantified = new Map<number, QuantifiedLiteral>();
  readonly #true: Literal;

  constructor(solver: ClauseSolver, onAtom: (atom: Atom, variable: number) => void) {
    this.solver = solver;
    this.#onAtom = onAtom;
    this.#true = positive(solver.addVariable());
    solver.addClause([this.#true]);
  }

  /** The literal that implies a formula. */
  literalOf(formula: Formula): Literal {
    const known = this.#literals.get(formula) ?? this.#translate(formula);
    this.#literals.set(formula, known);
    return known;
  }

  /** Lets a formula hold; `origin` is what it is asked for, if it does not hold anyway. */
  assert(formula: Formula, origin?: Formula): void {
    if (formula.kind === "and") for (const operand of formula.operands) this.assert(operand, origin);
    else this.solver.addClause([this.literalOf(formula)], origin);
  }

  /** The atom that a literal stands for, if it does for one. */
  atomOf(literal: Literal): Atom | undefined {
    return this.#atomOf.get(variableOf(literal));
  }

  /** The quantified formula that a literal stands for, if it does for one. */
  quantifiedOf(literal: Literal): QuantifiedLiteral | undefined {
    return literal & 1 ? undefined : this.#quantified.get(variableOf(literal));
  }

  /** Those of some literals that stand for a quantified formula. */
  quantifiedAmong(literals: readonly Literal[]): readonly QuantifiedLiteral[] {
    if (this.#quantified.size === 0) return [];
    return literals.flatMap((literal) => this.quantifiedOf(literal) ?? []);
  }

  /** The literal of an atom that a formula has brought in; undefined for another one. */
  knownLiteral(atom: Atom): Literal | undefined {
    const variable = this.#atoms.get(atom);
    return variable === undefined ? undefined : positive(variable);
  }

  /** The ways of a choice that is true, of which one has to be. */
  waysOf(literal: Literal): readonly Literal[] | undefined {
    return literal & 1 ? undefined : this.#waysOf[variableOf(literal)];
  }

  #translate(formula: Formula): Literal {
    switch (formula.kind) {
      case "constant":
        return formula.value ? this.#true : opposite(this.#true);
      case "literal":
        return this.#atomLiteral(formula);
      case "and":
        return this.#conjunction(formula.operands.map((operand) => this.literalOf(operand)));
      case "or":
        return this.#choice(formula.operands.map((operand) => this.literalOf(operand)));
      case "some":
      case "every": {
        const literal = positive(this.solver.addVariable());
        this.#quantified.set(variableOf(literal), { literal, formula });
        return literal;
      }
      default:
        return assertNever(formula);
    }
  }

  #atomLiteral({ atom, wanted }: LiteralFormula): Literal {
    let variable = this.#atoms.get(atom);
    if (variable === undefined) {
      variable = this.solver.addVariable();
      this.#atoms.set(atom, variable);
      this.#atomOf.set(variable, atom);
      this.#onAtom(atom, variable);
    }
    return wanted ? positive(variable) : opposite(positive(variable));
  }

  #conjunction(parts: readonly Literal[]): Literal {
    const literal = positive(this.solver.addVariable());
    for (const part of parts) this.solver.addClause([opposite(literal), part]);
    return literal;
  }

  #choice(ways: readonly Literal[]): Literal {
    const literal = positive(this.solver.addVariable());
    this.#waysOf[variableOf(literal)] = ways;
    this.solver.addClause([opposite(literal), ...ways]);
    return literal;
  }
}
