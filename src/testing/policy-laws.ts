import { lazy } from "../util/lazy.js";
import { answeringModule } from "./answering-module.js";
import { createRequestSource } from "./directed-requests.js";
import type { Law, LawSubject } from "./law.js";
import { laws as allLaws } from "./laws.js";
import type { LawOutcomeFailure } from "./laws-run.js";
import type { DecisionModule } from "./load-module.js";
import type { Policies } from "./load-policies.js";
import { runLaws } from "./run-laws.js";

/** What {@link policyLaws} needs of a test runner; Vitest, Jest, Mocha and `node:test` have it. */
export interface TestRunner {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly it: (name: string, test: () => void, timeout?: number) => unknown;
}

/** How laws become tests. */
export interface PolicyLawsOptions extends Partial<TestRunner> {
  /** What the module was built from; {@link loadPolicies} reads it. */
  readonly policies: Policies;
  /** What all requests that are made at random depend on. 1 unless given. */
  readonly seed?: number;
  /** How many requests are made at random for all laws together, besides those that the analysis finds. 1,000 unless given. */
  readonly runs?: number;
  /** The names of the laws to check; all unless given. */
  readonly laws?: readonly string[];
  /** With one law and its seed: the one request that a failure was reported with. */
  readonly path?: string;
  /** How many milliseconds each test may take, for runners that end one. 60,000 unless given. */
  readonly timeout?: number;
}

/**
 * Registers a test for each law of decisions, which holds the module against the policy set that it was built from. `describe` and `it`
 * are those of the test runner, taken from the global scope if they are not given.
 *
 * @example
 * policyLaws(module, { policies: await loadPolicies("policies"), describe, it });
 */
export function policyLaws(module: DecisionModule, options: PolicyLawsOptions): void {
  const { describe, it } = runnerOf(options);
  const laws = chosenLaws(options.laws);
  const subject: LawSubject = { ...options.policies, module: answeringModule(module) };
  // All laws are asked of one request after the other, which is far less work than each by itself: the first test does it.
  const problems = lazy(() => problemsOf(subject, laws, options));
  describe("the laws of decisions", () => {
    for (const law of laws) {
      const test = () => {
        const problem = problems().get(law.name);
        if (problem !== undefined) throw new Error(problem);
      };
      it(`${law.name}: ${law.statement}`, test, options.timeout ?? 60_000);
    }
  });
}

function runnerOf({ describe, it }: PolicyLawsOptions): TestRunner {
  const runner = { describe: describe ?? ofGlobalScope("describe"), it: it ?? ofGlobalScope("it") };
  if (runner.describe && runner.it) return { describe: runner.describe, it: runner.it };
  throw new Error("there is no test runner: pass the `describe` and `it` of yours to `policyLaws`");
}

function ofGlobalScope<Name extends keyof TestRunner>(name: Name): TestRunner[Name] | undefined {
  const value: TestRunner[Name] | undefined = Reflect.get(globalThis, name);
  return typeof value === "function" ? value : undefined;
}

function chosenLaws(names: readonly string[] | undefined): readonly Law[] {
  const unknown = names?.find((name) => allLaws.every((law) => law.name !== name));
  if (unknown === undefined) return allLaws.filter(({ name }) => names?.includes(name) ?? true);
  throw new Error(`there is no law \`${unknown}\`: there are ${allLaws.map(({ name }) => name).join(", ")}`);
}

/** What is said of each law that is broken, by name. */
function problemsOf(
  subject: LawSubject,
  laws: readonly Law[],
  { seed = 1, runs = 1000, path }: PolicyLawsOptions,
): ReadonlyMap<string, string> {
  requireSameDigest(subject);
  const source = createRequestSource(subject.policySet);
  const { outcomes } = runLaws(subject, source, { laws, seed, runs, ...(path !== undefined && { path }) });
  return new Map(
    outcomes.flatMap(({ name, failure }) => (failure ? [[name, problemOf(name, failure)] as const] : [])),
  );
}

/** Every law would be broken, and none of them would say why. */
function requireSameDigest({ module, policySet }: LawSubject): void {
  const built = module.policySet;
  const digest = typeof built === "object" && built !== null && "digest" in built ? built.digest : undefined;
  if (digest !== policySet.digest)
    throw new Error(
      "the module was built from other policies: build it again, or load those it was built from",
    );
}

function problemOf(name: string, { message, lines, seed, path }: LawOutcomeFailure): string {
  const options = `{ policies, laws: ["${name}"], seed: ${seed}, path: "${path}" }`;
  return [message, ...lines, `replay    policyLaws(module, ${options})`].join("\n");
}
