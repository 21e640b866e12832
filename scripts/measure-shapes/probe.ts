import { createAnalysis } from "../../src/analysis/analysis.js";
import { generateTests } from "../../src/analysis/generate-tests.js";
import { reportOn } from "../../src/analysis/report.js";
import { validateBuild } from "../../src/analysis/validate-build.js";
import { emitModule } from "../../src/codegen/emit-module.js";
import { analyze, check, compare } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { groupBy } from "../../src/util/group-by.js";
import { measuredPhase } from "../measured-phase.js";
import { shapes } from "./shapes.js";

const [name, rules = "", actions = "", phases = ""] = process.argv.slice(2);
const shape = shapes.find((each) => each.name === name);
if (shape === undefined) throw new Error(`no shape is called ${name}`);
const files = shape.generate({ rules: Number(rules), actions: Number(actions) });

/** Measures a phase, if it is asked for. */
function phase<Result>(title: string, run: () => Result, note?: (result: Result) => string): void {
  if (phases.split(",").includes(title)) measuredPhase(title, run, note);
}

function checked(texts: readonly SourceFile[]) {
  const { policySet, diagnostics } = check(texts);
  if (policySet === undefined) throw new Error(`${name} does not check: ${diagnostics[0]?.message}`);
  return policySet;
}

function byCode(found: readonly Diagnostic[]): string {
  return [...groupBy(found, ({ code }) => code)].map(([code, all]) => `${code}: ${all.length}`).join(", ");
}

/** The first rule that allows denies. */
function edited(texts: readonly SourceFile[]): readonly SourceFile[] {
  return texts.map((file) =>
    file.path === "policies/0.pol" ? { ...file, text: file.text.replace("allow ", "deny ") } : file,
  );
}

phase("check", () => checked(files));
const policySet = checked(files);
phase("analyze", () => analyze(policySet), byCode);
phase(
  "build",
  () => {
    const graph = lower(policySet);
    const validation = validateBuild(graph, "full");
    return { ...validation, ...emitModule(graph, { sources: files }) };
  },
  ({ proved, sampled, faults, code }) =>
    `${proved} proved, ${sampled} sampled, ${faults.length} faults, ${code.length} characters`,
);
phase(
  "tests",
  () => generateTests(createAnalysis(lower(policySet)), files),
  (tests) => `${tests.length} tests`,
);
phase(
  "report",
  () => reportOn(createAnalysis(lower(policySet))),
  ({ rows }) => `${rows.length} rows`,
);
phase(
  "diff",
  () => compare(policySet, checked(edited(files))),
  ({ decisions }) => `${decisions.length} differences`,
);
