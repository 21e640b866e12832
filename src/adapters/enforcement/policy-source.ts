import type { DecisionModule } from "./decision-module.js";

/** Where decisions come from, now: the policy may be another one for the next of them. */
export interface PolicySource {
  /** The module in force; undefined where none could be loaded: whoever enforces then denies everything. */
  current(): DecisionModule | undefined;
  /** Why there is none. */
  problem(): string | undefined;
  /** Calls the listener after each change, in order. Returns what ends that. */
  onChange(listener: (event: PolicyEvent) => void): () => void;
  /** Loads the policy anew if it is another one; resolves when `current` is what there is by now. */
  reload(): Promise<void>;
  close(): Promise<void> | void;
}

/** What became of a policy. After `failed` everything is denied, unless `kept` says that the one before stays in force. */
export type PolicyEvent =
  | { readonly kind: "loaded"; readonly digest: string }
  | { readonly kind: "failed"; readonly problem: string; readonly kept?: true };

/**
 * A policy that never changes: a module that is bundled with the program.
 *
 * @example
 * import * as policy from "./dist/policy.js";
 * const point = createDecisionPoint({ policy: fixedPolicy(readDecisionModule(policy)) });
 */
export function fixedPolicy(module: DecisionModule): PolicySource {
  return {
    current: () => module,
    problem: () => undefined,
    onChange: () => () => {},
    reload: async () => {},
    close: () => {},
  };
}
