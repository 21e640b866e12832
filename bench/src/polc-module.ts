import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { compile } from "../../src/compiler.js";
import type { SourceFile } from "../../src/source/source-file.js";
import type { DecisionModule } from "../../src/testing/load-module.js";

/** A policy set that was built and loaded. */
export interface BuiltPolicySet {
  readonly policySet: PolicySet;
  readonly code: string;
  readonly module: DecisionModule;
}

/** Builds the module of a policy set as `polc build` does, and imports it from a file. */
export async function buildPolicySet(files: readonly SourceFile[]): Promise<BuiltPolicySet> {
  const { policySet, module, diagnostics } = compile(files);
  if (policySet === undefined || module === undefined) {
    const [problem] = diagnostics.filter(({ severity }) => severity === "error");
    throw new Error(`the workload does not check: ${problem?.message}`);
  }
  return { policySet, code: module.code, module: await importCode(module.code) };
}

async function importCode(code: string): Promise<DecisionModule> {
  const folder = mkdtempSync(join(tmpdir(), "polc-bench-"));
  const path = join(folder, "policy.mjs");
  writeFileSync(path, code);
  try {
    return (await import(pathToFileURL(path).href)) as DecisionModule;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
