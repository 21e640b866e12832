import type { Clause, Declaration, EntityDeclaration, File, RuleDeclaration } from "../../syntax/ast.js";
import { printClause } from "../../syntax/print.js";
import { groupBy } from "../../util/group-by.js";
import { assertNever } from "../../util/invariant.js";
import type { Mutant } from "./mutant.js";
import { mutateCondition, mutateValues, type RelationsBeside } from "./mutate-expression.js";
import { mutateSentence, type PrincipalTypes } from "./mutate-sentence.js";

/**
 * Every mutant of a policy set: of its rules, and of the constants, definitions and remedies that they use; in the order of the source.
 * Some of them do not check, and some decide as the policy set does.
 *
 * After DeMillo, Lipton and Sayward (1978): tests that tell a program from those with one small mistake tell it from most others.
 */
export function enumerateMutants(files: readonly File[]): readonly Mutant[] {
  const entities = files.flatMap(({ declarations }) => declarations.filter(isEntity));
  const names = { types: principalTypes(entities), relations: relationsBeside(entities) };
  return files.flatMap((file) => file.declarations.flatMap((declaration) => mutantsOf(declaration, names)));
}

/** What a mistake may name in the place of what is meant. */
interface Names {
  readonly types: PrincipalTypes;
  readonly relations: RelationsBeside;
}

function principalTypes(entities: readonly EntityDeclaration[]): PrincipalTypes {
  const principals = entities.filter(({ principal }) => principal).map(({ name }) => name.text);
  const delegating = entities.flatMap(({ name, actingFor }) =>
    actingFor.length === 0 ? [] : [name.text, ...actingFor.map(({ text }) => text)],
  );
  return { all: [...new Set(principals)].sort(), delegating: new Set(delegating) };
}

function relationsBeside(entities: readonly EntityDeclaration[]): RelationsBeside {
  const owned = [...groupBy(entities, ({ name }) => name.text).values()].map((blocks) =>
    blocks.flatMap(({ members }) => members.flatMap(relationName)),
  );
  const all = [...new Set(owned.flat())];
  const beside = (relation: string) =>
    all.filter(
      (other) =>
        other !== relation && owned.some((names) => names.includes(relation) && names.includes(other)),
    );
  return new Map(all.map((relation) => [relation, beside(relation)]));
}

function relationName(member: EntityDeclaration["members"][number]): readonly string[] {
  return member.kind === "RelationDeclaration" ? [member.name.text] : [];
}

function isEntity(declaration: Declaration): declaration is EntityDeclaration {
  return declaration.kind === "EntityDeclaration";
}

function mutantsOf(declaration: Declaration, names: Names): readonly Mutant[] {
  switch (declaration.kind) {
    case "PolicyDeclaration":
      return declaration.rules.flatMap((rule) => {
        const owner = `${declaration.name.text}.${rule.name.text}`;
        return mutantsOfRule(rule, names).map((mutant) => ({ ...mutant, owner }));
      });
    case "DefinitionDeclaration":
    case "RemedyDeclaration":
      return mutateCondition(declaration.body, names.relations).map(({ node, ...mutation }) => ({
        ...mutation,
        owner: declaration.name.text,
        before: declaration,
        after: { ...declaration, body: node },
      }));
    case "ConstantDeclaration":
      return mutateValues(declaration.value, names.relations).map(({ node, ...mutation }) => ({
        ...mutation,
        owner: declaration.name.text,
        before: declaration,
        after: { ...declaration, value: node },
      }));
    default:
      return [];
  }
}

type RuleMutant = Omit<Mutant, "owner">;

function mutantsOfRule(rule: RuleDeclaration, names: Names): readonly RuleMutant[] {
  const { span, sentence } = rule;
  const whole = { span, replacement: undefined, before: rule };
  return [
    ...flipped(rule).map((after) => ({
      operator: "effect flipped" as const,
      span: { ...sentence.span, end: sentence.span.start + sentence.effect.length },
      replacement: after.sentence.effect,
      before: rule,
      after,
    })),
    { operator: "rule dropped", ...whole, after: undefined },
    ...mutateSentence(sentence, names.types).map(({ node, ...mutation }) => ({
      ...mutation,
      before: rule,
      after: { ...rule, sentence: node },
    })),
    ...sentence.clauses.flatMap((clause, index) => mutantsOfClause(rule, clause, index, names)),
  ];
}

/** An allow as a deny, a deny as an allow; a `because` and remedies go with the deny. */
function flipped(rule: RuleDeclaration): readonly RuleDeclaration[] {
  const { because: _, ...rest } = rule;
  const { sentence } = rule;
  switch (sentence.effect) {
    case "allow":
      return [{ ...rule, sentence: { ...sentence, effect: "deny" } }];
    case "deny":
      return [{ ...rest, sentence: { ...sentence, effect: "allow" } }];
    case "oblige":
      return [];
    default:
      return assertNever(sentence.effect);
  }
}

function mutantsOfClause(
  rule: RuleDeclaration,
  clause: Clause,
  index: number,
  { relations }: Names,
): readonly RuleMutant[] {
  const { clauses } = rule.sentence;
  const { span } = clause;
  const withClauses = (changed: readonly Clause[]): RuleDeclaration => ({
    ...rule,
    sentence: { ...rule.sentence, clauses: changed },
  });
  const negated: Clause = { ...clause, keyword: clause.keyword === "when" ? "unless" : "when" };
  const dropped = clauses.filter((other) => other !== clause);
  return [
    {
      operator: "clause negated",
      span,
      replacement: printClause(negated),
      before: rule,
      after: withClauses(clauses.with(index, negated)),
    },
    { operator: "clause dropped", span, replacement: undefined, before: rule, after: withClauses(dropped) },
    ...mutateCondition(clause.condition, relations).map(({ node, ...mutation }) => ({
      ...mutation,
      before: rule,
      after: withClauses(clauses.with(index, { ...clause, condition: node })),
    })),
  ];
}
