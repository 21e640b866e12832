import { describe, expect, it } from "vitest";
import type { DelegationResult } from "../../../src/adapters/delegation/create-delegation.js";
import type { AuditLine } from "../../../src/adapters/enforcement/audit-line.js";
import { readDecisionModule } from "../../../src/adapters/enforcement/decision-module.js";
import { createDecisionPoint } from "../../../src/adapters/enforcement/decision-point.js";
import { openPolicy } from "../../../src/adapters/enforcement/open-policy.js";
import { fixedPolicy } from "../../../src/adapters/enforcement/policy-source.js";
import { createHttpGuard, type HttpGuardOptions } from "../../../src/adapters/http/create-http-guard.js";
import { refusalResponse } from "../../../src/adapters/http/refusal.js";
import { compile } from "../../codegen/support.js";
import { askedStore, documentRequest, sharingText, viewsAll } from "../enforcement/relations-support.js";

const { module: compiled } = compile(`
use std.agents
use std.oauth

entity Note { owner: User }
action notes.read(id: String), notes.share(with: Email), notes.purge() on Note
obligation mask(field: String)

policy notes {

  rule own_notes
    allow User to notes.* on Note
    when resource.owner == principal

  rule shared_inside
    deny anyone to notes.share
    unless scope(name: "notes:share")

  rule masked
    oblige anyone to notes.read
    with mask(field: "phone")

  rule never_purged
    deny anyone to notes.purge
    when context.now.hour in 0..23
    because "Notes are kept."
}
`);

const module = readDecisionModule(compiled);
const alice = { subject: { type: "User", id: "alice" } };
const note = { type: "Note", id: "n-1", properties: { owner: { type: "User", id: "alice" } } };
const token = {
  issuer: "https://id.example.com",
  audience: ["notes"],
  scopes: ["notes:share"],
  status: "unknown",
  expires: "2026-11-22T13:00:00Z",
};

/** A guard, and what it writes and says. */
function guardWith(more: Partial<HttpGuardOptions> = {}, result?: DelegationResult) {
  const lines: AuditLine[] = [];
  const asked: string[] = [];
  const audit = { write: (line: AuditLine) => void lines.push(line) };
  const guard = createHttpGuard({
    point: createDecisionPoint({ policy: fixedPolicy(module), audit, newId: () => "d-1" }),
    delegation: {
      verify: async (given) => {
        asked.push(given);
        return result ?? { ok: true, caller: alice, claims: {} };
      },
    },
    clock: () => new Date("2026-11-22T12:00:00Z"),
    ...more,
  });
  return { guard, lines, asked };
}

describe("authenticate", () => {
  it.each(["Bearer a.b.c", "bearer  a.b.c", "BEARER a.b.c"])("takes %j", async (authorization) => {
    const { guard, asked } = guardWith();
    expect(await guard.authenticate(authorization)).toEqual({ ok: true, caller: alice });
    expect(asked).toEqual(["a.b.c"]);
  });

  it.each([
    undefined,
    null,
    "",
    "a.b.c",
    "Bearer",
    "Bearer ",
    "Basic YTpi",
    "Bearer a.b.c, Bearer d.e.f",
    "Bearer a b",
  ])("finds no token in %j", async (authorization) => {
    const { guard, asked } = guardWith();
    const refused = await guard.authenticate(authorization);
    expect(refused).toMatchObject({ ok: false, status: 401, body: { code: "no_token" } });
    expect(refused).toMatchObject({ headers: { "www-authenticate": "Bearer" } });
    expect(asked).toEqual([]);
  });

  it("tells the caller the code of a refusal, and the service why", async () => {
    const refusedToken = { ok: false, code: "wrong_audience", message: "for another" } as const;
    const heard: unknown[] = [];
    const { guard } = guardWith({ onRefused: (refused) => heard.push(refused) }, refusedToken);
    const refused = await guard.authenticate("Bearer x");
    expect(refused).toMatchObject({
      status: 401,
      headers: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
    expect(JSON.stringify(refused)).not.toContain("for another");
    expect(heard).toEqual([refusedToken]);
  });

  it("says 503 where the issuer's keys cannot be had: the token may be good", async () => {
    const { guard } = guardWith({}, { ok: false, code: "keys_unavailable", message: "" });
    expect(await guard.authenticate("Bearer x")).toMatchObject({
      status: 503,
      body: { code: "keys_unavailable" },
    });
  });
});

describe("authorize", () => {
  it("asks who knows of relations, and refuses where nobody answers", async () => {
    const policy = fixedPolicy(readDecisionModule(compile(sharingText).module));
    const { subject, resource, context } = documentRequest();
    const call = { action: "docs.read", resource, context };
    const codes = [];
    for (const relations of [askedStore(viewsAll), askedStore(() => "no"), askedStore(() => "unknown")]) {
      const { guard } = guardWith({ point: createDecisionPoint({ policy, relations }) });
      const answer = await guard.authorize({ subject }, call);
      codes.push(answer.ok || answer.status);
    }
    expect(codes).toEqual([true, 403, 403]);
  });

  it("gives the arguments in plain form, and what the service is obliged to", async () => {
    const { guard, lines } = guardWith({ obligations: ["mask"] });
    const shared = { ...alice, context: { token } };
    const call = {
      action: "notes.share",
      arguments: { with: "Bob@EXAMPLE.com" },
      resource: note,
      requestId: "r-1",
    };
    expect(await guard.authorize(shared, call)).toEqual({
      ok: true,
      id: "d-1",
      args: { with: "Bob@example.com" },
      obligations: [],
    });
    const read = await guard.authorize(alice, {
      action: "notes.read",
      arguments: { id: "7" },
      resource: note,
    });
    const obligations = [{ name: "mask", arguments: { field: "phone" } }];
    expect(read).toMatchObject({ ok: true, obligations });
    expect(lines).toMatchObject([{ decision: true }, { decision: true, carriedOut: obligations }]);
  });

  it("refuses what would oblige the service to something that it does not know", async () => {
    const { guard, lines } = guardWith({ obligations: ["cap"] });
    const call = { action: "notes.read", arguments: { id: "7" }, resource: note };
    expect(await guard.authorize(alice, call)).toMatchObject({
      status: 403,
      body: { code: "obligation_unknown" },
    });
    expect(lines).toMatchObject([{ decision: true, enforced: false }]);
  });

  it("says what would lift a deny, and which scope is missing", async () => {
    const { guard } = guardWith();
    const without = { ...alice, context: { token: { ...token, scopes: [] } } };
    const call = { action: "notes.share", arguments: { with: "bob@example.com" }, resource: note };
    expect(await guard.authorize(without, call)).toMatchObject({
      status: 403,
      headers: { "www-authenticate": 'Bearer error="insufficient_scope", scope="notes:share"' },
      body: { code: "denied_by_rule", remedies: [{ name: "scope", arguments: { name: "notes:share" } }] },
    });
  });

  it("lets nobody say what time it is, or which token was given", async () => {
    const { guard } = guardWith();
    const context = { now: "yesterday", token: { ...token, scopes: ["notes:share"] } };
    const without = { ...alice, context: { token: { ...token, scopes: [] } } };
    const purge = await guard.authorize(alice, { action: "notes.purge", resource: note, context });
    expect(purge).toMatchObject({ body: { because: ["Notes are kept."], detail: "Notes are kept." } });
    const call = { action: "notes.share", arguments: { with: "bob@example.com" }, resource: note, context };
    expect(await guard.authorize(without, call)).toMatchObject({ ok: false });
  });

  it("tells nobody what was wrong where", async () => {
    const { guard } = guardWith();
    const refused = await guard.authorize(alice, {
      action: "notes.read",
      arguments: { ident: "7" },
      resource: note,
    });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: "invalid_request", because: [], remedies: [] },
    });
    expect(JSON.stringify(refused)).not.toContain('ident"');
  });

  it("does nothing without a record", async () => {
    const audit = { write: () => Promise.reject(new Error("disk full")) };
    const point = createDecisionPoint({ policy: fixedPolicy(module), audit });
    const { guard } = guardWith({ point, obligations: ["mask"] });
    const call = { action: "notes.read", arguments: { id: "7" }, resource: note };
    expect(await guard.authorize(alice, call)).toMatchObject({
      status: 503,
      body: { code: "audit_unavailable" },
    });
  });

  it("allows nothing without a policy", async () => {
    const policy = await openPolicy("there/is/none.js");
    const { guard } = guardWith({ point: createDecisionPoint({ policy }) });
    const refused = await guard.authorize(alice, { action: "notes.purge", resource: note });
    expect(refused).toMatchObject({ status: 503, body: { code: "policy_unavailable" } });
    await policy.close();
  });
});

describe("refusalResponse", () => {
  it("is the refusal as a Response", async () => {
    const refused = await guardWith().guard.authenticate(undefined);
    if (refused.ok) throw new Error("authenticated by nothing");
    const response = refusalResponse(refused);
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual(refused.body);
  });
});
