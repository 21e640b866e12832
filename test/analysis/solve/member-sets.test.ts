import { describe, expect, it } from "vitest";
import { MemberSets, TakenMembers } from "../../../src/analysis/solve/member-sets.js";

/** Whether what is said of some keys may make the members other ones that another key names. */
function isTouched(key: string, taken: readonly string[]): boolean {
  const sets = new MemberSets();
  const named = sets.namedBy(key);
  if (named === undefined) throw new Error(`${key} names no member`);
  return new TakenMembers(sets, taken).touches(named);
}

describe("sets of members", () => {
  it("have what a key names, parts of it, and what it is a part of", () => {
    expect(isTouched("args.url#host", ["present args.url"])).toBe(true);
    expect(isTouched("args", ["args.url"])).toBe(true);
    expect(isTouched("args.url", ["args"])).toBe(true);
    expect(isTouched("args.url", ["args.path", "context.ip"])).toBe(false);
  });

  it("are unknown of keys that name none", () => {
    expect(new MemberSets().namedBy("unknown 3")).toBeUndefined();
  });

  it("have members that come up after they were made", () => {
    const sets = new MemberSets();
    const taken = new TakenMembers(sets, ["args.b"]);
    expect(taken.touches(sets.namedBy("args.a") ?? 0)).toBe(false);
    expect(taken.touches(sets.namedBy("args.b") ?? 0)).toBe(true);
    expect(taken.touches(sets.namedBy("args.c") ?? 0)).toBe(false);
  });

  it("have more than they should rather than less, where members are many", () => {
    const names = Array.from({ length: 50 }, (_, index) => `args.a${index}`);
    const sets = new MemberSets();
    const named = names.map((name) => sets.namedBy(name) ?? 0);
    const touchedBy = (name: string) =>
      names.filter((_, index) => new TakenMembers(sets, [name]).touches(named[index] ?? 0));
    expect(touchedBy("args.a5")).toEqual(["args.a5"]);
    expect(touchedBy("args.a45")).toEqual(names.slice(30));
  });
});
