import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashNames, hashOfName, shiftsOf } from "../../src/codegen/hash-names.js";

/** The place where a name is looked for. */
function placeOf(name: string, hashed: NonNullable<ReturnType<typeof hashNames>>): number {
  const shifts = shiftsOf(hashed);
  const hash = hashOfName(name, hashed.hash);
  return (hashed.steps[hash >>> shifts.bucket] ?? -1) ^ ((hash >>> shifts.place) & (hashed.size - 1));
}

const verbs = ["get", "list", "create", "update", "delete", "search", "merge", "close", "add", "remove"];
const nouns = [
  "issue",
  "issues",
  "pull_request",
  "file",
  "branch",
  "comment",
  "review",
  "user",
  "team",
  "label",
];

describe("hashNames", () => {
  it("hashed-names-have-places: each name is where its hash leads, and no two are in one place", () => {
    const name = fc.stringMatching(/^[a-z]{1,6}(\.[a-z_0-9é]{0,9})?$/u);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 120 }), (names) => {
        const hashed = hashNames(names);
        if (hashed === undefined) return;
        expect(names.map((each) => placeOf(each, hashed))).toEqual(hashed.places);
        expect(new Set(hashed.places).size).toBe(names.length);
        expect(Math.max(...hashed.places, ...hashed.steps)).toBeLessThan(hashed.size);
      }),
      { seed: 20261123, numRuns: 100 },
    );
  });

  it("places the names of a few servers' tools, and a thousand numbered ones", () => {
    const tools = ["github", "gitlab"].flatMap((server) =>
      verbs.flatMap((verb) => nouns.map((noun) => `${server}.${verb}_${noun}`)),
    );
    const hashed = hashNames(tools);
    expect(hashed?.size).toBe(256);
    expect(hashed?.hash.places.length).toBeLessThan(6);
    expect(
      hashNames(Array.from({ length: 1000 }, (_, index) => `server${index % 7}.tool${index}`)),
    ).toBeDefined();
  });

  it("leaves names that differ in too little, and too many", () => {
    const bits = Array.from({ length: 128 }, (_, index) => `s.${index.toString(2).padStart(7, "0")}`);
    expect(hashNames(bits)).toBeUndefined();
    expect(hashNames(Array.from({ length: 1025 }, (_, index) => `s.t${index}`))).toBeUndefined();
  });
});
