import fc from "fast-check";
import { expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import { testedElements, testedPlaces } from "../../../src/analysis/generate/tested-elements.js";
import { generateTests } from "../../../src/analysis/generate-tests.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { parse } from "../../../src/syntax/parse.js";
import { enumerateMutants } from "../../../src/testing/mutants/enumerate-mutants.js";

it("of a list that people read, every element", () => {
  for (const length of [0, 1, 2, 3, 40, 256]) expect(testedPlaces(length)).toEqual([...Array(length).keys()]);
});

it("of a longer one some, in their order, the first and the last among them; fewer where it is very long", () => {
  fc.assert(
    fc.property(fc.integer({ min: 257, max: 200_000 }), (length) => {
      const places = testedPlaces(length);
      expect(places.length).toBeLessThanOrEqual(256);
      expect(places.length * length).toBeLessThanOrEqual(1_000_000);
      expect([places[0], places.at(-1)]).toEqual([0, length - 1]);
      expect(places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))).toBe(true);
    }),
    { seed: 20_261_123, numRuns: 200 },
  );
});

it("elements are those at the places", () => {
  const elements = Array.from({ length: 1000 }, (_, index) => `e${index}`);
  expect(testedElements(elements)).toEqual(testedPlaces(1000).map((place) => `e${place}`));
});

it("tests and mutants of a list of thousands are about the same elements", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `n${index}`);
  const text = `principal User
action read(name: String)
const names: List<String> = [${names.map((name) => `"${name}"`).join(", ")}]
policy p {
  rule r
    allow User to read
    when args.name in names
}
`;
  const { policySet, files } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error("the policy set has an error");
  const tests = generateTests(createAnalysis(lower(policySet)), files);
  const tested = new Set(tests.map(({ request }) => JSON.stringify(request).match(/"(n\d+)"/)?.[1]));
  const expected = testedElements(names);
  expect(expected.length).toBe(256);
  expect(expected.filter((name) => !tested.has(name))).toEqual([]);
  const { file } = parse({ path: "a.pol", text });
  const dropped = enumerateMutants([file]).filter(({ operator }) => operator === "element dropped");
  expect(dropped.length).toBe(expected.length);
});
