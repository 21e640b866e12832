import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { keyTestsOf } from "../../../src/ir/index/key-test.js";
import { planLevels } from "../../../src/ir/index/plan-levels.js";
import { shapeOf } from "../../../src/ir/index/shape.js";
import { lower } from "../../../src/ir/lower.js";

const schema = `principal User in Team { team: String, roles: List<String>, level: Int, nick?: String }
entity Team
action files.read(path: Path, name: String, url: Url, count: Int)
context { ip: Ip }`;

function bodiesOf(...conditions: readonly string[]) {
  const rules = conditions.map((when, index) => `rule r${index} allow User to files.read when ${when}`);
  const { policySet, diagnostics } = check([
    { path: "p.pol", text: `${schema}\npolicy p {\n${rules.join("\n")}\n}` },
  ]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics));
  return lower(policySet).bodies;
}

function keysOf(condition: string) {
  return bodiesOf(condition).flatMap((body) =>
    [...keyTestsOf(body).values()].map(({ kind, keys, decides }) => ({
      kind,
      keys,
      exact: decides.length > 0,
    })),
  );
}

describe("key tests", () => {
  it.each([
    ['args.name == "a"', "value", ["a"], true],
    ['args.name in ["a", "b"]', "value", ["a", "b"], true],
    ['args.name == "a" or args.name == "b"', "value", ["a", "b"], true],
    ['args.name like "a*"', "prefix", ["a"], true],
    ['args.name like "a*" or args.name like "ab*"', "prefix", ["a"], true],
    ['args.name like "a*b?"', "prefix", ["a"], false],
    ['args.name like "*a"', "suffix", ["a"], true],
    ['args.name like "?*a"', "suffix", ["a"], false],
    ['args.path within "/srv"', "prefix", ["/srv"], false],
    ['args.url.host within "example.com"', "suffix", ["example.com"], false],
    ['"admin" in principal.roles', "member", ["admin"], true],
    ['principal.roles containsAll ["a", "b"]', "member", ["a"], false],
    ['principal.roles containsAny ["a", "b"]', "member", ["a", "b"], true],
    ['principal in Team("t")', "ancestor", ["t"], true],
    ["args.count in 1..5", "number", [1, 5], true],
    ["args.count > 5", "number", [5, Number.POSITIVE_INFINITY], false],
    ["5 > args.count", "number", [Number.NEGATIVE_INFINITY, 5], false],
    ["args.count >= 1 and args.count <= 5", "number", [1, 5], true],
    ['context.ip in ["10.0.0.0/8"]', "address", [0x0a000000, 0x0affffff], true],
  ])("%s", (condition, kind, keys, exact) => {
    expect(keysOf(condition)).toEqual([{ kind, keys, exact }]);
  });

  it.each([
    'args.name != "a"',
    'not (args.name like "a*")',
    'args.name like "*a*"',
    "args.name == principal.team",
    'args.name == "a" or args.count == 1',
    'lower(args.name) == "a"',
    "args.count + principal.level == 3",
  ])("there is none in %s", (condition) => {
    expect(keysOf(condition)).toEqual([]);
  });

  it("of what stands behind a guard can be asked without it", () => {
    expect(keysOf('principal has nick and principal.nick == "n"')).toEqual([
      { kind: "value", keys: ["n"], exact: true },
    ]);
  });
});

describe("shapes", () => {
  const shapesOf = (...conditions: string[]) => bodiesOf(...conditions).map((body) => shapeOf(body)?.key);

  it("are the same for rules that differ in constants", () => {
    const [first, second, third] = shapesOf(
      'args.name like "a*" and args.count > 1',
      'args.name like "b*" and args.count > 2',
      'args.name like "*b" and args.count > 2',
    );
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("tell apart what the constants are compared with, and how", () => {
    const keys = shapesOf("args.count > 1", "args.count < 1", "principal.level > 1", "1 > args.count");
    // `1 > n` is `n < 1`, which the table of nodes may or may not say.
    expect(new Set(keys).size).toBeGreaterThanOrEqual(3);
  });

  it("are not made of what can err", () => {
    expect(shapesOf("args.count + principal.level > 3")).toEqual([undefined]);
  });
});

describe("levels", () => {
  const rowsOf = (...conditions: string[]) => bodiesOf(...conditions).map((body) => keyTestsOf(body));
  const kinds = (rows: ReturnType<typeof rowsOf>, levels: readonly string[]) =>
    levels.map((level) => rows[0]?.get(level)?.kind);

  it("are as many as leave few rules", () => {
    const rows = rowsOf(
      ...Array.from(
        { length: 64 },
        (_, index) => `principal.team == "t${index % 8}" and args.name == "n${index >> 3}"`,
      ),
    );
    expect(kinds(rows, planLevels([rows]))).toEqual(["value", "value"]);
  });

  it("end with a key that finds several", () => {
    const rows = rowsOf(
      ...Array.from(
        { length: 64 },
        (_, index) => `principal.team == "t${index % 4}" and args.name like "n${index >> 2}*"`,
      ),
    );
    expect(kinds(rows, planLevels([rows]))).toEqual(["prefix"]);
  });

  it("are none where every rule has the same key", () => {
    const rows = rowsOf(...Array.from({ length: 20 }, () => 'principal.team == "t"'));
    expect(planLevels([rows])).toEqual([]);
  });

  it("are none where so few rules are asked as soon as looked up", () => {
    const ranges = (count: number) =>
      rowsOf(...Array.from({ length: count }, (_, index) => `args.count in ${index * 9}..${index * 9 + 5}`));
    expect(planLevels([ranges(12)])).toEqual([]);
    expect(kinds(ranges(13), planLevels([ranges(13)]))).toEqual(["number"]);
  });

  it("law: a key that a plan uses is one of every row", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 }), (values) => {
        const rows = rowsOf(
          ...values.map((value, index) =>
            index % 3 === 0
              ? `args.count == ${value}`
              : `args.count == ${value} and args.name == "n${index}"`,
          ),
        );
        for (const level of planLevels([rows])) for (const row of rows) expect(row.has(level)).toBe(true);
      }),
      { seed: 20261122, numRuns: 30 },
    );
  });
});
