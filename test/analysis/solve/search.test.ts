import { describe, expect, it } from "vitest";
import { ask, createAnalysis, matches } from "../../../src/analysis/analysis.js";
import { apart } from "../../../src/analysis/solve/refuted.js";
import { search } from "../../../src/analysis/solve/search.js";
import { type SearchEffort, searchBudget } from "../../../src/analysis/solve/search-budget.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { answerTo } from "./verdict-of.js";

function numbered(count: number, name: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => name(index));
}

const flags = (count: number) => numbered(count, (index) => `b${index}: Bool`).join(", ");

/** Random clauses of three flags each. */
function threeSat(variables: number, clauses: number, seed: number): string {
  const choices = seededChoices(seed);
  const literal = () => `${choices.int(0, 1) === 1 ? "not " : ""}args.b${choices.int(0, variables - 1)}`;
  return numbered(clauses, () => `(${literal()} or ${literal()} or ${literal()})`).join(" and ");
}

/** Each pigeon has a hole, and no two have the same. */
function pigeonhole(pigeons: number, holes: number): string {
  const flag = (pigeon: number, hole: number) => `args.b${pigeon * holes + hole}`;
  const housed = numbered(
    pigeons,
    (pigeon) => `(${numbered(holes, (hole) => flag(pigeon, hole)).join(" or ")})`,
  );
  const alone = numbered(holes, (hole) =>
    numbered(pigeons, (one) =>
      numbered(one, (other) => `(not ${flag(one, hole)} or not ${flag(other, hole)})`).join(" and "),
    )
      .filter((each) => each !== "")
      .join(" and "),
  );
  return [...housed, ...alone].join(" and ");
}

/** A model of the clauses that a request has to be, read off their text. */
function fulfils(clauses: string, request: unknown): boolean {
  const { properties } = (request as { readonly action: { readonly properties: Record<string, boolean> } })
    .action;
  return clauses.split(" and ").every((clause) =>
    clause
      .replace(/[()]/g, "")
      .split(" or ")
      .some(
        (each) =>
          properties[each.replace(/^not |args\./g, "").replace("args.", "")] === !each.startsWith("not "),
      ),
  );
}

describe("a search that ends without an answer", () => {
  it("says that it met as many contradictions as it may", () => {
    const text = `principal User
      action act(${flags(12)})
      policy p { rule yes allow User to act when ${pigeonhole(4, 3)} }`;
    const { policySet } = check([{ path: "a.pol", text }]);
    const [point] = policySet ? createAnalysis(lower(policySet)).points : [];
    const [allow] = point?.scope.allows ?? [];
    if (point === undefined || allow === undefined) throw new Error("the rule is in scope");
    const searchWith = (conflicts: number) =>
      search(point.encoder, matches(point, allow), () => true, {
        budget: { conflicts, steps: 1_000_000, failures: 12 },
      });
    expect(searchWith(2)).toEqual({ kind: "unknown", limit: "conflicts" });
    expect(searchWith(1000).kind).toBe("none");
  });

  it("says that it took as many steps as it may", () => {
    const globs = numbered(12, (index) => `args.s like "*${String.fromCharCode(97 + index)}x*"`);
    const text = `principal User
      action act(s: String, ${flags(12)})
      policy p { rule flags allow User to act when ${pigeonhole(4, 3)}
                 rule texts allow User to act when ${globs.join(" and ")} }`;
    const { policySet } = check([{ path: "a.pol", text }]);
    const [point] = policySet ? createAnalysis(lower(policySet)).points : [];
    if (point === undefined) throw new Error("the rules are in scope");
    for (const body of point.scope.allows) {
      const efforts = [1, 2].map(() => {
        let effort: SearchEffort | undefined;
        const onEnd = (taken: SearchEffort) => {
          effort = taken;
        };
        apart(() => search(point.encoder, matches(point, body), () => true, { onEnd }));
        return effort;
      });
      // Whether a result is remembered or not, it took as many.
      expect(efforts[1]).toEqual(efforts[0]);
      const budget = { ...searchBudget, steps: 500 };
      const trial = apart(() => search(point.encoder, matches(point, body), () => false, { budget }));
      expect(trial).toEqual({ kind: "unknown", limit: "steps" });
    }
  });

  it("counts a long search as many questions, so that many puzzles end too", () => {
    const flags = numbered(30, (flag) => `b${flag}: Bool`).join(", ");
    const text = `principal User
      action act(${flags})
      policy p { rule yes allow User to act when ${pigeonhole(6, 5)} }`;
    const { policySet } = check([{ path: "a.pol", text }]);
    const analysis = policySet && createAnalysis(lower(policySet), 1000);
    const [point] = analysis?.points ?? [];
    const [allow] = point?.scope.allows ?? [];
    if (analysis === undefined || point === undefined || allow === undefined)
      throw new Error("the rule is in scope");
    expect(ask(analysis, point, matches(point, allow), () => true).kind).toBe("none");
    expect(analysis.budget.questions).toBeLessThan(990);
  });
});

describe("hard cases", () => {
  it("decides random 3-SAT over 100 flags at the ratio where it is hardest", () => {
    const kinds = numbered(6, String).map((seed) => {
      const clauses = threeSat(100, 426, Number(seed));
      const answer = answerTo(flags(100), clauses);
      if (answer.kind === "found") expect(fulfils(clauses, answer.request)).toBe(true);
      return answer.kind;
    });
    expect(kinds).not.toContain("unknown");
    expect(new Set(kinds)).toEqual(new Set(["found", "none"]));
  });

  it("proves that eight pigeons have no seven holes, and finds eight", () => {
    expect(answerTo(flags(56), pigeonhole(8, 7)).kind).toBe("none");
    expect(answerTo(flags(64), pigeonhole(8, 8)).kind).toBe("found");
  });

  it("gives up on integers that must all differ and are too many, and finds as many as there are", () => {
    const integers = (count: number) => numbered(count, (index) => `n${index}: Int in 0..7`).join(", ");
    const different = (count: number) =>
      Array.from({ length: count }, (_, one) => numbered(one, (other) => `args.n${one} != args.n${other}`))
        .flat()
        .join(" and ");
    expect(answerTo(integers(9), different(9)).kind).toBe("unknown");
    expect(answerTo(integers(8), different(8)).kind).toBe("found");
    expect(answerTo(integers(3), `${different(3)} and args.n0 + args.n1 + args.n2 < 3`).kind).toBe("none");
  });

  it("finds a text that is in seven patterns and not in seven others, or in all fourteen", () => {
    const globs = [..."abcdefghijklmn"].map((c) => `args.s like "*${c}${c}*"`);
    const half = globs.map((glob, index) => (index % 2 === 0 ? glob : `not (${glob})`)).join(" and ");
    expect(answerTo("s: String", half).kind).toBe("found");
    expect(answerTo("s: String", globs.join(" and ")).kind).toBe("found");
  });

  it("finds the one way that twenty choices of two and a deny leave", () => {
    const parameters = numbered(20, (index) => `x${index}: Int, y${index}: Int`).join(", ");
    const choices = numbered(20, (index) => `(args.x${index} > 5 or args.y${index} < 3)`).join(" and ");
    const deny = numbered(20, (index) => `args.x${index} > 5`).join(" or ");
    expect(answerTo(parameters, choices, [deny]).kind).toBe("found");
    expect(answerTo(parameters, choices, [deny, "args.y7 < 3"]).kind).toBe("none");
  });

  it("sees that a long list of blocks covers a network", () => {
    const blocks = numbered(256, (index) => `"10.${index}.0.0/16"`);
    const isIn = (list: readonly string[]) => `context.ip in [${list.join(", ")}]`;
    expect(answerTo("n: Int", 'context.ip in "10.0.0.0/8"', [isIn(blocks)]).kind).toBe("none");
    expect(answerTo("n: Int", 'context.ip in "10.0.0.0/8"', [isIn(blocks.slice(1))]).kind).toBe("found");
  });

  it("follows chains of equalities and of inequalities", () => {
    const chain = (operator: string) =>
      numbered(39, (index) => `args.x${index} ${operator} args.x${index + 1}`).join(" and ");
    const texts = numbered(40, (index) => `x${index}: String`).join(", ");
    const numbers = numbered(40, (index) => `x${index}: Int`).join(", ");
    expect(answerTo(texts, `${chain("==")} and args.x0 == "a" and args.x39 == "b"`).kind).toBe("none");
    expect(answerTo(texts, `${chain("!=")} and args.x0 == args.x39`).kind).toBe("found");
    expect(answerTo(numbers, `${chain("<")} and args.x0 > args.x39`).kind).toBe("none");
    expect(answerTo(numbers, chain("<")).kind).toBe("found");
  });

  it("gets past thousands of denies", () => {
    const denies = numbered(1500, (index) => `args.n == ${index}`);
    expect(answerTo("n: Int in 0..1499", "true", denies).kind).toBe("none");
    expect(answerTo("n: Int in 0..1500", "true", denies)).toMatchObject({
      request: { action: { properties: { n: 1500 } } },
    });
  });
});
