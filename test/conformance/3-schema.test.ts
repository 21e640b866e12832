import { describe, expect, it } from "vitest";
import { call, compiledSet, decide, errorsOf, found, type Json, outcome } from "./support.js";

const user = (properties: Json = {}, more: Json = {}) => ({ type: "User", id: "ann", properties, ...more });

describe("§3 entity and principal", () => {
  it("only principals can be subject or actor", () => {
    const text = "principal User entity Doc action go policy p { rule a allow User to go }";
    expect(outcome(text, call("go"))).toBe("allowed by p.a");
    expect(outcome(text, call("go", {}, { subject: { type: "Doc", id: "1" } }))).toBe(
      "invalid_request at /subject/type undeclared",
    );
    expect(errorsOf("principal User entity Doc action go policy p { rule a allow Doc to go }")).toEqual([
      "POL2014 Doc",
    ]);
    expect(errorsOf('principal User entity Doc action go policy p { rule a allow Doc("x") to go }')).toEqual([
      "POL2014 Doc",
    ]);
  });

  it("a principal is actor only on behalf of a subject of the named types", () => {
    const text = `principal User principal Bot acting for User principal Svc action go policy p { rule a allow anyone to go }`;
    const actor = { type: "Bot", id: "b" };
    expect(outcome(text, call("go", {}, { actor }))).toBe("allowed by p.a");
    expect(outcome(text, call("go", {}, { subject: { type: "Svc", id: "s" }, actor }))).toBe(
      "invalid_request at /actor/type invalid",
    );
    expect(outcome(text, call("go", {}, { subject: actor, actor }))).toBe(
      "invalid_request at /actor/type invalid",
    );
    expect(outcome(text, call("go", {}, { actor: { type: "User", id: "u" } }))).toBe(
      "invalid_request at /actor/type invalid",
    );
    expect(outcome(text, call("go", {}, { actor: { type: "Nobody", id: "u" } }))).toBe(
      "invalid_request at /actor/type undeclared",
    );
    expect(outcome(text, call("go", {}, { subject: actor }))).toBe("allowed by p.a");
  });

  it("a principal may be a resource too", () => {
    const text = `principal User { team: String } action users.remove on User
      policy p { rule a allow User to users.remove on User when resource.team == principal.team and resource != principal }`;
    const request = call(
      "users.remove",
      {},
      { subject: user({ team: "x" }), resource: { type: "User", id: "bob", properties: { team: "x" } } },
    );
    expect(outcome(text, request)).toBe("allowed by p.a");
    expect(outcome(text, { ...request, resource: user({ team: "x" }) })).toBe("no_matching_rule");
  });

  it("a principal may act for its own type, and several for several", () => {
    const text = `principal A acting for A, B principal B acting for A action go
      policy p { rule a allow A acting for A, A acting for B, B to go when actor is A or subject is A }`;
    expect(found(text).filter((line) => line.startsWith("POL20") && !line.startsWith("POL2040"))).toEqual([]);
  });

  it.each([
    ["entity A in B", "POL2006 B"],
    ["entity A in A, B entity B", undefined],
    ["entity A in B entity B in A", undefined],
    ["principal A acting for B", "POL2006 B"],
    ["principal A acting for B entity B", "POL2010 B"],
    ["entity A acting for B principal B", "POL2010 B"],
    ["entity A { x: Int, x: Int }", "POL2001 x"],
    ["entity A in T type T = Int", "POL2006 T"],
    ["entity A in B, B entity B", undefined],
  ])("%s: %s", (text, expected) => {
    expect(found(text)).toEqual(expected === undefined ? [] : [expected]);
  });

  it("attributes of its own type, directly and through others", () => {
    const text = `principal User { boss?: User, deputy: User | Bot } principal Bot { owner: User } action go
      policy p { rule a allow User to go when principal has boss.boss and principal.boss.boss == User("top")
        when principal.deputy is Bot and principal.deputy.owner == principal }`;
    expect(found(text)).toEqual([]);
    const boss = { type: "User", id: "mid", properties: { boss: { type: "User", id: "top" } } };
    const deputy = { type: "Bot", id: "b", properties: { owner: { type: "User", id: "ann" } } };
    expect(outcome(text, call("go", {}, { subject: user({ boss, deputy }) }))).toBe("allowed by p.a");
  });
});

describe("§3 refine action", () => {
  const base = `principal User entity Doc entity Dir tag t
    action fs.read(path: String, n: Int in 1..100, list: List<String> length 1..9, mode?: "a" | "b" | "c", any?: Json, rec: { a: String, b?: Int })`;
  const rules = "policy p { rule a allow User to fs.read }";

  it("narrows a parameter declared elsewhere, whose values are then checked and in plain form", () => {
    const text = [base, `refine action fs.read(path: Path) ${rules}`];
    const args = { n: 1, list: ["x"], rec: { a: "" } };
    expect(decide(text, call("fs.read", { path: "/a/../b", ...args })).args).toEqual({ path: "/b", ...args });
    expect(outcome(text, call("fs.read", { path: "b", ...args }))).toBe(
      "invalid_request at /action/properties/path invalid",
    );
    expect(outcome([base, rules], call("fs.read", { path: "b", ...args }))).toBe("allowed by p.a");
  });

  it.each([
    "path: Path",
    "path: Url",
    'path: "x" | "y"',
    "path: String length 1..3",
    "path: String matches /[a-z]+/",
    "path: String secret",
    "n: Int in 5..10",
    "n: Int in 1..100",
    "list: List<Path> length 2..3",
    'mode?: "a" | "b"',
    'mode: "a"',
    "any?: String",
    "any: { x: Int, ... }",
    "any?: List<User>",
    "rec: { a: Path, b: Int in 1..2 }",
    "rec: { a: String }",
  ])("may narrow: %s", (parameter) => {
    expect(errorsOf([base, `refine action fs.read(${parameter})`])).toEqual([]);
  });

  it.each([
    "path: Int",
    "path?: String",
    "path: String | null",
    "path: List<String>",
    "n: Int",
    "n: Int in 0..100",
    "n: Number in 1..100",
    "list: List<String>",
    "list: List<String> length 1..10",
    'mode?: "a" | "d"',
    "mode?: String",
    "rec: { a: String, b?: Int, ... }",
    "rec: { a: String, c?: Int }",
    "rec: { b?: Int }",
    "rec: { a?: String }",
  ])("never widens: %s", (parameter) => {
    expect(errorsOf([base, `refine action fs.read(${parameter})`])).toEqual([`POL2011 ${parameter}`]);
  });

  it("adds resources and tags", () => {
    const { set } = compiledSet([
      `${base} on Doc`,
      "refine action fs.read on Dir tagged t",
      "refine action fs.read",
    ]);
    expect(set.actions.get("fs.read")).toMatchObject({ resources: ["Dir", "Doc"], tags: ["t"] });
  });

  it("of several actions narrows each by itself, and adds resources and tags to all of them", () => {
    const more = "action fs.list(path: String), fs.stat on Doc";
    const { set } = compiledSet([
      `${base} on Doc`,
      more,
      "refine action fs.read(path: Path), fs.list, fs.stat on Dir tagged t",
    ]);
    const kinds = ["fs.read", "fs.list"].map((name) => {
      const { resources, tags, parameters } = set.actions.get(name) ?? {};
      return { resources, tags, path: parameters?.get("path")?.type.kind };
    });
    expect(kinds).toEqual([
      { resources: ["Dir", "Doc"], tags: ["t"], path: "Path" },
      { resources: ["Dir", "Doc"], tags: ["t"], path: "String" },
    ]);
    const apart = [
      "refine action fs.read(path: Path) on Dir tagged t",
      "refine action fs.list, fs.stat on Dir tagged t",
    ];
    expect(set.digest).toBe(compiledSet([`${base} on Doc`, more, ...apart]).set.digest);
  });

  it("of several actions is judged by each, and what holds for all is said once", () => {
    const more = "action fs.list(path: Int)";
    const text = "refine action fs.read(path: Path), fs.list(path: Path), fs.lst on Dc tagged u";
    expect(errorsOf([base, more, text])).toEqual([
      "POL2011 path: Path",
      "POL2004 fs.lst",
      "POL2006 Dc",
      "POL2005 u",
    ]);
  });

  it("of an action that nothing declares is an error; so are a parameter, resource or tag", () => {
    expect(errorsOf([base, "refine action fs.raed"])).toEqual(["POL2004 fs.raed"]);
    expect(errorsOf([base, "refine action fs.read(pth: Path)"])).toEqual(["POL2003 pth"]);
    expect(errorsOf([base, "refine action fs.read on Dc"])).toEqual(["POL2006 Dc"]);
    expect(errorsOf([base, "refine action fs.read tagged u"])).toEqual(["POL2005 u"]);
  });

  it("cannot open closed arguments; a parameter of open ones may be declared", () => {
    expect(errorsOf([base, "refine action fs.read(...)"])).toHaveLength(1);
    const open =
      'principal User action x(a: Int, ...) refine action x(b: Path) policy p { rule r allow User to x when args.b within "/s" }';
    expect(found(open)).toEqual([]);
    expect(outcome(open, call("x", { a: 1, b: "/s/t", c: [] }))).toBe("allowed by p.r");
    expect(outcome(open, call("x", { a: 1, b: "t" }))).toBe(
      "invalid_request at /action/properties/b invalid",
    );
  });

  it("twice narrows twice, in any order of files", () => {
    const refinements = ["refine action fs.read(n: Int in 1..50)", "refine action fs.read(path: Path)"];
    const { set } = compiledSet([base, ...refinements, rules]);
    expect(set.digest).toBe(compiledSet([base, ...[...refinements].reverse(), rules]).set.digest);
    const args = { path: "/", n: 60, list: ["x"], rec: { a: "" } };
    expect(outcome([base, ...refinements, rules], call("fs.read", args))).toBe(
      "invalid_request at /action/properties/n invalid",
    );
  });
});

describe("§3 several refinements of one parameter", () => {
  const base = "principal User action go(n: Int, m?: Int, ...)";
  const parameter = (name: string, ...refinements: readonly string[]) =>
    compiledSet([base, ...refinements.map((refinement) => `refine action go(${refinement})`)])
      .set.actions.get("go")
      ?.parameters.get(name)?.type;

  it("the narrower one counts, whatever their order", () => {
    const narrow = { kind: "Int", bounds: { minimum: 2, maximum: 3 } };
    expect(parameter("n", "n: Int in 1..5", "n: Int in 2..3")).toEqual(narrow);
    expect(parameter("n", "n: Int in 2..3", "n: Int in 1..5")).toEqual(narrow);
    expect(parameter("x", "x: Path", "x: String")).toEqual({ kind: "Path" });
  });

  it("two that disagree are an error", () => {
    expect(errorsOf([base, "refine action go(n: Int in 1..5)", "refine action go(n: Int in 3..9)"])).toEqual([
      "POL2011 n: Int in 3..9",
    ]);
  });
});

describe("§3 tags and actions", () => {
  const text = `principal User entity Doc tag reading, writing
    action docs.read(id: String), docs.list on Doc tagged reading
    action docs.write tagged reading, writing
    action docs.admin.drop action docs_more.x action other`;
  const matched = (rule: string) =>
    compiledSet(`${text} policy p { rule a ${rule} }`)
      .set.rules[0]?.variants.flatMap((variant) => variant.targets.map(({ action }) => action))
      .sort();

  it("a tag stands wherever an action can", () => {
    expect(matched("allow User to reading")).toEqual(["docs.list", "docs.read", "docs.write"]);
    expect(matched("allow User to reading, writing, other")).toEqual([
      "docs.list",
      "docs.read",
      "docs.write",
      "other",
    ]);
  });

  it("`server.*` is every declared action of a prefix, at any depth; `anything` every declared action", () => {
    expect(matched("allow User to docs.*")).toEqual([
      "docs.admin.drop",
      "docs.list",
      "docs.read",
      "docs.write",
    ]);
    expect(matched("allow User to docs.admin.*")).toEqual(["docs.admin.drop"]);
    expect(matched("deny User to anything")).toHaveLength(6);
  });

  it("an action that two references name is matched once", () => {
    const rule = "allow User to reading, docs.*, docs.read";
    expect(matched(rule)).toEqual(["docs.admin.drop", "docs.list", "docs.read", "docs.write"]);
  });

  it.each([
    ["allow User to docs", "POL2004 docs"],
    ["allow User to docs.reed", "POL2004 docs.reed"],
    ["allow User to doc.*", "POL2004 doc.*"],
    ["allow User to read*", "POL1001 *"],
    ["allow User to docs.*.x", "POL1001 ."],
    ["allow User to raeding", "POL2004 raeding"],
    ["allow User to other.*", "POL2004 other.*"],
    ["allow User to reading.*", "POL2004 reading.*"],
  ])("%s: %s", (rule, expected) => {
    expect(errorsOf(`${text} policy p { rule a ${rule} }`)[0]?.split("\n")[0]).toBe(expected);
  });

  it("a tag that no action has is an empty scope", () => {
    expect(errorsOf("principal User tag t action a policy p { rule a allow User to t }")).toEqual([
      "POL2014 t",
    ]);
  });

  it("`on` and `tagged` hold for all names of a list, parameters for one", () => {
    const { set } = compiledSet(text);
    expect(set.actions.get("docs.read")).toMatchObject({ resources: ["Doc"], tags: ["reading"] });
    expect(set.actions.get("docs.list")).toMatchObject({ resources: ["Doc"], tags: ["reading"] });
    expect([...(set.actions.get("docs.list")?.parameters.keys() ?? [])]).toEqual([]);
  });

  it("two actions of one joined name are duplicates", () => {
    expect(errorsOf('action "a.b" action a.b')).toEqual(["POL2001 a.b"]);
    expect(errorsOf('action a."b.c" action "a.b".c')).toEqual(['POL2001 "a.b".c']);
  });

  it("its name in requests is its segments joined by `.`", () => {
    const quoted =
      'principal User action "a.b"."c d" policy p { rule r allow User to a.* rule s allow User to "a.b"."c d" }';
    expect(outcome(quoted, call("a.b.c d"))).toBe("allowed by p.r, p.s");
    expect(outcome(quoted, call("a.b"))).toBe("invalid_request at /action/name undeclared");
    expect(outcome(quoted, call("A.b.c d"))).toBe("invalid_request at /action/name undeclared");
  });

  it("an action that nothing declares is invalid, whatever the rules would say", () => {
    const open = "principal User action x policy p { rule r allow anyone to anything }";
    expect(outcome(open, call("y"))).toBe("invalid_request at /action/name undeclared");
    expect(outcome(open, call("toString"))).toBe("invalid_request at /action/name undeclared");
    expect(outcome(open, call("__proto__"))).toBe("invalid_request at /action/name undeclared");
    expect(outcome(open, call(""))).toBe("invalid_request at /action/name undeclared");
  });
});

describe("§3 resources", () => {
  const text = `principal User entity Doc { open: Bool } entity Dir entity Other
    action read on Doc, Dir action list
    policy p { rule any allow User to list rule doc allow User to read on Doc rule dir allow User to read on Dir
      rule closed deny User to read when resource is Doc and not resource.open }`;

  it("with `on`, a resource that is missing or of a type not listed is invalid", () => {
    expect(outcome(text, call("read"))).toBe("invalid_request at /resource missing");
    expect(outcome(text, call("read", {}, { resource: null }))).toBe("invalid_request at /resource invalid");
    expect(outcome(text, call("read", {}, { resource: { id: "1" } }))).toBe(
      "invalid_request at /resource/type missing",
    );
    for (const type of ["Other", "User", "Nothing", "__proto__"]) {
      expect(outcome(text, call("read", {}, { resource: { type, id: "1" } }))).toBe(
        "invalid_request at /resource/type undeclared",
      );
    }
    expect(outcome(text, call("read", {}, { resource: { type: "Dir" } }))).toBe("allowed by p.dir");
    expect(outcome(text, call("read", {}, { resource: { type: "Doc", properties: { open: true } } }))).toBe(
      "allowed by p.doc",
    );
    expect(outcome(text, call("read", {}, { resource: { type: "Doc", properties: { open: false } } }))).toBe(
      "denied_by_rule by p.closed",
    );
  });

  it("without, a resource is ignored, whatever it is", () => {
    for (const resource of [undefined, null, 3, { type: "Nothing" }, { type: "Doc" }, []]) {
      expect(outcome(text, call("list", {}, { resource }))).toBe("allowed by p.any");
    }
  });

  it("without, a rule with `on` never matches it", () => {
    const mixed = `principal User entity Doc tag t action a on Doc tagged t action b tagged t
      policy p { rule r allow User to t on Doc rule s deny User to a when false or resource.id == "7" }`;
    expect(outcome(mixed, call("a", {}, { resource: { type: "Doc", id: "1" } }))).toBe("allowed by p.r");
    expect(outcome(mixed, call("b", {}, { resource: { type: "Doc", id: "1" } }))).toBe("no_matching_rule");
    expect(
      errorsOf(
        "principal User entity Doc action a on Doc action b policy p { rule r allow User to b on Doc }",
      ),
    ).toEqual(["POL2014 b"]);
  });

  it("without, a rule may not read `resource`", () => {
    const mixed = (
      condition: string,
    ) => `principal User entity Doc { x: Int } tag t action a on Doc tagged t action b tagged t
      policy p { rule r deny User to t when ${condition} }`;
    expect(errorsOf(mixed("resource.x == 1"))).toEqual(["POL2022 resource"]);
    expect(errorsOf(mixed('resource.id == "1"'))).toEqual(["POL2022 resource"]);
    expect(errorsOf(mixed("resource is Doc and resource.x == 1"))).toEqual([]);
    expect(errorsOf(mixed("resource has x and resource.x == 1"))).toEqual([]);
  });
});

describe("§3 args is closed", () => {
  const text = `principal User { x: Int, r: { a: Int } } context { c: { a: Int } }
    action closed(a: Int, r?: { a: Int, s?: { b?: Int } }, o?: { a: Int, ... }, l?: List<{ a: Int }>, m?: Map<{ a: Int }>, e?: User)
    action open(a: Int, r?: { a: Int }, ...)
    action none
    policy p { rule r allow User to anything when principal.r.a == 1 and context.c.a == 1 }`;
  const more = {
    subject: user({ r: { a: 1, extra: 2 }, other: 3 }),
    context: { c: { a: 1, extra: 2 }, other: 3 },
  };
  const ask = (name: string, args: unknown) => outcome(text, { ...more, action: { name, properties: args } });

  it("an argument that the action does not declare is invalid", () => {
    expect(ask("closed", { a: 1 })).toBe("allowed by p.r");
    expect(ask("closed", { a: 1, b: 2 })).toBe("invalid_request at /action/properties/b undeclared");
    expect(ask("none", { b: 2 })).toBe("invalid_request at /action/properties/b undeclared");
    expect(ask("none", {})).toBe("allowed by p.r");
    expect(ask("none", undefined)).toBe("allowed by p.r");
    expect(ask("none", null)).toBe("invalid_request at /action/properties invalid");
    expect(ask("closed", { a: 1, b: undefined })).toBe("invalid_request at /action/properties/b undeclared");
    expect(ask("closed", JSON.parse('{ "a": 1, "__proto__": 2 }'))).toBe(
      "invalid_request at /action/properties/__proto__ undeclared",
    );
  });

  it("every declared one is checked whether or not a rule reads it", () => {
    expect(ask("closed", { a: "1" })).toBe("invalid_request at /action/properties/a invalid");
    expect(ask("closed", {})).toBe("invalid_request at /action/properties/a missing");
    expect(ask("closed", { a: null })).toBe("invalid_request at /action/properties/a invalid");
  });

  it("so is every record reached from it", () => {
    expect(ask("closed", { a: 1, r: { a: 1, b: 2 } })).toBe(
      "invalid_request at /action/properties/r/b undeclared",
    );
    expect(ask("closed", { a: 1, r: { a: 1, s: { c: 1 } } })).toBe(
      "invalid_request at /action/properties/r/s/c undeclared",
    );
    expect(ask("closed", { a: 1, l: [{ a: 1 }, { a: 1, b: 2 }] })).toBe(
      "invalid_request at /action/properties/l/1/b undeclared",
    );
    expect(ask("closed", { a: 1, m: { k: { a: 1, b: 2 } } })).toBe(
      "invalid_request at /action/properties/m/k/b undeclared",
    );
    expect(ask("closed", { a: 1, e: { type: "User", id: "x", name: "y" } })).toBe(
      "invalid_request at /action/properties/e/name undeclared",
    );
  });

  it("`...` opens one", () => {
    expect(ask("closed", { a: 1, o: { a: 1, b: { c: [2] } } })).toBe("allowed by p.r");
    expect(ask("open", { a: 1, b: { c: [2] } })).toBe("allowed by p.r");
    expect(ask("open", { a: 1, r: { a: 1, b: 2 } })).toBe(
      "invalid_request at /action/properties/r/b undeclared",
    );
    expect(ask("open", { b: 1 })).toBe("invalid_request at /action/properties/a missing");
  });

  it("other properties that nothing declares are ignored, of entities and of the context", () => {
    expect(ask("none", {})).toBe("allowed by p.r");
    expect(decide(text, { ...more, action: { name: "closed", properties: { a: 1 } } }).args).toEqual({
      a: 1,
    });
  });

  it("what is let through undeclared is JSON", () => {
    expect(ask("open", { a: 1, b: Number.NaN })).toBe("invalid_request at /action/properties/b invalid");
    expect(ask("open", { a: 1, b: "\ud800" })).toBe("invalid_request at /action/properties/b invalid");
    expect(
      decide(text, { ...more, action: { name: "open", properties: { a: 1, b: undefined, c: null } } }).args,
    ).toEqual({ a: 1, c: null });
  });

  it("`...` stands once, last, in actions and records only", () => {
    expect(errorsOf("action a(..., x: Int)")[0]).toMatch(/POL1020|POL2010/);
    expect(errorsOf("action a(..., ...)")[0]).toMatch(/POL1020|POL2010/);
    expect(errorsOf("def f(x: Int, ...) = x")[0]).toBe("POL2010 ...");
    expect(errorsOf("remedy f(...) = true")[0]).toBe("POL2010 ...");
    expect(errorsOf("obligation f(...)")[0]).toBe("POL2010 ...");
    expect(errorsOf("entity A { ... }")).not.toEqual([]);
    expect(errorsOf("type T = { ..., a: Int }")).not.toEqual([]);
    expect(errorsOf("type T = { a: Int ... }")).toEqual([]);
    expect(errorsOf("type T = { a: Int, ... }")).toEqual([]);
    expect(errorsOf("type T = { ... }")).toEqual([]);
  });
});
