import { assertionCodes, provedAssertions } from "../analysis/assertions.js";
import { isAnalysed } from "../analysis/findings.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { type Compiler, createCompiler } from "../compiler/create-compiler.js";
import { analyze, type CheckResult, check, findingCodes } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/sort-diagnostics.js";
import { startAnalysisThreads } from "./check/analysis-threads.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { findEntry, unknownCode } from "./find-entry.js";
import { fixSet } from "./fix-set.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import { type FindingsFormat, printFindings } from "./print-findings.js";
import { countOf, hasErrors, refuse, refuseToWrite, summaryOf } from "./report.js";
import { tellPhase } from "./tell-phase.js";

/** Options of `polc check`. */
export interface CheckCommand {
  readonly path: string;
  readonly format: FindingsFormat;
  /** Warnings count as errors. */
  readonly strict: boolean;
  /** Mend first what has a certain mend. */
  readonly fix: boolean;
  /** Whether to say what can be proved of a policy set without errors. */
  readonly analysis: boolean;
  /** Whether that includes denies that take away a part of what is allowed. */
  readonly conflicts: boolean;
  /** The codes of what to report, besides errors, as they were typed; all, where it is left open. */
  readonly only?: readonly string[];
  /** How many questions to ask at most; as many as usual, where it is left open. */
  readonly questions?: number;
  /** How many threads analyse at once; as many as are worth it, where it is left open. One after an edit. */
  readonly jobs?: number;
  /** Check again whenever the policies change, until stopped. */
  readonly watch: boolean;
}

/**
 * `polc check`: what is wrong with a policy set goes to standard output, a summary of one line to standard error. With `fix`, what has a
 * certain mend is mended first; the text of `-` then goes to standard output, and what is left to standard error. With `watch` it does so
 * again whenever the policies change, and looks only at what a change can have changed.
 */
export async function run(typed: CheckCommand, host: CliHost): Promise<ExitCode> {
  const options = withCodes(typed, host);
  if (options === undefined) return exitCode.usage;
  const { path, watch } = options;
  if (!watch) return checkOnce(options, host, { check, analyze });
  if (path === "-") return refuse(host, "POL5043", "standard input cannot be watched");
  // What is not there is wrong usage, and no change mends it.
  const changes = (await host.kindOf(path)) === undefined ? [] : host.watch([path]);
  const compiler = createCompiler();
  let code = await checkOnce(options, host, compiler);
  for await (const changed of changes) {
    host.stderr.write(`\n${changed} changed\n`);
    code = await checkOnce(options, host, compiler);
  }
  return code;
}

/** With the codes that are meant by those that were typed; undefined, and said so, where one of them is none. */
function withCodes(typed: CheckCommand, host: CliHost): CheckCommand | undefined {
  if (typed.only === undefined) return typed;
  const words = typed.only.flatMap((list) => list.split(",")).map((word) => word.trim());
  const unknown = words.find((word) => findEntry(word) === undefined);
  if (unknown !== undefined) host.stderr.write(unknownCode(unknown));
  return unknown === undefined
    ? { ...typed, only: words.flatMap((word) => findEntry(word)?.code ?? []) }
    : undefined;
}

/** What checks and what proves: of one version, or of one after the other. */
type Checker = Pick<Compiler, "check" | "analyze">;

async function checkOnce(options: CheckCommand, host: CliHost, checker: Checker): Promise<ExitCode> {
  const loaded = await loadSet(host, options.path);
  if (!options.fix || loaded.diagnostics.length > 0) return report(options, host, loaded, checker);
  const fixed = await fixSet(host, options.path, loaded);
  return "reason" in fixed ? refuseToWrite(host, fixed) : report(options, host, fixed, checker);
}

async function report(
  options: CheckCommand,
  host: CliHost,
  set: LoadedSet,
  checker: Checker,
): Promise<ExitCode> {
  if (options.format === "text") tellPhase(host, set.files)("check");
  const { result, proved } = await examine(options, host, set, checker);
  const checked = wantedOf(result?.diagnostics ?? set.diagnostics, options);
  const diagnostics = sortDiagnostics([...checked, ...proved]);
  const sources = result?.files ?? set.files;
  const refuses = set.isMissing && options.format === "text";
  const output = refuses || (options.fix && options.path === "-") ? host.stderr : host.stdout;
  const findings = { diagnostics, files: sources, displayPath: set.displayPath };
  await printFindings(options.format, findings, output, host);
  if (set.isMissing) return exitCode.usage;
  const counted = result?.policySet === undefined ? [] : [countOf(result.policySet.rules.length, "rule")];
  const isProved = options.analysis && [...assertionCodes].every((code) => findingCodes(options).has(code));
  const assertions = isProved ? provedOf(result?.policySet, proved) : [];
  const scope = [countOf(set.files.length, "file"), ...counted, ...assertions].join(", ");
  host.stderr.write(`${scope}: ${summaryOf(diagnostics)}\n`);
  return fails(diagnostics, options.strict) ? exitCode.findings : exitCode.fine;
}

/** An error is told of, whatever is wanted: without knowing of it nobody could rely on the rest. */
function wantedOf(
  diagnostics: readonly Diagnostic[],
  { only }: Pick<CheckCommand, "only">,
): readonly Diagnostic[] {
  if (only === undefined) return diagnostics;
  return diagnostics.filter(({ code, severity }) => severity === "error" || only.includes(code));
}

/** What is wrong with a policy set, and what can be proved of it where it has no errors. */
async function examine(
  options: CheckCommand,
  host: CliHost,
  set: LoadedSet,
  checker: Checker,
): Promise<{ readonly result: CheckResult | undefined; readonly proved: readonly Diagnostic[] }> {
  if (set.diagnostics.length > 0) return { result: undefined, proved: [] };
  const isAsked = options.analysis && isAnalysed(findingCodes(options));
  const isShared = isAsked && !options.watch;
  // They check the policy set while this thread does.
  const threads = isShared ? startAnalysisThreads(host, set, options) : undefined;
  try {
    const result = checker.check(set.files, { ...set, lints: isLintWanted(options) });
    if (!isAsked || result.policySet === undefined) return { result, proved: [] };
    tellProof(host, result.policySet);
    return { result, proved: await (threads ?? checker).analyze(result.policySet, options) };
  } finally {
    await threads?.end();
  }
}

/** Whether what is wanted may be found without a proof. */
function isLintWanted({ only }: CheckCommand): boolean {
  return only === undefined || only.some((code) => !isAnalysed(new Set([code])));
}

/** From how many rules on a person is told what takes so long. */
const manyRules = 300;

function tellProof({ stderr }: CliHost, { rules }: PolicySet): void {
  if (stderr.isTerminal && rules.length >= manyRules)
    stderr.write(`proving what ${rules.length} rules mean; --no-analysis leaves it out\n`);
}

/** `3 assertions proved`, where there is something to prove. */
function provedOf(policySet: PolicySet | undefined, findings: readonly Diagnostic[]): readonly string[] {
  if (policySet === undefined || policySet.assertions.length === 0) return [];
  return [`${countOf(provedAssertions(policySet, findings), "assertion")} proved`];
}

function fails(diagnostics: readonly Diagnostic[], strict: boolean): boolean {
  return hasErrors(diagnostics) || (strict && diagnostics.some(({ severity }) => severity === "warning"));
}
