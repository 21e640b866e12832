import type { Schema } from "./checker.js";
import type { ActionSchema } from "./typed-policy-set.js";

/** Actions by what rules call several of them by; each list in the order of the schema. */
export interface ActionIndex {
  readonly byTag: ReadonlyMap<string, readonly ActionSchema[]>;
  /** By each beginning of their names that a dot follows: `server.*` is all below `server`. */
  readonly below: ReadonlyMap<string, readonly ActionSchema[]>;
}

const known = new WeakMap<Schema["actions"], ActionIndex>();

/** The index of a schema's actions, made once: thousands of rules look for theirs. */
export function actionIndexOf({ actions }: Pick<Schema, "actions">): ActionIndex {
  const index = known.get(actions) ?? createActionIndex(actions.values());
  known.set(actions, index);
  return index;
}

function createActionIndex(actions: Iterable<ActionSchema>): ActionIndex {
  const byTag = new Map<string, ActionSchema[]>();
  const below = new Map<string, ActionSchema[]>();
  for (const action of actions) {
    for (const tag of new Set(action.tags)) add(byTag, tag, action);
    for (const prefix of prefixesOf(action.name)) add(below, prefix, action);
  }
  return { byTag, below };
}

function add(lists: Map<string, ActionSchema[]>, key: string, action: ActionSchema): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [action]);
  else list.push(action);
}

function prefixesOf(name: string): readonly string[] {
  return [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index));
}
