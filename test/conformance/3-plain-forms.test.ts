import { describe, expect, it } from "vitest";
import { call, decide, errorsOf, found, outcome } from "./support.js";

/** An argument of one type, forwarded or refused. */
const set = (type: string) => `principal User action go(x: ${type}) policy p { rule r allow User to go }`;

/** The normalised form of a value of a type; undefined where it is invalid. */
function plain(type: string, value: unknown): unknown {
  const decision = decide(set(type), call("go", { x: value }));
  if (decision.reason === "invalid_request") {
    expect(decision.problems).toMatchObject([
      { path: expect.stringMatching(/^\/action\/properties\/x/), kind: "invalid" },
    ]);
    return undefined;
  }
  return decision.args?.x;
}

const kept = (...values: readonly unknown[]) => values.map((value) => [value, value] as const);
const refused = (...values: readonly unknown[]) => values.map((value) => [value, undefined] as const);

const notStrings = [1, true, {}, [], Number.NaN, () => "x", Symbol("x"), 1n, new String("x")];

const table: { readonly [type: string]: readonly (readonly [unknown, unknown])[] } = {
  String: [
    ...kept("", "a", "é", "e\u0301", "😀", "\u0000", " x ", "a\nb"),
    ...refused("\ud800", "a\udc00", "\udc00\ud800", ...notStrings),
  ],
  '"low" | "high"': [...kept("low", "high"), ...refused("", "Low", "low ", "medium", ...notStrings)],
  Bool: [...kept(true, false), ...refused("true", 1, 0, "", {}, new Boolean(true))],
  Int: [
    ...kept(0, 1, -1, 9007199254740991, -9007199254740991),
    [-0, 0],
    [1.0, 1],
    ...refused(
      0.5,
      9007199254740992,
      -9007199254740992,
      Number.NaN,
      Infinity,
      -Infinity,
      "1",
      1n,
      true,
      new Number(1),
    ),
  ],
  Number: [
    ...kept(0, 1.5, -1e300, 5e-324, 9007199254740992, 1.7976931348623157e308),
    [-0, 0],
    ...refused(Number.NaN, Infinity, -Infinity, "1.5", 1n, true),
  ],
  Url: [
    ...kept(
      "https://example.com/",
      "https://example.com/a/b?q=1#f",
      "https://example.com/a%20b",
      "https://example.com/?x=%2e%2F",
      "https://example.com:8443/",
      "http://10.0.0.1/",
      "http://[2001:db8::1]/",
      "https://xn--bcher-kva.example/",
    ),
    ["HTTPS://EXAMPLE.com", "https://example.com/"],
    ["https://example.com.", "https://example.com/"],
    ["https://example.com:443/x", "https://example.com/x"],
    ["http://example.com:80", "http://example.com/"],
    ["http://example.com:443/", "http://example.com:443/"],
    ...refused(
      "",
      "example.com",
      "/x",
      "//example.com/",
      "https:///x",
      "https:example.com",
      "mailto:a@example.com",
      "https://user@example.com/",
      "https://user:pass@example.com/",
      "https://@example.com/",
      "https://example.com/a/../b",
      "https://example.com/./b",
      "https://example.com/a/..",
      "https://example.com/a\\b",
      "https:\\\\example.com\\",
      "https://example.com/a b",
      "https://example.com/\u0007",
      "https://example.com/\n",
      "https://example.com/%2e%2e/b",
      "https://example.com/a%2Fb",
      "https://example.com/a%5cb",
      "https://example.com/a%00",
      "https://ex%61mple.com/",
      "https://2130706433/",
      "https://0x7f000001/",
      "https://127.1/",
      "https://0177.0.0.1/",
      "https://127.0.0.256/",
      "https://bücher.example/",
      "https://example.com:99999/",
      "https://example.com:x/",
      " https://example.com/",
      "https://example.com/ ",
      "https://exa mple.com/",
      "https://[::1/",
      "https://[fe80::1%25eth0]/",
      "https://example..com/",
      ...notStrings,
    ),
  ],
  Host: [
    ...kept("example.com", "localhost", "a-b.example", "10.0.0.1", "[2001:db8::1]", "xn--bcher-kva.example"),
    ["EXAMPLE.Com", "example.com"],
    ["example.com.", "example.com"],
    ["[2001:DB8::1]", "[2001:db8::1]"],
    ...refused(
      "",
      ".",
      ".com",
      "a..b",
      "exa mple",
      "bücher.example",
      "127.1",
      "0x7f.0.0.1",
      "2130706433",
      "256.0.0.1",
      "2001:db8::1",
      "example.com:443",
      "example.com/",
      "user@example.com",
      "a%41",
      ...notStrings,
    ),
  ],
  Email: [
    ...kept("ada@example.com", "a.b+c@example.com", "Ada@example.com"),
    ["Ada@EXAMPLE.com", "Ada@example.com"],
    ...refused(
      "",
      "ada",
      "@example.com",
      "ada@",
      "a@b@example.com",
      '"ada"@example.com',
      "ada (x)@example.com",
      "Ada <ada@example.com>",
      ".ada@example.com",
      "a..b@example.com",
      "ada.@example.com",
      "ada@bücher.example",
      "ada @example.com",
      "ada@exa mple.com",
      "ádá@example.com",
      ...notStrings,
    ),
  ],
  Path: [
    ...kept("/", "/a", "/a/b.txt", "/a b", "/é", "/...", "/a%2e%2e", "/~"),
    ["/a/./b", "/a/b"],
    ["/a/../b", "/b"],
    ["/../..", "/"],
    ["//a//b", "/a/b"],
    ["/a/b/", "/a/b"],
    ["/a/b/..", "/a"],
    ...refused("", "a", "./a", "../a", "~/a", "C:/a", "C:\\a", "/a\\b", "/a\u0000b", ...notStrings),
  ],
  Ip: [
    ...kept("10.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1"),
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::FFFF:a00:1", "10.0.0.1"],
    ...refused(
      "",
      "10.0.0",
      "10.0.0.256",
      "10.0.0.01",
      "010.0.0.1",
      "10.1",
      "0x0a000001",
      "167772161",
      "10.0.0.1/32",
      "fe80::1%eth0",
      "[::1]",
      ":::",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "::1::",
      " 10.0.0.1",
      "12345::",
      "2001:0db8::1",
      ...notStrings,
    ),
  ],
  Cidr: [
    ...kept("10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "2001:db8::/32", "::/0", "::1/128"),
    ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
    ...refused(
      "",
      "10.0.0.0",
      "10.0.0.1/8",
      "10.0.0.0/33",
      "10.0.0.0/08",
      "10.0.0.0/-1",
      "10.0.0.0/",
      "10/8",
      "2001:db8::1/32",
      "::/129",
      "fe80::%eth0/64",
      "10.0.0.0/255.0.0.0",
      ...notStrings,
    ),
  ],
  Time: [
    ...kept(
      "2026-11-21T10:00:00Z",
      "2026-11-21T10:00:00.5+02:00",
      "2026-11-21T10:00:00.123-00:30",
      "2024-02-29T00:00:00Z",
      "2026-11-21T23:59:59Z",
    ),
    ...refused(
      "",
      "2026-11-21",
      "2026-11-21T10:00:00",
      "2026-11-21T10:00Z",
      "2026-11-21 10:00:00Z",
      "2026-11-21T10:00:60Z",
      "2026-11-21T23:59:60Z",
      "2026-11-21T24:00:00Z",
      "2026-02-29T00:00:00Z",
      "2026-02-30T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-11-21T10:00:00.1234Z",
      "2026-11-21T10:00:00+0200",
      "2026-11-21T10:00:00+25:00",
      "+12026-11-21T10:00:00Z",
      "1763719200000",
      1763719200000,
      ...notStrings,
    ),
  ],
  Date: [
    ...kept("2026-11-21", "2024-02-29"),
    ...refused(
      "",
      "2026-02-29",
      "2026-2-1",
      "21.11.2026",
      "2026-11-21T00:00:00Z",
      "2026-11",
      "20261121",
      ...notStrings,
    ),
  ],
  Duration: [
    ...kept("PT15M", "P2D", "PT0S", "P1DT2H3M4S", "PT0.5S", "PT36H", "PT0.001S"),
    ...refused(
      "",
      "P",
      "PT",
      "P1Y",
      "P1M",
      "P1W",
      "15m",
      "PT0.0001S",
      "PT1H1H",
      "PT5",
      "P1D2H",
      "T1H",
      900,
      ...notStrings,
    ),
  ],
  "List<Int>": [
    ...kept([], [1], [2, 1, 2]),
    ...refused(1, "1", {}, [null], [undefined], ["1"], [1, [2]], { length: 0 }, new Set([1])),
  ],
  "Map<Int>": [
    ...kept({}, { a: 1, "": 2, "a b": 3 }),
    [JSON.parse('{"__proto__": 1, "constructor": 2}'), JSON.parse('{"__proto__": 1, "constructor": 2}')],
    ...refused([], 1, "x", { a: "1" }, { a: undefined }, new Map([["a", 1]]), { "\ud800": 1 }),
  ],
  "{ a: Int, b?: Path }": [
    ...kept({ a: 1 }),
    [
      { a: 1, b: "/x/../y" },
      { a: 1, b: "/y" },
    ],
    [{ a: 1, b: null }, { a: 1 }],
    ...refused([], 1, { a: 1, b: "y" }, { a: "1" }),
  ],
  Json: [
    ...kept(0, "", false, [], {}, [1, [null]], { a: { b: null } }),
    ...refused(Number.NaN, Infinity, "\ud800", 1n, () => 1, Symbol("x"), new Date(0), [undefined], new Map()),
  ],
};

describe.each(Object.entries(table))("§3 plain form of %s", (type, rows) => {
  it.each(rows.map(([value, expected]) => [describeValue(value), value, expected] as const))(
    "%s",
    (_text, value, expected) => {
      expect(plain(type, value)).toEqual(expected);
      if (expected === 0) expect(Object.is(plain(type, value), -0)).toBe(false);
    },
  );
});

function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "symbol") {
    return Object.is(value, -0) ? "-0" : `${typeof value} ${String(value)}`;
  }
  if (typeof value === "function") return "a function";
  const name = Object.getPrototypeOf(value)?.constructor.name;
  return `${name} ${JSON.stringify(value)}`;
}

describe("§3 comparing in plain form", () => {
  const compare = (type: string, condition: string) =>
    `principal User action go(x: ${type}, y: ${type}) policy p { rule r allow User to go when ${condition} }`;
  const equal = (type: string, x: unknown, y: unknown) =>
    outcome(compare(type, "args.x == args.y"), call("go", { x, y })) === "allowed by p.r";

  it.each<[string, unknown, unknown, boolean]>([
    ["String", "é", "e\u0301", false],
    ["String", "A", "a", false],
    ["Url", "HTTPS://Example.com.:443", "https://example.com/", true],
    ["Url", "https://example.com/a", "https://example.com/A", false],
    ["Host", "EXAMPLE.com.", "example.com", true],
    ["Email", "Ada@example.com", "ada@example.com", false],
    ["Email", "ada@EXAMPLE.com", "ada@example.com", true],
    ["Path", "/a/../b/", "/b", true],
    ["Path", "/A", "/a", false],
    ["Ip", "::ffff:1.2.3.4", "1.2.3.4", true],
    ["Ip", "::1.2.3.4", "1.2.3.4", false],
    ["Ip", "::1", "0:0:0:0:0:0:0:1", true],
    ["Cidr", "::ffff:10.0.0.0/104", "10.0.0.0/8", true],
    ["Cidr", "10.0.0.0/8", "10.0.0.0/9", false],
    ["Time", "2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", true],
    ["Int", 1, 1.0, true],
    ["Int", 0, -0, true],
    ["Number", 0, -0, true],
    ["Duration", "PT60M", "PT1H", true],
    ["Duration", "P1D", "PT24H", true],
  ])("%s %j == %j: %s", (type, x, y, expected) => {
    expect(equal(type, x, y)).toBe(expected);
    expect(outcome(compare(type, "args.x != args.y"), call("go", { x, y })) === "allowed by p.r").toBe(
      !expected,
    );
  });

  it("String is not ordered, and its length is in code points", () => {
    expect(errorsOf(compare("String", "args.x < args.y"))).toEqual(["POL2011 args.x < args.y"]);
    expect(outcome(compare("String", "args.x.length == 2"), call("go", { x: "😀e", y: "" }))).toBe(
      "allowed by p.r",
    );
  });

  it("Number is only compared, never calculated with", () => {
    expect(
      found(compare("Number", "args.x < args.y and args.x == 0.5 and args.x in 0..1 and args.x < 3")),
    ).toEqual([]);
    for (const condition of ["args.x + 1 > 2", "args.x - args.y > 2", "args.x * 2 > 2", "-args.x > 2"]) {
      expect(errorsOf(compare("Number", condition))[0]).toMatch(/^POL2011/);
    }
  });

  it("otherwise v4 is never in a v6 block", () => {
    const text = (block: string) =>
      `principal User action go(x: Ip) policy p { rule r allow User to go when args.x in "${block}" }`;
    expect(outcome(text("::/0"), call("go", { x: "10.0.0.1" }))).toBe("no_matching_rule");
    expect(outcome(text("::/0"), call("go", { x: "::ffff:10.0.0.1" }))).toBe("no_matching_rule");
    expect(outcome(text("::/0"), call("go", { x: "2001:db8::1" }))).toBe("allowed by p.r");
    expect(outcome(text("0.0.0.0/0"), call("go", { x: "::ffff:10.0.0.1" }))).toBe("allowed by p.r");
    expect(outcome(text("0.0.0.0/0"), call("go", { x: "::1" }))).toBe("no_matching_rule");
    expect(outcome(text("::ffff:10.0.0.0/104"), call("go", { x: "10.0.0.1" }))).toBe("allowed by p.r");
  });
});

describe("§3 literals in plain form", () => {
  it.each<[string, string, string]>([
    ["Url", "https://EXAMPLE.com", "https://example.com/"],
    ["Host", "EXAMPLE.com.", "example.com"],
    ["Path", "/a/../b", "/b"],
    ["Ip", "::ffff:10.0.0.1", "10.0.0.1"],
    ["Cidr", "::ffff:10.0.0.0/104", "10.0.0.0/8"],
    ["Email", "ada@EXAMPLE.com", "ada@example.com"],
    ["Time", "2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00Z"],
    ["Date", "2026-01-01", "2026-01-01"],
  ])("a literal of %s is normalised as a request's value is: %s", (type, literal, value) => {
    const text = `principal User action go(x: ${type}) policy p { rule r allow User to go when args.x == "${literal}" }`;
    expect(outcome(text, call("go", { x: value }))).toBe("allowed by p.r");
  });

  it.each<[string, string]>([
    ["Url", "example.com"],
    ["Url", "https://user@example.com/"],
    ["Host", "exa mple"],
    ["Path", "srv"],
    ["Ip", "10.0.0.256"],
    ["Ip", "10.0.0.01"],
    ["Cidr", "10.0.0.1/8"],
    ["Email", "ada"],
    ["Time", "2026-02-30T00:00:00Z"],
    ["Time", "2026-01-01"],
    ["Date", "2026-02-30"],
  ])("a literal that is no %s is an error: %s", (type, literal) => {
    const expected = [`POL2017 "${literal}"`];
    const rule = (condition: string) =>
      `principal User action go(x: ${type}) policy p { rule r deny User to go when ${condition} }`;
    expect(errorsOf(rule(`args.x == "${literal}"`))).toEqual(expected);
    expect(errorsOf(rule(`"${literal}" == args.x`))).toEqual(expected);
    expect(errorsOf(rule(`args.x != "${literal}"`))).toEqual(expected);
    expect(errorsOf(`const c: ${type} = "${literal}"`)).toEqual(expected);
    expect(errorsOf(`const c: List<${type}> = ["${literal}"]`)).toEqual(expected);
    expect(errorsOf(`${rule("args.x == c")} const c = "${literal}"`)).toEqual(expected);
    expect(errorsOf(`${rule("f(args.x)")} def f(y: ${type}) = y == "${literal}"`)).toEqual(expected);
    if (!literal.includes("/") || type === "Path")
      expect(errorsOf(rule(`args.x in ["${literal}"]`))).toEqual(expected);
  });

  it("a Duration literal has a unit, and no fraction, week or month", () => {
    const rule = (literal: string) =>
      `principal User action go(x: Duration) policy p { rule r deny User to go when args.x > ${literal} }`;
    for (const literal of ["500ms", "30s", "15m", "2h", "1d", "1_000ms"])
      expect(found(rule(literal))).toEqual([]);
    for (const literal of ["15min", "1w", "1y", "1.5h", "1e3"])
      expect(errorsOf(rule(literal))[0]).toMatch(/^POL1006/);
    expect(errorsOf(rule('"15m"'))[0]).toMatch(/^POL2011/);
    expect(errorsOf(rule("15"))[0]).toMatch(/^POL2011/);
  });
});
