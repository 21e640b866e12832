import { analysisStages } from "../../analysis/analysis-stages.js";
import { type FindingCodes, knowledgeFor } from "../../analysis/findings.js";
import { type AnalysisShare, createAnalysisShare } from "../../analysis/incremental/analysis-share.js";
import type { PortableUnit } from "../../analysis/incremental/portable-units.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { type AnalyzeOptions, analyzeVersion, findingCodes, questionsFor } from "../../compiler.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { CliHost } from "../cli-host.js";
import type { LoadedSet } from "../load-set.js";
import type { AnalysisThread } from "./analysis-thread.js";
import { PartClaims } from "./part-claims.js";

/** Threads that help to analyse one policy set. They begin with checking it when they are started. */
export interface AnalysisThreads {
  /** What the function `analyze` gives, to the letter, however many threads there are and whatever becomes of them. */
  analyze(policySet: PolicySet): Promise<readonly Diagnostic[]>;
  end(): Promise<void>;
}

/** Starts `jobs` threads less the one that this is; as many as are worth it, where it is left open. None where that comes to none. */
export function startAnalysisThreads(
  host: Pick<CliHost, "cores" | "startAnalysis">,
  set: Pick<LoadedSet, "files" | "schemas" | "lock">,
  { jobs: given, ...how }: AnalyzeOptions & { readonly jobs?: number },
): AnalysisThreads | undefined {
  const wanted = findingCodes(how);
  const jobs = given ?? jobsFor(host, set, wanted);
  if (jobs <= 1) return undefined;
  const claims = PartClaims.among(jobs);
  // What is to be said of the texts, the first thread says.
  const options = { schemas: set.schemas, ...(set.lock && { lock: set.lock }), lints: false };
  const { questions } = how;
  const task = { files: set.files, options, questions, wanted, claims: claims.memory };
  const threads = Array.from({ length: jobs - 1 }, (_, index) =>
    host.startAnalysis({ ...task, thread: index + 1 }),
  );
  return {
    async analyze(policySet) {
      const share = createAnalysisShare(policySet, questions ?? questionsFor(policySet), wanted);
      await workTogether(share, threads, claims);
      return analyzeVersion(policySet, how, (_, asked, use) => share.analyse(asked, use));
    },
    async end() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

/** Each thread works at each stage; before it does, it takes what the others have found. */
async function workTogether(
  share: AnalysisShare,
  threads: readonly AnalysisThread[],
  claims: PartClaims,
): Promise<void> {
  let found: ReadonlyMap<AnalysisThread | undefined, readonly PortableUnit[]> = new Map();
  for (const stage of analysisStages.keys()) {
    const working = threads.map((thread) => thread.work(stage, foundByOthers(found, thread)));
    const own = share.work(stage, claims.enter(stage, 0));
    // A thread that is still checking has claimed nothing: nobody waits for it.
    const answers = await Promise.all(
      threads.map(async (thread, index) => {
        const isAwaited = claims.hasEntered(stage, index + 1);
        return [thread, isAwaited ? ((await working[index]) ?? []) : []] as const;
      }),
    );
    for (const [, units] of answers) share.take(units);
    found = new Map([[undefined, own], ...answers]);
  }
}

function foundByOthers(
  found: ReadonlyMap<AnalysisThread | undefined, readonly PortableUnit[]>,
  thread: AnalysisThread,
): readonly PortableUnit[] {
  return [...found].flatMap(([finder, units]) => (finder === thread ? [] : units));
}

/** How many characters of policies make one more thread worth what it has to do anew, such as checking: some five thousand rules. */
const charactersWorthAThread = 900_000;

/** Each holds a policy set of its own in memory. */
const mostJobs = 3;

function jobsFor(
  { cores }: Pick<CliHost, "cores">,
  { files }: Pick<LoadedSet, "files">,
  wanted: FindingCodes,
): number {
  // What else is wanted is found sooner than another thread has made all that it takes to look for it.
  if (knowledgeFor(wanted) !== "standings") return 1;
  const characters = files.reduce((total, { text }) => total + text.length, 0);
  return Math.min(cores, mostJobs, 1 + Math.floor(characters / charactersWorthAThread));
}
