import {
  createMutationRun,
  type MutationTask,
  type UnitVerdicts,
} from "../../testing/mutants/mutation-run.js";

/** What judges mutants of one policy set, here or in a thread of its own. */
export interface JudgeThread {
  /** Judges the mutants of some units; asked again only when it has answered. */
  judge(units: readonly string[]): Promise<readonly UnitVerdicts[]>;
  end(): Promise<void>;
}

/** Judges without a thread. */
export function judgeHere(task: MutationTask): JudgeThread {
  const judge = createMutationRun(task);
  return { judge: async (units) => judge(units), end: async () => {} };
}
