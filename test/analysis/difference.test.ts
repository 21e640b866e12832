import { describe, expect, it } from "vitest";
import { differenceOf, type PolicyDifference } from "../../src/analysis/difference.js";
import type { PolicySet, RuleVariant, TypedRule } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import type { Decision } from "../../src/runtime/decision.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";

const schema = `principal User { team: String }
principal Agent acting for User
context { ip: Ip, risk?: Int in 0..100 }
obligation mask(column: String)
remedy approval(from: String) = (context.risk ?? 1) == 0
action db.read(table: String, limit?: Int in 1..1000), db.drop(table: String)
`;

const rules = `policy p {
  rule people allow User to db.read when principal.team == "sales"
  rule agents allow Agent acting for User to db.read when args.table like "sales_*"
  rule payroll deny anyone to db.read when args.table == "sales_payroll" because "Payroll is private."
}
`;

function setOf(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

function between(before: string, after: string): PolicyDifference {
  const older = setOf(before);
  const newer = setOf(after);
  const difference = differenceOf(lower(older), lower(newer));
  for (const { request, before: was, after: is } of difference.decisions) {
    expect(interpret(older, request)).toEqual({ ...was, digest: older.digest });
    expect(interpret(newer, request)).toEqual({ ...is, digest: newer.digest });
  }
  return difference;
}

/** The difference that an edit of the sample makes. */
function edited(from: string, to: string, text = schema + rules): PolicyDifference {
  expect(text).toContain(from);
  return between(text, text.replace(from, to));
}

/** `allowed Agent for User db.read`, sorted. */
function linesOf({ decisions, undecided }: PolicyDifference): readonly string[] {
  const line = ({ kind, action, subject, actor }: PolicyDifference["undecided"][number]): string =>
    `${kind} ${actor === undefined ? subject : `${actor} for ${subject}`} ${action}`;
  return [
    ...decisions.map((each) => line({ ...each, places: [] })),
    ...undecided.map((each) => `unknown ${line(each)}`),
  ].sort();
}

const nothing = { decisions: [], undecided: [], needs: [], schema: [] };

describe("no difference", () => {
  it("is found between a set and itself, in other files, layout and order", () => {
    const files = [
      { path: "rules.pol", text: rules.replaceAll("\n  rule", "\n\n\n  // one\n  rule") },
      { path: "schema.pol", text: schema },
    ];
    const { policySet } = check(files);
    expect(policySet).toBeDefined();
    if (policySet !== undefined)
      expect(differenceOf(lower(setOf(schema + rules)), lower(policySet))).toEqual(nothing);
  });

  it("is found where rules only read otherwise", () => {
    expect(edited('like "sales_*"', "matches /sales_.*/")).toEqual(nothing);
    expect(edited('"sales_payroll"', '"sales_payroll" or "sales_payroll" == args.table')).toEqual(nothing);
    expect(edited("rule people", "rule persons")).toEqual(nothing);
    expect(
      edited(
        "rule people",
        'rule more allow User to db.read when principal.team in ["sales"]\n  rule people',
      ),
    ).toEqual(nothing);
  });

  it("is found where only names of variables and numbers of other rules' variables are new", () => {
    const lists = `principal User
action a.send(to: List<Email>, cc: List<Email>)
policy p {
  rule x allow User to a.send when all r in args.to: any c in args.cc: r.domain == c.domain
}
`;
    const renamed = lists
      .replace("all r", "all one")
      .replace("r.domain", "one.domain")
      .replace(
        "policy p {",
        'policy p {\n  rule w deny User to a.send when any q in args.to: q.local == "x" and q.local == "y"\n',
      );
    expect(between(lists, renamed)).toEqual(nothing);
  });

  it("is found where a rule that is covered or always denied goes", () => {
    const covered = `${schema}policy p {
  rule all allow User to db.*
  rule some allow User to db.read when args.table == "sales"
}
`;
    expect(
      edited('  rule some allow User to db.read when args.table == "sales"\n', "", covered),
    ).toMatchObject({
      decisions: [],
      undecided: [],
    });
  });
});

describe("decisions", () => {
  it("are allowed by a new allow, and denied without it", () => {
    const more = 'policy p {\n  rule drop allow User to db.drop when principal.team == "admins"';
    const wider = edited("policy p {", more);
    expect(linesOf(wider)).toEqual(["allowed User db.drop"]);
    expect(wider.decisions).toMatchObject([
      {
        before: { reason: "no_matching_rule" },
        after: { reason: "allowed" },
        noLongerMatching: [],
        nowMatching: ["p.drop"],
        request: { subject: { properties: { team: "admins" } } },
      },
    ]);
    const all = (schema + rules).replace("policy p {", more);
    expect(linesOf(between(all, schema + rules))).toEqual(["denied User db.drop"]);
  });

  it("are allowed without a deny, for each kind of request", () => {
    const lines = linesOf(edited("deny anyone to db.read when", "deny Agent to db.read when"));
    expect(lines).toEqual(["allowed User db.read", "explained User db.read"]);
    expect(linesOf(edited('args.table == "sales_payroll"', 'args.table == "payroll"'))).toEqual(
      [
        "allowed User db.read",
        "allowed Agent for User db.read",
        "denied User db.read",
        "explained User db.read",
        "explained Agent for User db.read",
        "explained Agent db.read",
      ].sort(),
    );
  });

  it("of a delegated request hang on both principals", () => {
    const { decisions } = edited('like "sales_*"', 'like "*"');
    expect(decisions).toMatchObject([
      {
        kind: "allowed",
        subject: "User",
        actor: "Agent",
        request: { subject: { properties: { team: "sales" } } },
      },
    ]);
    // What the agent may do more, no user may have done.
    const useless = edited(
      'rule people allow User to db.read when principal.team == "sales"',
      "rule people allow User to db.drop",
    );
    expect(useless.decisions.map(({ kind, actor }) => [kind, actor])).toContainEqual(["denied", "Agent"]);
    const users = `${schema}policy p {\n  rule a allow Agent to db.read when args.table == "a"\n}\n`;
    expect(linesOf(edited('"a"', '"b"', users))).toEqual(["allowed Agent db.read", "denied Agent db.read"]);
  });

  it("differ at single values and lengths, too", () => {
    const limited = `${schema}policy p {\n  rule a allow User to db.read when (args.limit ?? 10) <= 100\n}\n`;
    const { decisions } = edited("<= 100", "< 100", limited);
    expect(decisions).toMatchObject([
      { kind: "denied", request: { action: { properties: { limit: 100 } } } },
    ]);
  });

  it("are denied for other reasons: another text, a rule where there was none, a remedy", () => {
    expect(linesOf(edited("Payroll is private.", "Payroll is nobody's."))).toContain(
      "explained User db.read",
    );
    const ruled = edited("policy p {", "policy p {\n  rule never deny anyone to db.drop");
    expect(linesOf(ruled)).toContain("explained User db.drop");
    expect(ruled.decisions[0]).toMatchObject({
      before: { reason: "no_matching_rule" },
      after: { reason: "denied_by_rule" },
    });
    const remedied = `${schema}policy p {
  rule a allow User to db.read
  rule b deny User to db.read unless approval(from: "owner")
}
`;
    const other = edited('from: "owner"', 'from: "lead"', remedied);
    expect(linesOf(other)).toEqual(["explained User db.read"]);
    expect(other.decisions[0]?.after.remedies).toMatchObject([
      { name: "approval", arguments: { from: "lead" } },
    ]);
  });

  it("come with obligations lost, got and changed", () => {
    const masked = (schema + rules).replace(
      "policy p {",
      'policy p {\n  rule hide oblige User to db.read with mask(column: "salary")',
    );
    expect(linesOf(between(masked, schema + rules))).toEqual(
      ["released User db.read", "released Agent for User db.read"].sort(),
    );
    expect(linesOf(between(schema + rules, masked))).toEqual(
      ["obliged User db.read", "obliged Agent for User db.read"].sort(),
    );
    const changed = edited('"salary"', '"birthday"', masked);
    expect(changed.decisions.map(({ kind }) => kind)).toEqual(["released", "released"]);
    expect(changed.decisions[0]).toMatchObject({
      before: { obligations: [{ arguments: { column: "salary" } }] },
      after: { obligations: [{ arguments: { column: "birthday" } }] },
    });
  });

  it("change by obligations that clash", () => {
    const once = `principal User
obligation route(to: String) once
action a.b
policy p {
  rule a allow User to a.b
  rule b oblige User to a.b with route(to: "x")
}
`;
    const { decisions } = edited("rule b", 'rule c oblige User to a.b with route(to: "y")\n  rule b', once);
    expect(decisions).toMatchObject([{ kind: "denied", after: { reason: "obligation_error" } }]);
  });
});

describe("what requests carry", () => {
  it("is told where rules read more or less than before", () => {
    const more = edited(
      'principal.team == "sales"',
      'principal.team == "sales" and context.ip in "10.0.0.0/8"',
    );
    expect(more.needs).toEqual([
      {
        change: "required",
        place: "context.ip",
        kinds: [
          { action: "db.read", subject: "User", actor: "Agent" },
          { action: "db.read", subject: "User" },
        ],
      },
    ]);
    expect(linesOf(more)).toContain("denied User db.read");
    const less = edited(' when principal.team == "sales"', "");
    expect(less.needs.map(({ change, place }) => [change, place])).toEqual([
      ["no longer required", "subject.team"],
    ]);
    const optional = edited('"sales_payroll"', '"sales_payroll" and context.risk ?? 0 > 1');
    expect(optional.needs.map(({ change, place }) => [change, place])).toEqual([["checked", "context.risk"]]);
  });

  it("makes requests invalid that were allowed, and the other way round", () => {
    const plain = `${schema}policy p {\n  rule a allow User to db.read\n}\n`;
    const strict = plain.replace(
      "db.read\n}",
      'db.read\n  rule b deny User to db.read when context.ip in "10.0.0.0/8" and context.ip in "11.0.0.0/8"\n}',
    );
    expect(between(plain, strict).decisions).toMatchObject([
      {
        kind: "denied",
        after: { reason: "invalid_request", problems: [{ path: "/context/ip", kind: "missing" }] },
      },
    ]);
    expect(between(strict, plain).decisions).toMatchObject([
      { kind: "allowed", before: { reason: "invalid_request" }, after: { reason: "allowed" } },
    ]);
  });

  it("is of the types that either set gives to what it reads", () => {
    const read = `principal User { level: Int in 0..10 }
entity File { owner: User }
context { risk: Int in 0..10 }
action fs.write on File
policy p {
  rule a allow User to fs.write when context.risk >= 0 and principal.level >= 0
}
`;
    for (const [from, request] of [
      ["level: Int in 0..10", { subject: { properties: { level: 6 } } }],
      ["risk: Int in 0..10", { context: { risk: 6 } }],
    ] as const) {
      const narrower = edited(from, from.replace("10", "5"), read);
      expect(narrower.decisions).toMatchObject([
        { kind: "denied", request, after: { reason: "invalid_request" } },
      ]);
      expect(narrower.undecided).toEqual([]);
    }
    // Of attributes that neither set reads there is nothing to say but that they are declared so.
    const unread = edited("owner: User", "owner: String", read);
    expect([unread.decisions, unread.undecided, unread.schema.length]).toEqual([[], [], 1]);
  });

  it("includes the resource's id", () => {
    const plain = `principal User
entity File { owner: User }
action fs.write on File
policy p {
  rule a allow User to fs.write on File
}
`;
    const named = edited("on File\n}", 'on File\n  rule b deny User to fs.write on File("secret")\n}', plain);
    expect(named.needs.map(({ place }) => place)).toEqual(["resource#id"]);
    expect(named.decisions).toMatchObject([{ kind: "denied" }]);
  });
});

describe("the schema", () => {
  const open = `${schema}policy p {\n  rule a allow User to db.*\n}\n`;

  it("is told with what it makes of decisions", () => {
    const added = edited("db.drop(table: String)", "db.drop(table: String), db.list", open);
    expect(added.schema).toEqual([{ what: "action", name: "db.list", after: "action db.list" }]);
    expect(added.decisions).toMatchObject([
      {
        kind: "allowed",
        action: "db.list",
        before: { reason: "invalid_request" },
        after: { reason: "allowed" },
      },
    ]);
    const principal = edited("principal Agent acting for User", "principal Agent", open);
    expect(principal.schema).toEqual([
      {
        what: "principal",
        name: "Agent",
        before: "principal Agent acting for User",
        after: "principal Agent",
      },
    ]);
    expect(edited("remedy", "principal Robot acting for User\nremedy", open).schema).toMatchObject([
      { what: "principal", name: "Robot" },
    ]);
  });

  it("is told by parameter: new, gone, narrower, wider", () => {
    const wider = edited("Int in 1..1000", "Int in 1..2000", open);
    expect(wider.schema).toEqual([
      {
        what: "parameter",
        name: "db.read(limit)",
        before: "Int in 1..1000, optional",
        after: "Int in 1..2000, optional",
      },
    ]);
    expect(wider.decisions).toMatchObject([
      { kind: "allowed", action: "db.read", request: { action: { properties: { limit: 1001 } } } },
    ]);
    expect(linesOf(edited("Int in 1..1000", "Int in 1..100", open))).toEqual(["denied User db.read"]);
    expect(linesOf(edited(", limit?: Int in 1..1000", "", open))).toEqual(["denied User db.read"]);
    expect(linesOf(edited("limit?:", "offset?: Int, limit?:", open))).toEqual(["allowed User db.read"]);
    expect(linesOf(edited("limit?:", "limit:", open))).toEqual(["denied User db.read"]);
    expect(linesOf(edited("read(table: String,", 'read(table: "a" | "b",', open))).toEqual([
      "denied User db.read",
    ]);
    expect(linesOf(edited("table: String,", "table: String length 2..,", open))).toEqual([
      "denied User db.read",
    ]);
  });

  it("does not hide what rules make of the requests that both sets know", () => {
    const both = edited("Int in 1..1000", "Int in 1..500", schema + rules);
    expect(linesOf(both)).toEqual(["denied User db.read", "denied Agent for User db.read"].sort());
    const text = (schema + rules)
      .replace("Int in 1..1000", "Int in 1..500")
      .replace('"sales_payroll"', '"payroll"');
    expect(linesOf(between(schema + rules, text))).toContain("allowed User db.read");
  });

  it("compares what is judged as it is spelt with what is brought into a plain form", () => {
    const paths = (type: string, condition: string) => `principal User
principal Agent acting for User
action fs.read(path: ${type}), fs.list(path: ${type})
policy p {
  rule a allow User to fs.read when ${condition}
}
`;
    const equals = 'args.path == "/srv"';
    // The same in plain form: what differs is another spelling of it.
    const { decisions, undecided } = between(paths("String", equals), paths("Path", equals));
    expect(undecided).toEqual([]);
    expect(decisions).toMatchObject([
      { kind: "allowed", action: "fs.read", request: { action: { properties: { path: "/./srv" } } } },
    ]);
    const narrowed = between(paths("Path", equals), paths("String", equals));
    expect(narrowed.undecided).toEqual([]);
    expect(narrowed.decisions).toMatchObject([{ kind: "denied", action: "fs.read" }]);
    const prefix = between(
      paths("String", 'args.path like "/srv/*"'),
      paths("Path", 'args.path within "/srv"'),
    );
    expect(linesOf(prefix)).toEqual(["allowed User fs.read", "denied User fs.read"]);
    expect(prefix.decisions).toMatchObject([
      { request: { action: { properties: { path: "/srv" } } } },
      { request: { action: { properties: { path: "/srv/../a" } } } },
    ]);
  });

  it.each([
    ["Host", 'args.a != "example.com"', "EXAMPLE.COM"],
    ["Email", 'args.a != "a@example.com"', "a@EXAMPLE.COM"],
    ["Url", 'args.a != "https://example.com/"', "HTTPS://EXAMPLE.COM/"],
    ["Ip", 'args.a != "2001:db8::1"', "2001:DB8::1"],
    ["Time", 'args.a != "2026-01-01T00:00:00Z"', "2026-01-01T00:00:00+00:00"],
  ])("finds a spelling of a %s that a String is not", (type, condition, spelling) => {
    const set = (of: string) => `principal User
action a.b(a: ${of})
policy p { rule a allow User to a.b when ${condition} }
`;
    const { decisions } = between(set("String"), set(type));
    expect(decisions.filter(({ after }) => after.reason === "no_matching_rule")).toMatchObject([
      { kind: "denied", request: { action: { properties: { a: spelling } } } },
    ]);
  });

  it("compares attributes of a request's entities however they are spelt", () => {
    const set = (type: string, condition: string) => `principal User { home: ${type} }
principal Agent acting for User { home: ${type} }
entity File { place: ${type}, owner: User }
action a.b on File
policy p { rule a allow User, Agent to a.b on File when ${condition} }
`;
    const home = 'principal.home == "/srv"';
    const { decisions, undecided } = between(set("String", home), set("Path", home));
    expect(undecided).toEqual([]);
    expect(decisions.map(({ kind, request }) => [kind, request.subject])).toContainEqual([
      "allowed",
      { type: "User", id: "subject-1", properties: { home: "/./srv" } },
    ]);
    // Another attribute of that name says nothing about it.
    const unread = 'resource.place != "/x"';
    const ofFile = between(
      set("String", unread),
      set("String", unread).replace("{ home: String }\nprincipal", "{ home: Path }\nprincipal"),
    );
    expect(ofFile.undecided).toEqual([]);
    // Deeper ones are not looked at.
    const owner = 'resource.owner.home == "/srv"';
    expect(between(set("String", owner), set("Path", owner)).undecided).not.toEqual([]);
  });

  it("takes whole numbers for what both Int and Number are", () => {
    const numbers = (type: string) => `principal User
action a.b(n: ${type} in 1..9)
policy p { rule a allow User to a.b when args.n < 5 }
`;
    expect(linesOf(between(numbers("Number"), numbers("Int")))).toEqual(["denied User a.b"]);
    expect(linesOf(between(numbers("Int"), numbers("Number")))).toEqual(["allowed User a.b"]);
  });

  it("says what cannot be compared", () => {
    const lists = `principal User
action fs.read(paths: List<String>)
policy p {
  rule a allow User to fs.read when all each in args.paths: each == "/srv"
}
`;
    const { undecided } = edited("List<String>", "List<Path>", lists);
    expect(undecided.map(({ kind, places }) => [kind, places])).toContainEqual(["allowed", ["args.paths"]]);
    const unread = lists.replace(/ when .*/, "");
    expect(edited("List<String>", "List<Path>", unread).undecided.flatMap(({ places }) => places)).toEqual(
      [],
    );
  });

  it("lists attributes, resources and obligations", () => {
    const files = `principal User
entity File { owner: User }
entity Folder
context { ip: Ip }
obligation mask(column: String)
action fs.write on File
policy p {
  rule a allow User to fs.write
}
`;
    const more = files
      .replace("owner: User", "owner?: User")
      .replace("ip: Ip", "ip: String")
      .replace("column: String", "column: String, reason?: String")
      .replace("on File", "on File, Folder");
    expect(
      between(files, more).schema.map(({ what, name, before, after }) => [what, name, before, after]),
    ).toEqual([
      ["action", "fs.write", "action fs.write on File", "action fs.write on File, Folder"],
      ["attribute", "File.owner", "User", "User, optional"],
      ["attribute", "context.ip", "Ip", "String"],
      [
        "obligation",
        "mask",
        "obligation mask(column: String)",
        "obligation mask(column: String, reason?: String)",
      ],
    ]);
    expect(linesOf(between(files, more))).toEqual(["allowed User fs.write"]);
  });

  it("may start or stop to name resources", () => {
    const without =
      "principal User\nentity File\naction fs.write\npolicy p {\n  rule a allow User to fs.write\n}\n";
    const on = without.replace("action fs.write", "action fs.write on File");
    expect(between(without, on).decisions).toMatchObject([
      { kind: "denied", after: { reason: "invalid_request", problems: [{ path: "/resource" }] } },
    ]);
    expect(linesOf(between(on, without))).toEqual(["allowed User fs.write"]);
  });
});

// ── laws ──

const seeds = Array.from({ length: 16 }, (_, index) => index + 1);

function randomSet(seed: number): PolicySet | undefined {
  return check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas }).policySet;
}

type Edit = (rule: TypedRule) => readonly TypedRule[];

/** Ways to get a rule wrong. */
const edits: readonly Edit[] = [
  () => [],
  (rule) => [{ ...rule, effect: rule.effect === "allow" ? "deny" : "allow" }],
  (rule) => [withClauses(rule, ({ clauses }) => clauses.slice(1))],
  (rule) => [{ ...rule, because: "another reason" }],
  (rule) => [withClauses(rule, negatedFirst)],
];

function withClauses(rule: TypedRule, clauses: (variant: RuleVariant) => RuleVariant["clauses"]): TypedRule {
  return { ...rule, variants: rule.variants.map((variant) => ({ ...variant, clauses: clauses(variant) })) };
}

function negatedFirst({ clauses }: RuleVariant): RuleVariant["clauses"] {
  return clauses.map((clause, index) =>
    index === 0 && clause.remedy === undefined ? { ...clause, negated: !clause.negated } : clause,
  );
}

/** The set with one of its rules edited. */
function editedSet(policySet: PolicySet, seed: number): PolicySet {
  const edit = edits[seed % edits.length];
  const place = seed % policySet.rules.length;
  const rules = policySet.rules.flatMap((rule, index) => (index === place ? (edit?.(rule) ?? []) : [rule]));
  return { ...policySet, rules, digest: `sha256:edited ${seed}` };
}

/** How one request is decided differently, if it is. */
function kindBetween(before: Decision, after: Decision): readonly string[] {
  if (before.decision !== after.decision) return [after.decision ? "allowed" : "denied"];
  if (before.reason === "invalid_request" || after.reason === "invalid_request") return [];
  if (after.decision) {
    const [was, is] = [before, after].map(({ obligations }) =>
      obligations.map((each) => JSON.stringify(each)),
    );
    if (was?.some((each) => !is?.includes(each))) return ["released"];
    // That an obligation comes on top, an example of one that changed may show.
    return is?.some((each) => !was?.includes(each)) ? ["obliged", "released"] : [];
  }
  const told = ({ reason, because, remedies }: Decision) => {
    const offers = remedies.map(({ rule: _rule, ...offer }) => JSON.stringify(offer));
    return JSON.stringify([reason, [...because].sort(), [...new Set(offers)].sort()]);
  };
  return told(before) === told(after) ? [] : ["explained"];
}

interface Request {
  readonly action: { readonly name: string };
  readonly subject: { readonly type: string };
  readonly actor?: { readonly type: string };
}

/** Ways to declare something otherwise; most leave a set that checks. */
const schemaEdits: readonly (readonly [RegExp, string])[] = [
  [/\?: /g, ": "],
  [/: Int\b(?! in)/g, ": Int in 0..10"],
  [/: String\b(?! (?:length|matches))/g, ": String length 1..9"],
  [/: String\b(?! (?:length|matches))/g, ": Path"],
  [/: Url\b/g, ": String"],
  [/: Host\b/g, ": String"],
  [/: Int\b(?! in)/g, ": Number"],
  [/\((?=\w+\??:)/g, "(extra?: Int, "],
  [/ acting for \w+/g, ""],
];

/** Files with one of the places that a pattern matches replaced. */
function onceReplaced(
  files: readonly SourceFile[],
  pattern: RegExp,
  replacement: string,
  seed: number,
): readonly SourceFile[] {
  const all = files.reduce((sum, { text }) => sum + [...text.matchAll(pattern)].length, 0);
  let index = 0;
  return files.map(({ path, text }) => ({
    path,
    text: text.replace(pattern, (match) => (index++ === (seed * 7) % all ? replacement : match)),
  }));
}

function placeOf(
  kind: string,
  { action, subject, actor }: { action: string; subject: string; actor?: string | undefined },
): string {
  return [kind, action, subject, actor].join(" ");
}

describe("the laws of differences", () => {
  it("difference-covers-requests: what random requests show is reported, and what is reported replays", () => {
    const missed: string[] = [];
    const seen = { differing: 0, reported: 0, undecided: 0 };
    for (const seed of seeds) {
      const older = randomSet(seed);
      if (older === undefined || older.rules.length === 0) continue;
      const newer = editedSet(older, seed);
      const { decisions, undecided } = differenceOf(lower(older), lower(newer));
      seen.reported += decisions.length;
      seen.undecided += undecided.length;
      for (const { request, kind, before, after } of decisions) {
        expect([interpret(older, request), interpret(newer, request)]).toEqual([
          { ...before, digest: older.digest },
          { ...after, digest: newer.digest },
        ]);
        expect(kindBetween(before, after)).toContain(kind);
      }
      const told = new Set(
        [...decisions, ...undecided].map(({ kind, action, subject, actor }) =>
          [kind, action, subject, actor].join(" "),
        ),
      );
      const generate = createRequestGenerator(seed % 2 === 0 ? older : newer);
      for (let index = 0; index < 50; index += 1) {
        const request = generate(seededChoices(seed * 10_000 + index)) as unknown as Request;
        const kinds = kindBetween(interpret(older, request), interpret(newer, request));
        if (kinds.length > 0) seen.differing += 1;
        const of = [request.action?.name, request.subject?.type, request.actor?.type].join(" ");
        if (kinds.length > 0 && !kinds.some((kind) => told.has(`${kind} ${of}`)))
          missed.push(`${seed} ${kinds.join()} ${of}`);
      }
    }
    expect(missed).toEqual([]);
    expect(seen.differing).toBeGreaterThan(15);
    expect(seen.reported).toBeGreaterThan(40);
    expect(seen.undecided / seen.reported).toBeLessThan(0.05);
  });

  it("difference-covers-schemas: what a changed type makes of random requests is reported", () => {
    const missed: string[] = [];
    let differing = 0;
    for (const seed of [26, 27, 28, 29]) {
      const files = generatePolicySet(seededChoices(seed));
      for (const [pattern, replacement] of schemaEdits) {
        const sets = [files, onceReplaced(files, pattern, replacement, seed)].map(
          (each) => check(each, { schemas: generatorSchemas }).policySet,
        );
        const [older, newer] = seed % 2 === 0 ? sets : sets.reverse();
        if (older === undefined || newer === undefined) continue;
        const { decisions, undecided } = differenceOf(lower(older), lower(newer));
        const told = new Set([...decisions, ...undecided].map((each) => placeOf(each.kind, each)));
        const generators = [older, newer].map(createRequestGenerator);
        for (let index = 0; index < 60; index += 1) {
          const generate = generators[index % 2] ?? createRequestGenerator(newer);
          const request = generate(seededChoices(seed * 10_000 + index)) as unknown as Request;
          const [before, after] = [interpret(older, request), interpret(newer, request)];
          if (before.decision === after.decision) continue;
          differing += 1;
          const place = placeOf(after.decision ? "allowed" : "denied", {
            action: request.action.name,
            subject: request.subject.type,
            actor: request.actor?.type,
          });
          if (!told.has(place)) missed.push(`${seed} ${pattern.source} ${place}`);
        }
      }
    }
    expect(missed).toEqual([]);
    expect(differing).toBeGreaterThan(5);
  });

  it("difference-with-itself: a set read from other files in another order is no other", () => {
    for (const seed of seeds.slice(0, 8)) {
      const files = generatePolicySet(seededChoices(seed));
      const sets = [
        files,
        [...files].reverse().map(({ path, text }) => ({ path: `other/${path}`, text: `\n${text}` })),
      ].map((each) => check(each, { schemas: generatorSchemas }).policySet);
      const [older, newer] = sets;
      if (older === undefined || newer === undefined) continue;
      // Without its digest, it is compared rule by rule.
      const compared = differenceOf(lower(older), lower({ ...newer, digest: "sha256:other" }));
      expect(compared).toEqual(nothing);
    }
  });
});
