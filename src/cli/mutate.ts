import { check } from "../compiler.js";
import { parse } from "../syntax/parse.js";
import { enumerateMutants } from "../testing/mutants/enumerate-mutants.js";
import { mutationBaseline } from "../testing/mutants/mutation-baseline.js";
import { type MutationReport, mutationReport } from "../testing/mutants/mutation-report.js";
import { countVerdicts, mutationScore } from "../testing/mutants/mutation-score.js";
import { groupBy } from "../util/group-by.js";
import { assertNever } from "../util/invariant.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import { judgeWithCache } from "./mutate/judge-with-cache.js";
import type { MutationContext } from "./mutate/mutation-context.js";
import { failsAlready, scoreTooLow } from "./mutate/mutation-diagnostics.js";
import { renderMutationHtml } from "./mutate/render-mutation-html.js";
import { renderMutationJson } from "./mutate/render-mutation-json.js";
import { renderMutationText } from "./mutate/render-mutation-text.js";
import { printDiagnostics, usesColor } from "./report.js";

/** For people at a terminal, for programs, for people at a browser. */
export type MutateFormat = "text" | "json" | "html";

/** Options of `polc mutate`. */
export interface MutateCommand {
  readonly path: string;
  readonly format: MutateFormat;
  /** Which tests tell: the policy set's own, or those that `polc gen-tests` would write beside them, too. */
  readonly tests: "own" | "generated";
  /** How many threads judge; undefined for as many as the machine has. */
  readonly jobs: number | undefined;
  /** The score, in percent, below which the command fails. */
  readonly minScore: number | undefined;
  /** A file that remembers what became of mutants. */
  readonly cache: string | undefined;
}

/** `polc mutate`: which mistakes in a policy set its tests and assertions would notice, and a test for each that they would not. */
export async function run(options: MutateCommand, host: CliHost): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
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
  const owners = mutantsByOwner(set);
  const { files: own, schemas } = set;
  const task = { files: own, schemas, tests: baseline.tests, assertions: baseline.assertions };
  const verdicts = await judgeWithCache(host, options, { task, policySet, owners });
  const report = mutationReport(policySet, files, [...owners.values()], verdicts);
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
  return ended(options, report, host);
}

function mutantsByOwner({ files }: LoadedSet) {
  return groupBy(enumerateMutants(files.map((file) => parse(file).file)), ({ owner }) => owner);
}

function render(format: MutateFormat, context: MutationContext): string {
  switch (format) {
    case "text":
      return renderMutationText(context);
    case "json":
      return renderMutationJson(context);
    case "html":
      return renderMutationHtml(context);
    default:
      return assertNever(format);
  }
}

function ended({ minScore }: MutateCommand, { mutants }: MutationReport, host: CliHost): ExitCode {
  const score = mutationScore(countVerdicts(mutants));
  if (minScore === undefined || score === undefined || score >= minScore) return exitCode.fine;
  printDiagnostics(host, host.stderr, [scoreTooLow(score, minScore)], []);
  return exitCode.findings;
}
