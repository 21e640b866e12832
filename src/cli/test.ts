import { randomInt } from "node:crypto";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { countOf, refuse } from "./report.js";
import { printRuns, type TestFormat } from "./test/print-runs.js";
import { readInputs } from "./test/read-inputs.js";
import type { CoverageOptions } from "./test/report-coverage.js";
import { runSet, type SetRun } from "./test/run-set.js";

/** Options of `polc test`. */
export interface TestCommand {
  /** Policy sets; the folder where there are none. */
  readonly paths: readonly string[];
  readonly format: TestFormat;
  /** What the names of tests have in them, `*` for anything; undefined for all tests. */
  readonly filter?: string;
  /** Files of decisions in AuthZEN's format. */
  readonly authzen: readonly string[];
  /** A file that knows the entities of those requests. */
  readonly entities?: string;
  /** Hold the laws of decisions against the module, too. */
  readonly laws: boolean;
  /** What the requests depend on that are made for the laws. */
  readonly seed: number | "random";
  /** How many requests are made for the laws, besides those that the analysis finds. */
  readonly runs: number;
  /** With the seed: nothing but the request that a broken law was reported with. */
  readonly path?: string;
  /** Say what the tests show of the policies, in these formats with commas between. */
  readonly coverage?: string;
  /** The folder for coverage that is not text. */
  readonly coverageOut: string;
  /** How much the tests have to show. */
  readonly minCoverage?: string;
  /** Run again whenever a file changes, until stopped. */
  readonly watch: boolean;
}

/** `polc test`: each test with, where it failed, what was expected, what was decided and why; then how many passed. */
export async function run(command: TestCommand, host: CliHost): Promise<ExitCode> {
  const options = await readOptions(command, host);
  if (options === undefined) return exitCode.usage;
  const { paths, authzen, entities, watch } = options;
  const inputs = [...paths, ...authzen, ...(entities === undefined ? [] : [entities])];
  const fromInput = inputs.filter((path) => path === "-").length;
  if (fromInput > 1) return refuse(host, "POL5040", "only one thing can come from standard input");
  if (fromInput > 0 && watch) return refuse(host, "POL5043", "standard input cannot be watched");
  // What is not there is wrong usage, and no change mends it.
  const changes = watch && (await allExist(inputs, host)) ? host.watch(inputs) : [];
  let code = await runOnce(options, host);
  for await (const changed of changes) {
    host.stderr.write(`\n${changed} changed\n`);
    code = await runOnce(options, host);
  }
  return code;
}

async function allExist(paths: readonly string[], host: CliHost): Promise<boolean> {
  const kinds = await Promise.all(paths.map((path) => host.kindOf(path)));
  return kinds.every((kind) => kind !== undefined);
}

/** {@link TestCommand} with what it says of coverage understood. */
interface TestOptions extends Omit<TestCommand, "coverage" | "minCoverage"> {
  readonly coverage?: CoverageOptions;
}

async function readOptions(command: TestCommand, host: CliHost): Promise<TestOptions | undefined> {
  const { coverage, minCoverage, ...rest } = command;
  const options = { ...rest, paths: rest.paths.length > 0 ? rest.paths : ["."] };
  if (coverage === undefined && minCoverage === undefined) return options;
  const { readCoverageOptions } = await import("./test/read-coverage-options.js");
  const read = readCoverageOptions(command);
  if (typeof read !== "string") return { ...options, coverage: read };
  refuse(host, "POL5044", read);
  return undefined;
}

async function runOnce(options: TestOptions, host: CliHost): Promise<ExitCode> {
  const inputs = await readInputs(options, host);
  if (inputs === undefined) return exitCode.usage;
  const seed = options.seed === "random" ? randomInt(2 ** 31) : options.seed;
  const runs: SetRun[] = [];
  for (const path of options.paths)
    runs.push(
      await runSet(path, { ...options, seed, measures: options.coverage !== undefined }, inputs, host),
    );
  host.stdout.write(printRuns(options.format, runs, host));
  const code = summarise(options, runs, host);
  if (options.coverage === undefined || code === exitCode.usage) return code;
  const { reportCoverage } = await import("./test/report-coverage.js");
  const contexts = runs.flatMap(({ coverage }) => (coverage ? [coverage] : []));
  return worse(code, await reportCoverage(contexts, options.coverage, options.format, host));
}

function worse(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}

function summarise({ filter }: TestOptions, runs: readonly SetRun[], host: CliHost): ExitCode {
  const results = runs.flatMap((run) => run.results);
  const outcomes = runs.flatMap(({ laws }) => laws?.outcomes ?? []);
  const ran = runs.filter((run) => run.exitCode === exitCode.fine);
  if (filter !== undefined && ran.length > 0 && results.length + outcomes.length === 0)
    return refuse(host, "POL5042", `no test is called \`${filter}\``);
  const failed = results.filter(({ passed }) => !passed).length;
  const broken = outcomes.filter(({ failure }) => failure !== undefined).length;
  if (ran.length > 0) {
    host.stderr.write(`${results.length - failed} passed, ${failed} failed\n`);
    if (outcomes.length > 0) host.stderr.write(lawsSummary(outcomes.length, broken));
  }
  const found = failed + broken > 0 ? exitCode.findings : exitCode.fine;
  return runs.reduce<ExitCode>((code, run) => worse(code, run.exitCode), found);
}

function lawsSummary(count: number, broken: number): string {
  return broken === 0 ? `${countOf(count, "law")} held\n` : `${broken} of ${countOf(count, "law")} broken\n`;
}
