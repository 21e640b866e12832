import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  fixedPolicy,
  readDecisionModule,
} from "../../../src/adapters/enforcement.js";
import type { DecisionRequest } from "../../../src/runtime/decision.js";
import { hostileRequestArbitrary } from "../../../src/testing/hostile-request-arbitrary.js";
import { requestArbitrary } from "../../../src/testing/request-arbitrary.js";
import { compile } from "../../codegen/support.js";
import { checkNoSecretIsShown } from "./never-shows-a-secret.js";
import { moduleOf, noteRequest, notesText } from "./support.js";

const vaultText = `
type Login = { name: String, password: String secret }

principal User { team: String, pin?: String secret, boss?: User }
entity Vault in Vault { owner: User, labels: List<String> }
action vault.open(key: String secret, login: Login, note?: String, at?: Url, extra?: Json) on Vault
context { now: Time, otp: Map<String secret>, trace?: String }
obligation credential(key: String, hint: String)
remedy code(of: String) = context.otp["main"] ?? "" == of

policy vault {
  rule openers
    allow User to vault.open on Vault
    when principal.team in resource.labels
    when context.now > "2026-01-01T00:00:00Z"
    when principal in User("root") or resource in Vault("all") or resource.owner == principal

  rule credentials
    oblige User to vault.open on Vault
    with credential(key: lower(args.key), hint: args.note ?? "none")

  rule bosses
    deny User to vault.open on Vault
    when principal has boss.pin
    when principal.boss.pin == "0"
    unless code(of: args.login.password)
}
`;

const vault = compile(vaultText);
const module = readDecisionModule(vault.module);

const request = {
  subject: {
    type: "User",
    id: "kim",
    properties: {
      team: "ops",
      pin: "s3cr3t",
      boss: { type: "User", id: "eve", properties: { pin: "s3cr3t" } },
    },
    ancestors: [{ type: "User", id: "root" }],
  },
  action: {
    name: "vault.open",
    properties: {
      key: "S3CR3T",
      login: { name: "kim", password: "s3cr3t" },
      at: "HTTPS://Example.COM:443/a",
    },
  },
  resource: {
    type: "Vault",
    id: "v",
    properties: { owner: { type: "User", id: "eve", properties: { pin: "s3cr3t" } }, labels: ["ops"] },
    ancestors: [],
  },
  context: { now: "2026-11-21T10:00:00Z", otp: { main: "s3cr3t" }, trace: "s3cr3t" },
};

/** The line of one decision. */
async function lineOf(asked: unknown, by: DecisionModule = module): Promise<AuditLine> {
  const lines: AuditLine[] = [];
  const audit = { write: (line: AuditLine) => void lines.push(line) };
  const point = createDecisionPoint({ policy: fixedPolicy(by), audit, newId: () => "d" });
  await point.record(point.decide(asked as DecisionRequest));
  const [line] = lines;
  if (line === undefined) throw new Error("no line was written");
  return line;
}

/** A line about a request with another part. */
function lineWith(part: object): Promise<AuditLine> {
  return lineOf({ ...request, ...part });
}

function called(properties: unknown) {
  return { action: { name: "vault.open", properties } };
}

describe("an audit line", () => {
  it("shows what the decision hangs on, in plain form, and masks what is secret", async () => {
    expect(await lineOf(request)).toMatchObject({
      decision: true,
      request: {
        subject: {
          type: "User",
          id: "kim",
          properties: { team: "ops", boss: { type: "User", id: "eve", properties: { pin: "[secret]" } } },
          ancestors: [{ type: "User", id: "root" }],
        },
        action: {
          name: "vault.open",
          properties: {
            key: "[secret]",
            login: { name: "kim", password: "[secret]" },
            at: "https://example.com/a",
          },
        },
        resource: { properties: { labels: ["ops"] }, ancestors: [] },
        context: { now: "2026-11-21T10:00:00Z", otp: { main: "[secret]" } },
      },
      obligations: [{ name: "credential", arguments: { key: "[secret]", hint: "none" } }],
    });
  });

  it("shows no attribute that no rule reads", async () => {
    const { subject, context } = (await lineOf(request)).request;
    expect(Object.keys(subject?.properties ?? {})).toEqual(["boss", "team"]);
    expect(Object.keys(context ?? {})).toEqual(["now", "otp"]);
  });

  it("masks what is made of something secret", async () => {
    const boss = { type: "User", id: "eve", properties: { pin: "0" } };
    const subject = { ...request.subject, properties: { ...request.subject.properties, boss } };
    const context = { ...request.context, otp: { main: "s3cr3t too" } };
    expect((await lineWith({ subject, context })).remedies).toEqual([
      { rule: "vault.bosses", principal: "subject", name: "code", arguments: { of: "[secret]" } },
    ]);
  });

  it.each<[string, object, object]>([
    ["a misspelt argument", called({ kye: "s3cr3t" }), { kye: "[undeclared]" }],
    ["a text for a record", called({ login: "kim:s3cr3t" }), { login: "[undeclared]" }],
    ["a list for a text", called({ note: ["s3cr3t"] }), { note: "[undeclared]" }],
    ["a misspelt member", called({ login: { pasword: "s3cr3t" } }), { login: { pasword: "[undeclared]" } }],
    [
      "an action of another name",
      { action: { name: "vault.opne", properties: { key: "s3cr3t" } } },
      { key: "[undeclared]" },
    ],
    [
      "an action like a member of every object",
      { action: { name: "constructor", properties: { key: "s3cr3t" } } },
      { key: "[undeclared]" },
    ],
  ])("does not show what stands where nothing is declared: %s", async (_, part, shown) => {
    const line = await lineWith(part);
    expect(line.request.action?.properties).toEqual(shown);
    expect(line.reason).toBe("invalid_request");
  });

  it("tells of a problem within something secret where that is, and no name in it", async () => {
    const hidden = readDecisionModule(
      compile(
        "type Keys = { a?: String }\nprincipal User\naction go(keys: Keys secret)\npolicy p { rule a allow User to go }",
      ).module,
    );
    const subject = { type: "User", id: "u" };
    const line = await lineOf(
      { subject, action: { name: "go", properties: { keys: { s3cr3t: 1 } } } },
      hidden,
    );
    expect(line.problems).toEqual([{ path: "/action/properties/keys", kind: "undeclared" }]);
  });

  it("shows everything where nothing is secret", async () => {
    const line = await lineOf(
      { ...noteRequest(), action: { name: "no", properties: { a: [{ b: null }] } } },
      moduleOf(notesText),
    );
    expect(line.request.action).toEqual({ name: "no", properties: { a: [{ b: null }] } });
  });

  it("shows names that are those of objects like any other", async () => {
    const extra: unknown = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }');
    const line = await lineWith(called({ ...request.action.properties, extra }));
    expect(JSON.stringify(line.request.action?.properties?.extra)).toBe(
      '{"__proto__":{"a":1},"constructor":2}',
    );
  });

  it("cuts what is long, and says what it was", async () => {
    const long = `${"x".repeat(999)}😀${"y".repeat(5000)}`;
    const { properties } =
      (await lineWith(called({ note: long, extra: Array(250).fill(7) }))).request.action ?? {};
    const digest = createHash("sha256").update(long).digest("hex");
    expect(properties?.note).toBe(`${"x".repeat(999)}… [6001 characters, sha256:${digest}]`);
    expect(properties?.extra).toEqual([...Array(100).fill(7), "[150 more]"]);
  });

  it("tells who asked, however much else is to be told", async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      type: "User",
      id: `${index}${"x".repeat(900)}`,
    }));
    const subject = { ...request.subject, ancestors: many };
    const line = await lineWith({
      subject,
      ...called({ ...request.action.properties, extra: Array(99).fill("y".repeat(900)) }),
    });
    expect(line.request).toMatchObject({
      subject: { type: "User", id: "kim" },
      resource: { type: "Vault", id: "v" },
    });
    expect(line.request.subject?.ancestors?.at(-1)).toEqual("[left out]");
    expect(line.request.action?.properties?.login).toEqual({ name: "kim", password: "[secret]" });
  });

  it("is bounded, whatever is asked", async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${index}${"k".repeat(2000)}`, "v".repeat(2000)]),
    );
    const deep = Array.from({ length: 60 }).reduce<unknown>((inner) => ({ inner }), 1);
    for (const extra of [wide, deep, Array(200).fill(wide)]) {
      const line = JSON.stringify(await lineWith(called({ ...request.action.properties, extra })));
      expect(line.length).toBeLessThan(100_000);
      expect(line).toContain("[left out]");
    }
  });
});

it("audit-never-shows-a-secret", async () => {
  const seen = await checkNoSecretIsShown({ seed: 11, runs: 5 });
  for (const often of Object.values(seen)) expect(often).toBeGreaterThan(3);
});

/*
 * Law: audit-line-replays. Where nothing is masked or cut, deciding the request of a line again gives the decision of the line.
 */
it("audit-line-replays", async () => {
  const open = compile(vaultText.replaceAll(" secret", ""));
  const by = readDecisionModule(open.module);
  let allowed = 0;
  const property = fc.asyncProperty(requestArbitrary(open.policySet), async (asked) => {
    const { decision, reason, request: shown, rules } = await lineOf(asked, by);
    const again = by.decide(shown);
    expect([again.decision, again.reason]).toEqual([decision, reason]);
    expect(again.subject?.rules).toEqual(rules?.subject);
    if (decision) allowed += 1;
  });
  await fc.assert(property, { seed: 5, numRuns: 120 });
  expect(allowed).toBeGreaterThan(3);
});

/*
 * Law: audit-line-is-json. Requests that no JSON makes, getters that throw among them, have a line that is JSON, as any other.
 */
it("audit-line-is-json", async () => {
  const property = fc.asyncProperty(hostileRequestArbitrary(vault.policySet), async (asked) => {
    const line = await lineOf(asked);
    expect(JSON.parse(JSON.stringify(line))).toEqual(line);
  });
  await fc.assert(property, { seed: 5, numRuns: 60 });
});
