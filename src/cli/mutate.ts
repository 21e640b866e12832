import { check } from "../compiler.js";
import { renderGithub } from "../diagnostics/render-github.js";
import type { WriteProblem } from "../disk/write-files.js";
import { mutationBaseline } from "../testing/mutants/mutation-baseline.js";
import { type MutationReport, mutationReport } from "../testing/mutants/mutation-report.js";
import { countVerdicts, mutationScore } from "../testing/mutants/mutation-score.js";
import { mutationUnits } from "../testing/mutants/mutation-units.js";
import { assertNever } from "../util/invariant.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { loadSet } from "./load-set.js";
import { judgeWithCache } from "./mutate/judge-with-cache.js";
import type { MutationContext } from "./mutate/mutation-context.js";
import { failsAlready, mutationDiagnostics, scoreTooLow } from "./mutate/mutation-diagnostics.js";
import { renderMutationHtml } from "./mutate/render-mutation-html.js";
import { renderMutationJson } from "./mutate/render-mutation-json.js";
import { renderMutationText } from "./mutate/render-mutation-text.js";
import { printDiagnostics, refuseToWrite, usesColor } from "./report.js";
import { withoutFile } from "./without-file.js";

/** For people at a terminal, for programs, for people at a browser, as annotations of GitHub Actions. */
export type MutateFormat = "text" | "json" | "html" | "github";

/** Options of `polc mutate`. */
export interface MutateCommand {
  readonly path: string;
  readonly format: MutateFormat;
  /** Which tests tell: the policy set's own, or those that `polc gen-tests` would write beside them, too. */
  readonly tests: "own" | "generated";
  /** How many threads judge; without it, as many as the machine has. */
  readonly jobs?: number;
  /** The score, in percent, below which the command fails. */
  readonly minScore?: number;
  /** The file to which the missing tests are written, which may be one of the policy set. */
  readonly out?: string;
  /** A file that remembers what became of mutants. */
  readonly cache?: string;
}

/** `polc mutate`: which mistakes in a policy set its tests and assertions would notice, and a test for each that they would not. */
export async function run(options: MutateCommand, host: CliHost): Promise<ExitCode> {
  const set = withoutFile(await loadSet(host, options.path), options.out);
  const result = set.diagnostics.length > 0 ? undefined : check(set.files, set);
  if (result?.policySet === undefined) {
    const errors = (result ?? set).diagnostics.filter(({ severity }) => severity === "error");
    printDiagnostics(host, host.stderr, errors, result?.files ?? set.files, set.displayPath);
    return set.isMissing ? exitCode.usage : exitCode.findings;
  }
  const { policySet, files } = result;
  const baseline = mutationBaseline(policySet, files, options.tests === "generated");
  if (baseline.failing.length > 0) {
    printDiagnostics(host, host.stderr, baseline.failing.map(failsAlready), files, set.displayPath);
    return exitCode.findings;
  }
  const { files: own, schemas } = set;
  const task = { files: own, schemas, tests: baseline.tests, assertions: baseline.assertions };
  const verdicts = await judgeWithCache(host, options, { task, policySet, units: mutationUnits(own) });
  const report = mutationReport(policySet, files, verdicts);
  const title = options.path === "-" ? "standard input" : options.path;
  host.stdout.write(
    render(options.format, {
      title,
      report,
      policySet,
      files,
      displayPath: set.displayPath,
      color: usesColor(host, host.stdout),
    }),
  );
  await host.stdout.drained();
  const problem = await writeMissing(options, report, host);
  return problem === undefined ? ended(options, report, host) : refuseToWrite(host, problem);
}

function render(format: MutateFormat, context: MutationContext): string {
  switch (format) {
    case "text":
      return renderMutationText(context);
    case "json":
      return renderMutationJson(context);
    case "html":
      return renderMutationHtml(context);
    case "github":
      return renderGithub(mutationDiagnostics(context.report), context);
    default:
      return assertNever(format);
  }
}

const header = `// Written by polc mutate, and written anew by it: tests of one's own belong into another file.
// Each notices a mistake that no other test does. They state what the policies decide, not what they ought to: read them once.
`;

async function writeMissing(
  { out }: MutateCommand,
  { missing }: MutationReport,
  host: CliHost,
): Promise<WriteProblem | undefined> {
  if (out === undefined) return undefined;
  return host.writeFiles([{ path: out, text: [header, ...missing.map(({ text }) => text)].join("\n") }]);
}

function ended({ minScore }: MutateCommand, { mutants }: MutationReport, host: CliHost): ExitCode {
  const score = mutationScore(countVerdicts(mutants));
  if (minScore === undefined || score === undefined || score >= minScore) return exitCode.fine;
  printDiagnostics(host, host.stderr, [scoreTooLow(score, minScore)], []);
  return exitCode.findings;
}
