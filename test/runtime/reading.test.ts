import { describe, expect, it } from "vitest";
import {
  argument,
  at,
  type Notes,
  noMembers,
  noRecord,
  objectOf,
  onlyDeclared,
  orUnknown,
  type ReadValue,
  readAncestors,
  readElements,
  readJson,
  readMap,
  readOptionalRecord,
  readRest,
  reject,
  unknown,
} from "../../src/runtime/reading.js";

/** Reads something with notes, and gives what it gave and the problems as text. */
function reading<T>(read: (report: Notes) => T): readonly [T, ...string[]] {
  const report: Notes = { problems: [], texts: [] };
  const result = read(report);
  return [result, ...report.problems.map(({ path, kind }) => `${path} ${kind}`)];
}

const readNumber: ReadValue = (value, report, path) =>
  typeof value === "number" ? value : reject(value, report, path, "Number");

describe("what is unknown", () => {
  it("passes through, without a word", () => {
    expect(reading((report) => reject(unknown, report, "/a", "Int"))).toEqual([unknown]);
    expect(reading((report) => readJson(unknown, report, "/a"))).toEqual([unknown]);
    expect(reading((report) => readAncestors(unknown, report, "/a"))).toEqual([unknown]);
    expect(reading((report) => onlyDeclared(unknown, new Set(), report, ""))).toEqual([true]);
  });

  it("is what mayAllow takes an absent attribute for, and nobody else does", () => {
    expect(orUnknown(undefined, unknown)).toBe(unknown);
    expect(orUnknown(null, unknown)).toBe(null);
    expect(orUnknown(undefined, undefined)).toBe(undefined);
  });

  it("is every argument for mayAllow where there are none, but not one that is missing", () => {
    const none = readOptionalRecord(undefined, unknown, "/args");
    expect(argument(undefined, none, unknown)).toBe(unknown);
    expect(argument(undefined, {}, unknown)).toBe(undefined);
    expect(argument(undefined, none, undefined)).toBe(undefined);
  });
});

describe("reading", () => {
  it("takes a record as it is, one that was left out for empty, and notes what is none", () => {
    const record = { a: 1 };
    expect(reading((report) => readOptionalRecord(record, report, "/r"))).toEqual([record]);
    expect(reading((report) => readOptionalRecord(undefined, report, "/r"))).toEqual([noMembers]);
    expect(reading((report) => readOptionalRecord(null, report, "/r"))).toEqual([noRecord, "/r invalid"]);
    expect(readOptionalRecord([], undefined, "/r")).toBe(noRecord);
  });

  it("names places by JSON Pointer, where somebody reads them", () => {
    expect(at({ problems: [], texts: [] }, "/a", "b/c~d")).toBe("/a/b~1c~0d");
    expect(at({ problems: [], texts: [] }, "/a", 7)).toBe("/a/7");
    expect(at(undefined, "/a", "b")).toBe("/a");
  });

  it("reports every element that is wrong, and the length too", () => {
    const read = (value: unknown, minimum = 0, maximum = 9) =>
      reading((report) => readElements(value, report, "/l", "List", readNumber, minimum, maximum));
    expect(read([1, 2])).toEqual([[1, 2]]);
    expect(read([1, "x", undefined, null])).toEqual([null, "/l/1 invalid", "/l/2 invalid", "/l/3 invalid"]);
    expect(read(["x"], 2)).toEqual([null, "/l/0 invalid", "/l invalid"]);
    expect(read(undefined)).toEqual([null, "/l missing"]);
    expect(read({ length: 0 })).toEqual([null, "/l invalid"]);
    expect(read(new Array(2))).toEqual([null, "/l invalid"]);
  });

  it("takes a map's own properties for its keys", () => {
    const read = (value: unknown) => reading((report) => readMap(value, report, "/m", "Map", readNumber));
    expect(read(JSON.parse('{ "__proto__": 1, "b": 2 }'))).toEqual([
      new Map([
        ["__proto__", 1],
        ["b", 2],
      ]),
    ]);
    expect(read({ a: null, "\ud800": 1 })).toEqual([null, "/m/a invalid", "/m/\ud800 invalid"]);
    expect(read(new Map())).toEqual([null, "/m invalid"]);
  });

  it("lets nothing undeclared through, or copies it where that is declared", () => {
    const record = JSON.parse('{ "a": 1, "__proto__": { "x": [1] } }') as object;
    expect(reading((report) => onlyDeclared(record, new Set(["a"]), report, "/r"))).toEqual([
      null,
      "/r/__proto__ undeclared",
    ]);
    expect(reading((report) => readRest(record, new Set(["a"]), report, "/r"))).toEqual([
      [["__proto__", { x: [1] }]],
    ]);
    expect(reading((report) => readRest({ f: () => 1, u: undefined }, new Set(), report, "/r"))).toEqual([
      null,
      "/r/f invalid",
    ]);
  });

  it("takes null for opaque JSON only inside of it", () => {
    expect(reading((report) => readJson({ a: null }, report, "/j"))).toEqual([{ a: null }]);
    expect(reading((report) => readJson(null, report, "/j"))).toEqual([null, "/j invalid"]);
  });

  it("reads ancestors by type and id alone", () => {
    const read = (value: unknown) => reading((report) => readAncestors(value, report, "/a"));
    expect(read([{ type: "T", id: "1", more: true }])).toEqual([["T", "1"]]);
    expect(read([{ type: "T" }, null, { type: "T", id: 1 }])).toEqual([
      null,
      "/a/0 invalid",
      "/a/1 invalid",
      "/a/2 invalid",
    ]);
    expect(read(undefined)).toEqual([null, "/a missing"]);
  });

  it("finds the same ancestors for who asks for the answer alone, each element and part read once", () => {
    const ancestor = { type: "T", id: "1" };
    const reads: PropertyKey[] = [];
    const get = (target: object, key: PropertyKey): unknown => {
      reads.push(key);
      return Reflect.get(target, key);
    };
    const trap = <T extends object>(target: T): T => new Proxy<T>(target, { get });
    const lists: readonly unknown[] = [
      [],
      [ancestor, { type: "U", id: "2", more: 1 }],
      [ancestor, null],
      [ancestor, Object.create(ancestor)],
      [ancestor, Object.assign(Object.create(null), { type: "U", id: "2" }), { type: "T", id: "3" }],
      [ancestor, { type: "\ud800", id: "2" }, ancestor],
      [{ type: "\ud800", id: "1" }],
      Object.assign(new Array(2), { 1: ancestor }),
      Object.setPrototypeOf(Object.assign(new Array(1)), [ancestor]),
      Object.setPrototypeOf([ancestor], null),
      new Proxy([ancestor], { get: (list, key) => (key === "length" ? 0.5 : Reflect.get(list, key)) }),
      new Proxy([ancestor], { get: (list, key) => (key === "length" ? -1 : Reflect.get(list, key)) }),
      "T",
      unknown,
    ];
    for (const list of lists) {
      expect(readAncestors(list, undefined, "/a")).toEqual(
        reading((report) => readAncestors(list, report, "/a"))[0],
      );
    }
    expect(readAncestors([trap(ancestor)], undefined, "/a")).toEqual(["T", "1"]);
    expect(readAncestors(trap([ancestor]), undefined, "/a")).toEqual(["T", "1"]);
    expect(reads).toEqual(["type", "id", "length", "0"]);
  });

  it("takes no ancestor from Array.prototype", () => {
    try {
      Object.assign(Array.prototype, { 0: { type: "T", id: "1" }, 1: { type: "T", id: "1" } });
      expect(readAncestors(Object.assign(new Array(2), [{ type: "U", id: "2" }]), undefined, "/a")).toBe(
        null,
      );
      expect(readAncestors(new Array(1), undefined, "/a")).toBe(null);
      expect(readAncestors([{ type: "U", id: "2" }], undefined, "/a")).toEqual(["U", "2"]);
    } finally {
      Array.prototype.length = 0;
    }
  });
});

it("an object of members leaves out what is absent, and `__proto__` is one of them", () => {
  const object = objectOf([
    ["a", 1],
    ["b", undefined],
    ["__proto__", 2],
  ]);
  expect(Object.keys(object)).toEqual(["a", "__proto__"]);
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
});
