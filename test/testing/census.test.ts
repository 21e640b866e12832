import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { parse } from "../../src/syntax/parse.js";
import {
  addCensus,
  constructsOf,
  syntaxConstructs,
  syntaxKindNames,
  typedConstructs,
  typedConstructsOf,
} from "../../src/testing/census.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";

const count = 150;
const sets = Array.from({ length: count }, (_, seed) => generatePolicySet(seededChoices(seed + 1)));
const checked = sets.map((files) => check(files, { schemas: generatorSchemas }));

/** The constructs of `wanted` that the census lacks. */
function missingFrom(census: ReadonlyMap<string, number>, wanted: readonly string[]): readonly string[] {
  return wanted.filter((name) => !census.has(name));
}

describe("random policy sets", () => {
  it("parse without errors", () => {
    const diagnostics = sets.flat().flatMap((file) => parse(file).diagnostics);
    expect(diagnostics.length).toBeLessThanOrEqual(count / 50);
  });

  it("check: at most one in fifty is rejected", () => {
    const rejected = checked.filter(({ policySet }) => policySet === undefined);
    expect(rejected.length).toBeLessThanOrEqual(count / 50);
  });

  it("have every construct of the syntax", () => {
    const census = new Map<string, number>();
    for (const file of sets.flat()) addCensus(census, constructsOf(parse(file).file));
    expect(missingFrom(census, syntaxConstructs)).toEqual([]);
  });

  it("have every type and every typed expression", () => {
    const census = new Map<string, number>();
    for (const { policySet } of checked) if (policySet) addCensus(census, typedConstructsOf(policySet));
    expect(missingFrom(census, typedConstructs)).toEqual([]);
  });

  it("are the same for the same seed", () => {
    expect(generatePolicySet(seededChoices(7))).toEqual(generatePolicySet(seededChoices(7)));
    expect(generatePolicySet(seededChoices(7))).not.toEqual(generatePolicySet(seededChoices(8)));
  });
});

describe("the census", () => {
  it("knows every kind of node that the syntax tree declares", () => {
    const source = ["ast", "ast-expressions", "ast-tests"]
      .map((name) => readFileSync(new URL(`../../src/syntax/${name}.ts`, import.meta.url), "utf8"))
      .join("\n");
    const declared = [...source.matchAll(/readonly kind: "(\w+)"/g)].map(([, kind]) => kind);
    expect([...syntaxKindNames].sort()).toEqual([...new Set(declared)].sort());
  });

  it("notices a construct that is missing", () => {
    const { file } = parse({ path: "p.pol", text: "action ping" });
    expect(missingFrom(constructsOf(file), syntaxConstructs)).toContain("RuleDeclaration");
  });
});
