import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { seededChoices } from "../../src/testing/choices.js";
import { mutateTokens, tokensOf } from "../../src/testing/mutate-tokens.js";
import { schema } from "./support.js";

const root = new URL("../../", import.meta.url);

/** The policy files of a folder as one text. */
function policiesIn(folder: string): string {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".pol"))
    .sort()
    .map((name) => readFileSync(new URL(`${folder}/${name}`, root), "utf8"))
    .join("\n");
}

const seeds = [
  ...["examples/analytics", "examples/filesystem", "examples/github", "stdlib"].map(policiesIn),
  `${schema} policy p { rule r allow User to docs.read }`,
];
const pool = [...new Set(seeds.flatMap(tokensOf))];

/** Checks a text; what of its diagnostics points outside of the files. */
function strayPlaces(text: string): readonly unknown[] {
  const { diagnostics, files } = check([{ path: "fuzz.pol", text }]);
  const lengths = new Map(files.map((file) => [file.path, file.text.length]));
  const places = diagnostics.flatMap(({ span, related = [] }) => [
    span,
    ...related.map((place) => place.span),
  ]);
  return places.filter(({ file, start, end }) => start < 0 || start > end || end > (lengths.get(file) ?? -1));
}

describe("checker-never-throws", () => {
  it("whatever parses, wholly or in part, and speaks of places that there are", () => {
    const choices = seededChoices(7);
    for (let count = 0; count < 200; count++) {
      const text = mutateTokens(seeds[count % seeds.length] ?? "", choices, pool);
      expect(strayPlaces(text), text).toEqual([]);
    }
  });
});
