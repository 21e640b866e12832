import { describe, expect, it } from "vitest";
import { call, decide, diagnosticsOf, errorsOf, found, type Json, outcome } from "./support.js";

const schema = `
principal User in Team { s: String, t: "a" | "b", xs: List<String>, m: Map<Int>, o?: Int, r: { a: Int, b?: { c?: String } }, boss?: User, x: User | Team, es: List<User> }
principal Bot acting for User { n: String }
entity Team in Team { lead?: User, n: Int }
entity Doc in Folder { n: Int }
entity Folder
action go(n: Int, u: Url, h: Host, e: Email, p: Path, t: Time, d: Date, i: Ip, i6: Ip, c: Cidr, cs: List<Cidr>, du: Duration, b: Bool, j?: Json, f: Number,
  l: List<Int>, lo: List<{ a: Int, b?: Int }>, mo: Map<{ a: Int }>, on?: Int, z: Int in 1..5, big: Int, nn: Int | null) on Doc
context { now: Time, c?: { d?: Int }, gone?: Int }
const three = 3
const ab = ["a", "b"]
const yes: Bool = true
const office = ["10.0.0.0/8", "2001:db8::/32"]
const block = "10.0.0.0/8"
const ann = User("ann")
const users: List<User> = [User("ann"), User("bob")]
const quarter = 15m
const nothing: List<String> = []
def double(x: Int) = x * 2
def owns(d: Doc, u: User) = d.n == u.m["k"] ?? 0
def named(u: User, s: String) = u.s == s
`;

const request: Json = {
  subject: {
    type: "User",
    id: "ann",
    ancestors: [{ type: "Team", id: "x" }],
    properties: {
      s: "sales_2026",
      t: "a",
      xs: ["id", "pii_name"],
      m: { k: 7, "a b": 1 },
      r: { a: 1 },
      boss: {
        type: "User",
        id: "bob",
        properties: { s: "boss", m: {} },
        ancestors: [{ type: "Team", id: "top" }],
      },
      x: { type: "Team", id: "t", properties: { n: 4 }, ancestors: [] },
      es: [{ type: "User", id: "eve", properties: { s: "e" }, ancestors: [] }],
    },
  },
  action: {
    name: "go",
    properties: {
      n: 3,
      u: "https://api.example.com/v1/x?q=1",
      h: "10.1.2.3",
      e: "Ada@example.com",
      p: "/srv/data/x",
      t: "2026-11-21T23:30:00-02:00",
      d: "2026-11-21",
      i: "10.1.2.3",
      i6: "2001:db8::1",
      c: "10.0.0.0/8",
      cs: ["192.168.0.0/16", "10.1.0.0/16"],
      du: "PT15M",
      b: true,
      f: 0.5,
      l: [1, 2, 2],
      lo: [{ a: 1 }, { a: 2, b: 3 }],
      mo: { k: { a: 1 } },
      z: 5,
      big: 9007199254740991,
      nn: null,
    },
  },
  resource: { type: "Doc", id: "7", properties: { n: 7 }, ancestors: [{ type: "Folder", id: "hr" }] },
  context: { now: "2026-11-22T01:30:00Z" },
};

const denying = (condition: string) =>
  `${schema}policy p { rule yes allow User to go rule r deny User to go when ${condition} }`;

/** What a condition is for the request above: a deny matches if it is true or an error, which is listed. */
function truth(condition: string): string {
  const { reason, errors, problems } = decide(denying(condition), request);
  if (reason === "invalid_request") return `invalid ${problems.map(({ path }) => path).join(", ")}`;
  return errors.length > 0 ? "error" : String(reason === "denied_by_rule");
}

/** What is said of a condition. */
const said = (condition: string) => errorsOf(denying(condition));

const overflow = "args.big + 1 > 0";

const table: { readonly [cell: string]: { readonly [condition: string]: boolean | "error" } } = {
  names: {
    "principal == subject": true,
    "resource.n == 7": true,
    "args.n == three": true,
    'context.now == "2026-11-22T01:30:00Z"': true,
    yes: true,
    "principal == ann": true,
    "principal in users": true,
    "principal.t in ab": true,
    "args.du == quarter": true,
    "principal.s in nothing": false,
  },
  quantifiers: {
    'any c in principal.xs: c like "pii_*"': true,
    'all c in principal.xs: c like "pii_*"': false,
    'all c in nothing: c == "x"': true,
    'any c in nothing: c == "x"': false,
    'any k in principal.m: k == "k"': true,
    "all k in principal.m: principal.m[k] > 0": true,
    "any k in args.mo: args.mo[k].a == 1": true,
    "any o in args.lo: o.a == 2 and o has b and o.b == 3": true,
    "all o in args.lo: o.b ?? 9 > 2": true,
    "any u in principal.es: u == principal": false,
    'any u in principal.es: u.s == "e"': true,
    'any u in principal.es: u in Team("x")': false,
    "any x in args.l: any y in args.l: x + y == 3": true,
    "any x in args.l: all x in args.l: x > 0": true,
    "(any x in args.l: x == 2) and args.b": true,
    "any x in args.l: x == 2 and args.b": true,
    "not (any x in args.l: x == 9)": true,
    "any x in [1, 5]: x in args.l": true,
    "any x in args.l: args.big + x > 0": "error",
    "any x in args.l: x == 2 or args.big + x > 0": true,
    "all x in args.l: x == 1 and args.big + x > 0": false,
    "all x in args.l: args.big + x > 0": "error",
    "any x in (if args.b then args.l else [9]): x == 2": true,
  },
  choice: {
    "if args.b then args.n == 3 else args.n == 4": true,
    "(if args.n > 5 then 1 else 2) == 2": true,
    "(if args.b then principal else principal.boss ?? principal) == principal": true,
    '(if args.b then principal.s else "x") like "sales*"': true,
    "if args.b then if args.n == 3 then false else true else true": false,
    [`if ${overflow} then true else true`]: "error",
    [`if args.b then true else ${overflow}`]: true,
    [`if not args.b then true else ${overflow}`]: "error",
  },
  logic: {
    "args.b and args.n == 3 or false": true,
    "args.b or args.b and not args.b": true,
    "not args.b or args.n == 3": true,
    "not args.n == 4": true,
    "not not args.b": true,
    [`${overflow} and not args.b`]: false,
    [`not args.b and ${overflow}`]: false,
    [`${overflow} or args.b`]: true,
    [`args.b or ${overflow}`]: true,
    [`${overflow} and args.b`]: "error",
    [`${overflow} or not args.b`]: "error",
    [`not (${overflow})`]: "error",
    [`not (${overflow} and not args.b)`]: true,
    [`${overflow} and ${overflow} and not args.b`]: false,
  },
  "== and !=": {
    "args.n == 3": true,
    "args.n != 3": false,
    "args.n == 3.0": true,
    "args.f == 0.5": true,
    "args.b == yes": true,
    'principal.s == "sales_2026"': true,
    'principal.t != "b"': true,
    'args.u == "https://API.example.com:443/v1/x?q=1"': true,
    'args.u == "https://api.example.com/v1/x"': false,
    'args.h == "10.1.2.3"': true,
    'args.e == "Ada@EXAMPLE.com"': true,
    'args.e == "ada@example.com"': false,
    'args.p == "/srv/./data//x/"': true,
    'args.i == "::ffff:10.1.2.3"': true,
    "args.c == block": true,
    "args.c in args.cs": false,
    'args.t == "2026-11-22T01:30:00Z"': true,
    "args.t == context.now": true,
    'args.d == "2026-11-21"': true,
    "args.du == 900s": true,
    "principal == subject and principal != (principal.boss ?? principal)": true,
    "principal.x == principal": false,
    'principal.x == Team("t")': true,
    'resource != Doc("8")': true,
    [`(if ${overflow} then 1 else 1) == 1`]: "error",
  },
  order: {
    "args.n < 4": true,
    "args.n <= 3": true,
    "args.n > 3": false,
    "args.n >= 3": true,
    "args.n < 3.5": true,
    "args.f < 1": true,
    "args.t <= context.now": true,
    'args.d > "2026-01-01"': true,
    "args.du < 1h": true,
    "args.z > 4": true,
  },
  in: {
    "args.n in args.l": false,
    "2 in args.l": true,
    "args.n in [1, 2, 3]": true,
    "args.n in 1..9": true,
    "args.n in 3..3": true,
    "args.n in 4..9": false,
    "args.n in three..9": true,
    "args.f in 0..1": true,
    "args.du in 1m..quarter": true,
    'args.t in "2026-01-01T00:00:00Z"..context.now': true,
    'args.d in "2026-11-21".."2026-11-21"': true,
    "args.n in 1..args.big + 1": "error",
    "args.i in office": true,
    "args.i6 in office": true,
    "args.i in block": true,
    "args.i in args.c": true,
    "args.i in args.cs": true,
    'args.i in (if args.b then office else ["11.0.0.0/8"])': true,
    'args.i in (if args.b then args.c else "11.0.0.0/8")': true,
    'args.i in (if args.b then ["10.1.2.3"] else ["::1"])': true,
    'args.i in ["10.1.2.3", "::1"]': true,
    'args.i in "11.0.0.0/8"': false,
    'args.i in ["11.0.0.0/8"]': false,
    "args.i6 in args.cs": false,
    'principal in Team("x")': true,
    'principal in Team("y")': false,
    'resource in Folder("hr")': true,
    'principal.x in Team("t")': true,
    'principal.boss ?? principal in Team("top")': true,
    'principal in [User("bob"), User("ann")]': true,
    "principal in principal.es": false,
    "not principal in principal.es": true,
  },
  lists: {
    "args.l containsAll [1, 2]": true,
    "args.l containsAll [2, 2, 2]": true,
    "args.l containsAll [1, 3]": false,
    "args.l containsAll []": true,
    "args.l containsAny []": false,
    "args.l containsAny [3, 2]": true,
    "args.l containsAny [3]": false,
    'principal.xs containsAny ["id"]': true,
    "principal.xs containsAll principal.xs": true,
    "nothing containsAll nothing": true,
    "users containsAny [principal]": true,
    'args.cs containsAny ["10.1.0.0/16"]': true,
    "args.l.length == 3": true,
    "principal.xs.length > 2": false,
  },
  like: {
    'principal.s like "sales_*"': true,
    'principal.s like "sales"': false,
    'principal.s like "*"': true,
    'principal.s like "?ales_????"': true,
    'principal.s like "sales_202?*"': true,
    'principal.s like "*_*_*"': false,
    'principal.t like "?"': true,
    'args.h like "10.*"': true,
    'args.p like "/srv/*"': true,
    'args.e like "*@example.com"': true,
    'args.u like "https://api.example.com/*"': true,
  },
  matches: {
    "principal.s matches /[a-z]+_[0-9]{4}/": true,
    "principal.s matches /[a-z]+/": false,
    "principal.s matches /.*/": true,
    "principal.s matches /sales_(2025|2026)/": true,
    "principal.s matches /\\w+/": true,
    "principal.s matches /[^0-9]+/": false,
    "args.p matches /\\/srv\\/.*/": true,
    "args.h matches /[0-9.]+/": true,
    "args.e matches /[A-Za-z]+@example\\.com/": true,
    "args.u matches /https:.*q=1/": true,
  },
  within: {
    'args.p within "/srv"': true,
    'args.p within "/srv/data/x"': true,
    'args.p within "/srv/da"': false,
    'args.p within "/"': true,
    'args.u.host within "example.com"': true,
    'args.u.host within "api.example.com"': true,
    'args.u.host within "ample.com"': false,
    'args.u.host within "EXAMPLE.COM."': true,
    'args.e.domain within "com"': true,
    'args.h within "10.1.2.3"': true,
    'args.h within "example.com"': false,
    "args.p within args.p": true,
  },
  has: {
    "principal has boss": true,
    "principal has o": false,
    "principal has r.b": false,
    "principal has r.b.c": false,
    "principal has boss.s": true,
    "context has c": false,
    "context has c.d": false,
    "args has j": false,
    "args has nn": false,
    "args has on": false,
    'principal.m has k and principal.m["k"] == 7': true,
    'principal.m has "a b"': true,
    "principal.m has z": false,
    "args.u has ip": false,
    "args.h has ip": true,
    "args.u has port": true,
    "actor has n": false,
    "not (principal has o)": true,
  },
  is: {
    "principal is User": true,
    "principal.x is Team": true,
    "principal.x is User": false,
    "actor is Bot": false,
    "resource is Doc": true,
    "principal.x is Team and principal.x.n == 4": true,
  },
  default: {
    "args.on ?? 100 > 10": true,
    "(args.on ?? 100) > 10": true,
    "principal.o ?? context.gone ?? 5 == 5": true,
    'principal.r.b.c ?? "none" == "none"': true,
    "context.c.d ?? 1 == 1": true,
    'principal.m["zz"] ?? 0 == 0': true,
    'principal.m["k"] ?? 0 == 7': true,
    "args.nn ?? 4 == 4": true,
    'principal.boss.s ?? "x" == "boss"': true,
    'principal.boss.boss.s ?? "x" == "x"': true,
    'args.u.ip ?? "127.0.0.1" == "127.0.0.1"': true,
    'args.h.ip ?? "127.0.0.1" == "10.1.2.3"': true,
    "args.u.port ?? 0 == 443": true,
    "args.on ?? args.big + 1 > 0": "error",
    "args.on ?? 1 + 1 == 2": true,
  },
  arithmetic: {
    "args.n + 1 == 4": true,
    "args.n - 4 == -1": true,
    "args.n * 3 == 9": true,
    "2 * args.n + 1 == 7": true,
    "1 + 2 * 3 == 7": true,
    "-args.n == -3": true,
    "-args.n * -1 == 3": true,
    "args.n - 1 - 1 == 1": true,
    "args.du + 45m == 1h": true,
    "args.du - 1h == -45m": true,
    "args.du * 4 == 1h": true,
    "-args.du == -15m": true,
    "args.t + 1h > context.now": true,
    "args.t - 1h < context.now": true,
    "context.now - args.t == 0s": true,
    "args.t - context.now <= 0ms": true,
    "args.big + 1 > 0": "error",
    "-args.big - 1 < 0": "error",
    "args.big * 2 > 0": "error",
    "args.big - 1 + 1 > 0": true,
    "args.big + 1 - 1 > 0": "error",
    "args.n * 0 == 0": true,
    "args.du * 9007199254740991 > 1h": "error",
  },
  reading: {
    'args.u.host == "api.example.com"': true,
    'args.u.scheme == "https"': true,
    'args.u.path == "/v1/x"': true,
    'args.e.domain == "example.com"': true,
    'args.e.local == "Ada"': true,
    "args.t.hour == 1": true,
    'args.t.weekday == "sun"': true,
    'lower(args.e.local) == "ada"': true,
    'lower(principal.s) == "sales_2026"': true,
    "principal.s.length == 10": true,
    "principal.t.length == 1": true,
    'principal.id == "ann"': true,
    'principal.x.type == "Team"': true,
    'principal.x.id == "t"': true,
    "principal.r.a == 1": true,
    "args.h has ip and args.h.ip in office": true,
  },
  definitions: {
    "double(args.n) == 6": true,
    "double(x: args.n) == 6": true,
    "double(double(args.n)) == 12": true,
    "owns(resource, principal)": true,
    "owns(u: principal, d: resource)": true,
    'named(principal, "sales_2026")': true,
    'named(principal.boss ?? principal, "boss")': true,
    "double(args.big) > 0": "error",
  },
};

describe.each(Object.entries(table))("§6 %s", (_cell, cases) => {
  it.each(Object.entries(cases))("%s: %s", (condition, expected) => {
    expect(truth(condition)).toBe(String(expected));
  });
});

describe("§6 what is no test", () => {
  it.each([
    ["args.l == args.l", "POL2011 args.l == args.l"],
    ["principal.m == principal.m", "POL2011 principal.m == principal.m"],
    ["1 < args.n < 3", "POL1010 <"],
    ["args.n == 3 == true", "POL1010 =="],
    ["args.n in 1..3 in [true]", "POL1010 in"],
    ["args.b < true", "POL2011 args.b < true"],
    ['principal.s < "b"', 'POL2011 principal.s < "b"'],
    ["args.i < args.i6", "POL2011 args.i < args.i6"],
    ["args.n in principal.s", "POL2011 principal.s"],
    ["args.n in principal.m", "POL2011 principal.m"],
    ["args.n in principal.xs", "POL2011 args.n in principal.xs"],
    ["args.c in args.i", "POL2011 args.i"],
    ["args.n in args.c", "POL2011 args.n"],
    ["args.b in 1..2", "POL2011 1"],
    ["args.l containsAll 1", "POL2011 1"],
    ['args.l containsAny ["x"]', 'POL2011 args.l containsAny ["x"]'],
    ['args.n like "3"', "POL2011 args.n"],
    ["args.t matches /2026.*/", "POL2011 args.t"],
    ['args.i like "10.*"', "POL2011 args.i"],
    ['args.p within "srv"', 'POL2017 "srv"'],
    ['args.u within "example.com"', "POL2011 args.u"],
    ["args.p within args.h", "POL2011 args.h"],
    ["principal is Usr", "POL2006 Usr"],
    ["args.n is User", "POL2011 args.n"],
    ["args.s has x", "POL2003 s"],
    ["args.n has x", "POL2003 args.n has x"],
    ["principal has bos", "POL2003 principal has bos"],
    ["any c in args.n: true", "POL2011 args.n"],
    ["any c in args.l: c", "POL2011 c"],
    ["if args.n then true else false", "POL2011 args.n"],
    ["if args.b then 1 else true", "POL2011 if args.b then 1 else true"],
    ["args.b and 1", "POL2011 1"],
    ["not args.n", "POL2011 args.n"],
    ['lower(args.n) == "x"', "POL2011 args.n"],
    ["args.f + 1 > 2", "POL2011 args.f + 1"],
    ["args.n * args.n > 2", "POL2011 args.n * args.n"],
    ["args.d + 1d > args.d", "POL2011 args.d + 1d"],
    ["args.t + args.t > args.t", "POL2011 args.t + args.t"],
    ["args.du + 1 > 1h", "POL2011 args.du + 1"],
    ["-args.b", "POL2011 -args.b"],
    ['principal.s like "a\\\\q"', 'POL1019 "a\\\\q"'],
    ["principal.s matches /^a/", "POL1018 ^"],
    ["principal.s matches /a(?=b)/", "POL1018 ("],
    ["principal.s matches /(a)\\1/", "POL1018 \\"],
    ["args.n ?? 1 == 1 and args.on ?? 1 ?? 2 == 1", "POL2010 1"],
    ["args.n + 1 ?? 2 == 2", "POL2010 args.n + 1"],
    ["double(args.f) == 1", "POL2011 args.f"],
    ["double() == 1", "POL2020 double()"],
    ["double(1, 2) == 1", "POL2020 2"],
    ["double(y: 1) == 1", "POL2020 y: 1"],
    ["owns(resource, d: resource)", "POL2020 owns(resource, d: resource)"],
    ["owns(d: resource, d: resource)", "POL2020 d: resource"],
  ])("%s: %s", (condition, expected) => {
    expect(said(condition)[0]).toBe(expected);
  });
});

describe("§6 a test that can never hold by its types", () => {
  it.each([
    'principal.t == "c"',
    '"c" == principal.t',
    'principal.t != "c"',
    "args.z == 6",
    "args.z > 5",
    "args.z < 1",
    "args.z >= 6",
    "args.z <= 0",
    "args.z in 6..9",
    "args.n in 9..1",
    "args.n == 1.5",
    "args.n in 1.2..1.8",
    "args.t.hour == 24",
    'args.t.weekday == "monday"',
    "principal.xs.length == -1",
    "principal == resource",
    'principal == Team("x")',
    'principal in Folder("x")',
    'resource in Team("x")',
    'principal.t in ["c", "d"]',
    "principal.t in []",
    'User("x") in Team("y")',
  ])("%s", (condition) => {
    expect(said(condition)).toEqual([`POL2013 ${condition}`]);
  });

  it("also where it stands behind others, and in a definition", () => {
    expect(said('args.b or principal.t == "c"')).toEqual(['POL2013 principal.t == "c"']);
    expect(said('any c in principal.xs: principal.t == "c"')).toEqual(['POL2013 principal.t == "c"']);
    expect(said("if args.z == 9 then true else false")).toEqual(["POL2013 args.z == 9"]);
    expect(errorsOf('def f(t: "a" | "b") = t == "c"')).toEqual(['POL2013 t == "c"']);
  });

  it.each([
    "principal.s in nothing",
    "args.z > 4",
    "args.z >= 5",
    "args.z <= 1",
    "args.z != 5",
    "args.z + 1 == 6",
    "args.on ?? 3 == 3",
    "args.n < 1.5",
    'principal.s == "anything"',
    "principal.x == principal",
    'principal in User("x")',
    'any c in ["c", "d"]: c == principal.s',
  ])("but not: %s", (condition) => {
    expect(said(condition)).toEqual([]);
  });
});

describe("§6 flow typing", () => {
  it.each([
    "principal has o and principal.o > 3",
    "principal has o and args.b and principal.o > 3",
    "(principal has o and args.b) and principal.o > 3",
    "not (principal has o) or principal.o > 3",
    "not (principal has o and args.b) or principal.o > 3",
    "if principal has o then principal.o > 3 else false",
    "if not (principal has o) then false else principal.o > 3",
    "(if principal has o then principal.o else 0) > 3",
    "principal has o when principal.o > 3",
    "principal has o unless principal.o > 3",
    "args.b unless not (principal has o) when principal.o > 3",
    "any x in args.l: principal has o and principal.o > x",
    "principal has o and (any x in args.l: principal.o > x)",
    'principal has r.b and principal.r.b has c and principal.r.b.c == "x"',
    "principal has boss.boss.o and principal.boss.boss.o > 3",
    "subject has o and principal.o > 3",
    'principal.m has k and principal.m["k"] > 3',
    'principal.x is Team and principal.x has lead and principal.x.lead.s == "x"',
    "principal.x is Team and principal.x.n > 3",
    'not (principal.x is Team) and principal.x.s == "x"',
    'principal.x is Team or principal.x.s == "x"',
    'if principal.x is Team then principal.x.n > 3 else principal.x.s == "x"',
    "principal.x has n and principal.x.n > 3",
    'actor is Bot and actor.n == "x"',
    'actor has n and actor.n == "x"',
    'not (actor is Bot) or actor.n == "x"',
    'principal.t == "a" or principal.t == "b"',
    "principal has o and principal has boss and principal.o > 3 and principal.boss has o and principal.boss.o > principal.o",
  ])("holds: %s", (condition) => {
    expect(said(condition)).toEqual([]);
  });

  it.each([
    ["principal has o or principal.o > 3", "POL2012 principal.o"],
    ["principal.o > 3 and principal has o", "POL2012 principal.o"],
    ["(principal has o or args.b) and principal.o > 3", "POL2012 principal.o"],
    ["not (principal has o) and principal.o > 3", "POL2012 principal.o"],
    ["if principal has o then true else principal.o > 3", "POL2012 principal.o"],
    ["args.b unless principal has o when principal.o > 3", "POL2012 principal.o"],
    ["(any x in args.l: principal has o) and principal.o > 3", "POL2012 principal.o"],
    ["principal has boss and principal.boss.o > 3", "POL2012 principal.boss.o"],
    ["principal has boss and principal.o > 3", "POL2012 principal.o"],
    ['principal has boss and principal.boss.boss.s == "x"', "POL2012 principal.boss.boss.s"],
    ['principal.m has k and principal.m["j"] > 3', 'POL2012 principal.m["j"]'],
    ["principal.m has k and principal.m[principal.s] > 3", "POL2012 principal.m[principal.s]"],
    ["all k in args.mo: principal.m[k] > 3", "POL2012 principal.m[k]"],
    ["principal.x is Team or principal.x.n > 3", "POL2003 n"],
    ["not (principal.x is Team) and principal.x.n > 3", "POL2003 n"],
    ["principal.x is User and principal.x.n > 3", "POL2003 n"],
    ["(principal.x is Team or args.b) and principal.x.n > 3", "POL2003 n"],
    ['actor is Bot or actor.n == "x"', "POL2022 actor"],
    ['principal.t == "a" and principal.t == "b"', 'POL2013 principal.t == "b"'],
    ['principal.s == "a" and principal.s == "b"', 'POL2013 principal.s == "b"'],
  ])("does not hold: %s: %s", (condition, expected) => {
    expect(said(condition)).toEqual([expected]);
  });

  it("what an allow rule's guard lets through is evaluated without an error", () => {
    const text = `${schema}policy p { rule r allow User to go when not (principal has o) or principal.o > 3 }`;
    expect(outcome(text, request)).toBe("allowed by p.r");
  });
});

describe("§6 constants", () => {
  it("an unannotated constant takes its type at each use", () => {
    const text =
      'principal U action go(s: String, h: Host, p: Path, i: Ip, c: Cidr) const x = "10.0.0.1" const y = ["10.0.0.1/32"] const z = "/a"';
    const rule = (condition: string) => `${text} policy p { rule r allow U to go when ${condition} }`;
    expect(
      errorsOf(rule("args.s == x and args.h == x and args.i == x and args.i in y and args.c in y")),
    ).toEqual([]);
    expect(errorsOf(rule("args.p within z and args.s == z or args.s in y"))).toEqual([]);
    expect(errorsOf(rule("args.p within x"))).toEqual(['POL2017 "10.0.0.1"']);
  });

  it("says at the constant what is wrong with its use, and where that is", () => {
    const text =
      'principal U action go(p: Path) const x = "srv" policy p { rule r allow U to go when args.p == x }';
    const [first, ...rest] = diagnosticsOf(text);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      code: "POL2017",
      related: [{ message: "`x` is used here", span: { start: text.lastIndexOf("x") } }],
    });
  });

  it.each([
    ["const c: Bool = true", undefined],
    ["const c: Int = -1_000", undefined],
    ["const c: Int in 1..5 = 5", undefined],
    ["const c: Number = 1", undefined],
    ["const c: Number = 0.5", undefined],
    ['const c: String = "x"', undefined],
    ['const c: "a" | "b" = "a"', undefined],
    ["const c: Duration = -15m", undefined],
    ["const c: List<Duration> = [1m, 2h]", undefined],
    ['const c: Time = "2026-01-01T00:00:00Z"', undefined],
    ['const c: Date = "2026-01-01"', undefined],
    ['const c: Url = "https://a.example/"', undefined],
    ['const c: List<List<Ip>> = [["::1"], []]', undefined],
    ['const c: User = User("a") principal User', undefined],
    ['const c: User | Team = Team("a") principal User entity Team', undefined],
    ['const c: List<User | Team> = [Team("a"), User("b")] principal User entity Team', undefined],
    ["const c: List<Int> length 2 = [1, 2]", undefined],
    ["const a = 1 const c: List<Int> = [a, 2]", undefined],
    ["const c: Int = 0.5", "POL2011 0.5"],
    ["const c: Int in 1..5 = 6", "POL2011 6"],
    ['const c: "a" | "b" = "c"', 'POL2011 "c"'],
    ["const c: Duration = 15", "POL2011 15"],
    ["const c: List<Int> length 2 = [1]", "POL2011 [1]"],
    ['const c: List<Int> = ["x"]', 'POL2011 ["x"]'],
    ['const c: User = Team("a") principal User entity Team', 'POL2011 Team("a")'],
    ["const c: Map<Int> = { a: 1 }", "POL2010 { a: 1 }"],
    ['const c: Json = "x"', 'POL2011 "x"'],
    ["const c: Int = d", "POL2002 d"],
    ['const c = User("a") { x: 1 } principal User { x: Int }', 'POL2010 User("a") { x: 1 }'],
    ["const c = User() principal User", "POL2010 User()"],
    ['const c = Usr("a")', "POL2002 Usr"],
  ])("%s: %s", (text, expected) => {
    expect(errorsOf(text)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe("§6 definitions", () => {
  it.each([
    ["def f(x: Int) = x + principal.n", "POL2002 principal"],
    ["def f(x: Int) = x + args.n", "POL2002 args"],
    ["def f(x: Int) = x == context.n context { n: Int }", "POL2002 context"],
    ["def f(x: Int) = x == resource.n", "POL2002 resource"],
    ["def f(x: Int) = f(x)", "POL2009 f"],
    ["def f(x: Int) = g(x) def g(x: Int) = f(x)", "POL2009 f", "POL2009 g"],
    ["def f(x: Int) = y", "POL2002 y"],
    ["def f(x: Int, x: Int) = x", "POL2001 x"],
    ["def f(x: Itn) = x == 1", "POL2006 Itn"],
    ['def f("a b": Int) = 1', 'POL2008 "a b"'],
    ["def f(x: User) = x.n == 1 principal User", "POL2003 n"],
    ["def f(x: { a?: Int }) = x.a == 1", "POL2012 x.a"],
    ["def f(x: Json) = x == 1", "POL2011 x"],
  ])("%s: %s", (text, ...expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });

  it("take values, lists, maps, entities and records; a guard in the body holds for any argument", () => {
    const text = `principal U { r: { a?: Int, b: Int }, m: Map<Int>, l: List<Int> } action go(r: { a?: Int, b: Int })
      def rec(x: { a?: Int, b: Int }) = x has a and x.a == x.b
      def map(x: Map<Int>) = all k in x: x[k] > 0
      def list(x: List<Int>) = x.length > 0 and 1 in x
      policy p { rule r allow U to go when map(principal.m) and list(principal.l) and list([1, 2]) }`;
    expect(found(text)).toEqual([]);
  });

  it("that multiply beyond reason are refused", () => {
    const doubling = Array.from(
      { length: 25 },
      (_, index) => `def d${index + 1}(x: Int) = d${index}(x) or d${index}(x)`,
    );
    const errors = errorsOf(`def d0(x: Int) = x > 1 ${doubling.join(" ")}`);
    expect(errors.map((line) => line.split(" ")[0])).toEqual(["POL2030"]);
  });

  it("are inlined: an error of an argument matters only where the body needs it", () => {
    const text = `principal User action go(n: Int) def either(a: Bool, b: Bool) = a or b
      policy p { rule r allow User to go when either(true, args.n + 1 > 0) rule s allow User to go when either(args.n > 1, args.n + 1 > 0) }`;
    expect(outcome(text, call("go", { n: Number.MAX_SAFE_INTEGER }))).toBe("allowed by p.r, p.s");
  });
});

describe("§6 a default on a required value is a diagnostic", () => {
  it.each([
    ["args.n ?? 1 == 1", ["POL2026 args.n ?? 1"]],
    ["args.on ?? args.n ?? 1 == 1", ["POL2026 args.n ?? 1"]],
    ["principal has o and principal.o ?? 1 == 1", ["POL2026 principal.o ?? 1"]],
    ["args.on ?? 1 == 1", []],
    ["args.nn ?? 1 == 1", []],
  ])("%s: %j", (condition, expected) => {
    expect(found(denying(condition)).filter((line) => line.startsWith("POL2026"))).toEqual(expected);
  });

  it("only where no environment of the rule has a use for it", () => {
    const text =
      "principal A { x: Int } principal B { x?: Int } action go policy p { rule r allow anyone to go when principal.x ?? 1 == 1 }";
    expect(found(text)).toEqual([]);
  });
});
