import type {
  Clause,
  ConstantDeclaration,
  Declaration,
  DefinitionDeclaration,
  File,
  RemedyDeclaration,
  RuleDeclaration,
} from "../../syntax/ast.js";
import type { MutableDeclaration, Mutant, MutationOperator } from "./mutant.js";
import { mutateCondition, mutateValues } from "./mutate-expression.js";

/**
 * Every mutant of a policy set: of its rules, and of the constants, definitions and remedies that they use; in the order of the source.
 * Some of them do not check, and some decide as the policy set does.
 *
 * After DeMillo, Lipton and Sayward (1978): tests that tell a program from those with one small mistake tell it from most others.
 */
export function enumerateMutants(files: readonly File[]): readonly Mutant[] {
  return files.flatMap((file) => file.declarations.flatMap(mutantsOf));
}

function mutantsOf(declaration: Declaration): readonly Mutant[] {
  switch (declaration.kind) {
    case "PolicyDeclaration":
      return declaration.rules.flatMap(mutantsOfRule);
    case "DefinitionDeclaration":
    case "RemedyDeclaration":
      return mutantsOfCallable(declaration);
    case "ConstantDeclaration":
      return mutantsOfConstant(declaration);
    default:
      return [];
  }
}

function mutantsOfCallable(before: DefinitionDeclaration | RemedyDeclaration): readonly Mutant[] {
  return mutateCondition(before.body).map(({ operator, span, node }) => ({
    operator,
    span,
    before,
    after: { ...before, body: node },
  }));
}

function mutantsOfConstant(before: ConstantDeclaration): readonly Mutant[] {
  return mutateValues(before.value).map(({ operator, span, node }) => ({
    operator,
    span,
    before,
    after: { ...before, value: node },
  }));
}

function mutantsOfRule(rule: RuleDeclaration): readonly Mutant[] {
  const { span } = rule;
  return [
    ...flipped(rule).map((after) => ({ operator: "effect flipped" as const, span, before: rule, after })),
    { operator: "rule dropped", span, before: rule, after: undefined },
    ...rule.sentence.clauses.flatMap((clause, index) => mutantsOfClause(rule, clause, index)),
  ];
}

/** An allow as a deny, a deny as an allow; a `because` and remedies go with the deny. */
function flipped(rule: RuleDeclaration): readonly MutableDeclaration[] {
  const { because: _, ...rest } = rule;
  const { sentence } = rule;
  switch (sentence.effect) {
    case "allow":
      return [{ ...rule, sentence: { ...sentence, effect: "deny" } }];
    case "deny":
      return [{ ...rest, sentence: { ...sentence, effect: "allow" } }];
    case "oblige":
      return [];
  }
}

function mutantsOfClause(rule: RuleDeclaration, clause: Clause, index: number): readonly Mutant[] {
  const { clauses } = rule.sentence;
  const { span, condition } = clause;
  const mutant = (operator: MutationOperator, changed: readonly Clause[], at = span): Mutant => ({
    operator,
    span: at,
    before: rule,
    after: { ...rule, sentence: { ...rule.sentence, clauses: changed } },
  });
  const negated: Clause = { ...clause, keyword: clause.keyword === "when" ? "unless" : "when" };
  return [
    mutant("clause negated", clauses.with(index, negated)),
    mutant(
      "clause dropped",
      clauses.filter((other) => other !== clause),
    ),
    ...mutateCondition(condition).map(({ operator, span: at, node }) =>
      mutant(operator, clauses.with(index, { ...clause, condition: node }), at),
    ),
  ];
}
