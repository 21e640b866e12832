import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { createDelegation } from "../../../src/adapters/delegation/create-delegation.js";
import { readDelegationConfiguration } from "../../../src/adapters/delegation/read-configuration.js";
import type { JsonObject } from "../../../src/util/json-object.js";
import { audience, claimsOf, keys, now, rfc8693, sign } from "./support.js";

const pem = await exportSPKI(keys[rfc8693].publicKey);
const jwk = await exportJWK(keys[rfc8693].publicKey);
const { privateKey } = await generateKeyPair("ES256", { extractable: true });
const privatePem = await exportPKCS8(privateKey);
const privateJwk = await exportJWK(privateKey);
const ofSelf = "what its holder says of itself";
const good = { layout: "rfc8693", keys: { pem } };

function fileWith(issuer: JsonObject, more: JsonObject = {}): JsonObject {
  return { issuers: { [rfc8693]: { ...good, ...issuer } }, audience, ...more };
}

/** Problems as `path: message`. */
async function problemsOf(json: unknown): Promise<readonly string[]> {
  const result = await readDelegationConfiguration(json);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const other = "https://other.example.com";
const at = "/issuers/https:~1~1id.example.com";

describe("readDelegationConfiguration", () => {
  it("gives options that verify", async () => {
    const subject = {
      type: "Employee",
      properties: { team: "department", level: ["org", "level"], app: { claim: "app", of: "token" } },
      ancestors: [{ claim: "groups", type: "Team", absent: "none" }],
      requires: [{ claim: "email_verified", is: [true] }],
    };
    const json = fileWith({ subject, algorithms: ["ES256"], delegation: "allowed", inactive: "told" });
    const read = await readDelegationConfiguration(JSON.parse(JSON.stringify(json)));
    expect(read).toMatchObject({ ok: true });
    if (!read.ok) return;
    const { verify } = createDelegation({ ...read.options, clock: () => now });
    const token = await sign(rfc8693, claimsOf(rfc8693, { department: "sales", email_verified: true }));
    expect(await verify(token)).toMatchObject({
      ok: true,
      caller: { subject: { type: "Employee", id: "alice", properties: { team: "sales" }, ancestors: [] } },
    });
  });

  it("takes the secret for introspection from the environment", async () => {
    const asked = {
      endpoint: "https://id.example.com/introspect",
      clientId: "mail",
      clientSecretFrom: "SECRET",
    };
    const json = fileWith({ introspection: asked });
    expect(await problemsOf(json)).toEqual([
      `${at}/introspection/clientSecretFrom: the variable \`SECRET\` of the environment is not set`,
    ]);
    const open = fileWith({ introspection: { ...asked, endpoint: "http://id.example.com/introspect" } });
    expect(await problemsOf(open)).toContain(`${at}/introspection/endpoint: expected an https address`);
    const read = await readDelegationConfiguration(json, { SECRET: "s" });
    expect(read.ok && read.options.issuers[rfc8693]?.status).toBeTypeOf("function");
  });

  it.each<readonly [string, unknown, string]>([
    ["a list", [], ": expected object"],
    ["nothing", {}, ": `issuers` is missing"],
    ["no audience", { issuers: { [rfc8693]: good } }, ": `audience` is missing"],
    ["no issuer", { issuers: {}, audience }, "/issuers: nothing is given"],
    [
      "a misspelt member",
      fileWith({ layuot: "x" }),
      `${at}/layuot: \`layuot\` is not known here: did you mean \`layout\`?`,
    ],
    [
      "a member that is none",
      fileWith({}, { clock: "utc" }),
      "/clock: `clock` is not known here: there are `issuers`, `audience`, `clockTolerance`, `maxTokenLength`",
    ],
    [
      "a layout to be guessed",
      fileWith({ layout: "auto" }),
      `${at}/layout: expected \`rfc8693\`, \`inverted\``,
    ],
    [
      "an algorithm with a shared secret",
      fileWith({ algorithms: ["HS256"] }),
      `${at}/algorithms/0: expected \`RS256\``,
    ],
    ["no signature", fileWith({ algorithms: ["none"] }), `${at}/algorithms/0: expected \`RS256\``],
    ["no keys", fileWith({ keys: {} }), `${at}/keys: expected one of \`jwks\`, \`pem\``],
    [
      "two kinds of keys",
      fileWith({ keys: { pem, jwks: "https://x.example" } }),
      `${at}/keys: expected one of \`jwks\`, \`pem\``,
    ],
    [
      "keys from an open address",
      fileWith({ keys: { jwks: "http://id.example.com/jwks" } }),
      `${at}/keys: expected an https address`,
    ],
    [
      "keys from no address",
      fileWith({ keys: { jwks: "jwks.json" } }),
      `${at}/keys: \`jwks.json\` is no address`,
    ],
    ["a private key", fileWith({ keys: { pem: privatePem } }), `${at}/keys: expected a public key`],
    [
      "a private key in a set",
      fileWith({ keys: { jwks: { keys: [privateJwk] } } }),
      `${at}/keys: the set has a key that can sign`,
    ],
    [
      "a shared secret in a set",
      fileWith({ keys: { jwks: { keys: [{ kty: "oct", k: "AAAA" }, jwk] } } }),
      `${at}/keys: the set has a key that can sign`,
    ],
    ["an empty set", fileWith({ keys: { jwks: { keys: [] } } }), `${at}/keys: the set has no key`],
    ["a namespace with a colon", fileWith({ namespace: "a:b" }), `${at}/namespace: expected letters`],
    [
      "what a client says of itself",
      fileWith({ actor: { type: "Agent", properties: { name: "client_name" } } }),
      `${at}/actor/properties/name: \`client_name\` is ${ofSelf}`,
    ],
    [
      "what users write themselves",
      fileWith({
        subject: { type: "User", ancestors: [{ claim: ["user_metadata", "roles"], type: "Role" }] },
      }),
      `${at}/subject/ancestors/0: \`user_metadata.roles\` is ${ofSelf}`,
    ],
    ["a party without a type", fileWith({ subject: {} }), `${at}/subject: \`type\` is missing`],
    [
      "a claim that is a number",
      fileWith({ subject: { type: "User", id: 7 } }),
      `${at}/subject/id: expected string or array`,
    ],
  ])("says what is wrong with %s", async (_, json, expected) => {
    const [first = "", ...others] = await problemsOf(json);
    expect(first).toContain(expected);
    expect(others.filter((problem) => !problem.startsWith(": "))).toEqual([]);
  });

  it("takes what is known to be the client's word, if it is said to be", async () => {
    const properties = { name: { claim: "client_name", asserted: true } };
    expect(await problemsOf(fileWith({ actor: { type: "Agent", properties } }))).toEqual([]);
  });

  const service = { delegation: "never", subject: { type: "Service", kind: "program" } };
  const group = { ...service, subject: { type: "Service", ancestors: [{ claim: "groups", type: "User" }] } };
  const idsOfUser = "its ids of User may be those of";

  it.each<readonly [string, JsonObject, JsonObject, readonly string[]]>([
    ["neither has a namespace", {}, {}, [rfc8693, other]],
    ["one has none", { namespace: "a" }, {}, [other]],
    ["both have the same one", { namespace: "a" }, { namespace: "a" }, [rfc8693, other]],
    ["one calls its groups as the other its people", {}, group, [rfc8693, other]],
  ])("refuses two issuers with ids of one type where %s", async (_, first, second, issuers) => {
    const both = { [rfc8693]: { ...good, ...first }, [other]: { ...good, ...second } };
    const problems = await problemsOf({ issuers: both, audience });
    const expected = issuers.map((issuer) => `/issuers/${issuer.replaceAll("/", "~1")}: ${idsOfUser}`);
    expect(problems.filter((problem) => problem.includes(idsOfUser))).toEqual(
      expected.map((start) => expect.stringContaining(start)),
    );
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ["have namespaces of their own", { namespace: "a" }, { namespace: "b" }],
    ["give ids of other types", {}, service],
  ])("takes two issuers that %s", async (_, first, second) => {
    const issuers = { [rfc8693]: { ...good, ...first }, [other]: { ...good, ...second } };
    expect(await problemsOf({ issuers, audience })).toEqual([]);
  });
});
