import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyJson } from "../../src/runtime/json.js";

/** An array `depth` deep: `[[…[]…]]`. */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 1; i < depth; i += 1) value = [value];
  return value;
}

describe("copyJson", () => {
  it("copies every JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(copyJson(JSON.parse(text)))).toBe(text);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it("copies deeply", () => {
    const value = { a: [{ b: 1 }] };
    const copy = copyJson(value) as typeof value;
    expect(copy).toEqual(value);
    expect(copy).not.toBe(value);
    expect(copy.a[0]).not.toBe(value.a[0]);
  });

  it("keeps `__proto__` as an own property, with no effect", () => {
    const copy = copyJson(JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}')) as object;
    expect(Object.keys(copy)).toEqual(["__proto__", "constructor"]);
    expect("admin" in copy).toBe(false);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it("leaves out what is not enumerable or named by a symbol", () => {
    const value = Object.defineProperty({ a: 1, [Symbol("s")]: 2 }, "hidden", { value: 3 });
    expect(Reflect.ownKeys(copyJson(value) as object)).toEqual(["a"]);
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const wide: unknown[] = [];
  for (let i = 0; i < 40; i += 1) wide.push(wide);

  it.each([
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    Symbol("s"),
    () => 1,
    "\ud800",
    { "\ud800": 1 },
    { a: undefined },
    [undefined],
    new Array(1),
    new Date(0),
    new Map(),
    { a: new Map() },
    new Number(1),
    { toJSON: () => 1 },
    cyclic,
    wide,
    nested(65),
    new Array(100_000).fill(1),
  ])("refuses what is no JSON data, and what is beyond its limits (%#)", (value) => {
    expect(copyJson(value)).toBeUndefined();
  });

  it("has limits of 64 levels and 100,000 values", () => {
    expect(copyJson(nested(64))).toEqual(nested(64));
    expect(copyJson(new Array(99_999).fill(1))).toHaveLength(99_999);
  });

  it("gives zero one form", () => {
    expect(Object.is(copyJson(-0), 0)).toBe(true);
  });

  it("reads each property once", () => {
    let calls = 0;
    const value = {
      get a() {
        calls += 1;
        return calls;
      },
    };
    expect(copyJson(value)).toEqual({ a: 1 });
    expect(calls).toBe(1);
  });
});
