import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { isPlain, isRecord, own, ownMembers, readList } from "../../src/runtime/record.js";

describe("isRecord", () => {
  it.each([
    {},
    { a: 1 },
    Object.create(null),
    JSON.parse('{"__proto__": 1}'),
    runInNewContext("({})"),
    runInNewContext("Object.create(null)"),
    Object.freeze({}),
    new Proxy({}, {}),
  ])("takes a plain object of any realm (%#)", (value) => {
    expect(isRecord(value)).toBe(true);
  });

  class Point {}
  it.each([
    null,
    undefined,
    1,
    "a",
    true,
    Symbol("a"),
    10n,
    [],
    new Proxy([], {}),
    () => {},
    new Map(),
    new Date(),
    new Point(),
    Object.create({}),
    new String("a"),
    /a/,
    runInNewContext("[]"),
    runInNewContext("new Map()"),
  ])("refuses what is no plain object (%#)", (value) => {
    expect(isRecord(value)).toBe(false);
  });
});

describe("own", () => {
  it("reads own properties only", () => {
    expect(own({ a: 1 }, "a")).toBe(1);
    expect(own({}, "a")).toBeUndefined();
    expect(own({}, "toString")).toBeUndefined();
    expect(own({}, "__proto__")).toBeUndefined();
    expect(own(JSON.parse('{"__proto__": 7}'), "__proto__")).toBe(7);
    expect(own({ hasOwnProperty: () => true }, "b")).toBeUndefined();
  });

  it("calls a getter once", () => {
    let calls = 0;
    const value = {
      get a() {
        calls += 1;
        return calls;
      },
    };
    expect(own(value, "a")).toBe(1);
    expect(calls).toBe(1);
  });

  it("believes a proxy, where a prototype could not have lied", () => {
    const handler = { get: () => "said" };
    expect(own(new Proxy({}, handler), "a")).toBe("said");
    expect(own(new Proxy({}, handler), "toString")).toBeUndefined();
    expect(own(new Proxy(Object.create({}), handler), "a")).toBeUndefined();
  });

  it("reads nothing that every object inherits, enumerable or not", () => {
    for (const enumerable of [true, false]) {
      Object.defineProperty(Object.prototype, "polluted", { value: 1, enumerable, configurable: true });
      const read = [own({}, "polluted"), own({ polluted: 2 }, "polluted")];
      Reflect.deleteProperty(Object.prototype, "polluted");
      expect(read).toEqual([undefined, 2]);
    }
  });
});

describe("isPlain", () => {
  it("holds of what inherits from this realm's Object.prototype, or from nothing", () => {
    expect([{}, Object.create(null), JSON.parse("{}")].map((value) => isPlain(value, true))).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      [runInNewContext("({})"), Object.create({}), new Map()].map((value) => isPlain(value, true)),
    ).toEqual([false, false, false]);
  });
});

describe("ownMembers", () => {
  it("gives own values alone, of any realm's records", () => {
    const foreign = runInNewContext("Object.prototype.b = 2; ({ a: 1, get c() { return this.a + 1; } })");
    expect(ownMembers(foreign, ["a", "b", "c", "__proto__"])).toEqual(
      Object.assign(Object.create(null), { a: 1, b: undefined, c: 2, ["__proto__"]: undefined }),
    );
    expect(ownMembers(JSON.parse('{ "__proto__": 7 }'), ["__proto__"])).toHaveProperty("__proto__", 7);
  });

  it("is undefined for what is no record", () => {
    expect([undefined, null, "a", [], new Map()].map((value) => ownMembers(value, ["a"]))).toEqual(
      new Array(5).fill(undefined),
    );
  });
});

describe("readList", () => {
  it("copies a genuine array", () => {
    const list = [1, undefined, null, "a"];
    expect(readList(list, 10)).toEqual(list);
    expect(readList(list, 10)).not.toBe(list);
    expect(readList([], 0)).toEqual([]);
    expect(readList(runInNewContext("[1]"), 1)).toEqual([1]);
  });

  it("reads each element once", () => {
    const reads: PropertyKey[] = [];
    const list = new Proxy(["a", "b"], {
      get(target, key) {
        reads.push(key);
        return Reflect.get(target, key);
      },
    });
    expect(readList(list, 10)).toEqual(["a", "b"]);
    expect(reads).toEqual(["length", "0", "1"]);
  });

  const liar = (length: unknown) =>
    new Proxy([1], { get: (target, key) => (key === "length" ? length : Reflect.get(target, key)) });

  it.each([
    null,
    {},
    "ab",
    { length: 1, 0: 1 },
    new Set([1]),
    new Uint8Array(1),
    [1, 2, 3],
    new Array(2),
    liar(-1),
    liar(1.5),
    liar("1"),
    liar(Number.NaN),
    liar(Number.POSITIVE_INFINITY),
    liar(2),
  ])("refuses anything else (%#)", (value) => {
    expect(readList(value, 2)).toBeUndefined();
  });

  it("takes no element from the prototype", () => {
    const list = new Array(1);
    Object.setPrototypeOf(list, ["inherited"]);
    expect(readList(list, 2)).toBeUndefined();
  });

  it("does not believe a length beyond the limit", () => {
    expect(readList(new Array(2 ** 32 - 1), 1_000_000)).toBeUndefined();
  });
});
