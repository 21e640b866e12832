import { childrenOf } from "../check/typed-children.js";
import type {
  HierarchyExpression,
  RootExpression,
  TypedExpression,
  TypedQuantifierExpression,
} from "../check/typed-expression.js";
import type { RuleVariant } from "../check/typed-policy-set.js";
import type { RootName } from "./node.js";

/**
 * What rules read at one place of a request. Computed from the typed rules, before any simplification, so that what a request must
 * carry does not hang on how clever polc is.
 */
export interface Need {
  /** Properties of an entity, of a record, of `context` or of `args`. */
  readonly members: Map<string, Need>;
  /** What is read of each element of a list, or of each value of a map. */
  elements: Need | undefined;
  /** Whether the ancestors of the entity here are tested. */
  ancestors: boolean;
  /** Whether the id of the resource is. */
  id: boolean;
}

/** Needs by the name that the expression starts from; a name that no expression starts from has none. */
export type RootNeeds = ReadonlyMap<RootName, Need>;

/** A place of which nothing is read. */
export function emptyNeed(): Need {
  return { members: new Map(), elements: undefined, ancestors: false, id: false };
}

/** What a rule reads: in its scope, its clauses (bodies and arguments of remedies too) and its obligations' arguments. */
export function needsOf(variant: RuleVariant): RootNeeds {
  const state: Walk = { needs: new Map(), variables: new Map() };
  for (const expression of expressionsOf(variant)) walk(expression, state);
  return state.needs;
}

function expressionsOf({ scope, clauses, obligations }: RuleVariant): readonly TypedExpression[] {
  const remedies = clauses.flatMap((clause) => clause.remedy?.arguments ?? []);
  const calls = obligations.flatMap((obligation) => obligation.arguments);
  return [
    scope,
    ...clauses.map((clause) => clause.condition),
    ...[...remedies, ...calls].map((argument) => argument.value),
  ];
}

/** What is needed so far, and the places that variables stand for. */
interface Walk {
  readonly needs: Map<RootName, Need>;
  readonly variables: Map<number, readonly Need[]>;
}

/** Adds what an expression reads, and gives the places whose values it can denote. */
function walk(expression: TypedExpression, state: Walk): readonly Need[] {
  switch (expression.kind) {
    case "root":
      return walkRoot(expression, state);
    case "variable":
      return state.variables.get(expression.id) ?? [];
    case "read":
      return walkObject(expression.object, state).map((need) => memberOf(need, expression.name));
    case "index":
      walk(expression.key, state);
      return walkObject(expression.object, state).map(elementsOf);
    case "identity":
      (expression.name === "id" ? walk : walkObject)(expression.object, state);
      return [];
    case "is":
      walkObject(expression.object, state);
      return [];
    case "hierarchy":
      return walkHierarchy(expression, state);
    case "any":
    case "all":
      return walkQuantifier(expression, state);
    case "if":
      walk(expression.condition, state);
      return [...walk(expression.consequent, state), ...walk(expression.alternate, state)];
    case "coalesce":
      return [...walk(expression.left, state), ...walk(expression.right, state)];
    default:
      for (const operand of childrenOf(expression)) walk(operand, state);
      return [];
  }
}

/** As a value of its own, a resource is told apart by its id. */
function walkRoot({ name }: RootExpression, { needs }: Walk): readonly Need[] {
  const need = needIn(needs, name);
  if (name === "resource") need.id = true;
  return [need];
}

/** As what something is read of, a resource needs no id. */
function walkObject(expression: TypedExpression, state: Walk): readonly Need[] {
  return expression.kind === "root" ? [needIn(state.needs, expression.name)] : walk(expression, state);
}

function walkHierarchy({ entity, group }: HierarchyExpression, state: Walk): readonly Need[] {
  const places = (canBeSame(entity, group) ? walk : walkObject)(entity, state);
  for (const place of places) place.ancestors = true;
  walk(group, state);
  return [];
}

function walkQuantifier(
  { variable, collection, body }: TypedQuantifierExpression,
  state: Walk,
): readonly Need[] {
  const places = walk(collection, state);
  // Over a map the variable is a key, and a key is no place in the request.
  state.variables.set(variable.id, collection.type.kind === "List" ? places.map(elementsOf) : []);
  walk(body, state);
  return [];
}

/** Whether an entity's and a group's types have one in common. */
function canBeSame({ type: entity }: TypedExpression, { type: group }: TypedExpression): boolean {
  if (entity.kind !== "Entity" || group.kind !== "Entity") return true;
  return entity.names.some((name) => group.names.includes(name));
}

function memberOf(need: Need, name: string): Need {
  return needIn(need.members, name);
}

function needIn<Name extends string>(needs: Map<Name, Need>, name: Name): Need {
  const known = needs.get(name);
  if (known !== undefined) return known;
  const need = emptyNeed();
  needs.set(name, need);
  return need;
}

function elementsOf(need: Need): Need {
  need.elements ??= emptyNeed();
  return need.elements;
}

/** Adds to a place all that another one needs. */
export function addNeed(target: Need, source: Need): void {
  // Most places have none, and a loop over none is not free.
  if (source.members.size > 0)
    for (const [name, need] of source.members) addNeed(memberOf(target, name), need);
  if (source.elements) addNeed(elementsOf(target), source.elements);
  target.ancestors ||= source.ancestors;
  target.id ||= source.id;
}
