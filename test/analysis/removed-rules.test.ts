import { describe, expect, it } from "vitest";
import type { Proof } from "../../src/analysis/alone-search.js";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { createOccurrences } from "../../src/analysis/occurrences.js";
import { createRemovedRules } from "../../src/analysis/removed-rules.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";

const text = `principal User
action read()
action write()

policy p {
  rule reads
    allow User to read

  rule writes
    allow User to write

  rule all
    allow User to read, write
}
`;

describe("removed rules", () => {
  it("are told where they can decide", () => {
    const { policySet } = check([{ path: "p.pol", text }]);
    if (policySet === undefined) throw new Error("the policy set is well-formed");
    const occurrences = createOccurrences(createAnalysis(lower(policySet)));
    const proofsOf = (id: string): readonly Proof[] => {
      const rule = occurrences.rule(id);
      return rule ? [...occurrences.of(rule)].map((occurrence) => ({ occurrence, rivals: [] })) : [];
    };
    const removed = createRemovedRules();
    const idsAmong = (id: string) => [...removed.among(proofsOf(id))].map((rule) => rule.id);
    expect(idsAmong("p.all")).toEqual([]);
    for (const id of ["p.reads", "p.writes"]) {
      const rule = occurrences.rule(id);
      if (rule) removed.add(rule, proofsOf(id));
    }
    expect(idsAmong("p.all")).toEqual(["p.reads", "p.writes"]);
    expect(idsAmong("p.reads")).toEqual(["p.reads"]);
    const isRemoved = policySet.rules.filter((rule) => removed.has(rule)).map(({ id }) => id);
    expect(isRemoved.sort()).toEqual(["p.reads", "p.writes"]);
  });

  it("are told in the order in which they were removed, however many", () => {
    const rules = Array.from(
      { length: 70 },
      (_, index) => `rule r${index} allow User to ${index % 3 ? "read" : "write"}`,
    );
    const many = `principal User\naction read()\naction write()\npolicy p {\n${rules.join("\n")}\n}`;
    const { policySet } = check([{ path: "p.pol", text: many }]);
    if (policySet === undefined) throw new Error("the policy set is well-formed");
    const occurrences = createOccurrences(createAnalysis(lower(policySet)));
    const removed = createRemovedRules();
    const proofs = policySet.rules.map((rule) =>
      [...occurrences.of(rule)].map((occurrence) => ({ occurrence, rivals: [] })),
    );
    const inTurn = [...policySet.rules.entries()].reverse();
    for (const [index, rule] of inTurn) removed.add(rule, proofs[index] ?? []);
    const ids = [...removed.among(proofs[0] ?? [])].map(({ id }) => id);
    expect(ids).toEqual(inTurn.flatMap(([, { id, text }]) => (text.includes("write") ? [id] : [])));
    expect(removed.among(proofs.flat()).size).toBe(70);
  });
});
