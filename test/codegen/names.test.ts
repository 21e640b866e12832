import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNames } from "../../src/codegen/names.js";

describe("names", () => {
  it("are the same for one key and different for two, whatever they should look like", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.string(), fc.constantFrom("a", "a_2", "a-2", "a.2", "class", "__proto__", "", "2")),
          { maxLength: 40 },
        ),
        (asked) => {
          const names = createNames(["a"]);
          const given = new Map<string, string>();
          for (const [key, hint] of asked) {
            const name = names.name(key, hint).text;
            expect(given.get(key) ?? name).toBe(name);
            given.set(key, name);
          }
          expect(new Set(given.values()).size).toBe(given.size);
          expect([...given.values()]).not.toContain("a");
        },
      ),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it("are never words that mean something in JavaScript", () => {
    const names = createNames([]);
    const words = [
      "class",
      "await",
      "eval",
      "arguments",
      "undefined",
      "Object",
      "__proto__",
      "constructor",
      "let",
      "static",
    ];
    for (const word of words) {
      const name = names.name(word, word).text;
      expect(words).not.toContain(name);
      expect(() => new Function(`"use strict"; const ${name} = 1; return ${name};`)).not.toThrow();
    }
  });
});
