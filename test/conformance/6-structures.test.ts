import { describe, expect, it } from "vitest";
import { call, decide, type Json, outcome } from "./support.js";

/*
 * Expressions over nested values: lists of lists, maps of lists, records in maps, entities in all of them. What is read of an entity
 * somewhere inside must be there, and nothing else of it.
 */

const schema = `
principal User in Team { n: Int, boss?: User, friends: List<User>, byName: Map<User>, nested: { u: User, us?: List<{ u: User, w?: Int }> } }
entity Team in Team { n: Int, lead: User }
entity Doc { owner: User | Team, parts: List<Doc>, n?: Int }
action go(ll: List<List<Int>>, ml: Map<List<Int>>, mm: Map<Map<String>>, lr: List<{ a: Int, m?: Map<Int>, us: List<User> }>, mr: Map<{ x?: { y: Int } }>) on Doc
action plain
context { docs: Map<List<Doc>>, team?: Team, o?: { p: { q?: List<Int> } } }
`;

const args: Json = {
  ll: [[1, 2], [], [3]],
  ml: { a: [1], b: [] },
  mm: { a: { b: "c" }, __: {} },
  lr: [
    { a: 1, m: { k: 5 }, us: [] },
    { a: 2, us: [{ type: "User", id: "u1" }] },
  ],
  mr: { k: { x: { y: 1 } }, l: {} },
};
const user = (id: string, properties: Json = {}, more: Json = {}): Json => ({
  type: "User",
  id,
  properties,
  ...more,
});
const request = (more: Json = {}): Json => ({
  ...call("go", args),
  subject: user("ann", {
    n: 1,
    friends: [
      user("f1", { n: 5 }, { ancestors: [] }),
      user("f2", { n: 7 }, { ancestors: [{ type: "Team", id: "t" }] }),
    ],
    byName: { x: user("x", { n: 9 }) },
    nested: { u: user("nu", { n: 3 }), us: [{ u: user("us0", { n: 4 }), w: 1 }] },
  }),
  resource: {
    type: "Doc",
    id: "7",
    properties: {
      owner: { type: "Team", id: "t", properties: { n: 2, lead: user("lead", { n: 8 }) } },
      parts: [{ type: "Doc", id: "p1", properties: { n: 1 } }],
    },
  },
  context: { docs: { k: [{ type: "Doc", id: "d", properties: { n: 6 } }] }, o: { p: { q: [1] } } },
  ...more,
});
const set = (condition: string) => `${schema} policy p { rule r allow User to go when ${condition} }`;

const table: { readonly [condition: string]: boolean } = {
  "any l in args.ll: any x in l: x == 3": true,
  "all l in args.ll: all x in l: x > 0": true,
  "any l in args.ll: l.length == 0": true,
  "any l in args.ll: 2 in l": true,
  "any l in args.ll: l containsAll [1, 2]": true,
  "any k in args.ml: any x in args.ml[k]: x == 1": true,
  "all k in args.ml: args.ml[k].length < 2": true,
  'args.ml["a"] ?? [] containsAny [1]': true,
  'args.ml["zz"] ?? [7] containsAny [7]': true,
  'any x in args.ml["a"] ?? []: x == 1': true,
  'args.mm["a"]["b"] ?? "" == "c"': true,
  'args.mm["a"]["zz"] ?? "d" == "d"': true,
  'args.mm["zz"]["b"] ?? "d" == "d"': true,
  'args.mm has a.b and args.mm["a"]["b"] == "c"': true,
  'any k in args.mm: any j in args.mm[k]: args.mm[k][j] == "c"': true,
  "any r in args.lr: r.a == 2 and r.us.length == 1": true,
  'any r in args.lr: r has m.k and r.m["k"] == 5': true,
  'any r in args.lr: r.m["k"] ?? 0 == 5': true,
  'all r in args.lr: all u in r.us: u == User("u1")': true,
  "any k in args.mr: args.mr[k] has x and args.mr[k].x.y == 1": true,
  'args.mr has k.x and args.mr["k"].x.y == 1': true,
  'args.mr["k"].x.y ?? 0 == 1': true,
  'args.mr["l"].x.y ?? 0 == 0': true,
  "any f in principal.friends: f.n > 6": true,
  'any f in principal.friends: f in Team("t")': true,
  "any f in principal.friends: any g in principal.friends: f.n < g.n": true,
  "any k in principal.byName: principal.byName[k].n == 9": true,
  'principal.byName["x"].n ?? 0 == 9': true,
  'principal.byName["y"].n ?? 0 == 0': true,
  "principal.nested.u.n == 3": true,
  "principal has nested.us and (any e in principal.nested.us: e.u.n == 4 and e has w and e.w == 1)": true,
  "any e in principal.nested.us ?? []: e.u.n == 4": true,
  "principal.boss.boss.n ?? 5 == 5": true,
  "(if principal has boss then principal.boss else principal.nested.u).n == 3": true,
  "(principal.boss ?? principal.nested.u).n == 3": true,
  "resource.owner is Team and resource.owner.lead.n == 8": true,
  "if resource.owner is User then resource.owner.boss.n ?? 0 > 3 else resource.owner.n == 2": true,
  "resource.owner has lead and resource.owner.lead.n == 8": true,
  "resource.owner.n == 2": true,
  "any d in resource.parts: d.n ?? 0 == 1": true,
  "any k in context.docs: any d in context.docs[k]: d has n and d.n == 6": true,
  'any d in context.docs["k"] ?? []: d.id == "d"': true,
  "context.team.lead.n ?? 1 == 1": true,
  "context has team.lead.boss or args.ll.length == 3": true,
  "context has o.p.q and 1 in context.o.p.q": true,
  "context.o.p.q ?? [] containsAll []": true,
  "any x in context.o.p.q ?? [9]: x == 1": true,
};

describe("§6 nested values", () => {
  it.each(Object.entries(table))("%s: %s", (condition, expected) => {
    expect(outcome(set(condition), request())).toBe(expected ? "allowed by p.r" : "no_matching_rule");
  });
});

describe("§5 what is read of entities inside must be there, and nothing else", () => {
  const bare = { type: "User", id: "x" };
  const subject = (properties: Json) => ({ subject: user("ann", properties) });

  it.each<[string, Json, string]>([
    [
      "any f in principal.friends: f.n > 6",
      subject({ friends: [bare] }),
      "/subject/properties/friends/0/properties/n missing",
    ],
    [
      "any f in principal.friends: f.n > 6",
      subject({ friends: [{ ...bare, properties: { n: "x" } }] }),
      "/subject/properties/friends/0/properties/n invalid",
    ],
    [
      'any f in principal.friends: f in Team("t")',
      subject({ friends: [bare] }),
      "/subject/properties/friends/0/ancestors missing",
    ],
    [
      "any k in principal.byName: principal.byName[k].n == 9",
      subject({ byName: { "a/b": bare } }),
      "/subject/properties/byName/a~1b/properties/n missing",
    ],
    [
      'principal.byName["x"].n ?? 0 == 9',
      subject({ byName: { other: bare } }),
      "/subject/properties/byName/other/properties/n missing",
    ],
    [
      "principal.nested.u.n == 3",
      subject({ nested: { u: bare } }),
      "/subject/properties/nested/u/properties/n missing",
    ],
    [
      "any e in principal.nested.us ?? []: e.u.n == 4",
      subject({ nested: { u: bare, us: [{ u: bare }] } }),
      "/subject/properties/nested/us/0/u/properties/n missing",
    ],
    [
      "(principal.boss ?? principal.nested.u).n == 3",
      subject({ boss: bare, nested: { u: bare } }),
      "/subject/properties/boss/properties/n missing, /subject/properties/nested/u/properties/n missing",
    ],
    [
      "(if principal has boss then principal.boss else principal.nested.u).n == 3",
      subject({ nested: { u: bare } }),
      "/subject/properties/nested/u/properties/n missing",
    ],
    [
      "any k in context.docs: any d in context.docs[k]: d.n ?? 0 == 6",
      { context: { docs: { k: [{ type: "Doc", id: "d", properties: { n: "x" } }] } } },
      "/context/docs/k/0/properties/n invalid",
    ],
    ["any r in args.lr: any u in r.us: u.n > 1", {}, "/action/properties/lr/1/us/0/properties/n missing"],
    [
      "resource.owner is Team and resource.owner.lead.n == 8",
      {
        resource: {
          type: "Doc",
          properties: { owner: { type: "Team", id: "t", properties: { lead: bare } } },
        },
      },
      "/resource/properties/owner/properties/lead/properties/n missing",
    ],
    [
      "resource.owner is Team and resource.owner.lead.n == 8",
      { resource: { type: "Doc", properties: { owner: { type: "Team", id: "t" } } } },
      "/resource/properties/owner/properties/lead missing",
    ],
  ])("%s", (condition, more, problems) => {
    expect(outcome(set(condition), request(more))).toBe(`invalid_request at ${problems}`);
  });

  it("a definition reads what it is given", () => {
    const text = `${schema} def rich(u: User) = u.n > 2 def boss(u: User) = u has boss and rich(u.boss)
      policy p { rule r allow User to plain when boss(principal) or rich(principal.nested.u) }`;
    const ask = (properties: Json) => outcome(text, call("plain", {}, subject(properties)));
    expect(ask({ nested: { u: { ...bare, properties: { n: 3 } } } })).toBe("allowed by p.r");
    expect(ask({ nested: { u: bare } })).toBe(
      "invalid_request at /subject/properties/nested/u/properties/n missing",
    );
    expect(ask({ boss: bare, nested: { u: { ...bare, properties: { n: 3 } } } })).toBe(
      "invalid_request at /subject/properties/boss/properties/n missing",
    );
  });

  it("entity values in arguments are forwarded with what was checked of them", () => {
    const text = `${schema} policy p { rule r allow User to go when all r in args.lr: all u in r.us: u.n > 1 and not (u in Team("z")) }`;
    const us = [
      {
        type: "User",
        id: "u1",
        properties: { n: 2, friends: "unread" },
        ancestors: [{ type: "Team", id: "q", more: 1 }],
      },
    ];
    const decision = decide(
      text,
      request({ action: { name: "go", properties: { ...args, lr: [{ a: 1, us }] } } }),
    );
    expect(decision.args?.lr).toEqual([
      {
        a: 1,
        us: [{ type: "User", id: "u1", properties: { n: 2 }, ancestors: [{ type: "Team", id: "q" }] }],
      },
    ]);
  });
});

describe("names in a module never meet", () => {
  it("policies, rules and attributes whose names join to the same", () => {
    const text = `principal User { a_b: Int, a: { b: Int }, a__b: Int } action go(a_b: Int, a: { b: Int })
      policy p { rule q_r allow User to go when principal.a_b == 1 and args.a_b == 1 }
      policy p_q { rule r deny User to go when principal.a.b == 2 or args.a.b == 2 rule s_t deny User to go when principal.a__b == 3 }
      policy p_q_s { rule t deny User to go when args.a_b == 4 }`;
    const ask = (properties: Json, more: Json) =>
      outcome(text, call("go", more, { subject: user("x", properties) }));
    const fine = { a_b: 1, a: { b: 1 }, a__b: 1 };
    const calm = { a_b: 1, a: { b: 1 } };
    expect(ask(fine, calm)).toBe("allowed by p.q_r");
    expect(ask({ ...fine, a: { b: 2 } }, calm)).toBe("denied_by_rule by p_q.r");
    expect(ask({ ...fine, a__b: 3 }, calm)).toBe("denied_by_rule by p_q.s_t");
    expect(ask(fine, { ...calm, a: { b: 2 } })).toBe("denied_by_rule by p_q.r");
    expect(ask(fine, { ...calm, a_b: 4 })).toBe("denied_by_rule by p_q_s.t");
  });

  it.each([
    "decide",
    "allows",
    "mayAllow",
    "validate",
    "policySet",
    "Object",
    "Array",
    "Set",
    "Symbol",
    "BigInt",
    "Math",
    "JSON",
    "Reflect",
    "Proxy",
    "request",
    "problems",
    "subject_",
    "let",
    "await",
    "static",
    "yield",
    "async",
    "of",
    "get",
    "enum",
    "class",
    "function",
    "new",
    "delete",
    "null_",
    "Infinity",
    "globalThis",
    "own",
    "isRecord",
    "parseIp",
    "error",
    "absent",
    "x",
    "i",
    "_",
    "d1",
  ])("%s", (name) => {
    const text = `principal U_${name} { ${name}: Int } entity ${name} { ${name}?: String } tag ${name}_t action ${name}(${name}: Int, xs: List<Int>) on ${name} tagged ${name}_t
        context { ${name}: Ip } const c_${name} = "10.0.0.0/8" def d_${name}(${name}: Int) = ${name} > 1 remedy m_${name}(${name}: Int) = context.${name} == "::1" and ${name} == 1 obligation ${name}(${name}: Int)
        policy ${name} {
          rule ${name} allow anyone to ${name} on ${name} when any ${name} in args.xs: d_${name}(${name}) and context.${name} in c_${name}
          rule d_${name} deny anyone to ${name}_t when principal.${name} == 9 unless m_${name}(${name}: args.${name})
          rule o_${name} oblige anyone to ${name}_t when resource.${name} ?? "" == "" with ${name}(${name}: args.${name} + 1)
        }`;
    const own = (value: unknown) => Object.fromEntries([[name, value]]);
    const ask = (level: number) => ({
      subject: { type: `U_${name}`, id: "1", properties: own(level) },
      action: { name, properties: { ...own(1), xs: [1, 2] } },
      resource: { type: name },
      context: own("10.1.1.1"),
    });
    expect(decide(text, ask(1))).toMatchObject({
      decision: true,
      obligations: [{ name, arguments: own(2) }],
    });
    expect(decide(text, ask(9))).toMatchObject({
      reason: "denied_by_rule",
      remedies: [{ name: `m_${name}`, arguments: own(1) }],
    });
  });
});
