import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { compiledSet } from "./support.js";

const schema = `
use std.agents
principal User in Team { team: String }
entity Team
entity Doc { relation owner: User relation viewer: User = direct or owner }
type Level = Int in 1..5
const office = ["10.0.0.0/8"]
const limit: Int = 3
def near(ip: Ip) = ip in office
obligation log(to: String)
tag reading
action docs.read(level: Level, n?: Int) on Doc tagged reading
context { ip: Ip }
`;
const rules = `
policy p {
  rule a
    allow User to docs.read on Doc
    when near(context.ip) and args.level < limit
  rule d
    deny User to reading
    unless approval(from: "x", max_age: 15m)
    because "No."
  rule o
    oblige User in Team("t") to docs.read
    with log(to: principal.id)
}
assert never deny Agent acting alone to reading
`;

const digest = (...texts: readonly string[]) => compiledSet(texts).set.digest;
const original = digest(schema, rules);

describe("§5 the digest", () => {
  it("is SHA-256", () => {
    expect(original).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each<[string, readonly string[]]>([
    ["order of files", [rules, schema]],
    ["one file", [`${schema}${rules}`]],
    ["order of declarations", [rules, schema.split("\n").reverse().join("\n")]],
    ["layout", [schema, rules.replaceAll("\n", " ").replaceAll("  ", " ")]],
    ["line comments", [schema.replaceAll("\n", " // x\n"), `// y\n${rules}`]],
    [
      "documentation",
      [
        schema.replace("type Level", "/// x\ntype Level").replace("principal User", "/// y\nprincipal User"),
        rules.replace("rule a", "/// z\n rule a").replace("assert", "/// w\nassert"),
      ],
    ],
    [
      "tests and fixtures",
      [
        schema,
        rules,
        'fixture f = User("a") { team: "t" } test "t" { subject f action docs.read expect deny }',
      ],
    ],
    [
      "spelling of literals",
      [schema.replace("15m", "900s").replace("10.0.0.0/8", "10.0.0.0\\u{2f}8"), rules.replace("p {", "p\n{")],
    ],
    ["a block in two", [schema.replace("{ team: String }", "{ team: String } principal User"), rules]],
    ["a module used twice", [`use std.agents ${schema}`, rules]],
    [
      "what a type is called",
      [schema.replace("type Level = Int in 1..5", "").replace("level: Level", "level: Int in 1..5"), rules],
    ],
    ["a refinement that says nothing new", [schema, rules, "refine action docs.read tagged reading"]],
  ])("does not depend on %s", (_what, texts) => {
    expect(digest(...texts)).toBe(original);
  });

  it("does not depend on the names of files", () => {
    const files = (names: readonly string[]) =>
      [schema, rules].map((text, index) => ({ path: names[index] ?? "", text }));
    const digests = [
      ["a.pol", "b.pol"],
      ["z/y.pol", "c.pol"],
    ].map((names) => check(files(names)).policySet?.digest);
    expect(digests).toEqual([original, original]);
  });

  it.each<[string, string, string]>([
    ["an attribute's type", "team: String", "team: String length 1.."],
    ["an optional attribute", "team: String", "team?: String"],
    ["a nullable attribute", "team: String", "team: String | null"],
    ["a secret attribute", "team: String", "team: String secret"],
    ["a parent", "entity Team", "entity Team in Team"],
    ["a relation", "= direct or owner", "= direct"],
    ["a refinement", "1..5", "1..6"],
    ["a constant", "10.0.0.0/8", "11.0.0.0/8"],
    ["an annotated constant", "Int = 3", "Int = 4"],
    ["a definition", "= ip in office", "= not (ip in office)"],
    ["an obligation", "log(to: String)", "log(to: String) once"],
    ["a parameter", "n?: Int", "n?: Number"],
    ["an open action", "n?: Int", "n?: Int, ..."],
    ["a resource", "on Doc tagged", "on Doc, Team tagged"],
    ["a tag", "on Doc tagged reading", "on Doc"],
    ["the context", "context { ip: Ip }", "context { ip: Ip, x: Int }"],
  ])("depends on %s", (_what, from, to) => {
    expect(schema).toContain(from);
    const changed = schema.replace(from, to);
    const rest = to === "on Doc" ? rules.replaceAll("reading", "docs.read") : rules;
    expect(digest(changed, rest)).not.toBe(original);
  });

  it.each<[string, string, string]>([
    ["an effect", "deny User to reading", "allow User to reading"],
    ["a rule's name", "rule a", "rule b"],
    ["a policy's name", "policy p", "policy q"],
    ["a principal", "allow User to", "allow User acting alone to"],
    ["an action", "allow User to docs.read", "allow User to docs.*"],
    ["a resource", "docs.read on Doc", "docs.read"],
    ["a condition", "args.level < limit", "args.level <= limit"],
    ["a remedy's argument", '"x"', '"y"'],
    ["a text", '"No."', '"No!"'],
    ["an obligation's argument", "principal.id", "principal.team"],
    ["a group", 'Team("t")', 'Team("u")'],
    ["an assertion", "acting alone", "acting for User"],
  ])("depends on %s", (_what, from, to) => {
    expect(rules).toContain(from);
    const changed = rules
      .replace(from, to)
      .replace(/unless approval.*\n.*because.*/, (part) =>
        to.startsWith("allow User to reading") ? "" : part,
      );
    expect(digest(schema, changed)).not.toBe(original);
  });
});
