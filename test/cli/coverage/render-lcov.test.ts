import { describe, expect, it } from "vitest";
import { renderLcov } from "../../../src/cli/coverage/render-lcov.js";
import { contextOf, policy, sample } from "./coverage-fixture.js";
import { readLcov } from "./read-lcov.js";

/** The number of the line on which a text of the policy stands. */
function lineOf(text: string): number {
  return policy.slice(0, policy.indexOf(text)).split("\n").length;
}

describe("coverage as an lcov tracefile", () => {
  const [file, ...others] = readLcov(renderLcov(contextOf(sample)));

  it("is valid, and names files as one would open them; of library modules there is nothing", () => {
    expect(file?.path).toBe("policies/support.pol");
    expect(others).toEqual([]);
  });

  it("has rules as functions, without those that no request can match", () => {
    expect(file?.functions).toEqual(
      new Map([
        ["support.reads", { line: lineOf("rule reads"), count: 1 }],
        ["support.risky_reads", { line: lineOf("rule risky_reads"), count: 0 }],
        ["support.deletes", { line: lineOf("rule deletes"), count: 0 }],
      ]),
    );
  });

  it("has conditions as branches, two blocks for two of them in a line", () => {
    const line = lineOf("when principal.team");
    const branches = [...(file?.branches ?? [])].filter(([key]) => key.startsWith(`${line},`));
    expect(branches).toEqual([
      [`${line},0,0`, 1],
      [`${line},0,1`, 1],
      [`${line},1,0`, 0],
      [`${line},1,1`, 2],
    ]);
  });

  it("counts what a definition says once, for all rules that call it", () => {
    const line = lineOf("def trusted");
    expect([...(file?.branches ?? [])].filter(([key]) => key.startsWith(`${line},`))).toEqual([
      [`${line},0,0`, 1],
      [`${line},0,1`, 0],
    ]);
  });

  it("counts of a line the least of what starts on it, and leaves all other lines out", () => {
    expect(file?.lines.get(lineOf("rule reads"))).toBe(1);
    expect(file?.lines.get(lineOf("rule deletes"))).toBe(0);
    expect(file?.lines.get(lineOf("principal User"))).toBeUndefined();
    expect(file?.lines.get(lineOf("rule never"))).toBeUndefined();
  });

  it("takes no branch of what was never evaluated", () => {
    const [untested] = readLcov(renderLcov(contextOf({ "support.pol": policy })));
    expect([...(untested?.branches.values() ?? [])].every((taken) => taken === undefined)).toBe(true);
    expect([...(untested?.lines.values() ?? [])].every((count) => count === 0)).toBe(true);
  });

  it("is empty where there is nothing to show, or nobody could open the file", () => {
    expect(renderLcov(contextOf({ "a.pol": "principal User\n" }))).toBe("");
    expect(renderLcov(contextOf({ "<stdin>": policy }))).toBe("");
  });

  it("readers refuse what is no tracefile", () => {
    const text = renderLcov(contextOf(sample));
    for (const [from, to] of [
      ["LH:", "LX:"],
      ["FNF:3", "FNF:4"],
      ["end_of_record\n", ""],
      ["BRDA:7,0,0,1", "BRDA:7,0,0,-"],
      ["DA:7,1\n", "DA:7,1\nDA:7,1\n"],
    ] as const) {
      expect(text).toContain(from);
      expect(() => readLcov(text.replace(from, to))).toThrow(SyntaxError);
    }
  });
});
