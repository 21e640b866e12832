import fc from "fast-check";
import type { JsonObject } from "../util/json-object.js";
import { seededChoices } from "./choices.js";
import { copyRequest } from "./copy-request.js";
import { deepFrozen } from "./deep-frozen.js";
import type { Law, LawSubject, LawViolation } from "./law.js";
import { laws as allLaws } from "./laws.js";
import type { LawRequests } from "./laws-run.js";
import { observe } from "./observe.js";
import type { RequestSource } from "./request-source.js";

/** How laws are checked. */
export interface CheckLawsOptions {
  /** What all requests but the source's seeds depend on. 1 unless given. */
  readonly seed?: number;
  /** How many requests are made beside the source's seeds, for all laws together. 1,000 unless given. */
  readonly runs?: number;
  /** All of them unless given. */
  readonly laws?: readonly Law[];
  /** Is shown every request that the laws are asked of, but for those that shrinking tries. */
  readonly see?: (request: JsonObject) => void;
  /** Ends with the first law that breaks: the others are not asked on. */
  readonly bail?: boolean;
  /** Whether a smaller request is searched for that breaks the law, too. True unless given. */
  readonly shrink?: boolean;
}

/** What became of the laws. */
export interface LawReport extends LawRequests {
  /** In the order in which they were given. */
  readonly laws: readonly LawResult[];
}

/** What became of one law. */
export interface LawResult {
  readonly law: Law;
  /** Absent where it holds. */
  readonly failure?: LawFailure;
}

/** A broken law, with the smallest request found that shows it. */
export interface LawFailure {
  readonly violation: LawViolation;
  /** The request that the law was asked of; the violation's may be made from it. */
  readonly request: JsonObject;
  /** With `path`, what {@link replayLaw} takes. */
  readonly seed: number;
  readonly path: string;
  readonly shrinks: number;
}

/**
 * Holds the laws against a module: the source's seeds first, all of them, then random requests. Each law that breaks is shrunk by itself,
 * and the others are asked on. The same seed gives the same report.
 */
export function checkLaws(
  subject: LawSubject,
  source: RequestSource,
  {
    seed = 1,
    runs = 1000,
    laws = allLaws,
    bail = false,
    shrink = true,
    see = () => {},
  }: CheckLawsOptions = {},
): LawReport {
  const run: Run = { subject, source, seed, requests: source.seeds.length + runs, matched: new Set(), see };
  const failures = new Map<Law, LawFailure>();
  let start = 0;
  for (;;) {
    const remaining = laws.filter((law) => !failures.has(law));
    const broken = firstBroken(run, remaining, start);
    if (broken === undefined) break;
    failures.set(broken.law, shrink ? shrunk(run, broken) : asFound(run, broken));
    if (bail) break;
    start = Number(broken.path);
  }
  return reportOf(run, laws, failures);
}

/** What a law says of the request that a failure was reported with: undefined where it holds now. */
export function replayLaw(
  subject: LawSubject,
  source: RequestSource,
  law: Law,
  { seed, path }: Pick<LawFailure, "seed" | "path">,
): LawViolation | undefined {
  let violation: LawViolation | undefined;
  const property = fc.property(...inputs(source), (request, choices) => {
    violation = violationOf(law, subject, frozenCopy(request), choices);
    return violation === undefined;
  });
  fc.check(property, { seed, path, numRuns: 1, endOnFailure: true, examples: examplesOf(source) });
  return violation;
}

interface Run {
  readonly subject: LawSubject;
  readonly source: RequestSource;
  readonly seed: number;
  readonly requests: number;
  readonly matched: Set<string>;
  readonly see: (request: JsonObject) => void;
}

/** A law that was broken, where, and by what. */
interface Broken extends Pick<LawFailure, "violation" | "request" | "path"> {
  readonly law: Law;
}

/** A request, and what the laws make their own choices from. */
function inputs({ arbitrary }: RequestSource): [fc.Arbitrary<JsonObject>, fc.Arbitrary<number>] {
  return [arbitrary, fc.noShrink(fc.noBias(fc.nat()))];
}

function examplesOf({ seeds }: RequestSource): [JsonObject, number][] {
  return seeds.map((request, index) => [request, index]);
}

/** The first request, from the one numbered `start` on, of which one of the laws does not hold. */
function firstBroken(
  { subject, source, seed, requests, matched, see }: Run,
  laws: readonly Law[],
  start: number,
): Broken | undefined {
  let broken: Omit<Broken, "path"> | undefined;
  const property = fc.property(...inputs(source), (raw, choices) => {
    const request = frozenCopy(raw);
    see(request);
    broken = firstViolation(laws, subject, request, choices);
    noteMatches(subject, request, matched);
    return broken === undefined;
  });
  const examples = examplesOf(source);
  const numRuns = requests - start;
  const { counterexamplePath } = fc.check(property, {
    ...{ seed, numRuns, examples, endOnFailure: true },
    ...(start > 0 && { path: String(start) }),
  });
  return broken && counterexamplePath !== null ? { ...broken, path: counterexamplePath } : undefined;
}

function firstViolation(
  laws: readonly Law[],
  subject: LawSubject,
  request: JsonObject,
  choices: number,
): Omit<Broken, "path"> | undefined {
  for (const law of laws) {
    const violation = violationOf(law, subject, request, choices);
    if (violation !== undefined) return { law, violation, request };
  }
  return undefined;
}

function asFound({ seed }: Run, { law: _, ...found }: Broken): LawFailure {
  return { ...found, seed, shrinks: 0 };
}

/**
 * The smallest request found, from the one at `path` on, of which the law does not hold. A module that remembers what it was asked may
 * have it hold the second time: then it is the first request.
 */
function shrunk({ subject, source, seed }: Run, { law, path, ...first }: Broken): LawFailure {
  let smallest: Pick<LawFailure, "violation" | "request"> = first;
  const property = fc.property(...inputs(source), (raw, choices) => {
    const request = frozenCopy(raw);
    const violation = violationOf(law, subject, request, choices);
    if (violation !== undefined) smallest = { violation, request };
    return violation === undefined;
  });
  const details = fc.check(property, { seed, path, numRuns: 1, examples: examplesOf(source) });
  const { violation, request } = smallest;
  return { violation, request, seed, path: details.counterexamplePath ?? path, shrinks: details.numShrinks };
}

/** What the law says; that it throws is a violation, too. */
function violationOf(
  law: Law,
  subject: LawSubject,
  request: JsonObject,
  choices: number,
): LawViolation | undefined {
  try {
    return law.check(subject, request, seededChoices(choices));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { message: `asking \`${law.name}\` throws: ${reason}`, request };
  }
}

function noteMatches(subject: LawSubject, request: JsonObject, matched: Set<string>): void {
  if (matched.size === subject.policySet.rules.length) return;
  try {
    for (const { rule, matches } of observe(subject, request).outcomes) if (matches) matched.add(rule.id);
  } catch {
    // A module that throws is reported by the laws.
  }
}

/** Laws share a request, and none of them, nor a broken module, may change it for the others. */
function frozenCopy(request: JsonObject): JsonObject {
  return deepFrozen(copyRequest(request));
}

function reportOf(
  { subject, seed, requests, matched }: Run,
  laws: readonly Law[],
  failures: ReadonlyMap<Law, LawFailure>,
): LawReport {
  const rules = subject.policySet.rules.map(({ id }) => id);
  const results = laws.map((law): LawResult => {
    const failure = failures.get(law);
    return { law, ...(failure && { failure }) };
  });
  return {
    seed,
    requests,
    laws: results,
    matchedRules: rules.filter((id) => matched.has(id)),
    unmatchedRules: rules.filter((id) => !matched.has(id)),
  };
}
