import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Mutant } from "../../testing/mutants/mutant.js";
import type { MutantVerdict } from "../../testing/mutants/mutant-verdict.js";
import type { MutationTask, UnitVerdicts } from "../../testing/mutants/mutation-run.js";
import type { MutationUnits } from "../../testing/mutants/mutation-units.js";
import type { CliHost } from "../cli-host.js";
import { judgeAll } from "./judge-all.js";
import { showProgress } from "./show-progress.js";
import { type RememberedVerdicts, readVerdicts, writeVerdicts } from "./verdict-cache.js";
import { createVerdictKeys, type VerdictKeys } from "./verdict-keys.js";

/** The mutants that are to be judged, and by what. */
export interface JudgingTask {
  readonly task: MutationTask;
  readonly policySet: PolicySet;
  readonly units: MutationUnits;
}

/** Where and how. */
export interface JudgingWays {
  readonly jobs?: number;
  readonly cache?: string;
}

/** Judges the mutants of every unit, but for those of which a file knows already. */
export async function judgeWithCache(
  host: CliHost,
  { jobs, cache }: JudgingWays,
  { task, policySet, units }: JudgingTask,
): Promise<ReadonlyMap<Mutant, MutantVerdict | null>> {
  const keys = createVerdictKeys(task, policySet);
  const known = cache === undefined ? new Map() : stillTrue(await readVerdicts(host, cache), units, keys);
  const open = [...units.keys()].filter((unit) => !known.has(unit));
  const progress = showProgress(host, open.length);
  const judged = await judgeAll(host, task, open, { jobs: jobs ?? jobsFor(host, open.length), progress });
  const all = new Map([...known, ...open.map((unit, index) => [unit, judged[index]] as const)]);
  if (cache !== undefined) await writeVerdicts(host, cache, withKeys(units, all, keys));
  return new Map(
    [...units].flatMap(([unit, mutants]) =>
      mutants.map((mutant, index) => [mutant, all.get(unit)?.verdicts[index] ?? null] as const),
    ),
  );
}

type VerdictsByUnit = ReadonlyMap<string, UnitVerdicts | undefined>;

/** What is remembered of units on which nothing has changed that bears on them. */
function stillTrue(
  remembered: ReadonlyMap<string, RememberedVerdicts>,
  units: MutationUnits,
  keys: VerdictKeys,
): VerdictsByUnit {
  const kept = [...remembered].filter(([unit, { key, actions, verdicts }]) => {
    const mutants = units.get(unit);
    return mutants !== undefined && mutants.length === verdicts.length && key === keys(mutants, actions);
  });
  return new Map(kept);
}

function withKeys(
  units: MutationUnits,
  verdicts: VerdictsByUnit,
  keys: VerdictKeys,
): ReadonlyMap<string, RememberedVerdicts> {
  return new Map(
    [...units].flatMap(([unit, mutants]) => {
      const own = verdicts.get(unit);
      return own === undefined ? [] : [[unit, { ...own, key: keys(mutants, own.actions) }]];
    }),
  );
}

/** A thread takes as long to start as it takes to judge some units. */
const unitsWorthAThread = 10;

function jobsFor({ cores }: CliHost, units: number): number {
  return Math.max(1, Math.min(cores, Math.floor(units / unitsWorthAThread)));
}
