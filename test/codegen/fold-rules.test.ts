import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import type { DecisionModule } from "../../src/testing/load-module.js";
import { compileSet } from "../testing/compile-set.js";
import { compile } from "./support.js";

/** What a module says of its rules. */
interface Said {
  readonly rules: readonly {
    readonly id: string;
    readonly effect: string;
    readonly text: string;
    readonly because?: string;
    readonly documentation?: string;
    readonly location: { readonly line: number; readonly column: number };
  }[];
}

function saidBy({ policySet }: DecisionModule): Said {
  // The module's own types say so (declarations.test.ts).
  return policySet as Said;
}

describe("the rules of a large set", () => {
  const files = generateLargeSet({ rules: 300, actions: 40 });
  const { policySet } = check(files);
  const { module } = compileSet(files);
  const said = saidBy(module);

  it("are what those of a small one are", () => {
    expect(said.rules.map(({ id, effect, text }) => ({ id, effect, text }))).toEqual(
      policySet?.rules.map(({ id, effect, text }) => ({ id, effect, text })),
    );
    for (const [index, rule] of said.rules.entries()) {
      const { file } = policySet?.rules[index]?.span ?? {};
      const text = files.find(({ path }) => path === file)?.text.split("\n")[rule.location.line - 1] ?? "";
      expect(text.slice(rule.location.column - 1)).toMatch(/^rule /);
    }
  });

  it("are made once, and frozen", () => {
    expect(said.rules).toBe(said.rules);
    expect(Object.isFrozen(said)).toBe(true);
    expect(Object.isFrozen(said.rules)).toBe(true);
    expect(Object.isFrozen(said.rules[0]?.location)).toBe(true);
  });
});

describe("fold-rules-is-lossless", () => {
  it("for texts of every kind, comments, reasons and odd names", () => {
    const word = fc.string({
      unit: fc.constantFrom("a", "1", '\\"', "\\\\", " ", "rule ", "0x1", "é", "*"),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const rules = Array.from({ length: 201 }, (_, index) => {
          const text = words[index % words.length] ?? "";
          return [
            `/// about ${index}`,
            `rule r${index % 2 === 0 ? index : `_${index}`}`,
            `  deny User to go  // r${index} "${index}"`,
            `  when args.name == "${text}" and args.count == ${index}`,
            ...(index % 3 === 0 ? [`  because "Not ${index}."`] : []),
          ].join("\n");
        });
        const { module, policySet } = compile(
          `principal User\naction go(name: String, count: Int)\npolicy p {\n${rules.join("\n")}\n}`,
        );
        expect(
          saidBy(module).rules.map(({ text, because, documentation }) => [text, because, documentation]),
        ).toEqual(
          policySet.rules.map(({ text, because, documentation }) => [
            text,
            because,
            documentation.join("\n"),
          ]),
        );
      }),
      { seed: 20261122, numRuns: 5 },
    );
  });
});
