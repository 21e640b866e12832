import { describe, expect, it } from "vitest";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  fixedPolicy,
  type PolicySource,
} from "../../../src/adapters/enforcement.js";
import { moduleOf, noteRequest, notesText } from "./support.js";

const notes = moduleOf(notesText);

/** A decision point that keeps its lines. */
function audited(policy: PolicySource = fixedPolicy(notes)) {
  const lines: AuditLine[] = [];
  const clock = () => new Date("2026-11-21T10:00:00.123Z");
  const ids = ["d1", "d2"];
  const point = createDecisionPoint({
    policy,
    audit: { write: (line) => void lines.push(line) },
    clock,
    newId: () => ids.shift() ?? "",
  });
  return { point, lines };
}

const withoutPolicy: PolicySource = {
  ...fixedPolicy(notes),
  current: () => undefined,
  problem: () => "`policy.js` cannot be loaded: there is no such file",
};

describe("a decision point", () => {
  it("decides by the policy in force and says what became of it, in one line", async () => {
    const { point, lines } = audited();
    const request = noteRequest({ name: "shared_plan" });
    const decided = point.decide(request, { adapter: "notes", requestId: "r1", client: "web" });
    expect(decided).toMatchObject({ id: "d1", allowed: true, reason: "allowed", module: notes });
    expect(lines).toEqual([]);
    await point.record(decided, { carriedOut: decided.decision?.obligations ?? [] });
    const mask = { name: "mask", arguments: { field: "author" } };
    expect(JSON.stringify(lines)).toBe(
      JSON.stringify([
        {
          time: "2026-11-21T10:00:00.123Z",
          id: "d1",
          requestId: "r1",
          adapter: "notes",
          client: "web",
          policy: notes.policySet.digest,
          decision: true,
          reason: "allowed",
          request,
          rules: { subject: ["notes.readers"] },
          obligations: [mask],
          carriedOut: [mask],
        },
      ]),
    );
  });

  it("says of a deny what the rules say, and of an invalid request what is wrong with it", async () => {
    const { point, lines } = audited();
    await point.record(point.decide(noteRequest({ action: "notes.drop" })));
    await point.record(
      point.decide({ ...noteRequest(), action: { name: "notes.read", properties: { nam: "x" } } }),
    );
    expect(lines).toMatchObject([
      {
        decision: false,
        reason: "denied_by_rule",
        rules: { subject: ["notes.drops_are_reviewed"] },
        because: ["Dropping a note needs the owner's approval."],
        remedies: [{ rule: "notes.drops_are_reviewed", name: "approval", arguments: { from: "owner" } }],
      },
      {
        decision: false,
        reason: "invalid_request",
        problems: [
          { path: "/action/properties/nam", kind: "undeclared" },
          { path: "/action/properties/name", kind: "missing" },
        ],
      },
    ]);
  });

  it("says what a caller was answered, where an allow could not be carried out", async () => {
    const { point, lines } = audited();
    await point.record(point.decide(noteRequest()), { enforced: false, note: "`watermark` is unknown here" });
    expect(lines).toMatchObject([{ decision: true, enforced: false, note: "`watermark` is unknown here" }]);
  });

  it("denies where there is no policy, and then shows no values", async () => {
    const { point, lines } = audited(withoutPolicy);
    const decided = point.decide(noteRequest());
    expect(decided).toMatchObject({ allowed: false, reason: "policy_unavailable", decision: undefined });
    expect(point.mayAllow(noteRequest())).toBe(false);
    expect([point.digest(), point.problem()]).toEqual([undefined, withoutPolicy.problem()]);
    await point.record(decided);
    expect(lines).toMatchObject([
      {
        policy: null,
        decision: false,
        reason: "policy_unavailable",
        request: {
          subject: { type: "User", id: "kim" },
          action: { name: "notes.read", properties: { name: "[undeclared]" } },
          resource: { type: "Note", id: "1" },
        },
      },
    ]);
  });

  it("denies where a module throws", () => {
    const fails = () => {
      throw new Error("no");
    };
    const broken: DecisionModule = { ...notes, decide: fails, mayAllow: fails };
    const { point } = audited(fixedPolicy(broken));
    expect(point.decide(noteRequest())).toMatchObject({ allowed: false, reason: "policy_unavailable" });
    expect(point.mayAllow(noteRequest())).toBe(false);
  });

  it("logs what was judged, whatever becomes of the request later", async () => {
    const { point, lines } = audited();
    const request = noteRequest();
    const decided = point.decide(request);
    request.subject.properties.team = "sales";
    request.action.properties.name = "payroll";
    await point.record(decided);
    expect(lines[0]?.request).toEqual(noteRequest());
  });

  it("rejects where the line cannot be kept, and writes nothing without a log", async () => {
    const full = { write: () => Promise.reject(new Error("no space left on device")) };
    const point = createDecisionPoint({ policy: fixedPolicy(notes), audit: full });
    await expect(point.record(point.decide(noteRequest()))).rejects.toThrow("no space left on device");
    const silent = createDecisionPoint({ policy: fixedPolicy(notes) });
    await expect(silent.record(silent.decide(noteRequest()))).resolves.toBeUndefined();
  });

  it("has an id and the time of its own for each decision", () => {
    const point = createDecisionPoint({ policy: fixedPolicy(notes) });
    const [one, other] = [point.decide(noteRequest()), point.decide(noteRequest())];
    expect(one.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.id).not.toBe(other.id);
    expect(Math.abs(one.time.getTime() - Date.now())).toBeLessThan(60_000);
  });
});
