import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { addCensus, typedConstructs, typedConstructsOf } from "../../src/testing/census.js";
import { seededChoices } from "../../src/testing/choices.js";
import { copyRequest } from "../../src/testing/copy-request.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { setMember } from "../../src/testing/request/values.js";
import { invalidTexts, type TextKind } from "../../src/testing/sample-values.js";
import { type CompiledSet, compileSet } from "./compile-set.js";

/*
 * Law: deny never fails open. For each construct, a deny reads a required attribute X through it; with X absent, null, of the
 * wrong type or out of range, the request is denied, by the interpreter and by the generated module. The table has every typed
 * construct: a census of its own policy sets says so.
 */

/** A type, conditions on a required attribute X of that type, and values outside of its refinements. */
const table: readonly (readonly [
  type: string,
  conditions: readonly string[],
  outside?: readonly unknown[],
])[] = [
  [
    "Bool",
    [
      "X",
      "X == true",
      "not X",
      "X != false",
      "X in [true]",
      "if X then true else 1 + 1 == args.n",
      "args.optional_bool ?? X",
    ],
  ],
  [
    "Int",
    [
      "X == 5",
      "X != 5",
      "X < 5",
      "X <= 5",
      "X > 5",
      "X >= 5",
      "X in 2..7",
      "X in [1, 2]",
      "X + 1 == 6",
      "X - 1 == 4",
      "X * 2 == 10",
      "-X == 5",
      "X + 9007199254740991 > 0",
      "X == args.n and X > 0 or X < 0",
      "(if X > 3 then X else 0) == 5",
      "(args.optional_int ?? X) == 5",
      "args.optional_int ?? 5 == X",
    ],
  ],
  ["Int in 1..100", ["X == 5", "X > 50"], [0, 101, -1, 2 ** 40]],
  ["Number", ["X == 0.5", "X < 0.5", "X in 0.5..1.5", "X in [0.5, 2]"]],
  ["Number in ..99.5", ["X > 0.5"], [99.6, 1e300]],
  [
    "Duration",
    [
      "X == 15m",
      "X > 15m",
      "X in 1m..1h",
      "X in [15m]",
      "X + 5m > 15m",
      "X - 5m > 15m",
      "X * 2 > 15m",
      "-X < 0s",
    ],
  ],
  ["Duration in 1s..1h", ["X > 15m"], ["PT0S", "PT1H0.001S"]],
  [
    "String",
    [
      'X == "a"',
      'X != "a"',
      'X in ["a", "b"]',
      'X like "a*b?"',
      "X matches /a+b?/",
      'lower(X) == "a"',
      "X.length > 3",
      '(if X.length > 1 then X else "b") == "b"',
      '(args.optional_text ?? X) == "a"',
    ],
  ],
  ["String length 2..4", ['X == "ab"'], ["", "a", "abcde", "😀"]],
  ["String matches /[a-z]+/", ['X == "ab"'], ["", "A", "ab1", "ab\n"]],
  ["String secret", ['X == "a"']],
  ['"low" | "high"', ['X == "low"', 'X in ["low"]', 'X like "l*"'], ["Low", "", "medium"]],
  [
    "Time",
    [
      'X == "2026-11-21T10:00:00Z"',
      'X < "2026-11-21T10:00:00Z"',
      'X in "2026-01-01T00:00:00Z".."2026-12-31T00:00:00Z"',
      'X in ["2026-11-21T10:00:00Z"]',
      "X.hour < 12",
      'X.weekday == "sat"',
      'X + 15m > "2026-11-21T10:00:00Z"',
      'X - 15m > "2026-11-21T10:00:00Z"',
      "X - context.now < 15m",
    ],
  ],
  [
    "Date",
    ['X == "2026-11-21"', 'X < "2026-11-21"', 'X in "2026-01-01".."2026-12-31"', 'X in ["2026-11-21"]'],
  ],
  [
    "Ip",
    [
      'X == "10.2.3.4"',
      'X in ["10.2.3.4", "::1"]',
      'X in ["10.0.0.0/8"]',
      'X in "10.0.0.0/8"',
      'args.optional_ip ?? "::1" == X',
    ],
  ],
  ["Cidr", ['X == "10.0.0.0/8"', '"10.2.3.4" in X', "X in args.blocks"]],
  [
    "Url",
    [
      'X == "https://example.com/"',
      'X in ["https://example.com/"]',
      'X.host == "example.com"',
      'X.scheme == "https"',
      'X.path like "/a*"',
      "X has port and X.port == 443",
      'X has ip and X.ip in "10.0.0.0/8"',
      'X like "https://*"',
      "X matches /https:.*/",
    ],
  ],
  [
    "Host",
    [
      'X == "example.com"',
      'X in ["example.com"]',
      'X within "example.com"',
      'X like "a*"',
      "X matches /[a-z.]+/",
      'X has ip and X.ip == "10.2.3.4"',
    ],
  ],
  [
    "Email",
    [
      'X == "alice@example.com"',
      'X in ["alice@example.com"]',
      'X.domain within "example.com"',
      'X.local == "alice"',
      'X like "a*"',
      "X matches /a.*@.*/",
    ],
  ],
  ["Path", ['X == "/srv"', 'X in ["/srv"]', 'X within "/srv"', 'X like "/srv*"', "X matches /\\/srv.*/"]],
  [
    "List<Int>",
    [
      "5 in X",
      "X containsAll [5]",
      "X containsAny [5, 6]",
      "X.length > 1",
      "any e in X: e > 5",
      "all e in X: e > 5",
    ],
    [["5"], [null], [1.5], [undefined], [[5]]],
  ],
  ["List<Int> length 1..2", ["5 in X"], [[], [1, 2, 3]]],
  ["List<Cidr>", ['"10.2.3.4" in X'], [["10.0.0.1/8"], [4]]],
  ["List<{ a: Int }>", ["any e in X: e.a > 5"], [[{}], [{ a: null }], [{ a: "6" }]]],
  [
    "Map<Int>",
    [
      'any k in X: k == "k"',
      'all k in X: k like "k*"',
      "any k in X: X[k] > 5",
      'X["k"] ?? 5 == 5',
      'X has k and X["k"] > 5',
    ],
    [{ k: "5" }, { k: null }, { k: undefined }, { "\ud800": 1 }],
  ],
  [
    "{ a: Int, b?: String }",
    ["X.a == 5", 'X has b and X.b == "a"', 'X.b ?? "a" == "a"'],
    [{}, { a: null }, { a: "5" }, { a: 5, b: 7 }],
  ],
  ["{ a: Int, ... }", ["X.a == 5"], [{ b: 5 }, { a: 1.5 }]],
  [
    "User",
    [
      'X == User("a")',
      'X != User("a")',
      'X in [User("a"), User("b")]',
      'X in Team("t")',
      'X is member of Team("t")',
      'X.id == "a"',
      'X.team == "a"',
    ],
    [
      { type: "User" },
      { id: "a" },
      { type: "Team", id: "a" },
      { type: "User", id: "" },
      { type: "User", id: 7 },
    ],
  ],
  [
    "User | Team",
    ["X is User", 'X is User and X.team == "a"', 'X.type == "Team"', 'X == Team("a")'],
    [{ type: "Unknown", id: "a" }, { type: 7, id: "a" }, { id: "a" }],
  ],
];

const roots = ["args", "context", "principal", "resource", "subject", "actor"] as const;

type RootName = (typeof roots)[number];

/** A policy set in which everything is allowed but what one deny for each action, about `x` of `root`, refuses. */
function policyText(root: RootName, type: string, conditions: readonly string[]): string {
  const own = (...names: RootName[]): string => (names.includes(root) ? `, x: ${type}` : "");
  const principal = isDelegated(root) ? "Agent acting for User" : "User acting alone";
  const parameters = `n: Int, optional_int?: Int, optional_text?: String, optional_ip?: Ip, optional_bool?: Bool, blocks: List<Cidr>${own("args")}`;
  const rules = conditions.map(
    (condition, index) =>
      `rule no_${index}  deny ${principal} to act.n${index} on Document  when ${condition.replace(/\bX\b/g, `${root}.x`)}`,
  );
  return `
    principal User in Team { team: String${own("principal", "subject")} }
    principal Agent acting for User { level: Int${own("actor")} }
    entity Team { relation member: User }
    entity Document { owner: User${own("resource")} }
    ${conditions.map((_, index) => `action act.n${index}(${parameters}) on Document`).join("\n    ")}
    context { now: Time${own("context")} }
    policy p {
      rule everything  allow anyone to anything
      ${rules.join("\n      ")}
    }`;
}

function isDelegated(root: RootName): boolean {
  return root === "subject" || root === "actor";
}

type Json = Record<string, unknown>;

/** The record in which `x` stands. */
function holderOf(request: Json, root: RootName): Json {
  const paths: Record<RootName, readonly string[]> = {
    args: ["action", "properties"],
    context: ["context"],
    principal: ["subject", "properties"],
    resource: ["resource", "properties"],
    subject: ["subject", "properties"],
    actor: ["actor", "properties"],
  };
  return paths[root].reduce<Json>((owner, key) => owner[key] as Json, request);
}

const wrongEverywhere: readonly unknown[] = [
  null,
  undefined,
  Symbol("x"),
  10n,
  () => true,
  Number.NaN,
  new Date(0),
  new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error("hostile");
      },
    },
  ),
];

function wrongValues(type: string, outside: readonly unknown[]): readonly unknown[] {
  const kind = type.split(" ")[0] ?? "";
  const texts = kind in invalidTexts ? invalidTexts[kind as TextKind] : [];
  const otherKinds = [true, 7.5, "\ud800", [[]], { a: { b: 1 } }].filter((value) => !fits(type, value));
  return [...wrongEverywhere, ...texts, ...outside, ...otherKinds];
}

/** Whether one of the values of other kinds is by chance a value of this one. */
function fits(type: string, value: unknown): boolean {
  if (type.startsWith("Bool")) return typeof value === "boolean";
  return type.startsWith("Number") && typeof value === "number";
}

const rows = table.map(([type, conditions, outside = []]) => ({ type, conditions, outside }));

const census = new Map<string, number>();

/** A request to the action that is allowed: the deny about it reads X and does not match. */
function findAllowed({ policySet, module }: CompiledSet, root: RootName, action: string): Json {
  const generate = createRequestGenerator(policySet);
  const choices = seededChoices(1);
  for (let attempt = 0; attempt < 20_000; attempt++) {
    const request = generate(choices);
    const fits =
      (request.subject as Json).type === "User" &&
      (request.action as Json).name === action &&
      (request.actor !== undefined) === isDelegated(root);
    if (fits && module.allows(request)) return request;
  }
  throw new Error(`no request to ${action} is allowed`);
}

/** Why the interpreter and the module refuse the request: "not refused" unless both do, for the same reason. */
function refusal({ policySet, module }: CompiledSet, request: Json): string {
  const { decision, reason } = module.decide(request);
  const isRefused = !decision && !module.allows(request) && interpret(policySet, request).reason === reason;
  return isRefused ? reason : "not refused";
}

describe.each(roots)("a deny about %s", (root) => {
  describe.each(rows)("of type $type", ({ type, conditions, outside }) => {
    const compiled = compileSet([{ path: "p.pol", text: policyText(root, type, conditions) }]);
    addCensus(census, typedConstructsOf(compiled.policySet));
    const wrong = wrongValues(type, outside);

    it.each(conditions.map((condition, index) => [condition, index] as const))("%s", (_, index) => {
      const allowed = findAllowed(compiled, root, `act.n${index}`);
      const reasons = wrong.map((value) => {
        const request = copyRequest(allowed);
        setMember(holderOf(request, root), "x", value);
        return [String(value), refusal(compiled, request)];
      });
      // Compared once: to compare each value by itself takes as long as to decide about it.
      const fine = ["invalid_request", "denied_by_rule"];
      expect(reasons.filter(([, reason = ""]) => !fine.includes(reason))).toEqual([]);
      const without = copyRequest(allowed);
      delete holderOf(without, root).x;
      expect(refusal(compiled, without)).toBe("invalid_request");
    });
  });
});

describe("the table of constructs", () => {
  it("has every typed construct but what is told of an attribute that may be absent", () => {
    const missing = typedConstructs.filter((name) => !census.has(name));
    expect(missing).toEqual(["type Json"]);
  });
});
