import { describe, expect, it } from "vitest";
import { call, errorsOf, found, outcome } from "./support.js";

const model = `
principal User
entity Team { relation member: User }
entity Folder in Folder {
  relation owner:  User
  relation viewer: User | User.* | Team.member = direct or owner or viewer of parent
}
entity Document in Folder {
  relation viewer: User = direct or viewer of parent
  relation blocked: User
  relation reader = viewer but not blocked
}
action docs.read on Document
`;

describe("§7 relations are declared", () => {
  it("as printed in the design", () => {
    expect(found(model)).toEqual([]);
  });

  it.each([
    "relation r: User",
    "relation r: User | User.* | Team.member",
    "relation r: E.*",
    "relation s: User relation r = s",
    "relation s: User relation r: User = direct or s",
    "relation s: User relation t: User relation r = s and t",
    "relation s: User relation t: User relation r = s or t but not s",
    "relation s: User relation t: User relation r = (s or t) but not (s and t)",
    "relation r: User = direct or r of parent",
    "relation s: Team relation r = member of s",
    "owner: User, relation: Int relation r: User",
  ])("%s", (members) => {
    const parent = members.includes("r of parent") ? "E" : "Folder";
    expect(found(`${model} entity E in ${parent} { ${members} }`)).toEqual([]);
  });

  it.each([
    ["relation r", "POL2027 r"],
    ["relation r: Usr", "POL2006 Usr"],
    ["relation r: User.friend", "POL2027 friend"],
    ["relation r: User = other", "POL2027 other"],
    ["relation r = direct", "POL2027 direct"],
    ["relation r: User = direct or viewer of parent", "POL2027 parent"],
    ["relation s: User relation r = member of s", "POL2027 member"],
    ["relation s: User relation r = x of s", "POL2027 x"],
    ["relation s: User relation r = s of nowhere", "POL2027 nowhere"],
    ["relation r: User relation r: User", "POL2001 r"],
    ["relation r = r", "POL2027 r"],
    ["relation r: User = direct or r", "POL2027 r"],
    ["relation direct: User", "POL2008 direct"],
    ["relation r: Int", "POL2006 Int"],
  ])("%s: %s", (members, expected) => {
    expect(errorsOf(`${model} entity E { ${members} }`)).toEqual([expected]);
  });

  it("`in` declares the relation `parent`", () => {
    expect(errorsOf(`${model} entity E in Folder { relation parent: User }`)).toEqual(["POL2001 parent"]);
    expect(errorsOf(`${model} entity E { relation parent: Folder relation v = viewer of parent }`)).toEqual(
      [],
    );
  });

  it("relations that need each other are reported at both", () => {
    expect(errorsOf("entity E { relation a = b relation b = a }")).toEqual(["POL2027 a", "POL2027 b"]);
  });

  it("one that nobody can have is an error, and one that can hang on its own exclusion a warning", () => {
    expect(errorsOf("entity E in E { relation a = a of parent }")).toEqual(["POL2027 a"]);
    expect(
      found("principal User entity E in E { relation a: User = direct but not a of parent }").filter((line) =>
        line.startsWith("POL2049"),
      ),
    ).toEqual(["POL2049 a"]);
  });

  it("blocks of one entity share their relations", () => {
    expect(errorsOf("principal User entity E { relation a: User }  entity E { relation b = a }")).toEqual([]);
    expect(errorsOf("principal User entity E { relation a: User }  entity E { relation a: User }")).toEqual([
      "POL2001 a",
    ]);
  });
});

describe("§7 testing a relation", () => {
  const said = (condition: string, scope = "allow User to docs.read") =>
    errorsOf(`${model} policy p { rule r ${scope} when ${condition} }`);

  it("is checked wherever a condition can stand", () => {
    expect(said("principal is viewer of resource")).toEqual([]);
    expect(said("principal is reader of resource", "deny User to docs.read")).toEqual([]);
    expect(said('not (principal is viewer of Folder("x"))')).toEqual([]);
    expect(
      errorsOf(
        `${model} def f(u: User, d: Document) = u is viewer of d policy p { rule r allow User to docs.read when f(principal, resource) }`,
      ),
    ).toEqual([]);
  });

  it("cannot be what another one is about, what a quantifier runs over, nor an argument of an obligation", () => {
    const nested =
      'principal is viewer of (if principal is viewer of resource then resource else Document("x"))';
    expect(said(nested)).toEqual([
      'POL2021 (if principal is viewer of resource then resource else Document("x"))',
    ]);
    const over = "any f in (if principal is viewer of resource then [resource] else []): f is Document";
    expect(said(over)).toEqual(["POL2021 (if principal is viewer of resource then [resource] else [])"]);
    const obliged = `${model} obligation note(level: Int) policy p { rule r oblige User to docs.read with note(level: if principal is viewer of resource then 1 else 2) }`;
    expect(errorsOf(obliged)).toEqual(["POL2021 if principal is viewer of resource then 1 else 2"]);
  });

  it.each([
    ["principal is viewr of resource", "POL2003 viewr"],
    ["principal is member of resource", "POL2003 member"],
    ["principal is viewer of principal", "POL2003 viewer"],
    ['principal is viewer of "x"', 'POL2011 "x"'],
    ["true is viewer of resource", "POL2011 true"],
    ["principal is viewer", "POL2006 viewer"],
  ])("%s: %s", (condition, expected) => {
    expect(said(condition)).toEqual([expected]);
  });
});

describe("§7 `in` reads `ancestors` only", () => {
  it("whatever relations say", () => {
    const text = `${model} policy p { rule r allow User to docs.read on Document in Folder("hr") }`;
    const resource = (ancestors: unknown) => ({ resource: { type: "Document", id: "1", ancestors } });
    expect(outcome(text, call("docs.read", {}, resource([{ type: "Folder", id: "hr" }])))).toBe(
      "allowed by p.r",
    );
    expect(outcome(text, call("docs.read", {}, resource([])))).toBe("no_matching_rule");
    expect(outcome(text, call("docs.read", {}, resource(undefined)))).toBe(
      "invalid_request at /resource/ancestors missing",
    );
  });
});

describe("§7 tuples of tests", () => {
  const said = (...tuples: readonly string[]) =>
    errorsOf(
      `${model} test "t" { subject User("a") action docs.read resource Document("7") ${tuples.map((tuple) => `given ${tuple}`).join("\n")} expect deny by no_matching_rule }`,
    );

  it.each([
    'User("a") is viewer of Document("7")',
    'User.* is viewer of Folder("7")',
    'Team("t").member is viewer of Folder("7")',
    'User("a") is member of Team("t")',
    'Folder("7") is parent of Document("7")',
  ])("%s", (tuple) => {
    expect(said(tuple)).toEqual([]);
  });

  it.each([
    ['User("a") is viewr of Document("7")', "POL2003 viewr"],
    ['Usr("a") is viewer of Document("7")', "POL2006 Usr"],
    ['User("a") is viewer of Doc("7")', "POL2006 Doc"],
    ['User.* is viewer of Document("7")', "POL2024 User"],
    ['Team("t").member is viewer of Document("7")', "POL2024 Team"],
    ['Team("t").membr is viewer of Folder("7")', "POL2003 membr"],
    ['User("a") is reader of Document("7")', "POL2024 User"],
    ['User("a") is parent of Document("7")', "POL2024 User"],
    ['User("a") is parent of Team("t")', "POL2003 parent"],
    ['User("") is viewer of Document("7")', 'POL2024 ""'],
    ['User("a") is viewer of Document("")', 'POL2024 ""'],
  ])("%s: %s", (tuple, expected) => {
    expect(said(tuple)).toContain(expected);
  });
});
