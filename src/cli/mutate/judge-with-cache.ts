import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Mutant } from "../../testing/mutants/mutant.js";
import type { MutationTask, OwnerVerdicts } from "../../testing/mutants/mutation-run.js";
import { invariant } from "../../util/invariant.js";
import type { CliHost } from "../cli-host.js";
import { judgeAll } from "./judge-all.js";
import { showProgress } from "./show-progress.js";
import { type RememberedVerdicts, readVerdicts, writeVerdicts } from "./verdict-cache.js";
import { createVerdictKeys, type VerdictKeys } from "./verdict-keys.js";

/** The mutants that are to be judged, and by what. */
export interface JudgingTask {
  readonly task: MutationTask;
  readonly policySet: PolicySet;
  readonly owners: ReadonlyMap<string, readonly Mutant[]>;
}

/** Where and how. */
export interface JudgingWays {
  readonly jobs: number | undefined;
  readonly cache: string | undefined;
}

/** Judges the mutants of every owner, but for those of which a file knows already; in the order of the owners. */
export async function judgeWithCache(
  host: CliHost,
  { jobs, cache }: JudgingWays,
  { task, policySet, owners }: JudgingTask,
): Promise<readonly OwnerVerdicts[]> {
  const keys = createVerdictKeys(task, policySet);
  const known = cache === undefined ? new Map() : stillTrue(await readVerdicts(host, cache), owners, keys);
  const open = [...owners.keys()].filter((owner) => !known.has(owner));
  const progress = showProgress(host, open.length);
  const judged = await judgeAll(host, task, open, { jobs: jobs ?? jobsFor(host, open.length), progress });
  const all = new Map([...known, ...judged.map((verdicts, index) => [open[index], verdicts] as const)]);
  const verdicts = [...owners].map(([owner, mutants]): [string, RememberedVerdicts] => {
    const own = all.get(owner);
    invariant(own, "the mutants of every owner are judged");
    return [owner, { ...own, key: keys(mutants, own.actions) }];
  });
  if (cache !== undefined) await writeVerdicts(host, cache, new Map(verdicts));
  return verdicts.map(([, own]) => own);
}

/** What is remembered of owners on which nothing has changed that bears on them. */
function stillTrue(
  remembered: ReadonlyMap<string, RememberedVerdicts>,
  owners: ReadonlyMap<string, readonly Mutant[]>,
  keys: VerdictKeys,
): Map<string, OwnerVerdicts> {
  const kept = [...remembered].filter(([owner, { key, actions, verdicts }]) => {
    const mutants = owners.get(owner);
    return mutants !== undefined && mutants.length === verdicts.length && key === keys(mutants, actions);
  });
  return new Map(kept);
}

/** A thread takes as long to start as the mutants of some owners. */
const ownersWorthAThread = 6;

function jobsFor({ cores }: CliHost, owners: number): number {
  return Math.max(1, Math.min(cores, Math.floor(owners / ownersWorthAThread)));
}
