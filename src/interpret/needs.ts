import { childrenOf } from "../check/typed-children.js";
import type {
  HierarchyExpression,
  RootExpression,
  TypedExpression,
  TypedQuantifierExpression,
} from "../check/typed-expression.js";
import type { PolicySet, RuleVariant } from "../check/typed-policy-set.js";
import { rememberedOfContent } from "../source/moved.js";
import type { Type } from "../types/type.js";
import { principalsOf, type RequestTypes, rulesInScope } from "./environment.js";

/*
 * Relevant attributes: what the rules in scope read of a request, and so what must be there and in order before any rule is asked.
 * A place is a position in the request; an expression denotes the places that its value may come from.
 */

/** What the rules in scope read at one place of a request. */
export interface Needs {
  /** Of an entity its properties that are read, of a record the places in it, by name. */
  readonly members: Map<string, Needs>;
  /** The place of every element of a list, and of every value of a map. */
  elements: Needs | undefined;
  /** Of an entity: a rule tests whether it is in a group. */
  ancestors: boolean;
  /** Of the resource, which may lack an id: a rule looks at it. */
  id: boolean;
}

/** What is read at each root of a request. */
export interface RequestNeeds {
  readonly subject: Needs;
  readonly actor: Needs;
  readonly resource: Needs;
  readonly context: Needs;
  readonly args: Needs;
}

/** Nothing is read. */
export function noNeeds(): Needs {
  return { members: new Map(), elements: undefined, ancestors: false, id: false };
}

/** {@link noNeeds} at every root. */
export function noRequestNeeds(): RequestNeeds {
  return { subject: noNeeds(), actor: noNeeds(), resource: noNeeds(), context: noNeeds(), args: noNeeds() };
}

/** What the rules in scope of a request read: the union over both principals. */
export function needsOf(policySet: PolicySet, types: RequestTypes): RequestNeeds {
  const known = knownNeeds.get(policySet) ?? new Map<string, RequestNeeds>();
  knownNeeds.set(policySet, known);
  const { subject, actor, target } = types;
  const key = JSON.stringify([subject, actor, target.action, target.resource]);
  const needs = known.get(key) ?? collectNeeds(policySet, types);
  known.set(key, needs);
  return needs;
}

/** By the policy set, then by the types of the request: a set is asked thousands of times, and has few kinds of requests. */
const knownNeeds = new WeakMap<PolicySet, Map<string, RequestNeeds>>();

function collectNeeds(policySet: PolicySet, types: RequestTypes): RequestNeeds {
  const needs = noRequestNeeds();
  for (const { role, environment } of principalsOf(types)) {
    for (const { variant } of rulesInScope(policySet, environment, types.target)) {
      for (const [root, read] of needsOfVariant(variant))
        addNeeds(needs[root === "principal" ? role : root], read);
    }
  }
  return needs;
}

/** What is read at each root that an expression names. */
type RootNeeds = Map<RootExpression["name"], Needs>;

/** What one variant of a rule reads: a rule stands in the scopes of many kinds of requests. */
const needsOfVariant = rememberedOfContent((variant: RuleVariant): RootNeeds => {
  // A variable is read in its quantifier alone, so what it was elsewhere in the variant is never asked.
  const walk: Walk = { needs: new Map(), variables: new Map() };
  visitVariant(variant, walk);
  return walk.needs;
});

/** Adds to a place all that is read at another one. */
function addNeeds(place: Needs, { members, elements, ancestors, id }: Needs): void {
  for (const [name, read] of members) addNeeds(memberOf(place, name), read);
  if (elements !== undefined) addNeeds(elementsOf(place), elements);
  place.ancestors ||= ancestors;
  place.id ||= id;
}

/** What a value comes from that is none of the request. */
const nowhere: readonly Needs[] = [];

interface Walk {
  readonly needs: RootNeeds;
  /** The places of the quantifiers' variables. */
  readonly variables: Map<number, readonly Needs[]>;
}

function visitVariant({ scope, clauses, obligations }: RuleVariant, walk: Walk): void {
  visit(scope, walk);
  for (const { condition, remedy } of clauses) {
    visit(condition, walk);
    for (const { value } of remedy?.arguments ?? []) visit(value, walk);
  }
  for (const obligation of obligations) for (const { value } of obligation.arguments) visit(value, walk);
}

function visitAll(expressions: readonly TypedExpression[], walk: Walk): readonly Needs[] {
  return expressions.flatMap((expression) => visit(expression, walk));
}

/** Notes all that an expression reads; the places that its value may come from. */
function visit(expression: TypedExpression, walk: Walk): readonly Needs[] {
  switch (expression.kind) {
    case "literal":
    case "entity":
      return nowhere;
    case "root":
      return visitRoot(expression, walk);
    case "variable":
      return walk.variables.get(expression.id) ?? nowhere;
    case "read":
      return visitObject(expression.object, walk).map((place) => memberOf(place, expression.name));
    case "index":
      visit(expression.key, walk);
      return visit(expression.object, walk).map(elementsOf);
    case "if":
      visit(expression.condition, walk);
      return visitAll([expression.consequent, expression.alternate], walk);
    case "coalesce":
      return visitAll([expression.left, expression.right], walk);
    case "any":
    case "all":
      return visitQuantifier(expression, walk);
    case "hierarchy":
      return visitHierarchy(expression, walk);
    case "identity":
      if (expression.name === "type") visitObject(expression.object, walk);
      else visit(expression.object, walk);
      return nowhere;
    case "is":
      visitObject(expression.object, walk);
      return nowhere;
    default:
      for (const child of childrenOf(expression)) visit(child, walk);
      return nowhere;
  }
}

/** A root as a value: of the resource, this looks at its id. */
function visitRoot(root: RootExpression, walk: Walk): readonly Needs[] {
  const place = placeOfRoot(root, walk);
  if (root.name === "resource") place.id = true;
  return [place];
}

/** An expression of which only a property or the type is read: of the resource, this does not look at its id. */
function visitObject(object: TypedExpression, walk: Walk): readonly Needs[] {
  return object.kind === "root" ? [placeOfRoot(object, walk)] : visit(object, walk);
}

function placeOfRoot({ name }: RootExpression, { needs }: Walk): Needs {
  const place = needs.get(name) ?? noNeeds();
  needs.set(name, place);
  return place;
}

function visitHierarchy({ entity, group }: HierarchyExpression, walk: Walk): readonly Needs[] {
  // Where the types differ, `resource in Folder("hr")` cannot be the resource itself, and asks for its ancestors alone.
  const places = haveCommonEntity(entity.type, group.type) ? visit(entity, walk) : visitObject(entity, walk);
  for (const place of places) place.ancestors = true;
  visit(group, walk);
  return [];
}

function haveCommonEntity(left: Type, right: Type): boolean {
  return (
    left.kind === "Entity" && right.kind === "Entity" && left.names.some((name) => right.names.includes(name))
  );
}

function visitQuantifier(
  { variable, collection, body }: TypedQuantifierExpression,
  walk: Walk,
): readonly Needs[] {
  const places = visit(collection, walk);
  // Over a map the variable is a key: a text of the request's own, which comes from no place.
  walk.variables.set(variable.id, collection.type.kind === "Map" ? [] : places.map(elementsOf));
  visit(body, walk);
  return [];
}

function memberOf(place: Needs, name: string): Needs {
  const known = place.members.get(name);
  if (known !== undefined) return known;
  const member = noNeeds();
  place.members.set(name, member);
  return member;
}

function elementsOf(place: Needs): Needs {
  place.elements ??= noNeeds();
  return place.elements;
}
