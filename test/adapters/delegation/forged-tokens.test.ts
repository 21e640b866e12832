import { createServer } from "node:http";
import fc from "fast-check";
import { CompactSign, exportJWK, exportSPKI, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDelegation } from "../../../src/adapters/delegation/create-delegation.js";
import type { KeySource } from "../../../src/adapters/delegation/options.js";
import {
  audience,
  claimsOf,
  delegationWith,
  inverted,
  keys,
  now,
  nowSeconds,
  optionsWith,
  rfc8693,
  services,
  sign,
} from "./support.js";

/* Tokens that are not what they claim to be. Those with a signature have a real one. */

const delegation = await delegationWith();
const good = await sign(rfc8693, claimsOf(rfc8693, { act: { sub: "bot-7" } }));
const publicKey = await exportSPKI(keys[rfc8693].publicKey);
const publicJwk = await exportJWK(keys[inverted].publicKey);
const [header = "", payload = "", signature = ""] = good.split(".");

/** A part of a token. */
function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

async function codeOf(token: string | Promise<string>): Promise<string> {
  const result = await delegation.verify(await token);
  return result.ok ? "accepted" : result.code;
}

describe("a token is refused", () => {
  it("but not the one that the others are made of", async () => expect(await codeOf(good)).toBe("accepted"));

  const withSecret = (secret: string) =>
    new SignJWT(claimsOf(rfc8693))
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secret));
  const signed = (more: object, head: object = {}) => sign(rfc8693, claimsOf(rfc8693, { ...more }), head);
  const signedByOther = new CompactSign(Buffer.from(JSON.stringify(claimsOf(rfc8693))))
    .setProtectedHeader({ alg: "ES256", kid: rfc8693 })
    .sign(keys[services].privateKey);

  it.each([
    // Forged.
    ["without a signature", "wrong_algorithm", new UnsecuredJWT(claimsOf(rfc8693)).encode() + signature],
    ["with `alg: none` and no signature", "malformed_token", new UnsecuredJWT(claimsOf(rfc8693)).encode()],
    ["signed with the public key as a secret (HS256)", "wrong_algorithm", withSecret(publicKey)],
    ["signed with a guessed secret", "wrong_algorithm", withSecret("secret")],
    [
      "with other claims than were signed",
      "bad_signature",
      `${header}.${part(claimsOf(rfc8693, { sub: "bob" }))}.${signature}`,
    ],
    [
      "with another header than was signed",
      "bad_signature",
      `${part({ alg: "ES256", kid: rfc8693, x: 1 })}.${payload}.${signature}`,
    ],
    ["signed with another issuer's key", "bad_signature", signedByOther],
    [
      "that brings its own key (`jwk`)",
      "unknown_key",
      sign(inverted, claimsOf(rfc8693), { kid: "own", jwk: publicJwk }),
    ],
    [
      "that says where its key is (`jku`)",
      "unknown_key",
      signed({}, { kid: "own", jku: "https://evil.example/jwks" }),
    ],
    ["of one issuer, signed by another", "unknown_key", sign(inverted, claimsOf(rfc8693))],
    [
      "with an algorithm that no key is of",
      "unknown_key",
      `${part({ alg: "RS256", kid: rfc8693 })}.${payload}.${signature}`,
    ],
    ["of an issuer that nobody knows", "unknown_issuer", signed({ iss: "https://evil.example" })],
    ["of an issuer that differs by a slash", "unknown_issuer", signed({ iss: `${rfc8693}/` })],
    ["of an issuer that is a member of every object", "unknown_issuer", signed({ iss: "__proto__" })],
    ["without an issuer", "unknown_issuer", signed({ iss: undefined })],
    // Not for here, not for now.
    ["for another service", "wrong_audience", signed({ aud: "https://drive.example.com" })],
    ["for a service whose name begins alike", "wrong_audience", signed({ aud: `${audience}.evil.example` })],
    ["for nobody", "wrong_audience", signed({ aud: undefined })],
    ["for an empty list", "wrong_audience", signed({ aud: [] })],
    ["that has ended", "expired", signed({ exp: nowSeconds - 60 })],
    ["that never ends", "malformed_claims", signed({ exp: undefined })],
    ["that ends in words", "malformed_claims", signed({ exp: "tomorrow" })],
    ["that ends when time does", "malformed_claims", signed({ exp: 1e300 })],
    ["that begins later", "not_yet_valid", signed({ nbf: nowSeconds + 60 })],
    ["that was issued later", "not_yet_valid", signed({ iat: nowSeconds + 60 })],
    [
      "that is bound to a key",
      "bound_token",
      signed({ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }),
    ],
    // Not an access token, or not one alone.
    ["that is a proof", "wrong_type", signed({}, { typ: "dpop+jwt" })],
    ["that ends a session", "wrong_type", signed({}, { typ: "logout+jwt" })],
    [
      "with an extension",
      "malformed_token",
      `${part({ alg: "ES256", crit: ["x"], x: 1 })}.${payload}.${signature}`,
    ],
    [
      "with a claim given twice",
      "duplicate_member",
      sign(rfc8693, `{"sub":"alice",${JSON.stringify(claimsOf(rfc8693)).slice(1)}`),
    ],
    [
      "with a claim given twice inside of `act`",
      "duplicate_member",
      sign(
        rfc8693,
        JSON.stringify(claimsOf(rfc8693, { act: 0 })).replace('"act":0', '"act":{"sub":"a","\\u0073ub":"b"}'),
      ),
    ],
    [
      "with an algorithm given twice",
      "duplicate_member",
      `${part('{"alg":"none","alg":"ES256"}')}.${payload}.${signature}`,
    ],
    ["whose claims are a list", "malformed_token", sign(rfc8693, "[]")],
    ["whose claims are no JSON", "malformed_token", sign(rfc8693, "sub=alice")],
    [
      "whose claims are nested without end",
      "malformed_token",
      sign(rfc8693, `{"a":${"[".repeat(2_000)}${"]".repeat(2_000)}}`),
    ],
    ["that is longer than any", "too_long", signed({ padding: "x".repeat(16_384) })],
    ["with white space", "malformed_token", ` ${good}`],
    ["with padding", "malformed_token", `${header}.${payload}=.${signature}`],
    ["of two parts", "malformed_token", `${header}.${payload}`],
    ["of five parts", "malformed_token", `${good}.a.b`],
    ["that is empty", "malformed_token", ""],
  ])("%s", async (_, code, token) => {
    expect(await codeOf(token)).toBe(code);
  });

  // Law tampering-is-refused.
  it("if any one of its characters is another one", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    const place = fc.nat({ max: good.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(good[at] !== character);
        expect(await codeOf(good.slice(0, at) + character + good.slice(at + 1))).not.toBe("accepted");
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  it("whose claims are no UTF-8", async () => {
    const bytes = Buffer.from(JSON.stringify(claimsOf(rfc8693, { sub: "é" })), "latin1");
    const token = new CompactSign(bytes).setProtectedHeader({ alg: "ES256" }).sign(keys[rfc8693].privateKey);
    expect(await codeOf(token)).toBe("malformed_token");
  });

  it("that is no text", async () => {
    // @ts-expect-error As JavaScript may call it.
    expect(await delegation.verify(undefined)).toMatchObject({ ok: false, code: "malformed_token" });
  });

  it("with an algorithm that its issuer does not use, though it has the key", async () => {
    const { verify } = await delegationWith({ algorithms: ["ES384"] });
    expect(await verify(good)).toMatchObject({ ok: false, code: "wrong_algorithm" });
  });
});

describe("keys", () => {
  const answers: { status: number; body: string }[] = [];
  const server = createServer((_, response) => {
    const { status, body } = answers.shift() ?? { status: 500, body: "" };
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(() => server.close());

  const verifyWith = async (source: KeySource) => (await delegationWith({ keys: source })).verify(good);

  it("come from a PEM", async () => {
    const pem = await exportSPKI(keys[rfc8693].publicKey);
    expect(await verifyWith({ pem })).toMatchObject({ ok: true });
    const other = await exportSPKI(keys[inverted].publicKey);
    expect(await verifyWith({ pem: other })).toMatchObject({ ok: false, code: "unknown_key" });
  });

  it("come from the host", async () => {
    expect(await verifyWith({ key: keys[rfc8693].publicKey })).toMatchObject({ ok: true });
    expect(await verifyWith({ key: keys[services].publicKey })).toMatchObject({
      ok: false,
      code: "bad_signature",
    });
    expect(await verifyWith({ key: keys[inverted].publicKey })).toMatchObject({ code: "bad_signature" });
  });

  it("come from where the issuer publishes them, once", async () => {
    const jwk = await exportJWK(keys[rfc8693].publicKey);
    answers.push({ status: 200, body: JSON.stringify({ keys: [{ ...jwk, kid: rfc8693, alg: "ES256" }] }) });
    const { verify } = await delegationWith({ keys: { jwks: `${origin}/jwks` } });
    expect(await Promise.all([verify(good), verify(good)])).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await verify(good)).toMatchObject({ ok: true });
  });

  it.each([
    ["are not there", { status: 404, body: "" }],
    ["are elsewhere", { status: 302, body: "" }],
    ["are no set", { status: 200, body: "[]" }],
  ])("that %s verify nothing", async (_, answer) => {
    answers.push(answer);
    const result = await verifyWith({ jwks: `${origin}/jwks` });
    expect(result).toMatchObject({ ok: false, code: "keys_unavailable" });
  });

  it("must be told apart by the token", async () => {
    const { issuers } = await optionsWith();
    const set = await Promise.all(
      [rfc8693, services].map((issuer) => exportJWK(keys[issuer as typeof rfc8693].publicKey)),
    );
    const options = {
      issuers: {
        [rfc8693]: { ...issuers[rfc8693], layout: "rfc8693" as const, keys: { jwks: { keys: set } } },
      },
    };
    const { verify } = createDelegation({ ...options, audience, clock: () => now });
    expect(await verify(await sign(rfc8693, claimsOf(rfc8693), { kid: undefined }))).toMatchObject({
      code: "unknown_key",
    });
  });
});
