import { printField } from "../types/print-type.js";
import type { Field } from "../types/type.js";
import type { Checker } from "./checker.js";
import type { Mentions } from "./mentions.js";
import type { Scoped, SentenceScope } from "./sentence-scope.js";
import type { PrincipalEnvironment, Target } from "./typed-policy-set.js";

/** Environments of one side that give a rule the same types. */
export type EnvironmentGroup<Environment> = readonly [Scoped<Environment>, ...Scoped<Environment>[]];

/** The principals of a scope, grouped by what the rule reads of them. */
export function groupPrincipals(
  scope: SentenceScope,
  mentions: Mentions,
): readonly EnvironmentGroup<PrincipalEnvironment>[] {
  return group(scope.principals, ({ environment, tests }) => {
    const { type, role, other } = environment;
    const parts = [testKey(tests)];
    if (mentions.roots.has("principal") || tests.length > 0) parts.push(typeKey("principal", type));
    if (mentions.roots.has("subject")) parts.push(typeKey("subject", role === "actor" ? other : type));
    if (mentions.roots.has("actor")) parts.push(typeKey("actor", role === "actor" ? type : other));
    if (mentions.roots.has("principal") && mentions.roots.size > 1) parts.push(role);
    return parts.join("|");
  });
}

/** The targets of a scope, grouped by what the rule reads of them. */
export function groupTargets(
  checker: Checker,
  scope: SentenceScope,
  mentions: Mentions,
): readonly EnvironmentGroup<Target>[] {
  const readsTarget = mentions.roots.has("resource") || mentions.roots.has("args");
  const [first, ...others] = scope.targets;
  // A rule on anything that reads nothing of it: hundreds of targets are one group, seen without a key for each.
  if (first && !readsTarget && scope.targets.every(({ tests }) => tests.length === 0))
    return [[first, ...others]];
  return group(scope.targets, ({ environment, tests }) => {
    let key = testKey(tests);
    if (mentions.roots.has("resource") || tests.length > 0)
      key += `|${typeKey("resource", environment.resource)}`;
    if (mentions.wholeArguments) key += `|args ${environment.action}`;
    const parameters = checker.schema.actions.get(environment.action)?.parameters;
    for (const name of mentions.parameters) key += `|${fieldKey(parameters?.get(name))}`;
    return key;
  });
}

/** A party with its type, or without where it is absent: a type may be called `undefined`. */
function typeKey(party: string, type: string | undefined): string {
  return type === undefined ? party : `${party} ${type}`;
}

function group<Environment>(
  scoped: readonly Scoped<Environment>[],
  keyOf: (scoped: Scoped<Environment>) => string,
): readonly EnvironmentGroup<Environment>[] {
  const [first, ...others] = scoped;
  if (first && others.length === 0) return [[first]];
  const groups = new Map<string, [Scoped<Environment>, ...Scoped<Environment>[]]>();
  for (const member of scoped) {
    const key = keyOf(member);
    const members = groups.get(key);
    if (members) members.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()];
}

function testKey(tests: Scoped<unknown>["tests"]): string {
  return tests.map((test) => test.span.start).join(",");
}

const fieldKeys = new WeakMap<Field, string>();

/** A field's type as text, once per field: parameters of one type share their key across actions. */
function fieldKey(field: Field | undefined): string {
  if (!field) return "-";
  const known = fieldKeys.get(field);
  if (known !== undefined) return known;
  const key = `${printField(field)}${field.nullable ? " null" : ""}`;
  fieldKeys.set(field, key);
  return key;
}
