import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { clausesToAsk } from "../../../src/ir/index/cheap-first.js";
import { lower } from "../../../src/ir/lower.js";

/** The clauses of a rule in the order in which they are asked, by their words. */
function orderOf(...clauses: readonly string[]): readonly string[] {
  const text = `principal User { team: String, roles: List<String>, nick?: String, friend?: User }
action files.read(body: String, count: Int, more?: String)
policy p {
  rule r
    allow User to files.read
${clauses.map((clause) => `    when ${clause}`).join("\n")}
}`;
  const { policySet, diagnostics } = check([{ path: "p.pol", text }]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics));
  return lower(policySet).bodies.flatMap((body) =>
    clausesToAsk(body).map(({ span }) => text.slice(span.start, span.end).replace(/^when /, "")),
  );
}

describe("cheap-tests-first", () => {
  it("puts comparisons before patterns, and patterns before expressions", () => {
    expect(orderOf("args.body matches /a+/", 'args.body like "a*"', 'principal.team == "t"')).toEqual([
      'principal.team == "t"',
      'args.body like "a*"',
      "args.body matches /a+/",
    ]);
  });

  it("keeps the order of clauses that cost the same", () => {
    expect(orderOf("args.count > 3", 'principal.team == "t"')).toEqual([
      "args.count > 3",
      'principal.team == "t"',
    ]);
  });

  it("keeps a guard before what it guards, and lets the rest pass", () => {
    expect(
      orderOf("principal has nick or args.count > 5", "args has more", 'args.more == "x"', "args.count > 3"),
    ).toEqual([
      "args has more",
      'args.more == "x"',
      "args.count > 3",
      "principal has nick or args.count > 5",
    ]);
    expect(orderOf('principal has friend and args.body like "*a*"', 'principal.friend.team == "t"')).toEqual([
      'principal has friend and args.body like "*a*"',
      'principal.friend.team == "t"',
    ]);
  });

  it("leaves what can err as it is written", () => {
    expect(orderOf("args.body matches /a+/", "args.count * 9007199254740991 > 3")).toEqual([
      "args.body matches /a+/",
      "args.count * 9007199254740991 > 3",
    ]);
  });
});
