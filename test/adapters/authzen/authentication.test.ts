import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { apiKeys, readApiKeys } from "../../../src/adapters/authzen/api-keys.js";
import { jwtBearer } from "../../../src/adapters/authzen/jwt-bearer.js";
import { decisionService } from "./decision-service.js";
import { active, alice, fixturePolicy, read } from "./fixture.js";

const one = "/access/v1/evaluation";
const request = { subject: alice, action: read, resource: active };
const key = "0123456789abcdef0123456789abcdef";

describe("API keys", () => {
  const authenticate = apiKeys([
    { client: "gateway", key },
    { client: "shop", key: `${key}~` },
  ]);
  const pdp = decisionService(fixturePolicy, { authenticate, publicUrl: "https://pdp.example.com" });

  it.each([
    { authorization: `Bearer ${key}` },
    { authorization: `bearer  ${key}` },
    { "x-api-key": `${key}~` },
  ])("that are known let in: %j", async (headers) => {
    expect((await pdp.post(one, request, headers)).body.decision).toBe(true);
    expect(pdp.log.at(-1)).toMatchObject({ client: "x-api-key" in headers ? "shop" : "gateway" });
  });

  it.each([
    {},
    { authorization: "Bearer" },
    { authorization: `Basic ${key}` },
    { authorization: `Bearer ${key.slice(1)}` },
    { authorization: `Bearer ${key}0` },
    { authorization: `Bearer ${key} ${key}` },
    { "x-api-key": "" },
    { "x-api-key": key.toUpperCase() },
  ])("that are not do not: %j", async (headers: Record<string, string>) => {
    const before = pdp.log.length;
    const { status, headers: answered } = await pdp.post(one, request, { ...headers, "x-request-id": "9" });
    expect([status, answered.get("x-request-id")]).toEqual([401, "9"]);
    expect(answered.get("www-authenticate")).toMatch(/^Bearer realm="polc"/);
    expect(pdp.log).toHaveLength(before);
  });

  it("are asked for before a body is looked at, and nowhere but where something is decided", async () => {
    expect((await pdp.post(one, "{")).status).toBe(401);
    expect((await pdp.post("/access/v1/search/action", {})).status).toBe(401);
    expect((await pdp.send("/healthz")).status).toBe(200);
    expect((await pdp.send("/.well-known/authzen-configuration")).status).toBe(200);
  });

  it("are read from lines", () => {
    expect(readApiKeys(`# of May\n\ngateway ${key}\r\n  ${key}~\n`)).toEqual({
      keys: [
        { client: "gateway", key },
        { client: "key 2", key: `${key}~` },
      ],
    });
    for (const text of ["", "# none", "gateway short", `a b ${key}`, `gateway ${key}\u00e4`]) {
      const { problem } = readApiKeys(text);
      expect(problem).toMatch(/./);
      expect(problem).not.toContain(key);
    }
    expect(() => apiKeys([{ client: "shop", key: "short" }])).toThrow("less than 16 characters");
  });
});

describe("tokens", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const [issuer, audience] = ["https://login.example.com", "https://pdp.example.com"];
  const now = new Date("2026-11-22T10:00:00Z");
  const keys = { keys: [await exportJWK(publicKey)] };
  const authenticate = await jwtBearer({ issuer, audience, keys, scope: "decide", clock: () => now });
  const pdp = decisionService(fixturePolicy, { authenticate });
  const seconds = now.getTime() / 1000;
  const claims = {
    iss: issuer,
    aud: audience,
    sub: "s",
    client_id: "shop",
    scope: "decide more",
    exp: seconds + 60,
  };
  const sign = (payload: object, algorithm = "ES256", signer: Parameters<SignJWT["sign"]>[0] = privateKey) =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg: algorithm }).sign(signer);
  const ask = async (token: string) => pdp.post(one, request, { authorization: `Bearer ${token}` });

  it("of the issuer, for this decision point, let in", async () => {
    expect((await ask(await sign(claims))).body.decision).toBe(true);
    expect(pdp.log.at(-1)).toMatchObject({ client: "shop" });
  });

  it("that lack the scope may not", async () => {
    const { status, headers } = await ask(await sign({ ...claims, scope: "more" }));
    expect([status, headers.get("www-authenticate")]).toEqual([
      403,
      'Bearer realm="polc", error="insufficient_scope", scope="decide"',
    ]);
  });

  it.each([
    ["of another issuer", { iss: "https://login.example.org" }],
    ["for another audience", { aud: "https://other.example.com" }],
    ["that have ended", { exp: seconds - 1 }],
    ["that do not end", { exp: undefined }],
    ["that have not begun", { nbf: seconds + 60 }],
  ])("%s do not", async (_, other) => {
    const { status, headers } = await ask(await sign({ ...claims, ...other }));
    expect([status, headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="polc", error="invalid_token"',
    ]);
  });

  it("are not looked at while the keys cannot be had", async () => {
    const unreachable = new URL("http://127.0.0.1:1/jwks.json");
    const without = decisionService(fixturePolicy, {
      authenticate: await jwtBearer({ issuer, audience, keys: unreachable }),
    });
    const headers = { authorization: `Bearer ${await sign(claims)}` };
    expect((await without.post(one, request, headers)).status).toBe(503);
  });

  it("that are forged do not", async () => {
    const other = await generateKeyPair("ES256");
    const good = await sign(claims);
    const [header, , signature] = good.split(".");
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = [
      await sign(claims, "ES256", other.privateKey),
      await sign(claims, "HS256", new TextEncoder().encode(JSON.stringify(keys.keys[0]))),
      `${encode({ alg: "none" })}.${encode(claims)}.`,
      `${header}.${encode({ ...claims, client_id: "admin" })}.${signature}`,
      good.slice(0, -4),
      "x.y.z",
    ];
    for (const token of forged) expect((await ask(token)).status).toBe(401);
  });
});
