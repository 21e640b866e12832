import type { Type } from "../../types/type.js";
import { childrenOf, withParts } from "../typed-children.js";
import type { RootExpression, TypedClause, TypedExpression } from "../typed-expression.js";
import { testsThatHold } from "./tests-that-hold.js";

/** Something that clauses ask of a party, and that somebody must have granted it. */
export type Grant = { readonly test: TypedExpression } & (
  | { readonly kind: "attribute"; readonly name: string }
  /**
   * To be who the resource or an argument names: an entity of these types, or anybody where it is named by its id. What names one alone
   * cannot name both parties of a call.
   */
  | { readonly kind: "identity"; readonly types: readonly string[] | undefined; readonly isSole: boolean }
  /** To be in a group of one of these types. */
  | { readonly kind: "group"; readonly types: readonly string[] }
  /** To have a relation to something of one of these types. */
  | { readonly kind: "relation"; readonly name: string; readonly types: readonly string[] }
);

/** The names by which a rule reads one party. */
export type PartyRoots = ReadonlySet<RootExpression["name"]>;

/** What clauses ask of a party where they have to hold; what must not be so grants nothing. */
export function grantsAsked(clauses: readonly TypedClause[], party: PartyRoots): readonly Grant[] {
  return testsThatHold(clauses).flatMap((test) => grantsOf(test, party));
}

function grantsOf(test: TypedExpression, party: PartyRoots): readonly Grant[] {
  const attributes = attributesAsked(test, party);
  switch (test.kind) {
    case "has":
      return [];
    case "hierarchy":
      return isParty(test.entity, party)
        ? [{ kind: "group", types: entityNames(test.group.type), test }]
        : attributes;
    case "equality":
      if (test.negated) return [];
      return [
        ...identityAsked(test, test.left, test.right, party),
        ...identityAsked(test, test.right, test.left, party),
        ...attributes,
      ];
    case "element":
      return [...identityAsked(test, test.element, test.list, party), ...attributes];
    case "related":
      return isParty(test.subject, party)
        ? [{ kind: "relation", name: test.relation, types: entityNames(test.object.type), test }]
        : attributes;
    default:
      return attributes;
  }
}

/** Names of attributes that say what somebody may do. */
const grantNames: ReadonlySet<string> = new Set([
  ...["role", "roles", "permission", "permissions", "privilege", "privileges", "right", "rights"],
  ...["group", "groups", "grant", "grants", "entitlement", "entitlements", "scope", "scopes"],
  ...["clearance", "admin", "is_admin", "isAdmin", "access_level", "accessLevel"],
]);

/** Attributes that are grants by their names, or that the resource has to share: a team, a tenant. */
function attributesAsked(test: TypedExpression, party: PartyRoots): readonly Grant[] {
  const parts = withParts(test);
  const isShared = comparing.has(test.kind) && parts.some((part) => isRoot(part, "resource"));
  return parts.flatMap((part) =>
    part.kind === "read" && isParty(part.object, party) && (isShared || grantNames.has(part.name))
      ? [{ kind: "attribute", name: part.name, test }]
      : [],
  );
}

const comparing: ReadonlySet<TypedExpression["kind"]> = new Set<TypedExpression["kind"]>([
  "equality",
  "element",
  "containsAll",
  "containsAny",
  "related",
]);

/** `principal == resource.owner`, `principal in resource.editors`, `principal.id == args.user_id`. */
function identityAsked(
  test: TypedExpression,
  asked: TypedExpression,
  named: TypedExpression,
  party: PartyRoots,
): readonly Grant[] {
  const isOfCall = withParts(named).some((part) => isRoot(part, "resource") || isRoot(part, "args"));
  if (!isOfCall) return [];
  const isSole = test.kind === "equality";
  if (isParty(asked, party)) return [{ kind: "identity", types: entityNames(named.type), isSole, test }];
  const isId = asked.kind === "identity" && asked.name === "id" && isParty(asked.object, party);
  return isId && namesPerson(named) ? [{ kind: "identity", types: undefined, isSole, test }] : [];
}

/** Whether an attribute or an argument is called as one is that has a person's id: an agent may well be asked for its own elsewhere. */
function namesPerson(expression: TypedExpression): boolean {
  if (expression.kind === "coalesce") return namesPerson(expression.left);
  return expression.kind === "read" && personNames.test(expression.name);
}

const personNames =
  /^(owner|author|creator|user|assignee|editor|viewer|reader|writer|member|customer|account)s?(_?ids?)?$|^created_?by$/i;

/** One name for what a grant is about. */
export function grantName(grant: Grant): string {
  return "name" in grant ? `${grant.kind} ${grant.name}` : grant.kind;
}

/** The grants of a party that an expression itself looks at in any way, by {@link grantName}. */
export function grantsNamed(expression: TypedExpression, party: PartyRoots): readonly string[] {
  switch (expression.kind) {
    case "read":
      return isParty(expression.object, party) ? [`attribute ${expression.name}`] : [];
    case "hierarchy":
      return looksAt(expression, party) ? ["group"] : [];
    case "related":
      return isParty(expression.subject, party) ? [`relation ${expression.relation}`] : [];
    case "equality":
    case "element":
    case "identity":
      return looksAt(expression, party) ? ["identity"] : [];
    default:
      return [];
  }
}

function looksAt(expression: TypedExpression, party: PartyRoots): boolean {
  return childrenOf(expression).some((child) => isParty(child, party));
}

function isParty(expression: TypedExpression, party: PartyRoots): boolean {
  return expression.kind === "root" && party.has(expression.name);
}

function isRoot(expression: TypedExpression, name: RootExpression["name"]): boolean {
  return expression.kind === "root" && expression.name === name;
}

function entityNames(type: Type): readonly string[] {
  if (type.kind === "List") return entityNames(type.element);
  return type.kind === "Entity" ? type.names : [];
}
