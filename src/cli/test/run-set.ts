import { completeEntities } from "../../testing/authzen/entity-directory.js";
import { runTest, type TestResult, testsOf } from "../../testing/test-runner.js";
import { checkedSet } from "../checked-set.js";
import type { CliHost } from "../cli-host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Findings } from "../print-findings.js";
import type { TestCommand } from "../test.js";
import { matchesName } from "./matches-name.js";
import type { TestInputs } from "./read-inputs.js";

/** How the tests of one policy set went, or what kept them from being run. */
export interface SetRun {
  readonly path: string;
  readonly results: readonly TestResult[];
  /** The errors of the policy set, and the files that places are in. */
  readonly findings: Findings;
  /** How the command ends if nothing could be run, or else with {@link exitCode.fine}. */
  readonly exitCode: ExitCode;
}

/** Runs the tests of the policy set at `path`, and the decisions that were given with it. */
export async function runSet(
  path: string,
  { filter }: Pick<TestCommand, "filter">,
  { decisions, directory, files }: TestInputs,
  host: CliHost,
): Promise<SetRun> {
  const checked = await checkedSet(host, path);
  const { policySet } = checked;
  if (policySet === undefined)
    return { path, results: [], findings: checked.findings, exitCode: checked.exitCode };
  const completed = decisions.map((decision) =>
    directory ? { ...decision, request: completeEntities(decision.request, directory, policySet) } : decision,
  );
  const results = [...testsOf(policySet), ...completed]
    .filter(({ name }) => matchesName(filter, name))
    .map((test) => runTest(policySet, test));
  return { path, results, findings: withFiles(checked.findings, files), exitCode: exitCode.fine };
}

/** The files of decisions are not below the policy set: their paths are shown as they were given. */
function withFiles({ files, displayPath, ...rest }: Findings, more: Findings["files"]): Findings {
  const given = new Set(more.map(({ path }) => path));
  return {
    ...rest,
    files: [...files, ...more],
    displayPath: (file) => (given.has(file) ? file : displayPath(file)),
  };
}
