import type { PolicySet } from "../../check/typed-policy-set.js";
import { completeEntities } from "../../testing/authzen/entity-directory.js";
import { runTest, type TestResult, testsOf } from "../../testing/test-runner.js";
import type { JsonObject } from "../../util/json-object.js";
import { checkedSet } from "../checked-set.js";
import type { CliHost } from "../cli-host.js";
import type { CoverageContext } from "../coverage/coverage-context.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { LoadedSet } from "../load-set.js";
import type { Findings } from "../print-findings.js";
import type { TestCommand } from "../test.js";
import type { coverageOfSet } from "./coverage-of-set.js";
import type { LawsOfSet } from "./laws-of-set.js";
import { matchesName } from "./matches-name.js";
import type { TestInputs } from "./read-inputs.js";

/** How the tests of one policy set went, or what kept them from being run. */
export interface SetRun {
  readonly path: string;
  readonly results: readonly TestResult[];
  /** Absent where no laws were asked for, or wanted by the filter. */
  readonly laws?: LawsOfSet;
  /** Present where it was asked for. */
  readonly coverage?: CoverageContext;
  /** The errors of the policy set, and the files that places are in. */
  readonly findings: Findings;
  /** How the command ends if nothing could be run, or else with {@link exitCode.fine}. */
  readonly exitCode: ExitCode;
}

/** What of {@link TestCommand} is about one policy set. */
export type SetOptions = Pick<TestCommand, "filter" | "laws" | "runs" | "path"> & {
  readonly seed: number;
  /** Whether to measure what the tests show. */
  readonly measures: boolean;
};

/** Runs the tests of the policy set at `path` and the decisions that were given with it, and holds the laws against its module. */
export async function runSet(
  path: string,
  options: SetOptions,
  inputs: TestInputs,
  host: CliHost,
): Promise<SetRun> {
  const checked = await checkedSet(host, path);
  const { policySet } = checked;
  if (policySet === undefined)
    return { path, results: [], findings: checked.findings, exitCode: checked.exitCode };
  const findings = withFiles(checked.findings, inputs.files);
  const results = options.path === undefined ? resultsOf(policySet, options, inputs) : [];
  const asked: JsonObject[] = [];
  const see = (request: JsonObject) => options.measures && asked.push(request);
  const laws = options.laws ? await lawsOf(policySet, checked.set, options, see) : undefined;
  const requests = { tests: results.map(({ request }) => request), laws: laws && asked };
  const coverage = options.measures && (await coverageOf(policySet, path, requests, findings));
  return {
    path,
    results,
    ...(laws && { laws }),
    ...(coverage && { coverage }),
    findings,
    exitCode: exitCode.fine,
  };
}

function resultsOf(
  policySet: PolicySet,
  { filter }: SetOptions,
  { decisions, directory }: TestInputs,
): readonly TestResult[] {
  const completed = decisions.map((decision) =>
    directory ? { ...decision, request: completeEntities(decision.request, directory, policySet) } : decision,
  );
  return [...testsOf(policySet), ...completed]
    .filter(({ name }) => matchesName(filter, name))
    .map((test) => runTest(policySet, test));
}

async function lawsOf(
  policySet: PolicySet,
  set: LoadedSet,
  { filter, seed, runs, path }: SetOptions,
  see: (request: JsonObject) => void,
): Promise<LawsOfSet | undefined> {
  const { lawsOfSet } = await import("./laws-of-set.js");
  const chosen = { ...(filter !== undefined && { filter }), ...(path !== undefined && { path }) };
  return lawsOfSet(policySet, set, { ...chosen, seed, runs, see });
}

async function coverageOf(...args: Parameters<typeof coverageOfSet>): Promise<CoverageContext> {
  const { coverageOfSet } = await import("./coverage-of-set.js");
  return coverageOfSet(...args);
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
