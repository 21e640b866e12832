import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DelegationResult } from "../../../src/adapters/delegation/create-delegation.js";
import { createDelegation } from "../../../src/adapters/delegation/create-delegation.js";
import {
  audience,
  claimsOf,
  delegationWith,
  inverted,
  nowSeconds,
  optionsWith,
  rfc8693,
  services,
  sign,
} from "./support.js";

const delegation = await delegationWith();

/** The caller of a result that must be good. */
function callerOf(result: DelegationResult) {
  expect(result).toMatchObject({ ok: true });
  return result.ok ? result.caller : undefined;
}

describe("createDelegation", () => {
  it("reads a delegation as RFC 8693 has it", async () => {
    const token = await sign(
      rfc8693,
      claimsOf(rfc8693, { act: { sub: "bot-7" }, scope: "mail.read mail.send" }),
    );
    expect(callerOf(await delegation.verify(token))).toEqual({
      subject: { type: "User", id: "example:alice" },
      actor: { type: "Agent", id: "example:bot-7" },
      context: {
        token: {
          issuer: rfc8693,
          audience: [audience],
          scopes: ["mail.read", "mail.send"],
          status: "unknown",
          issued_at: "2026-11-22T11:59:00.000Z",
          expires: "2026-11-22T12:10:00.000Z",
        },
      },
    });
  });

  it("reads the inverted layout where the issuer has it", async () => {
    const token = await sign(inverted, claimsOf(inverted, { sub: "bot-7", act: { sub: "alice" } }));
    expect(callerOf(await delegation.verify(token))).toMatchObject({
      subject: { type: "User", id: "agents:alice" },
      actor: { type: "Agent", id: "agents:bot-7" },
    });
  });

  it.each([
    [rfc8693, { type: "User", id: "example:alice" }],
    [inverted, { type: "Agent", id: "agents:alice" }],
    [services, { type: "Service", id: "alice" }],
  ] as const)("`sub` on its own is what %s says", async (issuer, subject) => {
    const caller = callerOf(await delegation.verify(await sign(issuer, claimsOf(issuer))));
    expect(caller?.subject).toEqual(subject);
    expect(caller).not.toHaveProperty("actor");
  });

  it("keeps prior actors for the log, the latest first, by what identifies them", () => {
    const act = {
      sub: "c",
      act: { sub: "b", roles: ["admin"], act: { sub: "a", iss: "https://other.example" } },
    };
    expect(callerOf(delegation.fromClaims(claimsOf(rfc8693, { act })))?.priorActors).toEqual([
      { sub: "b" },
      { sub: "a", iss: "https://other.example" },
    ]);
  });

  it("takes a token within the tolerance of its clock, and not beyond it", () => {
    const ended = (seconds: number) =>
      delegation.fromClaims(claimsOf(rfc8693, { exp: nowSeconds - seconds }));
    expect(ended(4.5)).toMatchObject({ ok: true });
    expect(ended(5)).toMatchObject({ ok: false, code: "expired" });
  });

  it("takes a token for several audiences, of which it is one", () => {
    const aud = ["https://other.example", audience];
    expect(callerOf(delegation.fromClaims(claimsOf(rfc8693, { aud })))?.context).toMatchObject({
      token: { audience: aud },
    });
  });

  it.each([
    [{ scope: "a b" }, ["a", "b"]],
    [{ scp: ["a", "b"] }, ["a", "b"]],
    [{ scp: "a b", scope: "b a" }, ["b", "a"]],
    [{ scope: "" }, []],
    [{}, []],
  ])("reads the scopes of %j", (claims, scopes) => {
    expect(callerOf(delegation.fromClaims(claimsOf(rfc8693, claims)))?.context).toMatchObject({
      token: { scopes },
    });
  });

  it.each(["client_id", "azp", "appid", "cid"])("reads the client of `%s`", (claim) => {
    expect(callerOf(delegation.fromClaims(claimsOf(rfc8693, { [claim]: "app-1" })))?.context).toMatchObject({
      token: { client_id: "app-1" },
    });
  });

  it.each([
    [{ task: { id: "t-1", exp: nowSeconds + 60 } }, { id: "t-1", expires: "2026-11-22T12:01:00.000Z" }],
    [{ task: { id: "t-1", exp: nowSeconds + 6000 } }, { id: "t-1", expires: "2026-11-22T12:10:00.000Z" }],
    [{ task: { id: "t-1" } }, { id: "t-1", expires: "2026-11-22T12:10:00.000Z" }],
    [{ task: {} }, undefined],
  ])("reads the task of %j, which does not outlive its token", async (claims, task) => {
    const { fromClaims } = await delegationWith({ task: { id: ["task", "id"], expires: ["task", "exp"] } });
    expect(callerOf(fromClaims(claimsOf(rfc8693, claims)))?.context?.task).toEqual(task);
    expect(callerOf(delegation.fromClaims(claimsOf(rfc8693, claims)))?.context).not.toHaveProperty("task");
  });

  it("does not start with options under which two issuers' people are one", async () => {
    const options = await optionsWith({ namespace: "agents" });
    expect(() => createDelegation(options)).toThrow("its ids of User may be those of");
  });
});

describe("ids", () => {
  // Law ids-name-one-party.
  it("are of two parties only if their issuers' namespaces or their claims differ", async () => {
    const namespace = fc.stringMatching(/^[\w.-]{1,3}$/);
    const sub = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", ":", ".", "-") });
    const idOf = async (space: string, name: string) => {
      const { fromClaims } = await delegationWith({ namespace: space });
      return callerOf(fromClaims(claimsOf(rfc8693, { sub: name })))?.subject.id;
    };
    const pair = fc.tuple(fc.oneof(fc.constantFrom("a", "b", "a.b"), namespace), sub);
    await fc.assert(
      fc.asyncProperty(pair, pair, async (one, other) => {
        fc.pre([one, other].every(([space]) => space !== "agents"));
        const isSame = one[0] === other[0] && one[1] === other[1];
        expect((await idOf(...one)) === (await idOf(...other))).toBe(isSame);
      }),
      { seed: 20261122, numRuns: 60 },
    );
  });
});

describe("what options say of a party", () => {
  it("becomes attributes and ancestors, and nothing else does", async () => {
    const { fromClaims } = await delegationWith({
      subject: {
        type: "Employee",
        id: "oid",
        properties: { team: "department", level: ["org", "level"], roles: "roles" },
        ancestors: [
          { claim: "groups", type: "Team" },
          { claim: ["realm", "roles"], type: "Role", absent: "none" },
        ],
      },
      actor: { type: "Agent", properties: { vendor: "vendor", app: { claim: "app", of: "token" } } },
    });
    const claims = claimsOf(rfc8693, {
      oid: "e-1",
      department: "sales",
      org: { level: 3 },
      admin: true,
      app: "mailer",
      roles: null,
      groups: ["t1", "t2"],
      act: { sub: "bot-7", vendor: "acme", team: "finance" },
    });
    expect(callerOf(fromClaims(claims))).toMatchObject({
      subject: {
        type: "Employee",
        id: "example:e-1",
        properties: { team: "sales", level: 3, roles: null },
        ancestors: [
          { type: "Team", id: "example:t1" },
          { type: "Team", id: "example:t2" },
        ],
      },
      actor: { type: "Agent", id: "example:bot-7", properties: { vendor: "acme", app: "mailer" } },
    });
  });

  it("leaves ancestors out where a list of them is missing: less than all would let a deny pass", async () => {
    const ancestors = [
      { claim: "groups", type: "Team" },
      { claim: "roles", type: "Role" },
    ];
    const { fromClaims } = await delegationWith({ subject: { type: "User", ancestors } });
    const caller = callerOf(fromClaims(claimsOf(rfc8693, { roles: ["reader"] })));
    expect(caller?.subject).toEqual({ type: "User", id: "example:alice" });
  });

  it("reads no inherited member", async () => {
    const { fromClaims } = await delegationWith({
      subject: {
        type: "User",
        properties: { a: "toString", b: ["__proto__", "x"], c: ["constructor", "name"] },
      },
    });
    expect(callerOf(fromClaims(claimsOf(rfc8693)))?.subject.properties).toEqual({});
  });
});
