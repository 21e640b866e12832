import { createAnalysis } from "../../src/analysis/analysis.js";
import { generateTests } from "../../src/analysis/generate-tests.js";
import { reportOn } from "../../src/analysis/report.js";
import { validateBuild } from "../../src/analysis/validate-build.js";
import { whyNot } from "../../src/analysis/why-not.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { createCompiler } from "../../src/compiler/create-compiler.js";
import { analyze, check, compare, questionsFor } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { lower } from "../../src/ir/lower.js";
import { mutationBaseline } from "../../src/testing/mutants/mutation-baseline.js";
import { createMutationRun } from "../../src/testing/mutants/mutation-run.js";
import { mutationUnits } from "../../src/testing/mutants/mutation-units.js";
import { groupBy } from "../../src/util/group-by.js";

/** What a command is given, and what it says in a few words of what came of it. */
type Command = (policySet: PolicySet, text: string) => string;

const path = "hard.pol";

const commands: Readonly<Record<string, Command>> = {
  check: (policySet) => byCode(analyze(policySet)),
  conflicts: (policySet) => byCode(analyze(policySet, { conflicts: true })),
  report: (policySet) => {
    const { rows, findings } = reportOn(analysisOf(policySet));
    return `${rows.length} rows, ${JSON.stringify(rows).length} characters; ${byCode(findings)}`;
  },
  tests: (policySet, text) => `${generateTests(analysisOf(policySet), [{ path, text }]).length} tests`,
  diff: (policySet, text) => {
    const { decisions, undecided } = compare(policySet, checked(edited(text)));
    return `${decisions.length} differences, ${undecided.length} undecided`;
  },
  why: (policySet) => {
    const request = { subject: { type: "User", id: "a" }, action: { name: "act" } };
    return whyNot(analysisOf(policySet), request).change?.kind ?? "allowed";
  },
  build: (policySet) => {
    const { proved, sampled, faults } = validateBuild(lower(policySet), "full");
    return `${proved} proved, ${sampled} sampled, ${faults.length} faults`;
  },
  mutate: (policySet, text) => {
    const files = [{ path, text }];
    const { tests, assertions } = mutationBaseline(policySet, files, true);
    const judge = createMutationRun({ files, schemas: new Map(), tests, assertions });
    const units = [...mutationUnits(files)];
    const verdicts = units.flatMap(([unit]) => judge([unit])).flatMap((each) => each.verdicts);
    return [...groupBy(verdicts, (verdict) => verdict?.kind ?? "none")]
      .map(([kind, all]) => `${all.length} ${kind}`)
      .join(", ");
  },
  session: (_policySet, text) => {
    const compiler = createCompiler();
    const found = [text, edited(text), text].map((version) => {
      const { policySet } = compiler.check([{ path, text: version }]);
      return policySet === undefined ? "not checked" : byCode(compiler.analyze(policySet));
    });
    return found.join(" | ");
  },
};

/** The commands that are measured. */
export const commandNames: readonly string[] = Object.keys(commands);

/** Runs a command on a policy set. */
export function runCommand(name: string, text: string): string {
  const command = commands[name];
  if (command === undefined) throw new Error(`no command is called ${name}`);
  return command(checked(text), text);
}

function checked(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path, text }]);
  if (policySet === undefined) throw new Error(`it does not check: ${diagnostics[0]?.message}`);
  return policySet;
}

function analysisOf(policySet: PolicySet) {
  return createAnalysis(lower(policySet), questionsFor(policySet));
}

/** The first rule without its last clause. */
function edited(text: string): string {
  const lines = text.split("\n");
  const second = lines.findIndex(
    (line, index) => line.startsWith("  rule") && lines[index - 1]?.startsWith("    "),
  );
  const last = (second < 0 ? lines.indexOf("}") : second) - 1;
  return lines.filter((line, index) => index !== last || !line.startsWith("    when ")).join("\n");
}

function byCode(found: readonly Diagnostic[]): string {
  return [...groupBy(found, ({ code }) => code)].map(([code, all]) => `${code}: ${all.length}`).join(", ");
}
