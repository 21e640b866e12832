import { childrenOf } from "../check/typed-children.js";
import type {
  CoalesceExpression,
  HierarchyExpression,
  MapIndexExpression,
  ReadExpression,
  RootExpression,
  TypedConditionalExpression,
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

/** Needs by the name that the expression starts from. */
export type RootNeeds = Readonly<Record<RootName, Need>>;

/** A place of which nothing is read. */
export function emptyNeed(): Need {
  return { members: new Map(), elements: undefined, ancestors: false, id: false };
}

/** What a rule reads: in its scope, its clauses (bodies and arguments of remedies too) and its obligations' arguments. */
export function needsOf(variant: RuleVariant): RootNeeds {
  const needs: RootNeeds = {
    principal: emptyNeed(),
    subject: emptyNeed(),
    actor: emptyNeed(),
    resource: emptyNeed(),
    context: emptyNeed(),
    args: emptyNeed(),
  };
  const walker = createWalker(needs);
  for (const expression of expressionsOf(variant)) walker(expression);
  return needs;
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

/** Adds what an expression reads, and gives the places whose values it can denote. */
type Walker = (expression: TypedExpression) => readonly Need[];

function createWalker(needs: RootNeeds): Walker {
  const variables = new Map<number, readonly Need[]>();
  const walk: Walker = (expression) => {
    switch (expression.kind) {
      case "root":
        return walkRoot(expression);
      case "variable":
        return variables.get(expression.id) ?? [];
      case "read":
        return walkRead(expression);
      case "index":
        return walkIndex(expression);
      case "identity":
        (expression.name === "id" ? walk : walkObject)(expression.object);
        return [];
      case "is":
        walkObject(expression.object);
        return [];
      case "hierarchy":
        return walkHierarchy(expression);
      case "any":
      case "all":
        return walkQuantifier(expression);
      case "if":
        return walkConditional(expression);
      case "coalesce":
        return walkCoalesce(expression);
      default:
        for (const operand of childrenOf(expression)) walk(operand);
        return [];
    }
  };

  /** As a value of its own, a resource is told apart by its id. */
  const walkRoot = (expression: RootExpression): readonly Need[] => {
    if (expression.name === "resource") needs.resource.id = true;
    return [needs[expression.name]];
  };

  /** As what something is read of, a resource needs no id. */
  const walkObject: Walker = (expression) =>
    expression.kind === "root" ? [needs[expression.name]] : walk(expression);

  const walkRead = ({ object, name }: ReadExpression): readonly Need[] =>
    walkObject(object).map((need) => memberOf(need, name));

  const walkIndex = ({ object, key }: MapIndexExpression): readonly Need[] => {
    walk(key);
    return walkObject(object).map(elementsOf);
  };

  const walkHierarchy = ({ entity, group }: HierarchyExpression): readonly Need[] => {
    for (const need of canBeSame(entity, group) ? walk(entity) : walkObject(entity)) need.ancestors = true;
    walk(group);
    return [];
  };

  const walkQuantifier = ({ variable, collection, body }: TypedQuantifierExpression): readonly Need[] => {
    const places = walk(collection);
    // Over a map the variable is a key, and a key is no place in the request.
    variables.set(variable.id, collection.type.kind === "List" ? places.map(elementsOf) : []);
    walk(body);
    return [];
  };

  const walkConditional = ({
    condition,
    consequent,
    alternate,
  }: TypedConditionalExpression): readonly Need[] => {
    walk(condition);
    return [...walk(consequent), ...walk(alternate)];
  };

  const walkCoalesce = ({ left, right }: CoalesceExpression): readonly Need[] => [
    ...walk(left),
    ...walk(right),
  ];

  return walk;
}

/** Whether an entity's and a group's types have one in common. */
function canBeSame({ type: entity }: TypedExpression, { type: group }: TypedExpression): boolean {
  if (entity.kind !== "Entity" || group.kind !== "Entity") return true;
  return entity.names.some((name) => group.names.includes(name));
}

function memberOf(need: Need, name: string): Need {
  const known = need.members.get(name) ?? emptyNeed();
  need.members.set(name, known);
  return known;
}

function elementsOf(need: Need): Need {
  need.elements ??= emptyNeed();
  return need.elements;
}

/** Adds to a place all that another one needs. */
export function addNeed(target: Need, source: Need): void {
  for (const [name, need] of source.members) addNeed(memberOf(target, name), need);
  if (source.elements) addNeed(elementsOf(target), source.elements);
  target.ancestors ||= source.ancestors;
  target.id ||= source.id;
}
