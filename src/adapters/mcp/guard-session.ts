import type { JsonObject } from "../../util/json-object.js";

/**
 * What a session did so far, which later decisions may look at: `context.labels` of `std.labels`, `context.usage` of `std.budgets`.
 * All of it changes in the same synchronous step in which a call is allowed, so two calls at once cannot both spend what is there once.
 */
export interface GuardSession {
  readonly labels: Set<string>;
  /** Calls that were allowed, by tool. */
  readonly calls: Map<string, number>;
  /** What was spent, by budget. */
  readonly spent: Map<string, number>;
}

/** A session in which nothing happened yet. */
export function createGuardSession(): GuardSession {
  return { labels: new Set(), calls: new Map(), spent: new Map() };
}

/** The attributes of `context` that say what the session did, as a call of `tool` finds them. */
export function sessionContext({ labels, calls, spent }: GuardSession, tool: string): JsonObject {
  return {
    labels: [...labels],
    usage: {
      calls: [...calls.values()].reduce((sum, count) => sum + count, 0),
      calls_of_tool: calls.get(tool) ?? 0,
      spent: Object.fromEntries(spent),
    },
  };
}

/** Counts a call that was allowed. */
export function countCall({ calls }: GuardSession, tool: string): void {
  calls.set(tool, (calls.get(tool) ?? 0) + 1);
}
