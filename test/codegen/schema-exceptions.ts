import type { Problem } from "../../src/runtime/decision.js";
import { parseCidr } from "../../src/runtime/ip.js";
import { parseDuration } from "../../src/runtime/time.js";
import { type TextKind, validTexts } from "../../src/testing/sample-values.js";
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
  const type = /^[A-Za-z]+/.exec(expected)?.[0] ?? "";
  if (type === "Json") return isBeyondJson(value);
  if (typeof value !== "string" || !isTextKind(type)) return false;
  return isBeyondPattern(type, value) || (expected.startsWith("Duration in ") && fitsPattern(type, value));
}

function isTextKind(type: string): type is TextKind {
  return Object.hasOwn(validTexts, type);
}

/** Whether a text is one that the pattern of its plain form cannot tell from those in plain form. */
export function isBeyondPattern(kind: TextKind, text: string): boolean {
  return fitsPattern(kind, text) && (exceptions[kind]?.(text) ?? false);
}

/** Whether the schema of a plain form accepts a text. */
export function fitsPattern(kind: TextKind, text: string): boolean {
  const { pattern, maxLength = Infinity } = plainForms[kind];
  return new RegExp(pattern, "u").test(text) && text.length <= maxLength;
}

const exceptions: Readonly<Partial<Record<TextKind, (text: string) => boolean>>> = {
  /** Not whole milliseconds, or too many of them. */
  Duration: (text) => parseDuration(text) === undefined,
  /** A bit is set after the length. */
  Cidr: (text) => parseCidr(text) === undefined,
  /** `..` leads to a drive letter. */
  Path: (text) => text.split("/").includes("..") && /\/[A-Za-z]:(?:\/|$)/.test(text),
  /** Its offset puts it outside of the years 0000 to 9999. */
  Time: (text) => /^(?:0000-01-01|9999-12-31)/.test(text),
};

/** An ancestor whose type or id is no text. */
function hasIllFormedKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, id } = value as { readonly type?: unknown; readonly id?: unknown };
  return [type, id].every((text) => typeof text === "string") && !`${type} ${id}`.isWellFormed();
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
