import { describe, expect, it } from "vitest";
import { type Compiler, createCompiler } from "../../src/compiler/create-compiler.js";
import { analyze, check, compile } from "../../src/compiler.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { invariant } from "../../src/util/invariant.js";

const start = "use std.agents\naction mail.read tagged reads_private_data\naction mail.send tagged egress\n";
const allowed = "policy p {\n  rule all\n    allow User, Agent acting for User to anything\n}\n";

function checked(text: string) {
  const { policySet, diagnostics } = check([{ path: "test.pol", text }]);
  invariant(policySet !== undefined, diagnostics.map(({ message }) => message).join("\n"));
  return { policySet, diagnostics };
}

function outcome({ analyze, compile }: Pick<Compiler, "analyze" | "compile">, files: readonly SourceFile[]) {
  const { policySet, diagnostics, module } = compile(files);
  invariant(policySet !== undefined && module !== undefined, "each version compiles");
  return [diagnostics, module.code, analyze(policySet)];
}

describe("a module with a policy", () => {
  it("adds its rules to the policy set, by their own ids", () => {
    const { policySet } = checked(`use std.trifecta\n${start}${allowed}`);
    expect(policySet.rules.map(({ id }) => id)).toEqual([
      "p.all",
      "std_keep_labels.credentials",
      "std_keep_labels.private_data",
      "std_keep_labels.untrusted_input",
      "std_trifecta.no_exfiltration",
    ]);
  });

  it("applies to what there is of what it names", () => {
    const { policySet } = checked(`use std.trifecta\n${start}${allowed}`);
    const targets = policySet.rules.map(({ variants }) => variants.flatMap((variant) => variant.targets));
    expect(targets.map((each) => each.map(({ action }) => action))).toEqual([
      ["mail.read", "mail.send"],
      [],
      ["mail.read"],
      [],
      ["mail.send"],
    ]);
  });

  it("is part of the digest", () => {
    const digests = ["use std.trifecta", "use std.labels"].map(
      (use) => checked(`${use}\n${start}${allowed}`).policySet.digest,
    );
    expect(new Set(digests).size).toBe(2);
  });

  it("is not reported on, whatever covers or lifts its rules", () => {
    const closed = "policy q {\n  rule closed\n    deny anyone to egress\n}\n";
    const { policySet, diagnostics } = checked(`use std.trifecta\n${start}${allowed}${closed}`);
    expect(diagnostics).toEqual([]);
    expect(analyze(policySet)).toEqual([]);
  });

  it("comes and goes in a session as in a fresh run", () => {
    const compiler = createCompiler();
    const untagged = start.replace(" tagged egress", "");
    const versions = [
      `use std.labels\n${start}${allowed}`,
      `use std.trifecta\n${untagged}${allowed}`,
      `use std.trifecta\n${start}${allowed}`,
      `use std.labels\n${start}${allowed}`,
    ];
    for (const text of versions) {
      const files = [{ path: "test.pol", text }];
      expect(outcome(compiler, files)).toEqual(outcome({ analyze, compile }, files));
    }
  });

  it("clashes with a policy of its name", () => {
    const again = "policy std_trifecta {\n  rule all\n    allow User to anything\n}\n";
    const { diagnostics } = check([{ path: "test.pol", text: `use std.trifecta\n${start}${again}` }]);
    expect(diagnostics.map(({ code, span }) => `${code} ${span.file}`)).toEqual(["POL2001 test.pol"]);
  });
});
