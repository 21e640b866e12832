import type { Name, RelationDeclaration, RelationExpression } from "../syntax/ast.js";
import { assertNever } from "../util/invariant.js";
import { directRelation, type Entities, parentRelation } from "./relation-subjects.js";

/** A relation, and whose it is. */
export interface DeclaredRelation {
  readonly type: string;
  readonly name: Name;
}

/**
 * The relations whose definitions exclude something that leads back to them: over some tuples they hang on their own exclusion, and then
 * are neither true nor false. (Such a model is not stratified: Apt, Blair and Walker 1988.)
 */
export function negativeCycles(entities: Entities): readonly DeclaredRelation[] {
  const slots = slotsOf(entities);
  const reaches = (from: string, to: string): boolean => {
    const reached = new Set([from]);
    for (const slot of reached) for (const { slot: next } of slots.get(slot)?.uses ?? []) reached.add(next);
    return reached.has(to);
  };
  return [...slots.entries()].flatMap(([key, { relation, uses }]) =>
    uses.some(({ slot, excluded }) => excluded && reaches(slot, key)) ? [relation] : [],
  );
}

/** A relation that a definition uses, by its key, and whether within what is excluded. */
interface Use {
  readonly slot: string;
  readonly excluded: boolean;
}

interface DefinedRelation {
  readonly relation: DeclaredRelation;
  readonly uses: readonly Use[];
}

function slotsOf(entities: Entities): ReadonlyMap<string, DefinedRelation> {
  return new Map(
    [...entities].flatMap(([type, { relations }]) =>
      relations.map((declaration): [string, DefinedRelation] => [
        slotKey(type, declaration.name.text),
        { relation: { type, name: declaration.name }, uses: usesOf(entities, type, declaration) },
      ]),
    ),
  );
}

function slotKey(type: string, relation: string): string {
  return `${type} ${relation}`;
}

function usesOf(entities: Entities, type: string, declaration: RelationDeclaration): readonly Use[] {
  const direct = declaration.targets.flatMap(({ type: of, relation }) =>
    relation ? [slotKey(of.text, relation.text)] : [],
  );
  const walk = (expression: RelationExpression, excluded: boolean): readonly Use[] => {
    switch (expression.kind) {
      case "RelationOperation":
        return expression.operands.flatMap((operand) => walk(operand, excluded));
      case "RelationExclusion":
        return [...walk(expression.base, excluded), ...walk(expression.excluded, true)];
      case "RelationReference":
        return slotsNamed(entities, type, expression, direct).map((slot) => ({ slot, excluded }));
      default:
        return assertNever(expression);
    }
  };
  const { definition } = declaration;
  return definition ? walk(definition, false) : direct.map((slot) => ({ slot, excluded: false }));
}

function slotsNamed(
  entities: Entities,
  type: string,
  { name, of }: Extract<RelationExpression, { kind: "RelationReference" }>,
  direct: readonly string[],
): readonly string[] {
  if (of === undefined) return name.text === directRelation ? direct : [slotKey(type, name.text)];
  const schema = entities.get(type);
  const over = schema?.relations.find((relation) => relation.name.text === of.text);
  const targets =
    over?.targets.map((target) => target.type.text) ?? (of.text === parentRelation ? schema?.parents : []);
  return (targets ?? []).map((target) => slotKey(target, name.text));
}
