import { randomInt } from "node:crypto";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { countOf, refuse } from "./report.js";
import { printRuns, type TestFormat } from "./test/print-runs.js";
import { readInputs } from "./test/read-inputs.js";
import { runSet, type SetRun } from "./test/run-set.js";

/** Options of `polc test`. */
export interface TestCommand {
  /** Policy sets. */
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
  /** Run again whenever a file changes, until stopped. */
  readonly watch: boolean;
}

/** `polc test`: each test with, where it failed, what was expected, what was decided and why; then how many passed. */
export async function run(options: TestCommand, host: CliHost): Promise<ExitCode> {
  const code = await runOnce(options, host);
  if (!options.watch) return code;
  const { paths, authzen, entities } = options;
  if (paths.includes("-")) return refuse(host, "POL5043", "standard input cannot be watched");
  let latest = code;
  for await (const changed of host.watch([
    ...paths,
    ...authzen,
    ...(entities === undefined ? [] : [entities]),
  ])) {
    host.stderr.write(`\n${changed} changed\n`);
    latest = await runOnce(options, host);
  }
  return latest;
}

async function runOnce(options: TestCommand, host: CliHost): Promise<ExitCode> {
  const inputs = await readInputs(options, host);
  if (inputs === undefined) return exitCode.usage;
  const seed = options.seed === "random" ? randomInt(2 ** 31) : options.seed;
  const runs: SetRun[] = [];
  for (const path of options.paths) runs.push(await runSet(path, { ...options, seed }, inputs, host));
  host.stdout.write(printRuns(options.format, runs, host));
  return summarise(options, runs, host);
}

function summarise({ filter }: TestCommand, runs: readonly SetRun[], host: CliHost): ExitCode {
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
  return runs.reduce<ExitCode>((code, run) => (run.exitCode > code ? run.exitCode : code), found);
}

function lawsSummary(count: number, broken: number): string {
  return broken === 0 ? `${countOf(count, "law")} held\n` : `${broken} of ${countOf(count, "law")} broken\n`;
}
