import type { MutationTask, UnitVerdicts } from "../../testing/mutants/mutation-run.js";
import type { CliHost } from "../cli-host.js";
import { type JudgeThread, judgeHere } from "./judge-thread.js";

/** How mutants are judged. */
export interface JudgingOptions {
  /** How many threads judge at once. */
  readonly jobs: number;
  /** Called now and then, with how many units are done. */
  readonly progress: (done: number) => void;
}

/** Judges the mutants of all of `units`, some units at a time; the answers are in their order, however many threads there are. */
export async function judgeAll(
  host: CliHost,
  task: MutationTask,
  units: readonly string[],
  { jobs, progress }: JudgingOptions,
): Promise<readonly UnitVerdicts[]> {
  const shares = sharesOf(units, jobs);
  const answers: (readonly UnitVerdicts[])[] = [];
  let next = 0;
  let done = 0;
  const work = async (thread: JudgeThread): Promise<void> => {
    for (let share = next++; share < shares.length; share = next++) {
      const answer = await thread.judge(shares[share] ?? []);
      answers[share] = answer;
      done += answer.length;
      progress(done);
    }
  };
  const threads = startThreads(host, task, Math.min(jobs, shares.length));
  try {
    await Promise.all(threads.map(work));
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
  return answers.flat();
}

function startThreads(host: CliHost, task: MutationTask, count: number): readonly JudgeThread[] {
  if (count <= 1) return [judgeHere(task)];
  return Array.from({ length: count }, () => host.startJudge(task));
}

/** So small that threads end at about the same time, and otherwise large: what a policy set declares is checked once for each. */
function sharesOf(units: readonly string[], jobs: number): readonly (readonly string[])[] {
  const size = Math.min(Math.max(Math.ceil(units.length / (jobs * 6)), 1), 10);
  return Array.from({ length: Math.ceil(units.length / size) }, (_, share) =>
    units.slice(share * size, (share + 1) * size),
  );
}
