import { resolve } from "node:path";
import type { DecisionModule } from "./decision-module.js";
import { createModuleFile, type LoadedModule } from "./module-file.js";
import { oneAtATime } from "./one-at-a-time.js";
import type { PolicyEvent, PolicySource } from "./policy-source.js";
import { watchFile } from "./watch-file.js";

/** What {@link openPolicy} may be told. */
export interface OpenPolicyOptions {
  /** Whether the file is watched, and loaded anew when it changes. Off unless `true`. */
  readonly watch?: boolean;
  /**
   * Whether the policy that was in force stays so where the file cannot be loaded any more. Off unless `true`: then nothing is
   * allowed until it can be.
   */
  readonly keepLast?: boolean;
  /** For how long a file that does not load any more is tried again, in milliseconds: someone may be writing it. 1000 unless given. */
  readonly patience?: number;
  /** How often a watched file is looked at even where the system tells of no change, in milliseconds. 2000 unless given. */
  readonly interval?: number;
}

/**
 * Opens the policy that is a decision module in a file, and loads it. It never throws for a file that cannot be loaded: the source has
 * no current module then, and says why.
 *
 * What leaks: Node.js keeps every module that it has loaded until the process ends, so each different policy costs its size once. One that
 * comes back is not loaded again.
 *
 * @example
 * const policy = await openPolicy("dist/policy.js", { watch: true });
 * const point = createDecisionPoint({ policy });
 */
export async function openPolicy(path: string, options: OpenPolicyOptions = {}): Promise<PolicySource> {
  const force = createForce(`\`${path}\` is not loaded yet`, options.keepLast === true);
  const load = createModuleFile(path);
  let isClosed = false;
  const reload = oneAtATime(async () => {
    const loaded = await patiently(load, () => !isClosed, force.current() ? (options.patience ?? 1000) : 0);
    if (!isClosed) force.settle(loaded);
  });
  // Before the file is read: whoever changes it meanwhile is heard.
  const watcher = options.watch === true ? watchFile(resolve(path), reload, options.interval) : undefined;
  await reload();
  return {
    current: force.current,
    problem: force.problem,
    onChange: force.onChange,
    reload,
    close: () => {
      isClosed = true;
      watcher?.close();
    },
  };
}

/** Loads what does not load again, for some time: each time after twice as long. */
async function patiently(
  load: () => Promise<LoadedModule>,
  goesOn: () => boolean,
  patience: number,
): Promise<LoadedModule> {
  let loaded = await load();
  for (let waited = 0, pause = 25; loaded.kind === "failed" && waited < patience && goesOn(); pause *= 2) {
    const next = Math.min(pause, patience - waited);
    await new Promise((resolve) => setTimeout(resolve, next));
    waited += next;
    loaded = await load();
  }
  return loaded;
}

/** The module in force. It changes in one step, so each decision is by one policy. */
interface Force extends Pick<PolicySource, "current" | "problem" | "onChange"> {
  settle(loaded: LoadedModule): void;
}

function createForce(notYet: string, keepsLast: boolean): Force {
  let module: DecisionModule | undefined;
  let problem: string | undefined = notYet;
  const listeners = new Set<(event: PolicyEvent) => void>();
  const tell = (event: PolicyEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const fail = (why: string) => {
    if (why === problem) return;
    problem = why;
    const kept = keepsLast && module !== undefined;
    if (!kept) module = undefined;
    tell({ kind: "failed", problem: why, ...(kept && { kept }) });
  };
  return {
    current: () => module,
    problem: () => problem,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settle: (loaded) => {
      if (loaded.kind === "failed") return fail(loaded.problem);
      if (loaded.module === module && problem === undefined) return;
      module = loaded.module;
      problem = undefined;
      tell({ kind: "loaded", digest: module.policySet.digest });
    },
  };
}
