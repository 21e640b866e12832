import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IssuerOptions } from "../../../src/adapters/delegation/options.js";
import type { JsonObject } from "../../../src/util/json-object.js";
import {
  audience,
  claimsOf,
  delegationWith,
  inverted,
  type KnownIssuer,
  nowSeconds,
  rfc8693,
  services,
} from "./support.js";

/* Claims that are signed well and say two things. */

const { fromClaims } = await delegationWith();

describe("claims are refused", () => {
  const act = { sub: "bot-7" };

  it.each<readonly [string, string, KnownIssuer, JsonObject]>([
    // The layout of the other kind of issuer: an agent would have a person's rights.
    [
      "whose `sub` is the client, where it is the person",
      "contradicts_kind",
      rfc8693,
      { sub: "bot-7", client_id: "bot-7", act: { sub: "alice" } },
    ],
    [
      "whose `sub` is the authorised party",
      "contradicts_kind",
      rfc8693,
      { sub: "bot-7", azp: "bot-7", act: { sub: "alice" } },
    ],
    [
      "whose `act.sub` is the client, where it is the person",
      "contradicts_kind",
      inverted,
      { client_id: "bot-7", act },
    ],
    ["whose `sub_type` is a client", "contradicts_kind", rfc8693, { sub_type: "client" }],
    [
      "whose `sub_type` is a person, where it is the agent",
      "contradicts_kind",
      inverted,
      { sub_type: "user", act },
    ],
    [
      "whose `act` is a person, where it is the agent",
      "contradicts_kind",
      rfc8693,
      { act: { sub: "bob", sub_type: "User" } },
    ],
    [
      "whose `act` is an agent, where it is the person",
      "contradicts_kind",
      inverted,
      { act: { sub: "bot-8", sub_profile: "ai_agent" } },
    ],
    ["of an app (Entra)", "contradicts_kind", rfc8693, { idtyp: "app" }],
    ["of a user, where a service is expected", "contradicts_kind", services, { idtyp: "user" }],
    ["for a client's own credentials (Auth0)", "contradicts_kind", rfc8693, { gty: "client-credentials" }],
    [
      "of a service account (Keycloak)",
      "contradicts_kind",
      rfc8693,
      { preferred_username: "service-account-mailer" },
    ],
    ["of a client by its name (Auth0)", "contradicts_kind", rfc8693, { sub: "Xy7@clients" }],
    ["of a workload (SPIFFE)", "contradicts_kind", inverted, { act: { sub: "spiffe://example.org/bot" } }],
    ["with a kind that nobody knows", "contradicts_kind", rfc8693, { sub_type: "deity" }],
    ["with a kind that is no word", "contradicts_kind", rfc8693, { sub_type: ["user"] }],
    // The delegation itself.
    ["of a party that acts for itself", "same_party", rfc8693, { act: { sub: "alice" } }],
    ["with an actor of an issuer that has none", "delegation_not_allowed", services, { act }],
    ["with an actor of another issuer", "foreign_actor", rfc8693, { act: { ...act, iss: inverted } }],
    ["with an actor that has an end of its own", "malformed_actor", rfc8693, { act: { ...act, exp: 1 } }],
    ["with an actor that is null", "malformed_actor", rfc8693, { act: null }],
    ["with a prior actor that is null", "malformed_actor", rfc8693, { act: { ...act, act: null } }],
    ["with an actor that is a text", "malformed_actor", rfc8693, { act: "bot-7" }],
    ["with an actor that is a list", "malformed_actor", rfc8693, { act: [act] }],
    ["with a prior actor that is a text", "malformed_actor", rfc8693, { act: { ...act, act: "bot-6" } }],
    ["with an actor without a name", "malformed_claims", rfc8693, { act: {} }],
    ["with an actor whose name is empty", "malformed_claims", rfc8693, { act: { sub: "" } }],
    ["with a person whose name is empty", "malformed_claims", inverted, { act: { sub: "" } }],
    // Their forms.
    ["without `sub`", "malformed_claims", rfc8693, { sub: undefined }],
    ["with an empty `sub`", "malformed_claims", rfc8693, { sub: "" }],
    ["whose `sub` is a number", "malformed_claims", rfc8693, { sub: 7 }],
    ["whose `sub` is no text", "malformed_claims", rfc8693, { sub: "\ud800" }],
    ["with two clients", "malformed_claims", rfc8693, { client_id: "a", azp: "b" }],
    ["with two grants", "malformed_claims", rfc8693, { scope: "read", scp: ["read", "write"] }],
    ["with a grant twice and another one", "malformed_claims", rfc8693, { scope: "a a", scp: "a b" }],
    ["whose scopes are an object", "malformed_claims", rfc8693, { scope: { read: true } }],
    ["whose audience is an object", "malformed_claims", rfc8693, { aud: { name: "x" } }],
  ])("%s", (_, code, issuer, claims) => {
    expect(fromClaims(claimsOf(issuer, claims))).toMatchObject({ ok: false, code });
  });

  it.each([[undefined], [null], ["alice"], [[]]])("that are %j", (claims) => {
    expect(fromClaims(claims)).toMatchObject({ ok: false, code: "malformed_claims" });
  });

  it.each<readonly [string, string, Partial<IssuerOptions>, JsonObject]>([
    ["without an actor, where one is required", "delegation_required", { delegation: "required" }, {}],
    [
      "without what is required",
      "requirement_not_met",
      { subject: { type: "User", requires: [{ claim: "email_verified", is: [true] }] } },
      {},
    ],
    [
      "with something like what is required",
      "requirement_not_met",
      { subject: { type: "User", requires: [{ claim: "email_verified", is: [true] }] } },
      { email_verified: "true" },
    ],
    [
      "with the same id of both",
      "same_party",
      { subject: { type: "User", id: "oid" }, actor: { type: "Agent", id: "oid" } },
      { oid: "x", act: { sub: "bot-7", oid: "x" } },
    ],
    [
      "whose groups are an object",
      "malformed_claims",
      { subject: { type: "User", ancestors: [{ claim: "groups", type: "Team" }] } },
      { groups: { a: 1 } },
    ],
    [
      "with a group without a name",
      "malformed_claims",
      { subject: { type: "User", ancestors: [{ claim: "groups", type: "Team" }] } },
      { groups: ["a", ""] },
    ],
  ])("%s", async (_, code, options, claims) => {
    const { fromClaims } = await delegationWith(options);
    expect(fromClaims(claimsOf(rfc8693, claims))).toMatchObject({ ok: false, code });
  });

  it("with a message that says what is contradicted", () => {
    expect(fromClaims(claimsOf(rfc8693, { idtyp: "app" }))).toMatchObject({
      message: "by `idtyp` it is a program; by the issuer's options, a person (User)",
    });
  });

  it("only by what the options ask of a claim, where they ask something", async () => {
    const requires = [{ claim: "sub_type", is: ["employee", "client"] }];
    const { fromClaims } = await delegationWith({ subject: { type: "User", requires } });
    expect(fromClaims(claimsOf(rfc8693, { sub_type: "employee" }))).toMatchObject({ ok: true });
    expect(fromClaims(claimsOf(rfc8693, { sub_type: "user" }))).toMatchObject({
      ok: false,
      code: "requirement_not_met",
    });
  });

  it.each<readonly [KnownIssuer, JsonObject]>([
    [
      rfc8693,
      {
        sub_type: "human",
        idtyp: "user",
        act: { sub: "bot-7", sub_profile: "ai-agent" },
        client_id: "bot-7",
      },
    ],
    [rfc8693, { gty: "refresh_token", may_act: { sub: "bot-9" }, client_id: "app" }],
    [inverted, { sub: "bot-7", client_id: "bot-7", act: { sub: "alice", sub_type: "user" } }],
    [services, { sub: "mailer", client_id: "mailer", idtyp: "app", gty: "client-credentials" }],
  ])("but not those of %s that agree: %j", (issuer, claims) => {
    expect(fromClaims(claimsOf(issuer, claims))).toMatchObject({ ok: true });
  });

  // Law claims-never-throw.
  it("or read, whatever they are", () => {
    const seen = new Set<string>();
    const names = [
      "iss",
      "sub",
      "aud",
      "exp",
      "nbf",
      "act",
      "cnf",
      "scope",
      "client_id",
      "sub_type",
      "groups",
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(rfc8693, inverted, audience, nowSeconds + 60, { sub: "b" }),
    );
    const claims = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 });
    fc.assert(
      fc.property(claims, fc.boolean(), (more, isGood) => {
        const result = fromClaims(isGood ? claimsOf(rfc8693, more) : more);
        seen.add(result.ok ? "ok" : result.code);
      }),
      { seed: 20261122, numRuns: 300 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining(["ok", "malformed_claims", "malformed_actor", "unknown_issuer"]),
    );
  });
});
