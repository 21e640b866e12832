import {
  createMutationRun,
  type MutationTask,
  type OwnerVerdicts,
} from "../../testing/mutants/mutation-run.js";

/** What judges mutants of one policy set, here or in a thread of its own. */
export interface JudgeThread {
  /** Judges the mutants of some owners; asked again only when it has answered. */
  judge(owners: readonly string[]): Promise<readonly OwnerVerdicts[]>;
  end(): Promise<void>;
}

/** Judges without a thread. */
export function judgeHere(task: MutationTask): JudgeThread {
  const judge = createMutationRun(task);
  return { judge: async (owners) => judge(owners), end: async () => {} };
}
