import { groupBy } from "../../../src/util/group-by.js";
import type { Grant, Test } from "../grant.js";

/** The condition of a kind that a rule has; every rule that is asked for it has one. */
export function testOf<Kind extends Test["kind"]>(grant: Grant, kind: Kind): Extract<Test, { kind: Kind }> {
  const found = grant.tests.find((test): test is Extract<Test, { kind: Kind }> => test.kind === kind);
  if (found === undefined) throw new RangeError(`rule ${grant.name} has no condition of kind ${kind}`);
  return found;
}

/** The rules of each tool, those that allow apart from those that deny. */
export function byTool<Index>(
  grants: readonly Grant[],
  create: (allows: readonly Grant[], denies: readonly Grant[]) => Index,
): ReadonlyMap<string, Index> {
  const tools = groupBy(grants, ({ action }) => action);
  return new Map(
    [...tools].map(([tool, rules]) => [
      tool,
      create(
        rules.filter(isAllow),
        rules.filter((rule) => !isAllow(rule)),
      ),
    ]),
  );
}

function isAllow({ effect }: Grant): boolean {
  return effect === "allow";
}
