import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import { generateTests } from "../../../src/analysis/generate-tests.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { parse } from "../../../src/syntax/parse.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { applyMutant } from "../../../src/testing/mutants/apply-mutant.js";
import { enumerateMutants } from "../../../src/testing/mutants/enumerate-mutants.js";
import { killMutants } from "../../../src/testing/mutants/kill-mutants.js";
import {
  type MutationOperator,
  mutationOperators,
  scopeOperators,
} from "../../../src/testing/mutants/mutant.js";
import { mutatedSets } from "../../../src/testing/mutants/mutated-sets.js";

const schema = `principal User { team: String, level: Int }
action read(table: String, limit?: Int)
context { ip: Ip }
`;

function setOf(text: string): readonly SourceFile[] {
  return [{ path: "a.pol", text: `${schema}${text}` }];
}

/** The mutants of one operator as they are written: the lines that changed. */
function changesBy(operator: MutationOperator, text: string): readonly string[] {
  const files = setOf(text);
  const trees = files.map((file) => ({ ...parse(file).file, text: file.text }));
  const before = new Set(applyMutant(trees, dropNothing(trees)).flatMap((file) => file.text.split("\n")));
  return enumerateMutants(trees)
    .filter((mutant) => mutant.operator === operator)
    .map((mutant) =>
      applyMutant(trees, mutant)
        .flatMap((file) => file.text.split("\n"))
        .filter((line) => !before.has(line))
        .map((line) => line.trim())
        .join(" | "),
    );
}

/** A mutant that changes nothing, so that what is printed differs in nothing but what another one changes. */
function dropNothing(trees: Parameters<typeof enumerateMutants>[0]) {
  const [first] = enumerateMutants(trees);
  if (first === undefined) throw new Error("there is no mutant");
  return { ...first, after: first.before };
}

function ruleWhen(...clauses: readonly string[]): string {
  return `policy p { rule r allow User to read ${clauses.map((clause) => `when ${clause}`).join(" ")} }`;
}

describe("the mutants of a policy set", () => {
  it("have each kind of mistake", () => {
    const text = `principal User acting for User
policy p {
  rule r
    allow User acting alone, User acting for User to read
    when args.table like "a_*" and principal.level < 3 and principal.team == "a" and subject is owner of resource
    when context.ip in ["10.0.0.0/8", "192.168.0.0/16"]
}`;
    const found = new Set(
      enumerateMutants([parse({ path: "a.pol", text }).file]).map(({ operator }) => operator),
    );
    expect([...found].sort()).toEqual([...mutationOperators].sort());
  });

  it.each<[MutationOperator, string, readonly string[]]>([
    ["effect flipped", "true", ["deny User to read"]],
    ["clause negated", "principal.level > 2", ["unless principal.level > 2"]],
    ["off by one", "principal.level > 2", ["when principal.level > 1", "when principal.level > 3"]],
    ["relation swapped", "principal.level > 2", ["when principal.level >= 2", "when principal.level < 2"]],
    [
      "and for or",
      'principal.level > 2 and args.table == "a"',
      ['when principal.level > 2 or args.table == "a"'],
    ],
    [
      "mask changed",
      'context.ip in "10.0.0.0/8"',
      ['when context.ip in "10.0.0.0/7"', 'when context.ip in "10.0.0.0/9"'],
    ],
    ["element dropped", 'args.table in ["a", "b"]', ['when args.table in ["b"]', 'when args.table in ["a"]']],
    ["always true", "principal.level > 2", ["when true"]],
  ])("%s: %s", (operator, condition, changes) => {
    expect(changesBy(operator, ruleWhen(condition))).toEqual(changes);
  });

  it("name another relation of the same thing, and the other party", () => {
    const text = `entity Folder { relation viewer: User relation keeper: User }
entity Document { relation owner: User relation viewer: User = direct or owner }
entity Document { relation blocked: User }
${ruleWhen("subject is viewer of resource", 'principal is owner of Document("a")')}`;
    expect(changesBy("relation swapped", text)).toEqual([
      "when subject is keeper of resource",
      "when subject is owner of resource",
      "when subject is blocked of resource",
      'when principal is viewer of Document("a")',
      'when principal is blocked of Document("a")',
    ]);
    expect(changesBy("party swapped", text)).toEqual([
      "when actor is viewer of resource",
      'when subject is owner of Document("a")',
    ]);
  });

  it("reach into constants, definitions and quantifiers", () => {
    const text = `const teams: List<String> = ["a", "b"]
def high(user: User) = user.level > 2
${ruleWhen("high(principal)", "principal.team in teams")}`;
    expect(changesBy("element dropped", text)).toEqual([
      'const teams: List<String> = ["b"]',
      'const teams: List<String> = ["a"]',
    ]);
    expect(changesBy("off by one", text)).toEqual([
      "def high(user: User) = user.level > 1",
      "def high(user: User) = user.level > 3",
    ]);
  });

  it("are told apart: killed, survived, equivalent, and those that do not check are left out", () => {
    const files = setOf(ruleWhen("principal.level > 2", "principal.level > 1"));
    const { policySet } = check(files);
    if (policySet === undefined) throw new Error("the policy set has an error");
    const mutants = enumerateMutants(files.map((file) => parse(file).file));
    const mutated = mutatedSets(files, policySet, mutants);
    const verdicts = killMutants(policySet, [], mutated);
    const verdictOn = (operator: MutationOperator) =>
      verdicts.filter((_, index) => mutated[index]?.mutant.operator === operator);
    expect(verdictOn("effect flipped")).toEqual(["survived"]);
    // Without `level > 2` it is another rule, without `level > 1` the same.
    expect(verdictOn("clause dropped")).toEqual(["survived", "equivalent"]);
  });

  it("generated-tests-kill-mutants: at least 97 of 100 that decide some request otherwise", () => {
    const files = generateLargeSet({ rules: 24, actions: 20, seed: 3 });
    const { policySet, files: sources } = check(files);
    if (policySet === undefined) throw new Error("the policy set has an error");
    const tests = generateTests(createAnalysis(lower(policySet)), sources);
    const mutants = enumerateMutants(files.map((file) => parse(file).file)).filter(
      ({ operator }, index) => !scopeOperators.has(operator) && index % 3 === 0,
    );
    const verdicts = killMutants(policySet, tests, mutatedSets(files, policySet, mutants));
    const killed = verdicts.filter((verdict) => verdict === "killed").length;
    const spared = verdicts.filter((verdict) => verdict === "survived" || verdict === "undecided").length;
    expect(killed).toBeGreaterThan(80);
    expect(killed / (killed + spared)).toBeGreaterThanOrEqual(0.97);
  });
});
