import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { answersOf, withAnswers } from "../../src/interpret/answers.js";
import type { AnsweredRelation } from "../../src/runtime/decision.js";
import { measureCoverage } from "../../src/testing/coverage.js";
import { simplerRequests } from "../../src/testing/directed/simpler-requests.js";
import { createRequestSource } from "../../src/testing/directed-requests.js";
import { expectDecision } from "../../src/testing/expect-decision.js";
import { failureLines } from "../../src/testing/failure-lines.js";
import { lawSubject } from "../../src/testing/law-subject.js";
import { unknownFailsClosed } from "../../src/testing/laws/unknown-fails-closed.js";
import type { DecisionModule } from "../../src/testing/load-module.js";
import { minimiseRequest } from "../../src/testing/minimise-request.js";
import { runLaws } from "../../src/testing/run-laws.js";
import { runTests } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";
import type { JsonObject } from "../../src/util/json-object.js";

const policy = `principal User
entity Team { relation member: User }
entity Folder { relation viewer: User | User.* | Team.member }
entity Document in Folder {
  relation viewer: User = direct or viewer of parent
  relation blocked: User
}
action read on Document

policy docs {
  rule viewers
    allow User to read
    when principal is viewer of resource

  rule blocked
    deny User to read
    when principal is blocked of resource
}
`;

/** A policy set with one test, which reads a document. */
function setWith(...given: readonly string[]) {
  const items = ['subject User("kim")', "action read", 'resource Document("plan")', ...given];
  const files = [{ path: "docs.pol", text: `${policy}\ntest "t" {\n${items.join("\n")}\nexpect allow }` }];
  const { policySet, diagnostics } = check(files);
  invariant(policySet !== undefined, JSON.stringify(diagnostics));
  return { policySet, files };
}

function decided(...given: readonly string[]): string {
  const [result] = runTests(setWith(...given).policySet);
  return result?.actual ?? "";
}

describe("tuples that a test is given", () => {
  const isViewer = 'given User("kim") is viewer of Document("plan")';
  const inFolder = 'given Folder("f") is parent of Document("plan")';

  it("are all that there is", () => {
    expect(decided()).toBe("deny by no_matching_rule");
    expect(decided(isViewer)).toBe("allow by docs.viewers");
    expect(decided('given User("Kim") is viewer of Document("plan")')).toBe("deny by no_matching_rule");
    expect(decided(isViewer, 'given User("kim") is blocked of Document("plan")')).toBe(
      "deny by docs.blocked",
    );
  });

  it("answer by the definitions: over parents, teams and everyone", () => {
    expect(decided(inFolder)).toBe("deny by no_matching_rule");
    expect(decided(inFolder, 'given User.* is viewer of Folder("f")')).toBe("allow by docs.viewers");
    const team = [
      'given Team("t").member is viewer of Folder("f")',
      'given User("kim") is member of Team("t")',
    ];
    expect(decided(inFolder, ...team)).toBe("allow by docs.viewers");
    expect(decided(...team)).toBe("deny by no_matching_rule");
  });

  it("show in what is said of a test that fails", () => {
    const { policySet, files } = setWith('given User("kim") is blocked of Document("plan")');
    const [result] = runTests(policySet);
    invariant(result !== undefined, "there is a test");
    expect(failureLines(result, files)).toEqual(
      expect.arrayContaining([
        'relations User("kim") is blocked of Document("plan")',
        '          User("kim") is not viewer of Document("plan")',
      ]),
    );
  });

  it("cover conditions both ways", () => {
    const coverageOf = (...given: readonly string[]) => {
      const { policySet } = setWith(...given);
      const requests = runTests(policySet).map(({ request }) => request as JsonObject);
      return measureCoverage(policySet, requests).rules.map(({ rule, conditions }) => [
        rule.name,
        ...conditions.flatMap(({ outcomes }) =>
          outcomes.filter(({ standing }) => standing.kind === "covered").map(({ name }) => name),
        ),
      ]);
    };
    expect(coverageOf(isViewer)).toEqual([
      ["blocked", "false"],
      ["viewers", "true"],
    ]);
  });
});

describe("expectDecision", () => {
  const { policySet, files } = setWith();
  const subject = lawSubject(policySet, files);
  const request = {
    subject: { type: "User", id: "kim" },
    action: { name: "read" },
    resource: { type: "Document", id: "plan" },
  };
  const [kim, plan] = [request.subject, request.resource];

  it("takes tuples, too", () => {
    expectDecision(subject, request, [{ subject: kim, relation: "viewer", object: plan }]).toAllow();
    expectDecision(subject, request, []).toDeny({ reason: "no_matching_rule" });
    expectDecision(
      subject,
      withAnswers(request, [
        { subject: kim, relation: "viewer", object: plan, answer: "yes" },
        { subject: kim, relation: "blocked", object: plan, answer: "no" },
      ]),
    ).toAllow();
  });

  it("says what no store would take", () => {
    const wrong = [{ subject: plan, relation: "viewer", object: plan }];
    expect(() => expectDecision(subject, request, wrong)).toThrow(
      "`viewer` of `Document` is not of `Document`",
    );
  });
});

describe("a law that is broken", () => {
  it("shows the smallest request with its answers, and is replayed by seed and path", () => {
    const { policySet, files } = setWith();
    const subject = lawSubject(policySet, files);
    const { module } = subject;
    // Takes what is not known to hold.
    const gullible: DecisionModule = {
      ...module,
      decide: (request, relations = answersOf(request)) =>
        module.decide(request, (relations as readonly AnsweredRelation[]).map(believed)),
    };
    const broken = { ...subject, module: gullible };
    const laws = [unknownFailsClosed];
    const source = createRequestSource(policySet);
    const [outcome] = runLaws(broken, source, { laws, runs: 200 }).outcomes;
    const { failure } = outcome ?? {};
    invariant(failure !== undefined, "the law is broken");
    expect(failure.relations).toHaveLength(1);
    expect(failure.lines.filter((line) => line.startsWith("relations"))).toHaveLength(1);
    const { seed, path } = failure;
    const [again] = runLaws(broken, source, { laws, seed, path }).outcomes;
    expect(again?.failure?.relations).toEqual(failure.relations);
  });

  function believed(answered: AnsweredRelation): AnsweredRelation {
    return answered?.answer === "unknown" ? { ...answered, answer: "yes" } : answered;
  }
});

describe("answers that ride on a request", () => {
  const answered = (id: string): AnsweredRelation => ({
    subject: { type: "User", id },
    relation: "viewer",
    object: { type: "Document", id: "plan" },
    answer: "yes",
  });
  const request: JsonObject = withAnswers({ subject: { type: "User", id: "kimberley" } }, [
    answered("kimberley"),
    answered("lee"),
  ]);

  /** Without what rides on it. */
  const plain = (each: unknown): object => JSON.parse(JSON.stringify(each));

  it("are made simpler with it: fewer, and with the ids that it has", () => {
    const simpler = [...simplerRequests(request)].map((each) => [plain(each), answersOf(each)]);
    expect(simpler).toContainEqual([{ subject: { type: "User", id: "kimberley" } }, [answered("kimberley")]]);
    expect(simpler).toContainEqual([
      { subject: { type: "User", id: "a" } },
      [answered("a"), answered("lee")],
    ]);
  });

  it("are taken away where they do not matter", () => {
    const smallest = minimiseRequest({ ...request, context: {} }, (smaller) =>
      answersOf(smaller).some(({ subject }) => subject.id === "lee"),
    );
    expect(plain(smallest)).toEqual({});
    expect(answersOf(smallest)).toEqual([answered("lee")]);
  });
});
