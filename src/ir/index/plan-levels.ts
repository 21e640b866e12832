import type { Cell } from "./constant-leaf.js";
import type { KeyTest } from "./key-test.js";

/** The key tests of one rule in an index, by id. */
export type RowKeys = ReadonlyMap<string, KeyTest>;

/** With no more rules left than this, on the average, one more look-up costs more than asking them. */
const fewEnough: Readonly<Record<KeyTest["kind"], number>> = {
  value: 4,
  number: 12,
  address: 4,
  prefix: 12,
  suffix: 12,
  ancestor: 4,
  member: 12,
};

/** Look-ups by value that may stand before the last one. */
const mostLevels = 3;

/**
 * Chooses by which keys to find rules that have key tests in common, where each group is searched by itself: one key after the other, each
 * for what the ones before it leave. All but the last are of a kind that leads to one group of rules at most. Gives ids, none where no
 * key would leave out a rule.
 */
export function planLevels(searched: readonly (readonly RowKeys[])[]): readonly string[] {
  const levels: string[] = [];
  const rows = searched.flat();
  let groups = searched;
  let expected = searched.reduce((sum, { length }) => sum + length * length, 0) / Math.max(1, rows.length);
  while (levels.length < mostLevels) {
    const best = cheapestKey(groups, sharedIds(rows, levels));
    if (best === undefined || expected <= fewEnough[best.kind] || best.expected > expected * 0.7) break;
    levels.push(best.id);
    expected = best.expected;
    if (best.kind !== "value") break;
    groups = groups.flatMap((group) => splitByValue(group, best.id));
  }
  return levels;
}

/** Whether values, one for each of some levels, lead to one rule at most of a group. */
export function leadToOneRow(searched: readonly (readonly RowKeys[])[], levels: readonly string[]): boolean {
  const [level, ...others] = levels;
  const kind = level === undefined ? undefined : searched[0]?.[0]?.get(level)?.kind;
  if (level === undefined || kind === undefined || !isByValue[kind]) return false;
  return searched.every((rows) => {
    const groups = splitByValue(rows, level);
    return others.length > 0 ? leadToOneRow(groups, others) : groups.every(isOneRow);
  });
}

function isOneRow([first, ...others]: readonly RowKeys[]): boolean {
  return others.every((other) => other === first);
}

/** Keys of which each value is one or another. */
const isByValue: Readonly<Record<KeyTest["kind"], boolean>> = {
  value: true,
  member: true,
  ancestor: true,
  number: false,
  address: false,
  prefix: false,
  suffix: false,
};

/** The ids that all rows have, but those already used. */
function sharedIds(rows: readonly RowKeys[], used: readonly string[]): readonly string[] {
  const [first] = rows;
  return [...(first?.keys() ?? [])].filter((id) => !used.includes(id) && rows.every((row) => row.has(id)));
}

interface Candidate {
  readonly id: string;
  readonly kind: KeyTest["kind"];
  /** How many rules a look-up that finds any is expected to find. */
  readonly expected: number;
}

/** The key that leaves the fewest rules; of two that leave alike, the one that is cheaper to look up. */
function cheapestKey(groups: readonly (readonly RowKeys[])[], ids: readonly string[]): Candidate | undefined {
  const candidates = ids.flatMap((id): Candidate[] => {
    const kind = groups[0]?.[0]?.get(id)?.kind;
    return kind === undefined ? [] : [{ id, kind, expected: expectedRows(groups, id) }];
  });
  return candidates.sort(
    (a, b) => a.expected * cost[a.kind] - b.expected * cost[b.kind] || (a.id < b.id ? -1 : 1),
  )[0];
}

const cost: Readonly<Record<KeyTest["kind"], number>> = {
  value: 1,
  number: 1.2,
  address: 1.2,
  prefix: 1.3,
  suffix: 1.4,
  ancestor: 2,
  member: 2,
};

/** Rules found by a key of a rule, on the average over the rules. */
export function expectedRows(groups: readonly (readonly RowKeys[])[], id: string): number {
  let found = 0;
  let rows = 0;
  for (const group of groups) {
    const keys = group.map((row) => row.get(id)).filter((key) => key !== undefined);
    found += isRange(keys[0]) ? overlaps(keys) : sharedKeys(keys);
    rows += group.length;
  }
  return found / Math.max(1, rows);
}

function isRange(key: KeyTest | undefined): boolean {
  return key?.kind === "number" || key?.kind === "address";
}

/** Pairs of rules that have a key in common, each with itself too. Texts of which one begins with the other count as different. */
function sharedKeys(keys: readonly KeyTest[]): number {
  const counts = new Map<Cell, number>();
  for (const each of keys) for (const key of each.keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  let pairs = 0;
  for (const each of keys) {
    for (const key of each.keys) pairs += (counts.get(key) ?? 0) / each.keys.length;
  }
  return pairs;
}

/** Pairs of rules whose ranges overlap, by how many are open where one begins: a sweep over their ends. */
function overlaps(keys: readonly KeyTest[]): number {
  const ends = keys.flatMap((each) =>
    each.keys.map((at, index) => ({ at: Number(at), opens: index % 2 === 0, weight: 2 / each.keys.length })),
  );
  ends.sort((a, b) => a.at - b.at || Number(b.opens) - Number(a.opens));
  let open = 0;
  let pairs = 0;
  for (const { opens, weight } of ends) {
    open += opens ? 1 : -1;
    if (opens) pairs += open * weight;
  }
  return pairs;
}

/** The rows of each value, a row in each group of its values. */
function splitByValue(rows: readonly RowKeys[], id: string): readonly (readonly RowKeys[])[] {
  const groups = new Map<Cell, RowKeys[]>();
  for (const row of rows) {
    for (const key of row.get(id)?.keys ?? []) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return [...groups.values()];
}
