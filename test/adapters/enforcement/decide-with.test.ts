import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  type DecisionPointOptions,
  fixedPolicy,
  type PolicySource,
  type RelationAnswers,
  readDecisionModule,
} from "../../../src/adapters/enforcement.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import type { DecisionRequest, RelationAnswer } from "../../../src/runtime/decision.js";
import { requestArbitrary } from "../../../src/testing/request-arbitrary.js";
import { compile } from "../../codegen/support.js";
import { checkPointDecidesAsModule } from "./decides-with-relations.js";
import { askedStore, documentRequest, sharingText, viewsAll, wordsOf } from "./relations-support.js";
import { moduleOf, noteRequest, notesText } from "./support.js";

const sharing = moduleOf(sharingText);

/** A decision point over a store. */
function pointWith(relations: RelationAnswers | undefined, others: Partial<DecisionPointOptions> = {}) {
  return createDecisionPoint({
    policy: fixedPolicy(sharing),
    ...(relations && { relations }),
    ...others,
  });
}

/** A source whose policy can be replaced. */
function changing(module: DecisionModule): PolicySource & { replace(by: DecisionModule): void } {
  let current = module;
  return {
    ...fixedPolicy(module),
    current: () => current,
    replace: (by) => {
      current = by;
    },
  };
}

function textWith(...[from, to]: readonly [string, string]): DecisionModule {
  const text = sharingText.replace(from, to);
  if (text === sharingText) throw new Error(`nothing reads ${from}`);
  return moduleOf(text);
}

describe("a decision that has to know relations", () => {
  it("asks for all of them in one call, and keeps what was answered", async () => {
    const store = askedStore(viewsAll);
    const decided = await pointWith(store).decideWith(documentRequest({ boss: "eve" }));
    expect(decided).toMatchObject({ allowed: true, decision: { subject: { rules: ["sharing.viewers"] } } });
    expect(store.calls.map((questions) => questions.map(wordsOf))).toEqual([
      ["blocked of all", "viewer of plan"],
    ]);
    expect(decided.relations?.map(({ answer }) => answer)).toEqual(["no", "yes"]);
  });

  it.each([
    ["no answer can change the decision", documentRequest({ office: true })],
    ["the request is invalid", { ...documentRequest(), context: {} }],
  ])("asks nothing where %s", async (_, request) => {
    const store = askedStore(viewsAll);
    const decided = await pointWith(store).decideWith(request);
    expect([store.calls, decided.relations]).toEqual([[], undefined]);
  });

  it("asks nothing of a policy without relations, or of before there were any", async () => {
    const { relationsNeeded: _, ...old } = moduleOf(notesText);
    for (const module of [moduleOf(notesText), readDecisionModule(old)]) {
      const store = askedStore(viewsAll);
      const point = pointWith(store, { policy: fixedPolicy(module) });
      expect((await point.decideWith(noteRequest())).allowed).toBe(true);
      expect(store.calls).toEqual([]);
    }
  });

  it("asks in one call what several have to know in one turn, each question once", async () => {
    const store = askedStore(viewsAll);
    const point = pointWith(store);
    const ids = ["plan", "plan", "report", "secret"];
    const decided = await Promise.all(ids.map((id) => point.decideWith(documentRequest({ id }))));
    expect(decided.map(({ allowed }) => allowed)).toEqual([true, true, true, true]);
    expect(store.calls.map((questions) => questions.map(wordsOf))).toEqual([
      ["viewer of plan", "viewer of report", "viewer of secret"],
    ]);
  });

  it("asks in several calls what is too much for one", async () => {
    const store = askedStore(({ object }) => (object.id === "1700" ? "no" : "yes"));
    const point = pointWith(store);
    const decided = await Promise.all(
      Array.from({ length: 1800 }, (_, index) => point.decideWith(documentRequest({ id: String(index) }))),
    );
    expect(store.calls.map(({ length }) => length)).toEqual([1000, 800]);
    expect(decided.flatMap(({ allowed }, index) => (allowed ? [] : [index]))).toEqual([1700]);
  });

  it("decides at once with a store that answers at once, and not with one that makes promises", async () => {
    const [now, later] = [askedStore(viewsAll, false), askedStore(viewsAll)];
    expect(pointWith(now).decide(documentRequest()).allowed).toBe(true);
    expect(pointWith(later).decide(documentRequest())).toMatchObject({
      allowed: false,
      relations: [{ answer: "unknown" }],
    });
    expect(pointWith(undefined).decide(documentRequest()).allowed).toBe(false);
    expect((await pointWith(undefined).decideWith(documentRequest())).allowed).toBe(false);
  });
});

describe("a store that does not answer", () => {
  const stores: readonly (readonly [string, () => unknown])[] = [
    ["throws", fail],
    ["rejects", () => Promise.reject(new Error("no connection"))],
    ["never answers", () => new Promise(() => {})],
    ["gives no list", () => "yes"],
    ["gives too few answers", () => Promise.resolve([])],
    ["gives other answers", () => [true]],
    ["does not know", () => ["unknown"]],
  ];

  function fail(): never {
    throw new Error("no");
  }

  it.each(stores)("allows nothing, and no deny is lost: it %s", async (_, checkMany) => {
    const point = pointWith({ checkMany } as unknown as RelationAnswers, { relationTimeout: 5 });
    for (const action of ["docs.read", "docs.drop"]) {
      const request = documentRequest({ action });
      const [later, now] = [await point.decideWith(request), point.decide(request)];
      expect([later.allowed, now.allowed]).toEqual([false, false]);
      expect(later.relations?.map(({ answer }) => answer)).toEqual(["unknown"]);
    }
  });
});

describe("a policy that comes into force while somebody is asked", () => {
  it("decides, with answers to its own questions", async () => {
    const policy = changing(sharing);
    const next = textWith("subject is viewer of resource", "not (subject is blocked of resource)");
    const store = askedStore(() => {
      policy.replace(next);
      return "no";
    });
    const decided = await pointWith(store, { policy }).decideWith(documentRequest());
    expect([decided.allowed, decided.module === next]).toEqual([true, true]);
    expect(store.calls.map((questions) => questions.map(wordsOf))).toEqual([
      ["viewer of plan"],
      ["blocked of plan"],
    ]);
  });

  it("again and again ends in a decision that allows nothing by what is not known", async () => {
    const policy = changing(sharing);
    let version = 0;
    const store = askedStore(() => {
      version += 1;
      policy.replace(textWith("viewer of resource", `viewer of Document("${version}")`));
      return "yes";
    });
    const decided = await pointWith(store, { policy }).decideWith(documentRequest());
    expect([decided.allowed, store.calls.length]).toEqual([false, 3]);
  });
});

describe("a candidate that has to know relations", () => {
  const candidate = fixedPolicy(textWith("subject is viewer of resource", "subject is blocked of resource"));

  it("is asked about in the same call", async () => {
    const store = askedStore(viewsAll);
    const decided = await pointWith(store, { candidate }).decideWith(documentRequest());
    expect(store.calls.map((questions) => questions.map(wordsOf))).toEqual([
      ["viewer of plan", "blocked of plan"],
    ]);
    expect(decided).toMatchObject({ allowed: true, shadow: { differs: ["decision", "reason"] } });
  });

  it("changes nothing of what is decided, whatever it does with the request", async () => {
    const spoil = (request: unknown) => {
      const { resource, context } = request as ReturnType<typeof documentRequest>;
      Object.assign(resource, { id: "other" });
      Object.assign(context, { office: true });
      return [];
    };
    const spoiling = { ...sharing, relationsNeeded: spoil };
    const store = askedStore(viewsAll);
    const request = documentRequest();
    const point = pointWith(store, { candidate: fixedPolicy(spoiling) });
    const decided = await point.decideWith(request);
    expect(decided.decision?.subject?.rules).toEqual(["sharing.viewers"]);
    expect(request).toEqual(documentRequest());
  });
});

/** Requests as JSON has them: those of tests may carry answers. */
function requestsOf(policySet: PolicySet) {
  return requestArbitrary(policySet).map((request) => structuredClone(request) as unknown as DecisionRequest);
}

describe("the line of a decision that asked", () => {
  async function lineOf(point: Omit<DecisionPointOptions, "audit">, request: DecisionRequest) {
    const lines: AuditLine[] = [];
    const audited = createDecisionPoint({ ...point, audit: { write: (line) => void lines.push(line) } });
    await audited.record(await audited.decideWith(request));
    const [line] = lines;
    if (line === undefined) throw new Error("no line was written");
    return line;
  }

  it("says what was asked and answered", async () => {
    const line = await lineOf(
      { policy: fixedPolicy(sharing), relations: askedStore(viewsAll) },
      documentRequest(),
    );
    expect(Object.keys(line).slice(5, 8)).toEqual(["request", "relations", "rules"]);
    expect(JSON.stringify(line.relations)).toBe(
      '[{"subject":{"type":"User","id":"kim"},"relation":"viewer","object":{"type":"Document","id":"plan"},"answer":"yes"}]',
    );
  });

  it("does not tell by a question what is secret", async () => {
    const policy = fixedPolicy(textWith("boss?: User", "boss?: User secret"));
    const relations = askedStore(() => "unknown");
    const line = await lineOf({ policy, relations }, documentRequest({ boss: "s3cr3t" }));
    expect(JSON.stringify(line)).not.toContain("s3cr3t");
    expect(line.relations?.map(({ subject, object }) => [subject.id, object.id])).toEqual([
      ["[undeclared]", "all"],
      ["kim", "plan"],
    ]);
  });

  it("does not tell what is secret to the candidate alone", async () => {
    const text = sharingText.replace("boss?: User", "boss?: User secret");
    const line = await lineOf(
      {
        policy: fixedPolicy(
          moduleOf(sharingText.replace("principal has boss and principal.boss is", "subject is")),
        ),
        candidate: fixedPolicy(moduleOf(text)),
        relations: askedStore(() => "unknown"),
      },
      documentRequest({ boss: "s3cr3t" }),
    );
    expect(line.relations?.length).toBe(3);
    expect(JSON.stringify(line)).not.toContain("s3cr3t");
  });

  it("is bounded, whatever is asked", async () => {
    const long = "x".repeat(5000);
    const store = askedStore(viewsAll);
    const many = Array.from({ length: 500 }, (_, index) => ({
      subject: { type: "User", id: `${index}${long}` },
      relation: "viewer",
      object: { type: "Document", id: long },
    }));
    const module: DecisionModule = { ...sharing, relationsNeeded: () => many };
    const line = await lineOf({ policy: fixedPolicy(module), relations: store }, documentRequest());
    expect(JSON.stringify(line).length).toBeLessThan(60_000);
    expect(store.calls[0]?.length).toBe(500);
  });

  /*
   * Law: audit-line-replays, with relations. Deciding the request of a line again with the answers of the line gives the decision of the line.
   */
  it("audit-line-replays", async () => {
    const { policySet } = compile(sharingText);
    const answers = ["yes", "no", "unknown"] as const satisfies readonly RelationAnswer[];
    const seen = new Set<string>();
    const property = fc.asyncProperty(
      requestsOf(policySet),
      fc.array(fc.constantFrom(...answers), { minLength: 3, maxLength: 3 }),
      async (request, drawn) => {
        const left = [...drawn];
        const relations = askedStore(() => left.pop() ?? "yes");
        const line = await lineOf({ policy: fixedPolicy(sharing), relations }, request);
        const again = sharing.decide(line.request, line.relations);
        expect([again.decision, again.reason]).toEqual([line.decision, line.reason]);
        expect(again.subject?.rules).toEqual(line.rules?.subject);
        expect(again.errors).toEqual(line.errors ?? []);
        seen.add(`${line.decision} ${line.relations === undefined ? "not asked" : "asked"}`);
      },
    );
    await fc.assert(property, { seed: 7, numRuns: 150 });
    expect(seen.size).toBe(4);
  });

  /*
   * Law: without-errors-nothing-is-needed. A decision without answers in which nothing is an error needs none: so what can be
   * decided at once is decided once.
   */
  it("without-errors-nothing-is-needed", () => {
    const { policySet } = compile(sharingText);
    let needed = 0;
    const property = fc.property(requestsOf(policySet), (request) => {
      const questions = sharing.relationsNeeded?.(request) ?? [];
      if (sharing.decide(request).errors.length === 0) expect(questions).toEqual([]);
      if (questions.length > 0) needed += 1;
    });
    fc.assert(property, { seed: 3, numRuns: 150 });
    expect(needed).toBeGreaterThan(10);
  });
});

it("point-decides-as-module", async () => {
  const seen = await checkPointDecidesAsModule({ seed: 3, runs: 6 });
  expect(seen.asked).toBeGreaterThan(3);
  expect(seen.replayed).toBeGreaterThan(20);
});
