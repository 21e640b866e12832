import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/sort-diagnostics.js";
import type { File } from "../syntax/ast.js";
import { invariant } from "../util/invariant.js";
import { checkCallables, checkConstants, type OpenChecker } from "./callables.js";
import { checkRelations } from "./check-relations.js";
import { checkAssertions, checkPolicies } from "./check-rules.js";
import { checkTests } from "./check-tests.js";
import { checkUnused } from "./check-unused.js";
import { findCycles } from "./cycles.js";
import { collectDeclarations } from "./declarations.js";
import { digestOf } from "./digest.js";
import { checkLints } from "./lints.js";
import { isLibraryFile, loadModules } from "./modules.js";
import { reportTo } from "./reporter.js";
import { createTypeResolver, type JsonTypeSource } from "./resolve-type.js";
import { buildSchema } from "./schema.js";
import type { PolicySet } from "./typed-policy-set.js";

/** What checking a policy set gives. */
export interface CheckedPolicySet {
  /** Absent where there is an error. */
  readonly policySet?: PolicySet;
  /** Sorted by file, place and code. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CheckOptions {
  /** Answers `type T = json("…")`; without it such a type is an error. */
  readonly jsonType?: JsonTypeSource;
}

const noJsonTypes: JsonTypeSource = (reference, report) => {
  report("POL2028", reference.span, "this policy set was given no JSON Schemas");
  return undefined;
};

/**
 * Checks parsed files as one policy set: names, types, scopes, every rule once per environment. In: syntax trees, also of files that
 * parsed only in part. Out: the typed policy set (if nothing is an error) and every diagnostic; never throws for a user's mistake.
 */
export function checkPolicySet(files: readonly File[], options: CheckOptions = {}): CheckedPolicySet {
  const diagnostics: Diagnostic[] = [];
  const report = reportTo(diagnostics);
  const all = [...files].sort((left, right) => (left.span.file < right.span.file ? -1 : 1));
  const modules = loadModules(all, report);
  const withModules = [...all, ...modules.files];
  const declarations = collectDeclarations(withModules, report);
  for (const name of modules.missingNames) declarations.brokenNames.add(name);
  const used = new Set<string>();
  const resolver = createTypeResolver(
    declarations,
    report,
    (name) => used.add(name),
    options.jsonType ?? noJsonTypes,
  );
  resolver.resolveAll();
  let variables = 0;
  const checker: OpenChecker = {
    declarations,
    schema: buildSchema(declarations, resolver, report),
    report,
    used,
    callables: new Map(),
    constants: new Map(),
    cyclic: findCycles({ declarations, report }),
    nextVariable: () => variables++,
  };
  checkConstants(checker, resolver);
  checkCallables(checker, resolver);
  checkRelations(checker);
  const rules = checkPolicies(checker, declarations.policies);
  const assertions = checkAssertions(checker, declarations.assertions);
  const tests = checkTests(checker);
  if (
    diagnostics.some((diagnostic) => diagnostic.severity === "error") ||
    declarations.brokenNames.size > 0
  ) {
    return { diagnostics: sortDiagnostics(diagnostics) };
  }
  const declared = declarations.policies.reduce((count, policy) => count + policy.rules.length, 0);
  invariant(rules.length === declared, "a rule without an error is in the policy set");
  invariant(
    assertions.length === declarations.assertions.length && tests.length === declarations.tests.length,
    "an assertion or a test without an error is in the policy set",
  );
  checkUnused(checker, isLibraryFile);
  checkLints(checker, rules);
  const { entities, actions, context, obligations } = checker.schema;
  const everything = withModules.flatMap((file) => file.declarations);
  const digest = digestOf(checker.schema, everything, resolver, [...rules, ...assertions]);
  return {
    policySet: { entities, actions, context, obligations, rules, assertions, tests, digest },
    diagnostics: sortDiagnostics(diagnostics),
  };
}
