import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/sort-diagnostics.js";
import { isLibraryFile } from "../source/file-names.js";
import type { Declaration, File } from "../syntax/ast.js";
import { invariant } from "../util/invariant.js";
import { checkCallables, checkConstants, type OpenChecker } from "./callables.js";
import { checkIdleModules } from "./check-idle-modules.js";
import { type CheckMemory, type Declared, declaredOnce } from "./check-memory.js";
import { checkRelations } from "./check-relations.js";
import { checkAssertions, checkPolicies } from "./check-rules.js";
import { checkTests } from "./check-tests.js";
import { checkUnused } from "./check-unused.js";
import { findCycles } from "./cycles.js";
import { collectDeclarations, type Declarations } from "./declarations.js";
import { digestOf } from "./digest.js";
import { checkLints } from "./lints.js";
import { loadModules } from "./modules.js";
import { type Report, reportTo } from "./reporter.js";
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
  /** What was found of an earlier version; it will be what was found of this one. */
  readonly memory?: CheckMemory;
  /** Whether to look also for what is no mistake of itself but often comes of one: unused names and lints. It is, unless this is false. */
  readonly lints?: boolean;
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
  const { checker, resolver, all } = prepare(files, options, reportTo(diagnostics));
  const checked = {
    rules: checkPolicies(checker, checker.declarations.policies),
    assertions: checkAssertions(checker, checker.declarations.assertions),
    tests: checkTests(checker),
  };
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  if (failed || checker.declarations.brokenNames.size > 0)
    return { diagnostics: sortDiagnostics(diagnostics) };
  assertComplete(checker, checked);
  if (options.lints !== false) {
    checkUnused(checker, isLibraryFile);
    checkIdleModules(files, checker, checked.rules);
    checkLints(checker, checked.rules);
  }
  const { entities, actions, context, obligations } = checker.schema;
  const declarations = all.flatMap((file) => file.declarations);
  const sentences = [...checked.rules, ...checked.assertions];
  let digest: string | undefined;
  return {
    policySet: {
      entities,
      actions,
      context,
      obligations,
      ...checked,
      // Made when somebody asks: it takes the print of every rule, and checking alone needs neither.
      get digest() {
        digest ??= digestOf(checker.schema, declarations, resolver, sentences);
        return digest;
      },
    },
    diagnostics: sortDiagnostics(diagnostics),
  };
}

/** Names, types, schema, constants and definitions: what every sentence goes by. */
function prepare(
  files: readonly File[],
  { jsonType = noJsonTypes, memory }: CheckOptions,
  report: Report,
): Declared & { readonly all: readonly File[] } {
  const sorted = [...files].sort((left, right) => (left.span.file < right.span.file ? -1 : 1));
  const modules = loadModules(sorted, report);
  // Modules first: what clashes with one of their names is the user's declaration.
  const all = [...modules.files, ...sorted];
  const declarations = collectDeclarations(all, report);
  for (const name of modules.missingNames) declarations.brokenNames.add(name);
  const checkAll = (said: Report) => checkDeclarations(declarations, jsonType, said);
  if (memory === undefined) return { ...checkAll(report), all };
  const visible = all.flatMap((file) => file.declarations.filter(isVisible));
  return { ...declaredOnce(memory, declarations, jsonType, visible, report, checkAll), all };
}

/** Whether the check of a rule may depend on a declaration: not on other rules, assertions or tests. */
function isVisible({ kind }: Declaration): boolean {
  return kind !== "PolicyDeclaration" && kind !== "AssertDeclaration" && kind !== "TestDeclaration";
}

function checkDeclarations(declarations: Declarations, jsonType: JsonTypeSource, report: Report): Declared {
  const used = new Set<string>();
  const use = (name: string) => used.add(name);
  const resolver = createTypeResolver(declarations, report, use, jsonType);
  resolver.resolveAll();
  const checker: OpenChecker = {
    declarations,
    schema: buildSchema(declarations, resolver, report),
    report,
    used,
    callables: new Map(),
    constants: new Map(),
    cyclic: findCycles({ declarations, report }),
  };
  checkConstants(checker, resolver);
  checkCallables(checker, resolver);
  checkRelations(checker);
  return { checker, resolver };
}

/** A rule that is left out without a word could be a deny: that would be a bug of polc, and must not pass. */
function assertComplete(
  { declarations }: OpenChecker,
  { rules, assertions, tests }: Pick<PolicySet, "rules" | "assertions" | "tests">,
): void {
  const declared = declarations.policies.reduce((count, policy) => count + policy.rules.length, 0);
  invariant(rules.length === declared, "a rule without an error is in the policy set");
  invariant(
    assertions.length === declarations.assertions.length && tests.length === declarations.tests.length,
    "an assertion or a test without an error is in the policy set",
  );
}
