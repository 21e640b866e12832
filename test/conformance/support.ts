import { expect } from "vitest";
import { type CompileResult, check, compile } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { Decision } from "../../src/runtime/decision.js";
import { findDisagreement } from "../../src/testing/differential.js";
import { type DecisionModule, loadModule } from "../../src/testing/load-module.js";

/*
 * What the tests of conformance share: Pol text in, diagnostics or a decision out. A decision is always asked of the interpreter and of
 * the generated module, and both must say the same.
 */

/** A file of a policy set by its text; several texts are several files `a.pol`, `b.pol`, … */
export type Texts = string | readonly string[];

function filesOf(texts: Texts) {
  const all = typeof texts === "string" ? [texts] : texts;
  return all.map((text, index) => ({ path: `${String.fromCharCode(97 + index)}.pol`, text }));
}

/** Every diagnostic of a policy set, of its syntax too. */
export function diagnosticsOf(texts: Texts): readonly Diagnostic[] {
  return check(filesOf(texts)).diagnostics;
}

/** What is said of a policy set: `CODE text at its place`, in order; unused declarations are left out, as most tests are short. */
export function found(texts: Texts): readonly string[] {
  const files = new Map(filesOf(texts).map((file) => [file.path, file.text]));
  return diagnosticsOf(texts)
    .filter(({ code }) => code !== "POL2025")
    .map(({ code, span }) => `${code} ${files.get(span.file)?.slice(span.start, span.end) ?? span.file}`);
}

/** Like {@link found}, of errors alone. */
export function errorsOf(texts: Texts): readonly string[] {
  const warnings = new Set(
    diagnosticsOf(texts)
      .filter(({ severity }) => severity !== "error")
      .map(({ code }) => code),
  );
  return found(texts).filter((line) => !warnings.has(line.split(" ")[0] ?? ""));
}

interface Compiled {
  readonly set: NonNullable<CompileResult["policySet"]>;
  readonly module: DecisionModule;
}

const compiled = new Map<string, Compiled>();

/** A policy set without errors, and its module. */
export function compiledSet(texts: Texts): Compiled {
  const key = JSON.stringify(texts);
  const known = compiled.get(key);
  if (known) return known;
  const { policySet, module, diagnostics } = compile(filesOf(texts));
  if (!policySet || !module) {
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  }
  const result = { set: policySet, module: loadModule(module.code) };
  compiled.set(key, result);
  return result;
}

/** The decision on a request: the interpreter's, once the generated module agrees in everything. */
export function decide(texts: Texts, request: unknown): Decision {
  const { set, module } = compiledSet(texts);
  expect(findDisagreement(set, module, () => request)).toBeUndefined();
  return interpret(set, request);
}

/** {@link decide} in a few words: `allowed by p.a`, `denied_by_rule by p.b`, `invalid_request at /subject missing`. */
export function outcome(texts: Texts, request: unknown): string {
  const { reason, subject, actor, problems, errors } = decide(texts, request);
  if (reason === "invalid_request") {
    return `invalid_request at ${problems.map(({ path, kind }) => `${path} ${kind}`).join(", ")}`;
  }
  const rules = new Set([...(subject?.rules ?? []), ...(actor?.rules ?? [])]);
  const by = rules.size > 0 ? ` by ${[...rules].sort().join(", ")}` : "";
  const failed = errors.length > 0 ? `, errors in ${errors.map(({ rule }) => rule).join(", ")}` : "";
  return `${reason}${by}${failed}`;
}

/** A JSON object. */
export type Json = { readonly [name: string]: unknown };

/** A request by a User for an action with arguments; `more` replaces or adds members. */
export function call(name: string, args: Json = {}, more: Json = {}): Json {
  return { subject: { type: "User", id: "ann" }, action: { name, properties: args }, ...more };
}

/** The principal and the rule that most tests of one condition need: allowed iff the condition holds, and an error shows. */
export function conditionSet(schema: string, condition: string): string {
  return `${schema}\npolicy p {\n  rule yes allow User to anything\n    when ${condition}\n}`;
}
