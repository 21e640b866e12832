import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot, replayOn } from "../../../src/analysis/analysis.js";
import { and } from "../../../src/analysis/encode/formula.js";
import { tuplesOf } from "../../../src/analysis/relations/given.js";
import { sketchRequest } from "../../../src/analysis/solve/find-request.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { type Choices, pick, seededChoices } from "../../../src/testing/choices.js";

/** Relations that follow from those before them, over which some are inherited, and rules about two or three of them. */
function policySetWith(choices: Choices): PolicySet {
  const before = (index: number) => `r${choices.int(0, index - 1)}`;
  const ways: readonly ((index: number) => string)[] = [
    () => ": User",
    () => ": User | Team.member",
    () => ": User | User.*",
    (index) => `: User = direct or ${before(index)}`,
    (index) => `: User = direct and ${before(index)}`,
    (index) => `: User = direct but not ${before(index)}`,
    (index) => `: User = direct or ${before(index)} of parent`,
    (index) => `: User = direct or ${before(index)} of parent or ${before(index)}`,
  ];
  const relations = relationNames.map((name, index) => {
    const way = index < 2 ? ways[0] : pick(choices, ways);
    return `  relation ${name}${way?.(index) ?? ""}\n`;
  });
  const test = () =>
    `${pick(choices, ["principal", "args.who"])} is ${pick(choices, relationNames)} of ${pick(choices, ["resource", "args.other"])}`;
  const rules = Array.from(
    { length: 10 },
    (_, index) => `  rule rule_${index}
    ${pick(choices, ["allow", "deny"])} User to read
    when ${test()}${pick(choices, ["", ` or ${test()}`, ` and not (${test()})`])}
    ${pick(choices, ["", "when args.other is parent of resource"])}\n`,
  );
  const text = `principal User
entity Team { relation member: User }
entity Doc {
  relation parent: Doc
${relations.join("")}}
action read(who: User, other: Doc) on Doc
policy p {
${rules.join("")}}
`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

const relationNames = Array.from({ length: 6 }, (_, index) => `r${index}`);

const nobody = (): boolean => false;

describe("facts that are plain", () => {
  it("plain-facts-are-all: what formulas say where they are, a store says", () => {
    let held = 0;
    const wrong: string[] = [];
    for (let seed = 300; seed < 306; seed += 1) {
      const policySet = policySetWith(seededChoices(seed));
      const [point] = createAnalysis(lower(policySet)).points;
      if (point === undefined) continue;
      const bodies = [...point.scope.allows, ...point.scope.denies];
      for (const one of bodies)
        for (const other of bodies) {
          const goal = and(matches(point, one), matchesNot(point, other));
          const sketch = sketchRequest(point.encoder, goal, nobody);
          const request = sketch.kind === "found" ? sketch.request() : undefined;
          if (request === undefined) continue;
          if (tuplesOf(request).length > 0) held += 1;
          const replay = replayOn(policySet, point, request);
          if (!replay.isMatched(one.rule) || replay.isMatched(other.rule))
            wrong.push(`${seed}: ${one.rule.id} and not ${other.rule.id}`);
        }
    }
    expect(wrong).toEqual([]);
    expect(held).toBeGreaterThan(200);
  });
});
