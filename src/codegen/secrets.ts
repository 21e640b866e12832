import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { PolicySet, RuleVariant } from "../check/typed-policy-set.js";
import type { Secrets, Showing, ShownMembers } from "../runtime/secrets.js";
import type { Field, Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";

/**
 * What logs may show of requests for a policy set and of decisions on them; undefined where nothing is secret. It is of the
 * declarations, whatever rules read of them.
 */
export function secretsOf(policySet: PolicySet): Secrets | undefined {
  const { entities, actions, context } = policySet;
  const calls = secretCalls(policySet);
  const records = [
    ...[...entities.values()].map(({ attributes }) => attributes),
    ...[...actions.values()].map(({ parameters }) => parameters),
    context,
  ];
  const isDeclared = records.some((fields) => holdsSecret(fields, policySet));
  if (!isDeclared && !calls.some(({ isSecret }) => isSecret)) return undefined;
  return {
    entities: byName(entities, ({ attributes }) => membersOf(attributes)),
    actions: byName(actions, ({ parameters }) => membersOf(parameters)),
    context: membersOf(context),
    obligations: shownCalls(calls.filter(({ kind }) => kind === "obligation")),
    remedies: shownCalls(calls.filter(({ kind }) => kind === "remedy")),
  };
}

function byName<T>(all: ReadonlyMap<string, T>, shown: (one: T) => ShownMembers): Secrets["entities"] {
  return Object.fromEntries([...all].map(([name, one]) => [name, shown(one)]));
}

function membersOf(fields: ReadonlyMap<string, Field>): ShownMembers {
  return Object.fromEntries([...fields].map(([name, { type }]) => [name, showingOf(type)]));
}

function showingOf(type: Type): Showing {
  if (type.secret) return "secret";
  switch (type.kind) {
    case "List":
      return { list: showingOf(type.element) };
    case "Map":
      return { map: showingOf(type.value) };
    case "Record":
      return { record: membersOf(type.fields) };
    case "Entity":
      return "entity";
    case "Json":
      return "json";
    case "Bool":
    case "Int":
    case "Number":
    case "Duration":
    case "String":
    case "Literals":
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return "scalar";
    default:
      return assertNever(type);
  }
}

/** An argument of an obligation or a remedy, as some rule gives it. */
interface GivenArgument {
  readonly kind: "obligation" | "remedy";
  readonly call: string;
  readonly name: string;
  readonly isSecret: boolean;
}

/** What is made of something secret is secret, whatever it is made into: decisions have the arguments of calls in plain text. */
function secretCalls(policySet: PolicySet): readonly GivenArgument[] {
  const declared = [...policySet.obligations.values()].flatMap(({ name: call, parameters }) =>
    [...parameters.values()].map(({ name, type }) => {
      return { kind: "obligation" as const, call, name, isSecret: mayHoldSecret(type, policySet) };
    }),
  );
  const variants = policySet.rules.flatMap((rule) => rule.variants);
  return [...declared, ...variants.flatMap((variant) => givenArguments(variant, policySet))];
}

function givenArguments(variant: RuleVariant, policySet: PolicySet): readonly GivenArgument[] {
  const { clauses, obligations } = variant;
  if (obligations.length === 0 && clauses.every(({ remedy }) => remedy === undefined)) return [];
  const remedies = clauses.flatMap(({ remedy }) => remedy ?? []);
  const given = (kind: GivenArgument["kind"], calls: typeof remedies) =>
    calls.flatMap(({ name: call, arguments: values }) =>
      values.map(({ name, value }) => ({ kind, call, name, isSecret: isOfSecret(value, policySet) })),
    );
  return [...given("obligation", [...obligations]), ...given("remedy", remedies)];
}

function shownCalls(given: readonly GivenArgument[]): Secrets["obligations"] {
  const calls = new Map<string, Map<string, Showing>>();
  for (const { call, name, isSecret } of given) {
    const shown = calls.get(call) ?? new Map<string, Showing>();
    calls.set(call, shown.set(name, isSecret || shown.get(name) === "secret" ? "secret" : "json"));
  }
  return byName(calls, (shown) => Object.fromEntries(shown));
}

/** Whether a secret takes part in a value: stands in it, or is read on the way to it. */
function isOfSecret(expression: TypedExpression, policySet: PolicySet): boolean {
  const isRead = (part: TypedExpression): boolean =>
    part.type.secret === true || childrenOf(part).some(isRead);
  return isRead(expression) || mayHoldSecret(expression.type, policySet);
}

/** Whether a value of a type is secret, or something in it. Entities that hold each other are looked at once. */
function mayHoldSecret(type: Type, policySet: PolicySet, seen = new Set<string>()): boolean {
  if (type.secret) return true;
  if (type.kind === "List") return mayHoldSecret(type.element, policySet, seen);
  if (type.kind === "Map") return mayHoldSecret(type.value, policySet, seen);
  if (type.kind === "Record") return holdsSecret(type.fields, policySet, seen);
  if (type.kind !== "Entity") return false;
  const unseen = type.names.filter((name) => !seen.has(name));
  for (const name of unseen) seen.add(name);
  return unseen.some((name) => holdsSecret(policySet.entities.get(name)?.attributes, policySet, seen));
}

function holdsSecret(
  fields: ReadonlyMap<string, Field> | undefined,
  policySet: PolicySet,
  seen?: Set<string>,
): boolean {
  return [...(fields?.values() ?? [])].some(({ type }) => mayHoldSecret(type, policySet, seen));
}
