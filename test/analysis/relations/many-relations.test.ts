import { describe, expect, it } from "vitest";
import { createAnalysis, matches } from "../../../src/analysis/analysis.js";
import type { RelationAtom } from "../../../src/analysis/encode/atom.js";
import { atomsOf } from "../../../src/analysis/encode/atoms-of.js";
import { definitionOf } from "../../../src/analysis/encode/encode-relation.js";
import type { Formula } from "../../../src/analysis/encode/formula.js";
import { generateTests } from "../../../src/analysis/generate-tests.js";
import { answered, withTuples } from "../../../src/analysis/relations/given.js";
import { whyNot } from "../../../src/analysis/why-not.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { analyze, check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";

/** So many relations `r0`, `r1`, …, all tested on one action; `define` writes what one of them follows from. */
function manyRelations(count: number, define: (index: number) => string): PolicySet {
  const indexes = [...Array(count).keys()];
  const relations = indexes.map((index) => `  relation r${index}${define(index)}\n`);
  const rules = indexes.map(
    (index) =>
      `  rule rule_${index}\n    allow User to read on Doc\n    when subject is r${index} of resource\n`,
  );
  const text = `principal User\nentity Doc {\n${relations.join("")}}\naction read on Doc\npolicy p {\n${rules.join("")}}\n`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

const chain = (index: number) => (index === 0 ? ": User" : `: User = direct or r${index - 1}`);

/** Spelt out as a tree, the last of thirty has more than ten million parts. */
const fan = (index: number) =>
  index < 3 ? ": User" : `: User = direct or r${index - 1} or r${index - 2} or r${index - 3}`;

function partsOf(formula: Formula): number {
  if (formula.kind !== "and" && formula.kind !== "or") return 1;
  return formula.operands.reduce((sum, operand) => sum + partsOf(operand), 1);
}

/** The definitions that a policy set's rules lead to. */
function definitionsIn(policySet: PolicySet): readonly Formula[] {
  const [point] = createAnalysis(lower(policySet)).points;
  if (point === undefined) throw new Error("there is a kind of request");
  const isRelation = (atom: { readonly kind: string }): atom is RelationAtom => atom.kind === "relation";
  const atoms = new Set(
    point.scope.allows.flatMap((body) => atomsOf(matches(point, body))).filter(isRelation),
  );
  const definitions: Formula[] = [];
  // What is added while the set is gone through is gone through, too.
  for (const atom of atoms) {
    const definition = definitionOf(point.encoder, atom);
    if (definition === undefined) continue;
    definitions.push(definition);
    for (const other of atomsOf(definition).filter(isRelation)) atoms.add(other);
  }
  return definitions;
}

describe("many relations that follow from each other", () => {
  it.each([
    ["a chain", chain],
    ["a fan", fan],
  ])("%s is spelt out relation by relation", (_, define) => {
    const definitions = definitionsIn(manyRelations(60, define));
    expect(definitions).toHaveLength(60);
    expect(Math.max(...definitions.map(partsOf))).toBeLessThan(110);
  });

  it.each([
    ["a chain", chain],
    ["a fan", fan],
  ])("%s is proved to need its last relation alone", (_, define) => {
    const [finding, ...others] = analyze(manyRelations(30, define));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "POL3003", witness: { request: { subject: { type: "User" } } } });
    expect(finding?.message).toContain(
      "and 26 more change no decision: all they allow, `p.rule_29` allows too",
    );
  });

  it("are few changes away: where one of them is enough, no others are put together with it", () => {
    const request = {
      subject: { type: "User", id: "u" },
      action: { name: "read" },
      resource: { type: "Doc", id: "d" },
    };
    const policySet = manyRelations(40, chain);
    const { change } = whyNot(createAnalysis(lower(policySet)), answered(policySet, withTuples(request, [])));
    expect(change).toMatchObject({
      kind: "found",
      isSmallest: true,
      changes: [{ relation: { relation: "r39", answer: "yes" } }],
    });
  });

  it("have tests for mistakes between neighbours", () => {
    const policySet = manyRelations(24, () => ": User");
    const tests = generateTests(createAnalysis(lower(policySet)), []);
    expect(tests.length).toBeGreaterThanOrEqual(24);
    expect(tests.length).toBeLessThan(24 * 18);
  });
});
