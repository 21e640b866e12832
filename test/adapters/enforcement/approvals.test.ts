import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApprovedCall, createApprovals } from "../../../src/adapters/enforcement.js";

const key = new Uint8Array(32).fill(7);
const start = Date.parse("2026-11-21T10:00:00Z");

const call: ApprovedCall = {
  caller: { subject: { type: "User", id: "kim" }, actor: { type: "Agent", id: "bot" } },
  server: "files",
  tool: "write_file",
  arguments: { path: "/srv/a", text: "hello", mode: { create: true } },
  policy: `sha256:${"a".repeat(64)}`,
};

/** Approvals at a time that the test sets. */
function approvalsAt(now = { time: start }) {
  return createApprovals({ key, clock: () => new Date(now.time) });
}

function sealed(approvals = approvalsAt(), of = call): string {
  return approvals.bind(of, { from: "data-owners", expires: new Date(start + 60_000) });
}

describe("an approval", () => {
  it("counts for its call, as policies read it, once", () => {
    const approvals = approvalsAt();
    const text = sealed(approvals);
    expect(approvals.open(text, call)).toEqual({
      ok: true,
      approval: { from: "data-owners", at: "2026-11-21T10:00:00.000Z", expires: "2026-11-21T10:01:00.000Z" },
    });
    expect(approvals.open(text, call)).toEqual({ ok: false, code: "used" });
  });

  it("counts whatever the order of the arguments is, and what else is known of the caller", () => {
    const approvals = approvalsAt();
    const reordered = { mode: { create: true }, text: "hello", path: "/srv/a" };
    const subject = { type: "User", id: "kim", properties: { team: "ops" } };
    const caller = { ...call.caller, subject };
    expect(approvals.open(sealed(approvals), { ...call, caller, arguments: reordered }).ok).toBe(true);
  });

  it.each<[string, Partial<ApprovedCall>]>([
    ["other_caller", { caller: { subject: { type: "User", id: "kim" } } }],
    ["other_caller", { caller: { ...call.caller, subject: { type: "Service", id: "kim" } } }],
    [
      "other_caller",
      { caller: { subject: { type: "Agent", id: "bot" }, actor: { type: "User", id: "kim" } } },
    ],
    ["other_server", { server: "file" }],
    ["other_tool", { tool: "write_files" }],
    ["other_arguments", { arguments: { path: "/srv/a", text: "hello", mode: { create: 1 } } }],
    ["other_policy", { policy: `sha256:${"b".repeat(64)}` }],
  ])("refuses with %s what is not its call", (code, other) => {
    const approvals = approvalsAt();
    const text = sealed(approvals);
    expect(approvals.open(text, { ...call, ...other })).toEqual({ ok: false, code });
    // It is not used up by that.
    expect(approvals.open(text, call).ok).toBe(true);
  });

  it("expires, and is forgotten then", () => {
    const now = { time: start };
    const approvals = approvalsAt(now);
    const [first, second] = [sealed(approvals), sealed(approvals)];
    expect(approvals.open(first, call).ok).toBe(true);
    now.time = start + 60_000;
    expect(approvals.open(second, call)).toEqual({ ok: false, code: "expired" });
    expect(approvals.open(first, call)).toEqual({ ok: false, code: "expired" });
  });

  it("counts wherever the key is, and nowhere else", () => {
    expect(approvalsAt().open(sealed(), call).ok).toBe(true);
    expect(createApprovals().open(sealed(), call)).toEqual({ ok: false, code: "forged" });
  });

  it("asks a store that is shared whether it was used", () => {
    const used = new Set<string>();
    const use = (id: string) => used.size < used.add(id).size;
    const clock = () => new Date(start);
    const [one, other] = [createApprovals({ key, clock, use }), createApprovals({ key, clock, use })];
    const text = sealed(one);
    expect(one.open(text, call).ok).toBe(true);
    expect(other.open(text, call)).toEqual({ ok: false, code: "used" });
  });

  it("takes no short key", () => {
    expect(() => createApprovals({ key: new Uint8Array(31) })).toThrow("32 bytes");
  });

  it("does not tell what was approved", () => {
    const content = Buffer.from(sealed().split(".")[0] ?? "", "base64url").toString();
    expect(content).not.toMatch(/kim|bot|files|write_file|srv|hello|aaaa/);
  });
});

/** Law: approval-is-of-one-call. Any call that is not the approved one is refused, and so is any text that was not sealed. */
describe("approval-is-of-one-call", () => {
  const name = fc.oneof(fc.constantFrom("kim", "bot", "", "ki", "m"), fc.string({ maxLength: 4 }));
  const party = fc.record({ type: name, id: name });
  const calls = fc.record({
    caller: fc.record({ subject: party, actor: party }, { requiredKeys: ["subject"] }),
    server: name,
    tool: name,
    arguments: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }),
    policy: name,
  });
  const members = ["caller", "server", "tool", "arguments", "policy"] as const;

  it("no other call", () => {
    const approvals = approvalsAt();
    const property = fc.property(calls, calls, fc.constantFrom(...members), (approved, other, member) => {
      const changed = { ...approved, [member]: other[member] };
      const isSame = JSON.stringify(sorted(changed)) === JSON.stringify(sorted(approved));
      const opened = approvals.open(sealed(approvals, approved), changed);
      expect(opened).toMatchObject(isSame ? { ok: true } : { ok: false, code: `other_${member}` });
    });
    fc.assert(property, { seed: 3, numRuns: 150 });
  });

  it("no other text", () => {
    const approvals = approvalsAt();
    const text = sealed(approvals);
    const edits = fc.record({ at: fc.nat(text.length), put: fc.string({ maxLength: 2 }), gone: fc.nat(2) });
    const property = fc.property(edits, ({ at, put, gone }) => {
      const edited = text.slice(0, at) + put + text.slice(at + gone);
      fc.pre(edited !== text);
      expect(approvals.open(edited, call)).toEqual({ ok: false, code: "forged" });
    });
    fc.assert(property, { seed: 3, numRuns: 150 });
    for (const no of [undefined, null, 5, {}, ["a.b"], "", ".", `${text}${"A".repeat(5000)}`])
      expect(approvals.open(no as string, call)).toEqual({ ok: false, code: "forged" });
  });
});

/** Members in one order, at every level; -0 is 0, as it is in JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
