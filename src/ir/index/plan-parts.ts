import type { KeyTest } from "./key-test.js";
import { expectedRows, type RowKeys } from "./plan-levels.js";

/** Rules that are found by the same key; those without an id are found by none. */
export interface KeyedPart<T> {
  readonly id: string | undefined;
  readonly members: readonly T[];
}

/** Fewer rules than this are asked sooner than looked up. */
const fewestMembers = 4;

/**
 * Splits rules that have different key tests into parts that are found by one key each: greedily, the key first that spares the most
 * asking. What is left over is found by none.
 */
export function planParts<T extends { readonly keys: RowKeys }>(
  rules: readonly T[],
): readonly KeyedPart<T>[] {
  const parts: KeyedPart<T>[] = [];
  let left = rules;
  while (left.length >= fewestMembers) {
    const best = bestKey(left);
    if (best === undefined) break;
    parts.push({ id: best, members: left.filter(({ keys }) => keys.has(best)) });
    left = left.filter(({ keys }) => !keys.has(best));
  }
  return left.length === 0 ? parts : [...parts, { id: undefined, members: left }];
}

/** The key by which the most rules need not be asked; undefined where that is hardly any. */
function bestKey(rules: readonly { readonly keys: RowKeys }[]): string | undefined {
  const byId = new Map<string, RowKeys[]>();
  for (const { keys } of rules) {
    for (const id of keys.keys()) {
      const members = byId.get(id);
      if (members === undefined) byId.set(id, [keys]);
      else members.push(keys);
    }
  }
  const candidates = [...byId].map(([id, members]) => ({
    id,
    spared: members.length - expectedRows([members], id) - lookUpCost(members[0]?.get(id)),
  }));
  const best = candidates.sort((a, b) => b.spared - a.spared || (a.id < b.id ? -1 : 1))[0];
  return best !== undefined && best.spared > 0 ? best.id : undefined;
}

/** In rules that could be asked in the time. */
function lookUpCost(key: KeyTest | undefined): number {
  return key?.kind === "member" || key?.kind === "ancestor" ? 3 : 1.5;
}
