import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { format } from "../../src/syntax/format.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { canonicalJson } from "../../src/testing/canonical-json.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";

/*
 * Laws of whole policy sets: how declarations are spread over files, in which order and layout, shows neither in the digest nor in
 * any decision (language.md §0).
 */

const subject = arbitraryOf((choices) => ({
  files: generatePolicySet(choices),
  seed: choices.int(0, 2 ** 31 - 1),
}));

function checked(files: readonly SourceFile[]) {
  return check(files, { schemas: generatorSchemas }).policySet;
}

/** All declarations in one file, the last file first. */
function merged(files: readonly SourceFile[]): readonly SourceFile[] {
  const text = [...files].reverse().map((file) => file.text);
  return [{ path: "all.pol", text: `// Merged.\n${text.join("\n// And:\n")}` }];
}

function formatted(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.map((file) => ({ ...file, text: format(file).text }));
}

describe("random policy sets", () => {
  it("have the same digest and decisions in one file, in another order, formatted", () => {
    fc.assert(
      fc.property(subject, ({ files, seed }) => {
        const original = checked(files);
        fc.pre(original !== undefined);
        const generate = createRequestGenerator(original);
        for (const other of [merged(files), formatted(files)]) {
          const policySet = checked(other);
          expect(policySet?.digest).toBe(original.digest);
          if (!policySet) continue;
          for (let index = 0; index < 5; index++) {
            const request = generate(seededChoices(seed + index));
            const decisions = [original, policySet].map((each) => canonicalJson(interpret(each, request)));
            expect(decisions[0]).toBe(decisions[1]);
          }
        }
      }),
      { seed: 20261124, numRuns: 15 },
    );
  });

  it("format-idempotent", () => {
    fc.assert(
      fc.property(subject, ({ files }) => {
        const once = formatted(files);
        expect(formatted(once)).toEqual(once);
      }),
      { seed: 20261125, numRuns: 25 },
    );
  });
});
