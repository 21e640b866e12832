import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { fixFiles } from "../../src/cli/fix-files.js";
import { isNoWorse } from "../../src/cli/is-no-worse.js";
import { type CheckResult, check } from "../../src/compiler.js";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { type Choices, seededChoices } from "../../src/testing/choices.js";
import { mutateTokens, tokensOf } from "../../src/testing/mutate-tokens.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { markdownBlocks } from "../docs/markdown-blocks.js";
import { doubtfulCases, fixCases } from "./cases.js";

/*
 * Laws of all fixes, over texts that are wrong in ways nobody thought of: the examples of the documentation and of the fixes with tokens
 * deleted, doubled, swapped, and replaced by what other languages have in their place.
 */

const pages = readdirSync("docs/diagnostics").map((name) => readFileSync(`docs/diagnostics/${name}`, "utf8"));
const examples = pages.flatMap(markdownBlocks).filter(({ language }) => language === "pol");
const seeds = [
  ...examples.map(({ text }) => text),
  ...fixCases.map(({ before }) => before),
  ...doubtfulCases.map(({ text }) => text),
];
const foreign = [
  ...[
    "&&",
    "||",
    "!",
    " =",
    ";",
    ",",
    " 'x'",
    "`x`",
    "\n# c\n",
    "/* c */",
    " where",
    " eq",
    "1e3",
    "15min",
    "0x1f",
  ],
  ...[
    " everyone",
    "string",
    " not",
    " /^a$/",
    " /(?:a)*?/",
    " ...",
    "{",
    "}",
    "(",
    ")",
    " permit",
    " when true",
  ],
  ...[
    " unless false",
    ' because "x"',
    "\u200b",
    '"a\\x41"',
    " const",
    " tag",
    "*",
    "<",
    " >=",
    " any x in xs:",
  ],
];
const pool = [...seeds.flatMap(tokensOf), ...foreign.flatMap((token) => Array<string>(40).fill(token))];

/** A text that is wrong in up to a dozen places. */
function wrongText(choices: Choices, index: number): string {
  let text = seeds[index % seeds.length] ?? "";
  for (let left = choices.int(1, 4); left > 0; left--) text = mutateTokens(text, choices, pool);
  return text;
}

function checked(files: readonly SourceFile[]): CheckResult {
  return check(files, { schemas: generatorSchemas });
}

async function fixed(files: readonly SourceFile[]) {
  return fixFiles(files, async (changed) => checked(changed));
}

describe("fixes", () => {
  it("fix-alone: what it mends is gone, and nothing before its place is a new syntax error", () => {
    const choices = seededChoices(11);
    for (let count = 0; count < 250; count++) {
      const files = [{ path: "a.pol", text: wrongText(choices, count) }];
      const before = checked(files);
      for (const diagnostic of before.diagnostics.filter(({ fix }) => fix !== undefined).slice(0, 3)) {
        const { files: after, applied } = applyFixes(files, [diagnostic]);
        expect(applied).toEqual([diagnostic]);
        const context = `${diagnostic.code} in ${files[0]?.text}`;
        const { diagnostics } = checked(after);
        // Of three commas in a row, the second is now where the first was.
        const isDeletion = diagnostic.fix?.edits.every(({ text }) => text === "") ?? false;
        if (!isDeletion) expect(diagnostics, context).not.toContainEqual(diagnostic);
        const known = before.diagnostics.map(placeOf);
        expect(known, context).toEqual(
          expect.arrayContaining([...syntaxErrorsBefore(diagnostic, diagnostics)]),
        );
      }
    }
  });

  it("fix-converges: until nothing is left to fix, and never to what is worse", async () => {
    const choices = seededChoices(12);
    const codes = new Set<string>();
    for (let count = 0; count < 250; count++) {
      const files = [{ path: "a.pol", text: wrongText(choices, count) }];
      const { files: after, result, fixed: made } = await fixed(files);
      for (const { code } of made) codes.add(code);
      expect(isNoWorse(checked(files), result), files[0]?.text).toBe(true);
      const again = await fixed(after);
      expect(again, files[0]?.text).toMatchObject({ files: after, fixed: [] });
    }
    expect(codes.size).toBeGreaterThan(15);
  });

  it("fix-keeps-decisions: of a policy set that compiles", async () => {
    let made = 0;
    for (let seed = 0; seed < 14; seed++) {
      const files = generatePolicySet(seededChoices(seed), 3);
      const { policySet } = checked(files);
      const after = await fixed(files);
      made += after.fixed.length;
      if (policySet !== undefined) expectSameDecisions(policySet, after.result.policySet, seed);
    }
    expect(made).toBeGreaterThan(25);
  });
});

/** The syntax errors that end before everything that a fix edits. What stands behind it may show only now. */
function syntaxErrorsBefore({ fix }: Diagnostic, diagnostics: readonly Diagnostic[]): readonly string[] {
  const start = Math.min(...(fix?.edits ?? []).map(({ span }) => span.start));
  return diagnostics.filter(({ code, span }) => code < "POL2" && span.end < start).map(placeOf);
}

function placeOf({ code, span }: Diagnostic): string {
  return `${code} ${span.start}–${span.end}`;
}

function expectSameDecisions(before: PolicySet, after: PolicySet | undefined, seed: number): void {
  const generate = createRequestGenerator(before);
  for (let index = 0; index < 10; index++) {
    const request = generate(seededChoices(seed * 100 + index));
    const expected = { ...interpret(before, request), digest: "" };
    expect(after && { ...interpret(after, request), digest: "" }).toEqual(expected);
  }
}
