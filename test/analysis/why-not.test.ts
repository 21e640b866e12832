import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { type Change, type WhyNot, whyNot } from "../../src/analysis/why-not.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";

const schema = `
use std.agents
principal User in Team { team: String, admin: Bool }
principal Agent acting for User { team: String }
entity Team
entity Doc { owner: User, level: Int in 0..9 }
entity Folder { level: Int in 0..9 }
action docs.read(limit?: Int in 1..100_000, columns: List<String>, link?: Url, at: Time, table: String, file: Path, meta: Map<String>) on Doc, Folder
action docs.list(token: String secret)
context { ip: Ip }
`;

function policySetOf(rules: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text: `${schema}policy p {\n${rules}\n}\n` }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

const alice = { type: "User", id: "alice", properties: { team: "hr", admin: false }, ancestors: [] };
const bot = { type: "Agent", id: "bot", properties: { team: "ops" } };
const args = {
  limit: 5000,
  columns: ["id", "salary", "name"],
  at: "2026-05-05T10:00:00Z",
  link: "https://www.evil.org/a?b=1",
  table: "finance_2026",
  file: "/srv/agent/x.txt",
  meta: { kind: "private", x: "y" },
};
const doc = {
  type: "Doc",
  id: "7",
  properties: { owner: { type: "User", id: "bob", properties: { team: "hr" } }, level: 5 },
};
const context = { ip: "10.1.1.1", now: "2026-05-05T10:00:00Z" };
const reading = { subject: alice, action: { name: "docs.read", properties: args }, resource: doc, context };
const delegated = { ...reading, actor: bot };

function ask(rules: string, request: unknown = reading): WhyNot {
  return whyNot(createAnalysis(lower(policySetOf(rules))), request);
}

function found({ change }: WhyNot): readonly Change[] {
  if (change?.kind !== "found") throw new Error(`the outcome is ${change?.kind}`);
  return change.changes;
}

/** The changes as `attribute: before → after`. */
function changesOf(rules: string, request: unknown = reading): readonly string[] {
  return found(ask(rules, request)).map(
    ({ attribute, before, after, room }) =>
      `${attribute}: ${JSON.stringify(before)} → ${room === undefined ? "" : `${room} `}${JSON.stringify(after)}`,
  );
}

describe("whyNot", () => {
  it("says nothing of a request that is allowed", () => {
    expect(ask("rule a allow User to docs.read")).toMatchObject({ remedy: undefined, change: undefined });
  });

  it.each([
    [
      "the nearest lower number",
      "rule a allow User to docs.read when args.limit ?? 1 <= 1000",
      ["args.limit: 5000 → at most 1000"],
    ],
    [
      "the nearest higher one",
      "rule a allow User to docs.read when args.limit ?? 1 > 7000",
      ["args.limit: 5000 → at least 7001"],
    ],
    [
      "the nearest of two ranges",
      "rule a allow User to docs.read when args.limit ?? 1 in 1..10 or args.limit ?? 1 in 6000..6001",
      ["args.limit: 5000 → 6000"],
    ],
    [
      "a sum",
      "rule a allow User to docs.read on Doc when resource.level + (args.limit ?? 0) < 100",
      ["args.limit: 5000 → at most 94"],
    ],
    [
      "the nearest time",
      'rule a allow User to docs.read when args.at < "2026-05-01T00:00:00Z"',
      ['args.at: "2026-05-05T10:00:00Z" → at most "2026-04-30T23:59:59.999Z"'],
    ],
    [
      "a list without one element",
      'rule a allow User to docs.read rule b deny anyone to docs.read when "salary" in args.columns',
      ['args.columns: ["id","salary","name"] → ["id","name"]'],
    ],
    [
      "a list with one more",
      'rule a allow User to docs.read when "tax" in args.columns',
      ['args.columns: ["id","salary","name"] → ["id","salary","name","tax"]'],
    ],
    [
      "the call rather than the caller",
      'rule a allow User to docs.read when principal.team == "it" or context.ip in "192.168.0.0/16"',
      ['context.ip: "10.1.1.1" → "192.168.1.1"'],
    ],
    [
      "a map with the other entries kept",
      'rule a allow User to docs.read when args.meta["kind"] ?? "" == "public"',
      ['args.meta: {"kind":"private","x":"y"} → {"kind":"public","x":"y"}'],
    ],
    [
      "the nearest address, where all but a block will do",
      'rule a allow User to docs.read rule b deny anyone to docs.read when context.ip in "10.0.0.0/8"',
      ['context.ip: "10.1.1.1" → "9.255.255.255"'],
    ],
    [
      "a text with a part replaced",
      'rule a allow User to docs.read when args.table like "sales_*"',
      ['args.table: "finance_2026" → "sales_finance_2026"'],
    ],
    [
      "the word that is nearest",
      'rule a allow User to docs.read when args.table in ["payroll", "finances_2026", "x"]',
      ['args.table: "finance_2026" → "finances_2026"'],
    ],
    [
      "a path with its end kept",
      'rule a allow User to docs.read when args.file within "/srv/agents"',
      ['args.file: "/srv/agent/x.txt" → "/srv/agents/x.txt"'],
    ],
    [
      "a URL with all but its host kept",
      'rule a allow User to docs.read when args has link and args.link.host == "example.com"',
      ['args.link: "https://www.evil.org/a?b=1" → "https://example.com/a?b=1"'],
    ],
    [
      "one change rather than two",
      'rule a allow User to docs.read when principal.admin rule b allow User to docs.read when context.ip in "11.0.0.0/8" when args.limit ?? 1 < 5',
      ["subject.admin: false → true"],
    ],
    [
      "two changes where one does not do",
      "rule a allow User to docs.read when principal.admin and args.limit ?? 1 < 5",
      ["args.limit: 5000 → at most 4", "subject.admin: false → true"],
    ],
    [
      "an entity's own attribute",
      'rule a allow User to docs.read on Doc when resource.owner.team == "hr" and resource.level < 4',
      ["resource.level: 5 → at most 3"],
    ],
    [
      "who an entity is",
      "rule a allow User to docs.read on Doc when resource.owner == principal",
      ['resource.owner.id: "bob" → "alice"'],
    ],
    [
      "a group, beside those that are there",
      'rule a allow User in Team("it") to docs.read',
      ['the groups of subject: [] → [{"type":"Team","id":"it"}]'],
    ],
  ])("finds %s", (_, rules, expected) => {
    expect(changesOf(rules)).toEqual(expected);
  });

  it("finds a value for what is absent", () => {
    const rules = 'rule a allow User to docs.read when args has link and args.link.host == "a.example"';
    const link = expect.stringMatching(/^[a-z]+:\/\/a\.example\b/);
    const { link: _, ...without } = args;
    const request = { ...reading, action: { name: "docs.read", properties: without } };
    const change = { attribute: "args.link", before: undefined, after: link };
    expect(found(ask(rules, request))).toMatchObject([change]);
  });

  it("takes a group away and leaves those that no rule names", () => {
    const [hr, it_] = [
      { type: "Team", id: "hr" },
      { type: "Team", id: "it" },
    ];
    const request = { ...reading, subject: { ...alice, ancestors: [hr, it_] } };
    const rules = 'rule a allow User to docs.read rule b deny User in Team("it") to docs.read';
    expect(found(ask(rules, request))).toMatchObject([{ attribute: "the groups of subject", after: [hr] }]);
  });

  it("asks for both principals of a delegated request", () => {
    const rules = `rule people allow User to docs.read when args.limit ?? 1 < 3000
      rule agents allow Agent acting for User to docs.read when args.limit ?? 1 < 10 or context.ip in "11.0.0.0/8"`;
    expect(changesOf(rules, delegated)).toEqual(["args.limit: 5000 → at most 9"]);
    const { change } = ask(rules, delegated);
    expect(change).toMatchObject({
      isSmallest: true,
      rules: [
        { rule: "p.people", principal: "subject", matches: true, clauses: ["when args.limit ?? 1 < 3000"] },
        { rule: "p.agents", principal: "actor", matches: true },
      ],
    });
  });

  it("puts remedies first, then other ways", () => {
    const rules = `rule people allow User to docs.read
      rule wide deny User to docs.read when args.limit ?? 1 > 1000 unless approval(from: "owners", max_age: 15m)`;
    const { remedy, change } = ask(rules);
    expect(remedy).toMatchObject({
      remedies: [{ rule: "p.wide", name: "approval" }],
      changes: [{ attribute: "context.approval", before: undefined, after: { from: "owners" } }],
    });
    expect(change).toMatchObject({ changes: [{ attribute: "args.limit", after: 1000, room: "at most" }] });
  });

  it("tells of other ways, none of which changes more than it has to", () => {
    const rules = `rule a allow User to docs.read when args.limit ?? 1 < 10 or principal.admin
      rule b allow User to docs.read when principal.team == "it" and context.ip in "11.0.0.0/8"`;
    const { change } = ask(rules);
    const ways = change?.kind === "found" ? [change, ...change.others] : [];
    expect(ways.map(({ changes }) => changes.map(({ attribute }) => attribute))).toEqual([
      ["args.limit"],
      ["subject.admin"],
      ["context.ip", "subject.team"],
    ]);
    expect(ways.map(({ isSmallest }) => isSmallest)).toEqual([true, false, false]);
  });

  it("tells of a few other ways at most", () => {
    const teams = ["it", "ops", "hr", "law", "tax", "pr"];
    const rules = teams.map((name) => `rule ${name} allow User in Team("${name}") to docs.read`);
    const { change } = ask(`${rules.join("\n")}
      rule a allow User to docs.read when args.limit ?? 1 < 10 or principal.admin or principal.team == "x"
      rule b allow User to docs.read when args.table == "x" or context.ip in "11.0.0.0/8"`);
    expect(change).toMatchObject({ changes: [{}], others: [{}, {}, {}] });
  });

  it.each([
    ["nothing allows it", "rule a allow Agent to docs.read", [{ kind: "no allow", principal: "subject" }]],
    [
      "one deny stands in any case",
      "rule a allow User to docs.read on Doc rule b deny anyone to anything",
      [{ kind: "always denied", principal: "subject", rule: "p.b" }],
    ],
    [
      "denies stand in any case together",
      "rule a allow User to docs.read rule b deny User to docs.read when args.limit ?? 1 > 3 rule c deny User to docs.read when args.limit ?? 1 < 9",
      [],
    ],
    ["it is someone else's", 'rule a allow User("bob") to docs.read', []],
  ])("proves that there is none, and says why where one rule does: %s", (_, rules, obstacles) => {
    expect(ask(rules).change).toEqual({ kind: "none", obstacles });
  });

  it("mends first what makes the request invalid", () => {
    const rules = "rule a allow User to docs.read when args.limit ?? 1 < 10 and principal.admin";
    const broken = {
      subject: { ...alice, properties: { team: "hr" } },
      action: { name: "docs.read", properties: { ...args, limit: "many", nonsense: [] } },
      resource: doc,
    };
    const { decision } = ask(rules, broken);
    expect(decision.problems.map(({ path }) => path)).toEqual([
      "/action/properties/limit",
      "/action/properties/nonsense",
      "/subject/properties/admin",
    ]);
    expect(changesOf(rules, broken)).toEqual([
      "args.nonsense: [] → undefined",
      'args.limit: "many" → 1',
      "subject.admin: undefined → true",
    ]);
  });

  it("chooses a resource where there is none", () => {
    const rules = "rule a allow User to docs.read on Folder";
    const { resource: _, ...without } = reading;
    expect(changesOf(rules, without)).toContain('resource.type: undefined → "Folder"');
  });

  it.each([
    [[]],
    [{ ...reading, actor: { id: "bot" } }],
    [{}],
    [{ ...reading, action: { name: "docs.raed" } }],
    [{ ...reading, subject: { type: "Team", id: "hr" } }],
  ])("can keep nothing fixed in a request that names no principals or no action: %#", (request) => {
    expect(ask("rule a allow User to docs.read", request).change).toEqual({ kind: "nameless" });
  });

  it("marks what is secret", () => {
    const request = { subject: alice, action: { name: "docs.list", properties: { token: "no" } } };
    expect(found(ask('rule a allow User to docs.list when args.token == "yes"', request))).toMatchObject([
      { attribute: "args.token", isSecret: true },
    ]);
  });
});

// ── laws ──

/** A request of another one's principals. */
function asPrincipalsOf(request: JsonObject, other: JsonObject): JsonObject {
  const named = (entity: unknown, as: unknown) =>
    isJsonObject(entity) && isJsonObject(as) ? { ...entity, id: as.id } : entity;
  return {
    ...request,
    subject: named(request.subject, other.subject),
    ...(request.actor !== undefined && { actor: named(request.actor, other.actor) }),
  };
}

function typesIn({ subject, actor, action, resource }: JsonObject): string {
  const type = (entity: unknown) => (isJsonObject(entity) ? entity.type : undefined);
  return JSON.stringify([
    type(subject),
    type(actor),
    isJsonObject(action) ? action.name : undefined,
    type(resource),
  ]);
}

describe("whyNot on random sets", () => {
  it("proposals-are-allowed: what is proposed is allowed and has the same principals; where there is said to be none, none is found", () => {
    const kinds = new Map<string, number>();
    const wrong: string[] = [];
    for (let seed = 9_001; seed <= 9_014; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed), 4), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      const analysis = createAnalysis(lower(policySet));
      const generate = createRequestGenerator(policySet);
      const requests: readonly JsonObject[] = Array.from({ length: 30 }, (_, index) =>
        generate(seededChoices(seed * 1_000 + index)),
      );
      for (const request of requests.slice(0, 8)) {
        const { change, remedy } = whyNot(analysis, request);
        kinds.set(change?.kind ?? "allowed", (kinds.get(change?.kind ?? "allowed") ?? 0) + 1);
        if (change?.kind === "found") {
          if (!interpret(policySet, change.request).decision) wrong.push(`${seed} is not allowed`);
          if (change.changes.length === 0) wrong.push(`${seed} has no change`);
          if (change.others.some((other) => !interpret(policySet, other.request).decision))
            wrong.push(`${seed} has another way that is not allowed`);
          if (typesIn({ ...change.request, resource: request.resource }) !== typesIn(request))
            wrong.push(`${seed} is another`);
        }
        // With a remedy, only other ways are looked for.
        if (change?.kind !== "none" || remedy !== undefined) continue;
        const alike = requests
          .filter((other) => typesIn(other) === typesIn(request))
          .map((other) => asPrincipalsOf(other, request));
        wrong.push(
          ...alike
            .filter((other) => interpret(policySet, other).decision)
            .map((other) => `${seed} ${JSON.stringify(other)}`),
        );
      }
    }
    expect(wrong).toEqual([]);
    expect(
      Math.min(kinds.get("found") ?? 0, kinds.get("none") ?? 0),
      JSON.stringify([...kinds]),
    ).toBeGreaterThan(5);
  });
});
