import { describe, expect, it } from "vitest";
import { call, compiledSet, diagnosticsOf, errorsOf, found, outcome } from "./support.js";

describe("§2 one name space for all files", () => {
  const files = [
    "policy p { rule a allow User to docs.read when args.n < limit and owns(principal) }",
    "action docs.read(n: Int) const limit = 3",
    "principal User { ok: Bool } def owns(u: User) = u.ok",
  ];

  it("declarations of one file are seen in every other", () => {
    expect(found(files)).toEqual([]);
    const request = call(
      "docs.read",
      { n: 2 },
      { subject: { type: "User", id: "a", properties: { ok: true } } },
    );
    expect(outcome(files, request)).toBe("allowed by p.a");
  });

  it("file order does not matter, neither for the digest nor for decisions", () => {
    const reversed = [...files].reverse();
    expect(compiledSet(reversed).set.digest).toBe(compiledSet(files).set.digest);
    expect(found(reversed)).toEqual([]);
  });

  it("diagnostics do not depend on the order of files but for the place that is called first", () => {
    const one = "const a = 1";
    const two = "const a = 2";
    expect(found([one, two])).toEqual(["POL2001 a"]);
    expect(found([two, one])).toEqual(["POL2001 a"]);
  });

  it("`use` holds for the whole set", () => {
    expect(
      found(["use std.agents", "action go policy p { rule a allow Agent acting for User to go }"]),
    ).toEqual([]);
  });

  it("a module that is used twice is brought in once", () => {
    expect(
      found(["use std.agents use std.agents", "use std.agents principal User { team: String }"]),
    ).toEqual([]);
  });

  it("an unknown module is an error, with what was meant", () => {
    const [first] = diagnosticsOf("use std.agnets");
    expect(first).toMatchObject({ code: "POL2007", help: "did you mean `std.agents`?" });
    expect(found("use agents")).toEqual(["POL2007 agents"]);
    expect(found("use toString")).toEqual(["POL2007 toString"]);
    expect(found("use __proto__")).toEqual(["POL2007 __proto__"]);
  });

  it("an empty set, and a set of comments, is fine", () => {
    expect(found("")).toEqual([]);
    expect(found("// nothing\n/// documents nothing\n")).toEqual([]);
  });
});

describe("§2 declaring a name twice", () => {
  it.each([
    ["entity A", "type A = Int"],
    ["principal A", "const A = 1"],
    ["type A = Int", "type A = Int"],
    ["const A = 1", "def A(x: Int) = x"],
    ["def A(x: Int) = x", "remedy A(x: Int) = x == 1"],
    ["remedy A(x: Int) = x == 1", "fixture A = { x: 1 }"],
    ["fixture A = { x: 1 }", "entity A"],
    ["action A", "action A"],
    ["action A", "tag A"],
    ["tag A", "tag A"],
    ["policy A { }", "policy A { }"],
    ["obligation A", "obligation A(x: Int)"],
    ["principal U action go assert A allow U to go", "assert A deny U to go"],
  ])("is an error that shows both places: %s, %s", (first, second) => {
    const twice = diagnosticsOf([first, second]).filter(({ code }) => code === "POL2001");
    expect(twice).toHaveLength(1);
    expect(twice[0]).toMatchObject({ span: { file: "b.pol" }, related: [{ span: { file: "a.pol" } }] });
    expect([first, second].map((text) => text.includes("A"))).toEqual([true, true]);
  });

  it("in one file, and within one declaration", () => {
    expect(found("tag a, a")).toEqual(["POL2001 a"]);
    expect(found("action a, a")).toEqual(["POL2001 a"]);
    expect(found("action a(x: Int, x: Int)")).toEqual(["POL2001 x"]);
    expect(found("principal U action go policy p { rule r allow U to go rule r deny U to go }")).toEqual([
      "POL2001 r",
    ]);
  });

  it.each([
    "entity A action A policy A { } obligation A",
    "principal A tag A action b tagged A policy A { rule A allow A to A } assert A allow A to A",
    "policy A { } const A = 1 action A",
    "principal U action go policy p { rule r allow U to go } policy q { rule r allow U to go }",
  ])("is fine in different name spaces: %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("§2 a name of a module of the standard library", () => {
  it.each([
    ["use std.agents", "remedy approval(x: Int) = x == 1", "approval"],
    ["use std.agents", "type Service = Int", "Service"],
    ["use std.agents", "context { now: Int }", "now"],
    ["use std.net", "def internal(x: Int) = x", "internal"],
    ["use std.mcp", "tag read_only", "read_only"],
  ])("declared again is an error in the user's file: %s, %s", (use, declaration, name) => {
    const errors = diagnosticsOf([use, declaration]).filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ code: "POL2001", span: { file: "b.pol" } }]);
    expect(errors[0]?.related?.[0]?.span.file).toMatch(/^std:/);
    expect(errorsOf([use, declaration])).toEqual([`POL2001 ${name}`]);
  });
});

describe("§2 blocks of one name are merged", () => {
  it("entity, principal and context blocks add their attributes", () => {
    const { set } = compiledSet([
      "principal User { a: Int } entity E { x: Int } context { p: Int }",
      "principal User { b: Int } entity E { y: Int } context { q: Int }",
    ]);
    expect([...(set.entities.get("User")?.attributes.keys() ?? [])]).toEqual(["a", "b"]);
    expect([...(set.entities.get("E")?.attributes.keys() ?? [])]).toEqual(["x", "y"]);
    expect([...set.context.keys()]).toEqual(["p", "q"]);
  });

  it("an attribute declared twice must have one type", () => {
    expect(found(["entity E { x: Int }", "entity E { x: Int }"])).toEqual([]);
    expect(found(["entity E { x: Int }", "entity E { x?: Int }"])).toEqual(["POL2001 x"]);
    expect(found(["entity E { x: Int }", "entity E { x: Int | null }"])).toEqual(["POL2001 x"]);
    expect(found(["entity E { x: Int }", "entity E { x: Int in 1..2 }"])).toEqual(["POL2001 x"]);
    expect(found(["context { x: Int }", "context { x: String }"])).toEqual(["POL2001 x"]);
    expect(found(['type T = "a" | "b" entity E { x: T }', 'entity E { x: "b" | "a" }'])).toEqual([]);
  });

  it("the error of two types shows both places", () => {
    const [first] = diagnosticsOf(["entity E { x: Int }", "entity E { x: String }"]);
    expect(first).toMatchObject({ span: { file: "b.pol" }, related: [{ span: { file: "a.pol" } }] });
  });

  it("`acting for` lists and parents are united", () => {
    const { set } = compiledSet([
      "principal A principal B principal C acting for A entity G entity H entity D in G",
      "principal C acting for B entity D in H",
    ]);
    expect(set.entities.get("C")?.actingFor).toEqual(["A", "B"]);
    expect(set.entities.get("D")?.parents).toEqual(["G", "H"]);
  });

  it("a library's User can be given attributes", () => {
    expect(found("use std.agents principal User { team: String }")).toEqual([]);
  });

  it("an entity block and a principal block of one name are one principal", () => {
    const { set } = compiledSet(["entity A { x: Int }", "principal A"]);
    expect(set.entities.get("A")?.principal).toBe(true);
  });
});

describe("§2 names of the language", () => {
  it.each(["principal", "subject", "actor", "resource", "context", "args", "lower"])(
    "%s cannot be redeclared or shadowed",
    (name) => {
      expect(errorsOf(`const ${name} = 1`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`def ${name}(x: Int) = x`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`remedy ${name}(x: Int) = x == 1`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`type ${name} = Int`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`entity ${name}`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`fixture ${name} = { x: 1 }`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`def f(${name}: Int) = 1`)).toEqual([`POL2008 ${name}`]);
      const quantified = `principal U { xs: List<Int> } action go policy p { rule r allow U to go when any ${name} in principal.xs: true }`;
      expect(errorsOf(quantified)).toEqual([`POL2008 ${name}`]);
    },
  );

  it.each(["Int", "String", "List", "Map", "Json", "Path", "null"])(
    "%s is no name of a type of one's own",
    (name) => {
      expect(errorsOf(`type ${name} = Bool`)).toEqual([`POL2008 ${name}`]);
      expect(errorsOf(`entity ${name}`)).toEqual([`POL2008 ${name}`]);
    },
  );

  it("may name actions, tags, policies, rules, obligations and attributes", () => {
    const names = ["principal", "subject", "actor", "resource", "context", "args", "lower", "String"];
    for (const name of names) {
      const text = `principal U { ${name}: Int } obligation ${name} tag t_${name} action x.${name}(${name}: Int) tagged t_${name}
        policy ${name} { rule ${name} allow U to x.${name} when principal.${name} == args.${name} rule o oblige U to t_${name} with ${name} }`;
      expect(found(text)).toEqual([]);
    }
  });

  it.each([
    "and",
    "or",
    "not",
    "in",
    "is",
    "has",
    "like",
    "matches",
    "within",
    "containsAll",
    "if",
    "then",
    "else",
    "true",
    "false",
  ])("the reserved word %s names attributes and parameters, and no declaration", (word) => {
    expect(
      found(
        `principal U { ${word}: Int } action go(${word}: Int) policy p { rule r allow U to go when principal.${word} < args.${word} }`,
      ),
    ).toEqual([]);
    expect(errorsOf(`const ${word} = 1`)[0]).toBe(`POL1012 ${word}`);
  });
});

describe("§2 comments", () => {
  it("`//` comments stand anywhere, `///` documents the declaration after it and is kept", () => {
    const { set } = compiledSet(
      `
      /// A person.
      /// Or two.
      principal User // trailing
      // before
      action go // with
      /// The policy.
      policy p {
        /// The rule.
        rule a // name
          allow User /* no block comment */ to go
      }`.replace("/* no block comment */ ", ""),
    );
    expect(set.entities.get("User")?.documentation).toEqual(["A person.", "Or two."]);
    expect(set.rules[0]?.documentation).toEqual(["The rule."]);
  });

  it("there is no block comment", () => {
    expect(errorsOf("/* nothing */ principal User")[0]).toMatch(/^POL1007/);
  });
});

describe("§2 identity of a rule", () => {
  it("is policy.rule, in the decision", () => {
    const text =
      "principal User action go policy first { rule one allow User to go } policy second { rule one allow User to go }";
    expect(outcome(text, call("go"))).toBe("allowed by first.one, second.one");
  });
});

describe("§2 keywords are contextual", () => {
  it.each([
    "principal User { type: String, to: String, action: Int, when: Bool, rule: Int, policy: Int, in: Int, on: Int }",
    "principal User { entity: Int principal: Int context: Int relation: Int tag: Int }",
    "entity to in on entity on entity when { relation: Int }",
    "principal allow principal anyone_ action deny.to, rule.policy, test.expect",
    "type type = Int const const = 1 def def(def: type) = def + const",
    "policy policy { } policy rule { } policy allow { }",
    "tag tag, tagged, on action action tagged tag, tagged, on",
    'principal to action to on on entity on policy to { rule to allow to to to on on when principal == to("when") }',
    "principal anything action anything_ policy p { rule r allow anything to anything }",
  ])("%s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("a name that is no word is quoted", () => {
    const text = `principal User action notion."API-post-page"("$ref": String, "content-type"?: String)
      policy p { rule a allow User to notion."API-post-page" when args."$ref" == "x" and not (args has "content-type") }`;
    expect(found(text)).toEqual([]);
    expect(outcome(text, call("notion.API-post-page", { $ref: "x" }))).toBe("allowed by p.a");
    expect(outcome(text, call("notion.API-post-page", { $ref: "x", "content-type": "y" }))).toBe(
      "no_matching_rule",
    );
  });

  it("a word may be quoted, and is the same name", () => {
    const text = `principal User action "go"."now"("n": Int) policy p { rule a allow User to go.now when args.n == 1 and args."n" == 1 }`;
    expect(found(text)).toEqual([]);
    expect(outcome(text, call("go.now", { n: 1 }))).toBe("allowed by p.a");
  });

  it("names are compared by letter: `A` is not `a`", () => {
    expect(found("const a = 1 const A = 2 action X action x principal U entity u")).toEqual([]);
  });

  it.each([
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "valueOf",
    "undefined",
    "NaN",
    "eval",
    "arguments",
  ])("%s is an ordinary name everywhere", (name) => {
    const text = `
        principal ${name} { ${name}: Int, map: Map<Int> }
        tag t_${name}
        obligation ${name}(${name}: Int)
        action ${name}.${name}(${name}: Int, r: { ${name}?: Int }) tagged t_${name}
        context { ${name}: Int }
        def d_${name}(${name}: Int) = ${name} == 1
        policy ${name} {
          rule ${name}
            allow ${name}("${name}") to t_${name}
            when d_${name}(args.${name}) and principal.${name} == 1 and context.${name} == 1
            when not (args.r has ${name})
            when principal.map["${name}"] ?? 1 == 1
          rule o oblige ${name} to ${name}.* with ${name}(${name}: args.${name})
        }`;
    expect(found(text)).toEqual([]);
    const own = (value: unknown) => Object.fromEntries([[name, value]]);
    const request = {
      subject: { type: name, id: name, properties: { ...own(1), map: {} } },
      action: { name: `${name}.${name}`, properties: { ...own(1), r: {} } },
      context: own(1),
    };
    expect(outcome(text, request)).toBe(`allowed by ${name}.${name}`);
    const without = { ...request, context: {} };
    expect(outcome(text, without)).toBe(`invalid_request at /context/${name} missing`);
  });
});
