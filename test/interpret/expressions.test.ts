import { describe, expect, it } from "vitest";
import { trace } from "../../src/interpret/trace.js";
import { policySetOf } from "./policy-set.js";

/*
 * Every operator and reading of language.md §6, each with values for which it is true, false and, where it can be, an error.
 */

const schema = `
  principal User in Team { manager?: User, backup: User | Robot }
  principal Robot acting for User { model: String }
  entity Team in Team
  entity Thing { tags: List<String>, owner: User, parent?: Thing, title?: String }
  action act(n: Int, m?: Int, x: Number, s: String, kind: "low" | "high", list: List<Int>, words: List<String>, map: Map<Int>,
    urls: List<Url>, flag: Bool, null_or: Int | null) on Thing
  context {
    big: Int, t: Time, t2: Time, d: Date, wait: Duration, ip: Ip, ip6: Ip, net: Cidr, nets: List<Cidr>, url: Url, bare: Url, host: Host,
    mail: Email, path: Path, opt?: { inner?: { leaf?: Int }, name: String }, anything?: Json, ghost?: Int, void: Int | null
  }
  const office: List<Cidr> = ["10.0.0.0/8", "2001:db8::/32"]
  const limit = 5
  def twice(n: Int) = n * 2
  def owns(thing: Thing, who: User) = thing.owner == who
`;

const request = {
  subject: {
    type: "User",
    id: "ann",
    properties: {
      backup: { type: "Robot", id: "r2", properties: { model: "x" } },
      manager: { type: "User", id: "bob", ancestors: [] },
    },
    ancestors: [{ type: "Team", id: "sales" }],
  },
  action: {
    name: "act",
    properties: {
      n: 3,
      x: 0.5,
      s: "Grüße 😀",
      kind: "low",
      list: [1, 2, 2],
      words: ["a", "pii_x"],
      map: JSON.parse('{"a": 1, "__proto__": 2}'),
      urls: ["https://a.example.com/x", "http://10.0.0.1:8080/"],
      flag: true,
      null_or: null,
    },
  },
  resource: {
    type: "Thing",
    id: "7",
    properties: {
      tags: ["red"],
      owner: { type: "User", id: "ann" },
      parent: { type: "Thing", id: "8", properties: { title: "up" } },
    },
    ancestors: [],
  },
  context: {
    big: Number.MAX_SAFE_INTEGER,
    t: "2026-11-21T10:30:00+02:00",
    t2: "2026-11-21T09:00:00Z",
    d: "2026-11-21",
    wait: "PT15M",
    ip: "10.2.3.4",
    ip6: "2001:db8::1",
    net: "10.0.0.0/8",
    nets: ["192.168.0.0/16", "10.2.0.0/16"],
    url: "https://a.example.com:443/x/y?z",
    bare: "http://10.0.0.1:8080",
    host: "A.Example.com",
    mail: "Bob@Example.com",
    path: "/srv/../srv/data/",
    opt: { inner: {}, name: "o" },
    anything: [1],
    void: null,
  },
};

function outcomeOf(expression: string): string {
  const set = policySetOf(`${schema}\npolicy p { rule r deny User to act on Thing when ${expression} }`);
  const { decision, rules } = trace(set, request);
  expect(decision.problems).toEqual([]);
  return rules[0]?.outcome ?? "out of scope";
}

const overflow = "context.big + 1 > 0";

const table: { readonly [what: string]: readonly (readonly [string, "true" | "false" | "error"])[] } = {
  logic: [
    ["args.flag and args.n == 3", "true"],
    ["args.flag and args.n == 4", "false"],
    [`${overflow} and args.flag`, "error"],
    [`args.flag and ${overflow}`, "error"],
    [`${overflow} and not args.flag`, "false"],
    [`not args.flag and ${overflow}`, "false"],
    [`${overflow} or args.flag`, "true"],
    [`args.flag or ${overflow}`, "true"],
    [`${overflow} or not args.flag`, "error"],
    [`not (${overflow})`, "error"],
    ["not args.flag", "false"],
    ["args.flag == true", "true"],
  ],
  choice: [
    ["if args.flag then args.n == 3 else args.n == 4", "true"],
    ["if not args.flag then args.n == 3 else args.n == 4", "false"],
    [`if ${overflow} then args.flag else args.flag`, "error"],
    [`if args.flag then args.flag else ${overflow}`, "true"],
    [`if args.flag then ${overflow} else args.flag`, "error"],
    ["(if args.flag then args.n else 0) == 3", "true"],
  ],
  equality: [
    ["args.n == 3", "true"],
    ["args.n != 3", "false"],
    ["args.x == 0.5", "true"],
    ['args.kind == "low"', "true"],
    ['args.s == "Gr\\u{fc}\\u{df}e 😀"', "true"],
    ['context.url == "https://A.example.com/x/y?z"', "true"],
    ['context.url == "https://a.example.com/x/y"', "false"],
    ['context.host == "a.example.com"', "true"],
    ['context.mail == "Bob@example.COM"', "true"],
    ['context.mail == "bob@example.com"', "false"],
    ['context.path == "/srv/data"', "true"],
    ['context.ip == "::ffff:10.2.3.4"', "true"],
    ['context.ip6 == "2001:db8:0::1"', "true"],
    ['context.net == "10.0.0.0/8"', "true"],
    ['context.net == "10.0.0.0/9"', "false"],
    ['context.t == "2026-11-21T08:30:00Z"', "true"],
    ['context.d == "2026-11-21"', "true"],
    ["context.wait == 900s", "true"],
    ["resource.owner == principal", "true"],
    ["resource.owner != principal", "false"],
    ['principal == User("ann")', "true"],
    ['principal == User("bob")', "false"],
    ["principal.backup == principal", "false"],
    ['resource.id == "7"', "true"],
    ['principal.type == "User"', "true"],
    [`(if ${overflow} then 1 else 2) == 1`, "error"],
  ],
  order: [
    ["args.n < 4", "true"],
    ["args.n < 3", "false"],
    ["args.n <= 3", "true"],
    ["args.n > 3", "false"],
    ["args.n >= 3", "true"],
    ["args.x < 1", "true"],
    ["context.t < context.t2", "true"],
    ['context.d > "2026-01-01"', "true"],
    ["context.wait <= 15m", "true"],
    ["args.n in 1..3", "true"],
    ["args.n in 4..9", "false"],
    ["context.wait in 1m..1h", "true"],
    ["context.big + 1 in 1..3", "error"],
  ],
  lists: [
    ["args.n in args.list", "false"],
    ["2 in args.list", "true"],
    ["args.n in [1, 2, 3]", "true"],
    ['"red" in resource.tags', "true"],
    ['context.host in ["A.example.com"]', "true"],
    ["args.list containsAll [1, 2]", "true"],
    ["args.list containsAll [1, 3]", "false"],
    ["args.list containsAll []", "true"],
    ["args.list containsAny [3, 2]", "true"],
    ["args.list containsAny [3]", "false"],
    ["args.list containsAny []", "false"],
    ["args.list.length == 3", "true"],
    ["context.big + 1 in args.list", "error"],
  ],
  networks: [
    ["context.ip in office", "true"],
    ["context.ip6 in office", "true"],
    ["context.ip in context.net", "true"],
    ["context.ip in context.nets", "true"],
    ["context.ip6 in context.nets", "false"],
    ["context.ip6 in context.net", "false"],
  ],
  hierarchy: [
    ['principal in Team("sales")', "true"],
    ['principal in Team("tools")', "false"],
    ['principal.manager ?? principal in Team("sales")', "false"],
  ],
  patterns: [
    ['args.kind like "l*"', "true"],
    ['args.s like "Gr??e ?"', "true"],
    ['args.s like "Gr??e ??"', "false"],
    ['args.s like "*e*"', "true"],
    ['args.s like "\\\\*"', "false"],
    ["args.s matches /Gr[^a-z]{2}e ./", "true"],
    ["args.s matches /Gr/", "false"],
    ['context.host like "*.example.com"', "true"],
    ['context.url like "https://a.example.com/x/*"', "true"],
    ["context.mail matches /[A-Za-z]+@example\\.com/", "true"],
    ['context.path like "/srv/*"', "true"],
    ['lower(args.s) like "gr*"', "true"],
  ],
  within: [
    ['context.path within "/srv"', "true"],
    ['context.path within "/srv/data"', "true"],
    ['context.path within "/srv/dat"', "false"],
    ['context.host within "example.com"', "true"],
    ['context.url.host within "b.example.com"', "false"],
  ],
  presence: [
    ["context has opt", "true"],
    ["context has opt.inner", "true"],
    ["context has opt.inner.leaf", "false"],
    ["context has ghost", "false"],
    ["context has anything", "true"],
    ["context has void", "false"],
    ["args has null_or", "false"],
    ["context.url has ip", "false"],
    ["context.bare has ip", "true"],
    ["context has ghost and context.ghost > 1", "false"],
    ["not (context has ghost) or context.ghost > 1", "true"],
    ["if context has ghost then context.ghost > 1 else args.flag", "true"],
    ["principal has manager", "true"],
    ['resource has parent.title and resource.parent.title == "up"', "true"],
  ],
  default: [
    ["args.m ?? 7 == 7", "true"],
    ["args.m ?? context.ghost ?? 8 == 8", "true"],
    ["context.opt.inner.leaf ?? 9 == 9", "true"],
    ["args.m ?? context.big + 1 == 7", "error"],
    ["args.null_or ?? 1 == 1", "true"],
    ['context.bare.ip ?? "1.1.1.1" == "10.0.0.1"', "true"],
    ['context.url.ip ?? "1.1.1.1" == "1.1.1.1"', "true"],
  ],
  arithmetic: [
    ["args.n + 2 == limit", "true"],
    ["args.n - 4 == -1", "true"],
    ["args.n * -2 == -6", "true"],
    ["-args.n == -3", "true"],
    ["twice(args.n) == 6", "true"],
    ["args.n * 0 == 0", "true"],
    ["context.big - 1 > 0", "true"],
    ["context.big + 1 > 0", "error"],
    ["-context.big < 0", "true"],
    ["-context.big - 1 < 0", "error"],
    ["context.big * 2 > 0", "error"],
    ["context.t2 - context.t == 30m", "true"],
    ["context.t - context.t2 == -30m", "true"],
    ["context.t + context.wait < context.t2", "true"],
    ["context.t2 - 1h < context.t", "true"],
    ["context.wait + 45m == 1h", "true"],
    ["context.wait * 4 == 1h", "true"],
  ],
  parts: [
    ["args.s.length == 7", "true"],
    ['context.url.host == "a.example.com"', "true"],
    ['context.url.scheme == "https"', "true"],
    ["context.url.port ?? 0 == 443", "true"],
    ["context.bare.port ?? 0 == 8080", "true"],
    ['context.url.path == "/x/y"', "true"],
    ['context.mail.domain == "example.com"', "true"],
    ['context.mail.local == "Bob"', "true"],
    ["context.t.hour == 8", "true"],
    ['context.t.weekday == "sat"', "true"],
    ['args.map["a"] ?? 0 == 1', "true"],
    ['args.map["b"] ?? 0 == 0', "true"],
    ['args.map["__proto__"] ?? 0 == 2', "true"],
    ['args.map["toString"] ?? 0 == 0', "true"],
    ['args.map["constructor"] ?? 0 == 0', "true"],
  ],
  types: [
    ["principal.backup is Robot", "true"],
    ["principal.backup is User", "false"],
    ['principal.backup is Robot and principal.backup.model == "x"', "true"],
  ],
  quantifiers: [
    ['any w in args.words: w like "pii_*"', "true"],
    ['all w in args.words: w like "pii_*"', "false"],
    ['any w in args.words: w == "z"', "false"],
    ["all n in args.list: n >= 1", "true"],
    ['any k in args.map: k == "a"', "true"],
    ["all k in args.map: k.length > 0", "true"],
    ['any u in args.urls: u.host within "example.com"', "true"],
    ["any n in args.list: context.big + n > 0", "error"],
    ["any n in args.list: n == 1 or context.big + n > 0", "true"],
    ["all n in args.list: n == 5 and context.big + n > 0", "false"],
    ["all n in args.list: any w in args.words: w.length >= n", "true"],
    ["any n in args.list: all n in args.words: n.length > 0", "true"],
  ],
  definitions: [
    ["owns(resource, principal)", "true"],
    ["owns(thing: resource, who: principal)", "true"],
  ],
};

describe.each(Object.entries(table))("%s", (_what, cases) => {
  it.each(cases)("%s: %s", (expression, expected) => {
    expect(outcomeOf(expression)).toBe(expected);
  });
});
