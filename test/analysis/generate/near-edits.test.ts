import { describe, expect, it } from "vitest";
import { nearEdits } from "../../../src/analysis/generate/near-edits.js";
import { check } from "../../../src/compiler.js";

/** The values that a rule's clause, or its sentence (`to`), suggests for one part of a request. */
function editsOf(rule: string, key: string): readonly unknown[] {
  const text = `principal User in Team
    entity Team
    action go(to: List<Email>, url?: Url, team: String)
    policy p { rule r allow ${rule} }`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  const variant = policySet?.rules[0]?.variants[0];
  if (variant === undefined) throw new Error(JSON.stringify(diagnostics[0]));
  const conditions = [variant.scope, ...variant.clauses.map(({ condition }) => condition)];
  return conditions
    .flatMap((condition) => nearEdits(condition, "subject"))
    .filter(({ part }) => (part.attribute ?? part.root) === key)
    .map(({ value }) => value);
}

describe("near edits", () => {
  it("are the literals of a list, and one value that is none of them", () => {
    expect(editsOf('User to go when args.team in ["a", "b"]', "team")).toEqual(["a", "b", "aa"]);
  });

  it("give a quantifier no element, each alone, and two of which one may not be as the other", () => {
    const lists = editsOf('User to go when (all r in args.to: r.domain in ["x.example"])', "to");
    expect(lists).toEqual([
      [],
      ["alice@x.example"],
      ["alice@x.examplea"],
      ["alice@x.example", "alice@x.examplea"],
    ]);
  });

  it("put an entity into a group, into none and into another one", () => {
    expect(editsOf('User in Team("t") to go', "subject")).toEqual([
      { ancestors: [{ type: "Team", id: "t" }] },
      { ancestors: undefined },
      { ancestors: [{ type: "Team", id: "ta" }] },
    ]);
  });

  it("take an entity for the one that is named, and for another one", () => {
    expect(editsOf('User("ann") to go', "subject")).toEqual([{ id: "ann" }, { id: "anna" }]);
    expect(editsOf('User to go when principal.id == "ann"', "subject")).toContainEqual({ id: "ann" });
  });

  it("leave out what may be absent", () => {
    expect(editsOf('User to go when args has url and args.url.host == "x.example"', "url")).toEqual(
      expect.arrayContaining([undefined, "https://x.example/"]),
    );
  });

  it("write a Url as a pattern's text has it", () => {
    const rule = 'User to go when args has url and args.url like "https://x.example/*"';
    expect(editsOf(rule, "url")).toEqual(
      expect.arrayContaining(["https://x.example/", "https://x.example/a"]),
    );
  });
});
