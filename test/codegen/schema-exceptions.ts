import type { Problem } from "../../src/runtime/decision.js";
import { parseDuration } from "../../src/runtime/time.js";
import { resolvePointer } from "../../src/types/json-pointer.js";
import { plainForms } from "../../src/types/plain-form-patterns.js";

/* What `polc schema` cannot state, as docs/json-schema.md lists it: there the schema accepts what `validate` refuses, and nowhere else. */

/** The problems that a schema should have found too. */
export function unexcused(problems: readonly Problem[], request: unknown): readonly Problem[] {
  return problems.filter((problem) => !isExcused(problem, valueAt(request, problem.path)));
}

/** By keys as they are: `resolvePointer` reads percent signs, which a problem's path has for themselves. */
function valueAt(request: unknown, path: string): unknown {
  return resolvePointer(request, path.replaceAll("%", "%25"));
}

function isExcused({ path, kind, expected }: Problem, value: unknown): boolean {
  if (!path.isWellFormed()) return true;
  if (kind !== "invalid") return false;
  if (typeof value === "string" && !value.isWellFormed()) return true;
  if (expected === "an entity's type and id") return hasIllFormedKey(value);
  const type = /^[A-Za-z]+/.exec(expected)?.[0];
  if (type === "Json") return isBeyondJson(value);
  return typeof value === "string" && (exceptions[type ?? ""]?.(value, expected) ?? false);
}

/** An ancestor whose type or id is no text. */
function hasIllFormedKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, id } = value as { readonly type?: unknown; readonly id?: unknown };
  return [type, id].every((text) => typeof text === "string") && !`${type} ${id}`.isWellFormed();
}

const exceptions: Readonly<Record<string, (text: string, expected: string) => boolean>> = {
  Duration: (text, expected) =>
    matches("Duration", text) && (parseDuration(text) === undefined || expected.startsWith("Duration in ")),
  Cidr: (text) => matches("Cidr", text),
  Path: (text) => matches("Path", text) && text.split("/").includes("..") && /\/[A-Za-z]:(?:\/|$)/.test(text),
  Time: (text) => matches("Time", text) && /^(?:0000-01-01|9999-12-31)/.test(text),
};

function matches(kind: keyof typeof plainForms, text: string): boolean {
  return new RegExp(plainForms[kind].pattern, "u").test(text);
}

/** Deeper than 64 levels, or with a text that is none. */
function isBeyondJson(value: unknown, depth = 64): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  return Object.entries(value).some(
    ([key, member]) => !key.isWellFormed() || isBeyondJson(member, depth - 1),
  );
}
