import type { SchemaObject } from "../types/schema-definitions.js";
import { groupBy } from "../util/group-by.js";
import type { EntityAlternative } from "./entity-schema.js";

/** Requests that differ in who asks, for whom and on what: any of the subjects, with any of the actors, on any of the resources. */
export interface RequestKind {
  readonly subjects: readonly EntityAlternative[];
  /** Undefined among them: there may be none. */
  readonly actors: readonly (EntityAlternative | undefined)[];
  /** None where the action has no `on`. */
  readonly resources: readonly EntityAlternative[];
  /** The schema of the context. */
  readonly context: SchemaObject;
}

/**
 * The same requests in fewer kinds: two that differ in one party only are one with both alternatives, since
 * (a × c) ∪ (b × c) is (a ∪ b) × c.
 */
export function mergeKinds(kinds: readonly RequestKind[]): readonly RequestKind[] {
  return parties.reduce(mergeBy, kinds);
}

const parties = ["resources", "actors", "subjects"] as const;

function mergeBy(kinds: readonly RequestKind[], party: (typeof parties)[number]): readonly RequestKind[] {
  const groups = groupBy(kinds, (kind) => JSON.stringify({ ...kind, [party]: [] }));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, [party]: group.flatMap((kind) => kind[party]) }];
  });
}
