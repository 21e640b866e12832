import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { differenceOf } from "../../src/analysis/difference.js";
import { generateTests } from "../../src/analysis/generate-tests.js";
import { printTestBlock } from "../../src/analysis/print-test-block.js";
import { tuplesOf } from "../../src/analysis/relations/given.js";
import { validateBuild } from "../../src/analysis/validate-build.js";
import { whyNot } from "../../src/analysis/why-not.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { relationLines } from "../../src/cli/diff/relation-lines.js";
import { analyze, check } from "../../src/compiler.js";
import { exampleOf } from "../../src/diagnostics/example-of.js";
import { withAnswers } from "../../src/interpret/answers.js";
import { lower } from "../../src/ir/lower.js";
import { runTests } from "../../src/testing/test-runner.js";

const folders = `entity Team { relation member: User }
entity Folder in Folder {
  relation owner: User
  relation viewer: User | Team.member = direct or owner or viewer of parent
}`;

const schema = (viewer = "direct or owner or viewer of parent") => `principal User
principal Agent acting for User
${folders}
entity Document in Folder {
  folder?: Folder
  relation owner: User
  relation blocked: User
  relation open: User.*
  relation viewer: User | Team.member = ${viewer}
  relation reader = viewer but not blocked
  relation editor: User = direct and owner
}
action read(who?: User) on Document
action write() on Document
`;

function policySetOf(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

/** What the analyses say of some rules and assertions, each as its code and the name that it is about. */
function findingsOf(rules: string, assertions = ""): readonly string[] {
  const policySet = policySetOf(`${schema()}\npolicy p {\n${rules}\n}\n${assertions}`);
  return analyze(policySet).map(({ code, message }) => `${code} ${/`([^`]+)`/.exec(message)?.[1]}`);
}

describe("rules that test relations", () => {
  it.each([
    [
      "what is implied by a union",
      "when principal is owner of resource unless principal is viewer of resource",
    ],
    [
      "what an exclusion leaves out",
      "when principal is reader of resource and principal is blocked of resource",
    ],
    [
      "what an intersection needs",
      "when principal is editor of resource and not (principal is owner of resource)",
    ],
    [
      "what is implied by way of the same folders",
      "when principal is viewer of resource when not (principal is reader of resource) unless principal is blocked of resource",
    ],
  ])("never match against %s", (_, clauses) => {
    expect(findingsOf(`rule r deny User acting alone to read ${clauses}`)).toContain("POL3001 p.r");
  });

  it.each([
    ["viewer without owner", "when principal is viewer of resource unless principal is owner of resource"],
    [
      "nothing but a part of an intersection",
      "when principal is owner of resource unless principal is editor of resource",
    ],
    ["another document", 'when principal is owner of resource unless principal is owner of Document("x")'],
    [
      "another user",
      "when args has who and args.who is owner of resource unless principal is owner of resource",
    ],
  ])("match where there is %s", (_, clauses) => {
    expect(findingsOf(`rule r deny User acting alone to read ${clauses}`)).not.toContain("POL3001 p.r");
  });

  it("are covered by rules on what their relations imply", () => {
    const rules = `rule wide allow User to read when principal is viewer of resource
      rule narrow allow User to read when principal is owner of resource`;
    expect(findingsOf(rules)).toContain("POL3003 p.narrow");
  });

  it("are about the same relation where entities are the same", () => {
    const same = "args has who and args.who == principal";
    const clauses = `when ${same} and args.who is viewer of resource unless principal is viewer of resource`;
    expect(findingsOf(`rule r deny User acting alone to read ${clauses}`)).toContain("POL3001 p.r");
  });

  it("take everyone of a type for one", () => {
    const clauses = "when args has who and args.who is open of resource unless principal is open of resource";
    expect(findingsOf(`rule r deny User acting alone to read ${clauses}`)).toContain("POL3001 p.r");
  });

  it("show what follows between folders by a request, or say nothing of it", () => {
    const clauses = `when resource has folder and principal is viewer of resource.folder
      when resource.folder is parent of resource`;
    expect(findingsOf(`rule r deny User acting alone to read ${clauses}`)).not.toContain("POL3001 p.r");
    const contrary = `${clauses} unless principal is viewer of resource`;
    expect(findingsOf(`rule r deny User acting alone to read ${contrary}`)).not.toContain("POL3003 p.r");
  });
});

describe("assertions about relations", () => {
  const rules = "rule r allow User to read when principal is reader of resource";

  it("are proved by definitions", () => {
    const proved = "assert a deny User to read when principal is blocked of resource";
    expect(findingsOf(rules, proved)).toEqual(expect.not.arrayContaining(["POL3020 a", "POL3021 a"]));
  });

  it("are refuted by tuples, with as few as it takes", () => {
    const refuted = "assert a deny User to read unless principal is owner of resource";
    const policySet = policySetOf(`${schema()}policy p { ${rules} }\n${refuted}`);
    const finding = analyze(policySet).find(({ code }) => code === "POL3020");
    expect(finding?.help).toContain('given User("subject-1") is viewer of Document("resource-1")\n');
    expect(tuplesOf(finding?.witness?.request)).toHaveLength(1);
    expect(finding?.witness?.relations).toMatchObject([{ relation: "reader", answer: "yes" }]);
  });
});

describe("what is shown of relations", () => {
  it("stands behind the request on its line, in words", () => {
    const rules = `rule wide allow User to write when principal is viewer of resource
      rule narrow allow User to write when principal is owner of resource`;
    const finding = analyze(policySetOf(`${schema()}policy p { ${rules} }`)).find(
      ({ code }) => code === "POL3003",
    );
    const line = finding && exampleOf(finding);
    expect(line).toContain('; User("subject-1") is viewer of Document("resource-1")');
    expect(line).toContain('; User("subject-1") is owner of Document("resource-1")');
  });
});

describe("a difference of definitions", () => {
  const lowered = (viewer: string) =>
    lower(
      policySetOf(`${schema(viewer)}policy p {
        rule a allow User to read when principal is reader of resource
        rule b allow User to write when principal is owner of resource
        rule c allow User to write when resource has folder and principal is viewer of resource.folder
      }`),
    );
  const [wide, narrow] = [
    lowered("direct or owner or viewer of parent"),
    lowered("direct or viewer of parent"),
  ];

  it("is a difference of decisions, shown by what follows on either side", () => {
    const { decisions, undecided, schema: changes } = differenceOf(narrow, wide);
    expect(changes).toEqual([
      {
        what: "relation",
        name: "Document.viewer",
        before: "User | Team.member = direct or viewer of parent",
        after: "User | Team.member = direct or owner or viewer of parent",
      },
    ]);
    expect(undecided).toEqual([]);
    expect(decisions.map(({ kind, action, subject }) => `${kind} ${action} ${subject}`)).toEqual([
      "allowed read User",
    ]);
    const [first] = decisions;
    expect(first && relationLines(first)).toEqual([
      'given User("subject-1") is owner of Document("resource-1")',
      'before User("subject-1") is not reader of Document("resource-1")',
      'after User("subject-1") is reader of Document("resource-1")',
    ]);
  });

  it("is none where the definitions are the same in other words", () => {
    expect(differenceOf(wide, lowered("(direct or owner) or viewer of parent")).decisions).toEqual([]);
    expect(differenceOf(wide, wide).decisions).toEqual([]);
  });

  it("takes away as it gives", () => {
    expect(differenceOf(wide, narrow).decisions.map(({ kind }) => kind)).toContain("denied");
  });
});

describe("the least that would have to be otherwise", () => {
  const analysis = createAnalysis(
    lower(
      policySetOf(`${schema()}policy p {
        rule a allow User to write when principal is viewer of resource
        rule b deny User to write when principal is blocked of resource
      }`),
    ),
  );
  const [subject, object] = [
    { type: "User", id: "kim" },
    { type: "Document", id: "7" },
  ];
  const request = { subject, action: { name: "write" }, resource: object };
  const changesFor = (answers: Readonly<Record<string, "yes" | "no">>): unknown => {
    const known = Object.entries(answers).map(([relation, answer]) => ({
      subject,
      relation,
      object,
      answer,
    }));
    const { change } = whyNot(analysis, withAnswers(request, known));
    return change?.kind === "found"
      ? change.changes.map(({ attribute, before, relation }) => [attribute, before, relation?.answer])
      : change?.kind;
  };

  it("is what is the case between entities", () => {
    const viewer = 'User("kim") is viewer of Document("7")';
    const blocked = 'User("kim") is blocked of Document("7")';
    expect(changesFor({ viewer: "no", blocked: "no" })).toEqual([[viewer, "no", "yes"]]);
    expect(changesFor({ viewer: "yes", blocked: "yes" })).toEqual([[blocked, "yes", "no"]]);
    expect(changesFor({ blocked: "no" })).toEqual([[viewer, undefined, "yes"]]);
    expect(changesFor({ viewer: "yes", blocked: "no" })).toBeUndefined();
  });
});

describe("generated tests", () => {
  it("have the tuples that they need, and pass", () => {
    const text = `${schema()}policy p {
      rule a allow User acting alone to read when principal is reader of resource
      rule b deny User acting alone to read when principal is owner of resource and not (principal is editor of resource)
      rule c allow User acting alone to write when resource has folder and principal is viewer of resource.folder
    }`;
    const policySet = policySetOf(text);
    const source = { path: "a.pol", text };
    const tests = generateTests(createAnalysis(lower(policySet)), [source]);
    const blocks = tests.map(({ name, request, decision }) =>
      printTestBlock(policySet, name, request, decision),
    );
    expect(blocks.join("\n")).toContain("given ");
    const results = runTests(policySetOf([text, ...blocks].join("\n")));
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(new Set(tests.map(({ rule }) => rule))).toEqual(new Set(["p.a", "p.b", "p.c"]));
  });
});

describe("the validation of a build", () => {
  it("proves rules that test relations", () => {
    const graph = lower(
      policySetOf(`${schema()}policy p {
        rule a allow User to read when not (principal is reader of resource and not (principal is blocked of resource))
        rule b deny User to read when args has who and (args.who is owner of resource or principal is owner of resource)
      }`),
    );
    expect(validateBuild(graph, "full")).toMatchObject({ sampled: 0, faults: [] });
  });
});
