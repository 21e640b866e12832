import { check, loadPolicySet } from "../compiler.js";
import { renderText } from "../diagnostics/render-text.js";
import { diskHost } from "../disk/disk-host.js";
import type { LawSubject } from "./law.js";
import { lawSubject } from "./law-subject.js";

/**
 * A policy set as tests want it: checked, to be interpreted and analysed, and compiled, to be called. It is what {@link loadPolicies} gives,
 * and has all that a law needs.
 */
export type Policies = LawSubject;

/**
 * Reads, checks and compiles the policy set at `path`, a folder or one file. For the setup of a test: it throws what `polc check` would print
 * if the policy set has errors.
 *
 * @example
 * const policies = await loadPolicies("policies");
 * expect(policies.module.allows(request)).toBe(true);
 */
export async function loadPolicies(path: string): Promise<Policies> {
  const loaded = await loadPolicySet(diskHost(), path);
  const result = loaded.diagnostics.length > 0 ? undefined : check(loaded.files, loaded);
  if (result?.policySet !== undefined) return lawSubject(result.policySet, loaded.files, loaded);
  const { diagnostics, files } = result ?? loaded;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  throw new Error(`the policies at \`${path}\` have errors\n\n${renderText(errors, { files })}`);
}
