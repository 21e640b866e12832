import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { applyMutant } from "../../../src/testing/mutants/apply-mutant.js";
import { mutationReport } from "../../../src/testing/mutants/mutation-report.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { runTests } from "../../../src/testing/test-runner.js";
import { decisionsDiffer } from "./decisions-differ.js";
import { judged, setWithMutants } from "./judged-set.js";

const types = `principal User in Team { team: String, level: Int in 0..5 }
principal Agent acting for User { level: Int in 0..5 }
entity Team
obligation log(reason: String)
context { ip: Ip }
action read(table: String), write(table: String)
remedy approval(least: Int) = context.ip in office and least > 1
const office: List<Cidr> = ["10.0.0.0/8", "192.168.0.0/16"]
const top: Int = 3
def high(level: Int) = level >= top
`;

const mixed: readonly SourceFile[] = [
  { path: "types.pol", text: types },
  {
    path: "rules.pol",
    text: `policy p {
  rule reads
    allow User, Agent acting for User to read
    when principal.level > 1 or args.table like "public_*"

  rule leads_write
    allow User in Team("leads") to write
    when high(principal.level)

  rule agents_stay_low
    deny Agent to read, write
    when high(principal.level)
    unless approval(least: 2)
    because "Agents are held low."

  rule reads_are_logged
    oblige anyone to read
    when context.ip in office
    with log(reason: "read")
}
`,
  },
];

/** What is above an entity matters to the policies, and not to some of their mutants. */
const nested: readonly SourceFile[] = [
  {
    path: "nested.pol",
    text: `principal User { boss: Lead, peers: List<Lead> }
entity Lead in Team { level: Int in 0..3 }
entity Team
action read, write
policy p {
  rule reads
    allow User to read
    when principal.boss in Team("a") or principal.boss.level > 1

  rule writes
    allow User to write
    when any peer in principal.peers: peer in Team("b")
}
`,
  },
];

function example(name: string): readonly SourceFile[] {
  const root = `examples/${name}/`;
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".pol"),
  );
  return paths.sort().map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
}

describe("mutants that are checked in part", () => {
  it("mutated-sets-equal-whole-sets: they decide as the policy set with the mistake in its text does", () => {
    const { files, trees, policySet, mutated } = setWithMutants(mixed);
    const choices = seededChoices(5);
    const generate = createRequestGenerator(policySet);
    const requests = Array.from({ length: 60 }, () => generate(choices));
    expect(new Set(mutated.map(({ mutant }) => mutant.before.kind)).size).toBe(4);
    let differing = 0;
    for (const { mutant, policySet: inPart } of mutated) {
      const whole = check(applyMutant(trees, mutant)).policySet;
      if (whole === undefined) throw new Error(`${mutant.owner}: ${mutant.operator} does not check`);
      expect(whole.rules.map(({ id }) => id)).toEqual(inPart.rules.map(({ id }) => id));
      for (const request of requests) {
        const { digest: _, ...decision } = interpret(inPart, request);
        const { digest: __, ...expected } = interpret(whole, request);
        expect(decision).toEqual(expected);
        if (decisionsDiffer(interpret(policySet, request), { ...decision, digest: "" })) differing++;
      }
    }
    // The requests do tell mutants apart.
    expect(differing).toBeGreaterThan(100);
    expect(files).toBe(mixed);
  });
});

describe("verdicts on mutants", () => {
  it("equivalent-mutants-decide-alike, and what tells one apart does", () => {
    const set = setWithMutants(mixed);
    const verdicts = judged(set);
    const choices = seededChoices(11);
    const generate = createRequestGenerator(set.policySet);
    const requests = Array.from({ length: 400 }, () => generate(choices));
    for (const { verdict, policySet } of verdicts) {
      if (verdict.kind === "survived" || verdict.kind === "unstated") {
        expect(interpret(set.policySet, verdict.request).decision).toBe(verdict.before.decision);
        expect(interpret(policySet, verdict.request).decision).toBe(verdict.after.decision);
        expect(decisionsDiffer(verdict.before, verdict.after)).toBe(true);
      }
      if (verdict.kind !== "equivalent") continue;
      for (const request of requests)
        expect(decisionsDiffer(interpret(policySet, request), interpret(set.policySet, request))).toBe(false);
    }
    const kinds = verdicts.map(({ verdict }) => verdict.kind);
    expect(kinds.filter((kind) => kind === "equivalent").length).toBeGreaterThan(3);
    expect(kinds.filter((kind) => kind === "survived").length).toBeGreaterThan(40);
    expect(kinds).not.toContain("undecided");
  });

  it.each([
    ["every part of the language", mixed, 1],
    ["entities below attributes", nested, 1],
    ["a large set", generateLargeSet({ rules: 12, actions: 20, seed: 4 }), 5],
    ["examples/filesystem", example("filesystem"), 4],
    ["examples/github", example("github"), 3],
  ])("missing-tests-tell: each passes for the policies and fails for its mutants (%s)", (_, files, every) => {
    const set = setWithMutants(files, every);
    const verdicts = new Map(judged(set).map(({ mutant, verdict }) => [mutant, verdict]));
    const { missing } = mutationReport(set.policySet, files, verdicts);
    expect(missing.length).toBeGreaterThan(5);
    const added: SourceFile = { path: "missing.pol", text: missing.map(({ text }) => text).join("\n") };
    const tested = check([...files, added]).policySet;
    if (tested === undefined) throw new Error("the tests do not check");
    const names = new Set(missing.map(({ name }) => name));
    const results = runTests(tested).filter(({ name }) => names.has(name));
    expect(results.filter(({ passed }) => passed)).toHaveLength(missing.length);
    const blocks = new Map(tested.tests.map((test) => [test.name, test]));
    const mutants = new Map(set.mutated.map(({ mutant, policySet }) => [mutant, policySet]));
    for (const { name, survivors } of missing) {
      const block = blocks.get(name);
      for (const mutant of survivors) {
        const mutatedSet = mutants.get(mutant);
        if (mutatedSet === undefined || block === undefined) throw new Error(`no test called ${name}`);
        const [result] = runTests({ ...mutatedSet, tests: [block] });
        expect(result, mutant.operator).toMatchObject({ name, passed: false });
      }
    }
  });

  it("an obligation's argument is nothing that a test states", () => {
    const text = `principal User
action read
obligation cap(rows: Int)
const rows: Int = 10
policy p {
  rule r allow User to read
  rule s oblige User to read with cap(rows: rows)
}
`;
    const verdicts = judged(setWithMutants([{ path: "a.pol", text }]));
    const ofRows = verdicts.filter(({ mutant }) => mutant.owner === "rows");
    expect(ofRows.map(({ verdict }) => verdict.kind)).toEqual(["unstated", "unstated"]);
  });
});
