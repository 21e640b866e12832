import { describe, expect, it } from "vitest";
import { answerTo } from "./verdict-of.js";

/** An action's parameters, a condition on them, and whether some request fulfils it. */
type Case = readonly [parameters: string, condition: string];

const possible: readonly Case[] = [
  // Lists: in one another, as long as they have members that differ, of entities whose groups are asked for.
  ["a: List<String>, b: List<String>", "args.a containsAny args.b"],
  ["a: List<String>, b: List<String>", "args.a containsAll args.b and not (args.b containsAll args.a)"],
  ["a: List<String> length 2..2", 'args.a containsAll ["x", "y"]'],
  ["a: List<Team>", 'any t in args.a: t in Team("x")'],
  ["a: List<Team>", 'Team("y") in args.a and (all t in args.a: t in Team("x"))'],
  ["a: List<String>", "any x in args.a: all y in args.a: x == y"],
  ["a: List<Bool>", "true in args.a and false in args.a"],
  ["a: List<{ n: Int, s: String }>", 'any r in args.a: r.n > 3 and r.s like "x*"'],
  [
    "a: List<Int>",
    "args.a.length == 6 and (any x in args.a: x > 1) and (any x in args.a: x < 0) and (all x in args.a: x != 0)",
  ],
  ["a: List<Int> length ..1, n: Int", "1 in args.a and args.n in args.a"],
  [
    "a: List<Int> length ..2, n: Int, m: Int",
    "1 in args.a and args.n in args.a and args.m in args.a and args.m > 1",
  ],
  // Maps: values under a key that stands for any, and under one of the policy.
  ["m: Map<Int>", "any k in args.m: args.m[k] > 5"],
  ["m: Map<Int>", 'args has m.a and args.m["a"] == 1 and (any k in args.m: args.m[k] == 2)'],
  ["m: Map<String>", 'all k in args.m: k like "x-*"'],
  // Networks and groups of the request.
  ["n: Int", "context.ip in context.networks"],
  ["n: Int", 'context.ip in context.office and context.ip == "10.1.2.3"'],
  ["n: Int", 'not (context.ip in context.office) and context.office == "10.0.0.0/8"'],
  ["n: Int", "principal in principal.team"],
  // Hosts that are addresses, in URLs too; ports.
  ["u: Url", 'args.u has ip and args.u.ip == "2001:db9::"'],
  ["u: Url", 'args.u has ip and args.u.ip in "192.168.0.0/16" and args.u.host != "192.168.0.0"'],
  ["u: Url", "args.u has ip and args.u.ip == context.ip"],
  ["u: Url, n: Int", 'args.u has port and args.u.port == args.n and args.u == "http://a.example/"'],
  ["u: Url", 'args.u.scheme == "https" and args.u.host within "example.com" and args.u.path like "/a/*"'],
  ["h: Host", 'args.h like "10.1.*" and args.h has ip and args.h.ip in "10.0.0.0/8"'],
  ["u: Url", 'args.u.host like "10.1.*" and args.u has ip and args.u.ip in "10.0.0.0/8"'],
  ["h: Host", 'args.h like "[2001:db8:1:*" and args.h has ip and args.h.ip in "2001:db8::/32"'],
  ["u: Url", 'args.u has ip and args.u.ip in "fc00::/7" and not (args.u.host within "local")'],
  ["u: Url", 'not (args.u has port) and args.u like "gopher://*"'],
  ["u: Url", 'args.u has port and args.u.port in 8000..9000 and args.u like "https://*:8123/*"'],
  ["e: Email, h: Host", 'args.e.domain == args.h and args.h within "example.com" and args.e like "bob@*"'],
  [
    "u: Url, v: Url",
    "args.u.host == args.v.host and args.u.path == args.v.path and args.u.scheme == args.v.scheme and args.u != args.v",
  ],
  // Texts: lengths in sums, and what a text is beside its own lower-case form.
  ["a: String, b: String", "args.a.length == args.b.length + 3"],
  ["s: String matches /[a-z]{4,}/, n: Int in 0..20", "args.s.length <= args.n"],
  ["a: String", "args.a != lower(args.a)"],
  ["a: String, b: String", 'lower(args.a) == args.b and args.a like "A*" and args.b like "*c"'],
  ["a: String, b: String", "lower(args.a) == lower(args.b) and args.a != args.b"],
  ["a: String matches /[aA]{2}/, b: String", "lower(args.a) == args.b and args.a != args.b"],
  ["a: String length ..3, b: String", "args.a.length == args.b.length + 3"],
  ["a: String matches /(ab)*/, n: Int in 7..20", "args.a.length == args.n"],
  ["a: String matches /[ab]/, b: String matches /[ab]{1,2}/", "args.a.length + args.b.length == 3"],
  [
    "a: String matches /a{0,3}/, b: String matches /a{0,3}/",
    "args.a != args.b and args.a.length <= args.b.length",
  ],
  // Bases of the request, within which some things lie and others do not.
  [
    "s: Path, d: Path, home: Path, work: Path",
    "args.s within args.home and args.d within args.home and args.d within args.work and not (args.s within args.work)",
  ],
  [
    "a: List<Path>, home: Path, work: Path",
    "(all p in args.a: p within args.home) and (any p in args.a: p within args.work) and not (all p in args.a: p within args.work)",
  ],
  [
    "x: Host, y: Host, a: Host, b: Host",
    "args.x within args.a and args.y within args.a and args.y within args.b and not (args.x within args.b)",
  ],
  // Sums of one number with itself, and of three.
  ["n: Int", "args.n + args.n == 24"],
  [
    "n: Int in 0..9, m: Int in 0..9, k: Int in 0..9",
    "args.n + args.m + args.k == 13 and args.n - args.m > 2",
  ],
  ["a: String", 'args.a.length in 200000..300000 and args.a like "A*"'],
  [
    "a: String matches /[a-c]/, b: String matches /[a-c]/, c: String matches /[a-c]/",
    "args.a != args.b and args.b != args.c and args.a != args.c",
  ],
  // Times by their parts.
  ["t: Time", 'args.t.weekday == "sun" and args.t.hour in 3..4 and args.t - context.now >= 40h'],
  ["t: Time, d: String", 'args.t.weekday in ["mon", "sat"] and args.t.weekday == args.d'],
  // Entities of several types.
  ["e: File | Image", 'args.e is Image and args.e.size == "big"'],
  ["e: File | Image, f: File", "args.e == args.f and args.f.size > 3"],
];

const impossible: readonly Case[] = [
  ["a: List<String> length ..1", 'args.a containsAll ["x", "y"]'],
  ['a: List<"x" | "y"> length 1..', 'not ("x" in args.a) and not ("y" in args.a)'],
  ["a: List<Bool> length 1..", "not (true in args.a) and not (false in args.a)"],
  ["a: List<String> length 2..", "args.a.length < 2"],
  [
    "a: String matches /[ab]/, b: String matches /[ab]/, c: String matches /[ab]/",
    "args.a != args.b and args.b != args.c and args.a != args.c",
  ],
  [
    "a: List<Int>, b: List<Int>",
    "args.a containsAny args.b and (all x in args.a: x > 3) and (all x in args.b: x < 3)",
  ],
  ["a: List<Int>", "(any x in args.a: x > 3) and (all x in args.a: x < 2)"],
  ["a: List<Int> length ..1, n: Int", "1 in args.a and args.n in args.a and args.n > 1"],
  [
    "a: List<String> length ..2, s: String",
    'args.a containsAll ["x", "y"] and args.s in args.a and args.s like "z*"',
  ],
  ["a: List<Int> length ..1, n: Int, m: Int", "args.n in args.a and args.m in args.a and args.n > args.m"],
  ["m: Map<Int>", "(any k in args.m: args.m[k] > 5) and (all k in args.m: args.m[k] < 5)"],
  ["m: Map<Int>", 'args has m.a and args.m["a"] == 1 and (all k in args.m: args.m[k] > 1)'],
  ["p: Path", "not (args.p within args.p)"],
  ["p: Path, q: Path", "args.p == args.q and not (args.p within args.q)"],
  ["p: Path", 'args.p within "/a" and not (args.p within "/")'],
  ["u: Url", 'lower(args.u.path) == "finance"'],
  ["u: Url", 'args.u.host like "*_x" and args.u.host within "example.com"'],
  ["a: String, b: String, c: String", "args.a == args.b and args.b == args.c and args.a != args.c"],
  ["a: Ip, b: Ip, c: Ip", "args.a == args.b and args.b == args.c and args.a != args.c"],
  ["a: Int, b: Int", "args.a > args.b and args.b > args.a"],
  ["a: Int in 0..9", "args.a + args.a == 15"],
  ["a: Int in 0..9, b: Int in 0..9, c: Int in 0..9", "args.a * 2 + args.b * 2 + args.c * 2 == 13"],
  // Addresses and ports as parts of texts, and parts that are equal to other texts.
  ["h: Host", 'args.h like "10.*" and args.h has ip and args.h.ip in "192.168.0.0/16"'],
  ["u: Url", 'args.u.host like "10.*" and args.u has ip and args.u.ip in "192.168.0.0/16"'],
  ["h: Host", 'args.h like "[fe80:*" and args.h has ip and args.h.ip in "2001:db8::/32"'],
  ["h: Host", 'args.h == "[::1]" and args.h has ip and args.h.ip != "::1"'],
  ["h: Host", 'args.h has ip and not (args.h.ip in "0.0.0.0/0") and not (args.h.ip in "::/0")'],
  ["u: Url", 'not (args.u has port) and args.u.scheme == "https"'],
  ["u: Url", 'args.u has port and args.u.port == 80 and args.u like "https://x.y/*"'],
  ["u: Url, h: Host", 'args.u.host == args.h and args.h like "*.a.com" and args.u.host within "b.com"'],
  [
    "u: Url, h: Host, g: Host",
    'args.u.host == args.h and args.h == args.g and args.u.host within "a.com" and args.g in ["b.com", "c.com"]',
  ],
  ["e: Email, h: Host", 'args.e.domain == args.h and args.h == "a.com" and args.e like "*@b.com"'],
  ["u: Url, h: Host", 'args.u.host == args.h and args.u like "https://a.com/*" and args.h within "b.com"'],
  // Texts beside their lower-case forms and their lengths.
  ["a: String", 'lower(args.a) == args.a and args.a like "*B*"'],
  ["a: String, b: String", 'lower(args.a) == args.b and args.b like "A*"'],
  ["a: String matches /[a-z_]*/", "lower(args.a) != args.a"],
  ["a: String, b: String", 'lower(args.a) == lower(args.b) and args.a == "Ab" and args.b like "b*"'],
  ["a: String, b: String", "lower(args.a) == lower(args.b) and args.a.length > args.b.length"],
  ["a: String length 4.., b: String length ..3", "args.a.length <= args.b.length"],
  ["a: String matches /(ab)*/, n: Int in 7..7", "args.a.length == args.n"],
  [
    "a: String matches /a{0,3}/, b: String matches /a{0,3}/",
    "args.a != args.b and args.a.length == args.b.length",
  ],
  ["t: Time", 'args.t >= "2026-01-01T00:00:00Z" and args.t < "2026-01-01T05:00:00Z" and args.t.hour > 6'],
  ["e: Email", 'args.e.domain == "example.com" and args.e like "*@example.org"'],
];

describe("answers are exact", () => {
  it.each(possible)("(%s) %s: there is a request", (parameters, condition) => {
    expect(answerTo(parameters, condition).kind).toBe("found");
  });

  it.each(impossible)("(%s) %s: there is none", (parameters, condition) => {
    expect(answerTo(parameters, condition).kind).toBe("none");
  });
});
