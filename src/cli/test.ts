import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { refuse } from "./report.js";
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
  const runs: SetRun[] = [];
  for (const path of options.paths) runs.push(await runSet(path, options, inputs, host));
  host.stdout.write(printRuns(options.format, runs, host));
  return summarise(options, runs, host);
}

function summarise(options: TestCommand, runs: readonly SetRun[], host: CliHost): ExitCode {
  const results = runs.flatMap((run) => run.results);
  const broken = Math.max(...runs.map((run) => run.exitCode)) as ExitCode;
  if (broken !== exitCode.fine) return broken;
  if (results.length === 0 && options.filter !== undefined)
    return refuse(host, "POL5042", `no test is called \`${options.filter}\``);
  const failed = results.filter(({ passed }) => !passed).length;
  host.stderr.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? exitCode.findings : exitCode.fine;
}
