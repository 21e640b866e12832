import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  fixedPolicy,
  type PolicySource,
} from "../../../src/adapters/enforcement.js";
import type { Decision, DecisionRequest } from "../../../src/runtime/decision.js";
import { moduleOf, noteRequest, notesText } from "./support.js";

const notes = moduleOf(notesText);

/** The line of a decision beside which a candidate is asked. */
async function lineBeside(candidate: PolicySource, request: DecisionRequest = noteRequest()) {
  const lines: AuditLine[] = [];
  const audit = { write: (line: AuditLine) => void lines.push(line) };
  const point = createDecisionPoint({ policy: fixedPolicy(notes), candidate, audit });
  await point.record(point.decide(request));
  const [line] = lines;
  if (line === undefined) throw new Error("no line was written");
  return line;
}

function besideText(...[from, to]: readonly [string, string]): PolicySource {
  const text = notesText.replace(from, to);
  if (text === notesText) throw new Error(`nothing reads ${from}`);
  return fixedPolicy(moduleOf(text));
}

describe("a candidate", () => {
  it("that would deny is logged, with both digests and the rules that caused it", async () => {
    const candidate = besideText('"docs"', '"legal"');
    const line = await lineBeside(candidate);
    expect(line).toMatchObject({
      decision: true,
      policy: notes.policySet.digest,
      rules: { subject: ["notes.readers"] },
    });
    expect(line.candidate).toBe(candidate.current()?.policySet.digest);
    expect(line.candidate).not.toBe(line.policy);
    expect(line.shadow).toEqual({
      differs: ["decision", "reason"],
      decision: false,
      reason: "no_matching_rule",
      rules: { enforced: ["notes.readers"], candidate: [] },
    });
  });

  it("that would allow is logged", async () => {
    const candidate = besideText('unless approval(from: "owner")', 'when args.name == "payroll"');
    const line = await lineBeside(candidate, noteRequest({ action: "notes.drop" }));
    expect(line.decision).toBe(false);
    expect(line.shadow).toEqual({
      differs: ["decision", "reason", "because", "remedies"],
      decision: true,
      reason: "allowed",
      rules: { enforced: ["notes.drops_are_reviewed"], candidate: ["notes.drops"] },
    });
  });

  it.each([
    ["because", "owner's approval", "consent", { because: ["Dropping a note needs the consent."] }],
    [
      "remedies",
      'from: "owner"',
      'from: "board"',
      { remedies: [{ name: "approval", arguments: { from: "board" } }] },
    ],
  ])("that would tell the caller something else is logged: %s", async (aspect, from, to, told) => {
    const line = await lineBeside(besideText(from, to), noteRequest({ action: "notes.drop" }));
    expect(line.shadow).toMatchObject({
      differs: [aspect],
      decision: false,
      rules: { enforced: [], candidate: [] },
      ...told,
    });
  });

  it("that would oblige to something else is logged", async () => {
    const line = await lineBeside(
      besideText('field: "author"', 'field: "date"'),
      noteRequest({ name: "shared_a" }),
    );
    expect(line.shadow).toMatchObject({
      differs: ["obligations"],
      obligations: [{ name: "mask", arguments: { field: "date" } }],
    });
  });

  it("that would have other arguments forwarded is logged", async () => {
    const path = (type: string) =>
      fixedPolicy(
        moduleOf(
          notesText
            .replaceAll("name: String", `name: ${type}`)
            .replace("when args.name like", 'when "x" like'),
        ),
      );
    const line = await lineBeside(path("Path"), noteRequest({ name: "/a/../b" }));
    expect(line.shadow?.differs).toEqual(["arguments"]);
  });

  it("for which the request is invalid is logged with what is wrong", async () => {
    const line = await lineBeside(besideText("{ team: String }", "{ team: String matches /docs|law/ }"), {
      ...noteRequest(),
      subject: { type: "User", id: "kim", properties: { team: "sales" } },
    });
    expect(line.shadow).toMatchObject({
      differs: ["reason"],
      reason: "invalid_request",
      problems: [{ path: "/subject/properties/team", kind: "invalid" }],
    });
  });

  it("whose rules are called otherwise decides the same", async () => {
    const line = await lineBeside(besideText("rule readers", "rule people_read"));
    expect(line.shadow).toBeUndefined();
    expect(line.candidate).toMatch(/^sha256:/);
  });

  it("that is missing or throws is not compared with, and the line says so by having no candidate", async () => {
    const throws = {
      ...notes,
      decide: () => {
        throw new Error("no");
      },
    };
    for (const candidate of [{ ...fixedPolicy(notes), current: () => undefined }, fixedPolicy(throws)]) {
      const line = await lineBeside(candidate);
      expect([line.decision, line.candidate, line.shadow]).toEqual([true, undefined, undefined]);
    }
  });

  it("is not asked where there is no policy", () => {
    const policy = { ...fixedPolicy(notes), current: () => undefined };
    const point = createDecisionPoint({ policy, candidate: fixedPolicy(notes) });
    expect(point.decide(noteRequest())).toMatchObject({ allowed: false, reason: "policy_unavailable" });
    expect(point.decide(noteRequest()).shadow).toBeUndefined();
  });
});

/*
 * Law: shadow-changes-nothing. Whatever a candidate answers, the decision is the one without it, and the line is but for what is said of the candidate.
 */
it("shadow-changes-nothing", async () => {
  const answers = fc.oneof(
    fc.constantFrom<unknown>(undefined, null, true, {}, { decision: true }, []),
    fc.constantFrom(
      ...["legal", "docs", "x"].map((team) =>
        moduleOf(notesText.replace("docs", team)).decide(noteRequest()),
      ),
    ),
    fc.constantFrom("throws", "spoils"),
  );
  const requests = fc.record({
    team: fc.constantFrom("docs", "sales"),
    action: fc.constantFrom("notes.read", "notes.drop", "notes.no"),
    name: fc.constantFrom("shared_plan", "plan"),
  });
  const property = fc.asyncProperty(answers, requests, async (answer, parts) => {
    const decide = (asked: unknown): Decision => {
      if (answer === "throws") throw new Error("no");
      if (answer === "spoils") Object.assign((asked as DecisionRequest).action, { name: "other" });
      return answer as Decision;
    };
    const candidate: DecisionModule = { ...notes, decide };
    const line = await lineBeside(fixedPolicy(candidate), noteRequest(parts));
    const { candidate: _, shadow: __, ...without } = line;
    const alone = await lineBeside({ ...fixedPolicy(notes), current: () => undefined }, noteRequest(parts));
    expect(without).toEqual({ ...alone, id: line.id, time: line.time });
  });
  await fc.assert(property, { seed: 2, numRuns: 100 });
});
