import type { Field, Type } from "../types/type.js";
import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";
import type { ActionSchema, RuleVariant } from "./typed-policy-set.js";

/**
 * The parameters of an action that name where something goes: by their types (Url, Email, Path), or, as plain strings, by what people call
 * them. Strings with a pattern are constrained by it.
 */
export function destinationsOf({ parameters, tags }: ActionSchema): readonly Field[] {
  const names = tags.includes("read_only") ? sendingNames : destinationNames;
  return [...parameters.values()].filter(
    ({ name, type }) => isDestination(type) || (isFreeText(type) && names.has(lastWord(name))),
  );
}

/** Whether people call an argument so that says where something goes. */
export function isDestinationName(name: string): boolean {
  return destinationNames.has(lastWord(name));
}

/** Names of arguments by which data leaves even when an action only reads. */
const sendingNames: ReadonlySet<string> = new Set(["url", "urls", "uri", "uris", "cc", "bcc"]);

/** Names of arguments that say where to. A plain `path` may be one within whatever the call is about: one of files is a `Path`. */
const destinationNames: ReadonlySet<string> = new Set([
  ...sendingNames,
  "to",
  "recipient",
  "recipients",
  "webhook",
  "endpoint",
  "destination",
  "destinations",
]);

/** `url` of `callback_url`, `callbackUrl` and `url`; but a word that says little by itself, such as `to`, stands alone. */
function lastWord(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_-]/);
  const last = words.at(-1) ?? "";
  return last === "to" ? words.join("_") : last;
}

function isDestination(type: Type): boolean {
  switch (type.kind) {
    case "Url":
    case "Email":
    case "Path":
      return true;
    case "List":
      return isDestination(type.element);
    case "Map":
      return isDestination(type.value);
    case "Record":
      return [...type.fields.values()].some((field) => isDestination(field.type));
    default:
      return false;
  }
}

function isFreeText(type: Type): boolean {
  if (type.kind === "List") return isFreeText(type.element);
  return type.kind === "String" && type.pattern === undefined;
}

/** The arguments that a rule reads, as typed in some of its environments. */
export function argumentsRead({ scope, clauses }: RuleVariant): ReadonlySet<string> {
  const names = new Set<string>();
  const pending = [scope, ...clauses.map(({ condition }) => condition)];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (isArgument(next)) names.add(next.name);
    pending.push(...childrenOf(next));
  }
  return names;
}

/** Whether an expression reads a whole argument. */
export function isArgument(
  expression: TypedExpression,
): expression is Extract<TypedExpression, { readonly kind: "read" }> {
  return expression.kind === "read" && expression.object.kind === "root" && expression.object.name === "args";
}
