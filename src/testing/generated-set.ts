import type { SourceFile } from "../source/source-file.js";
import { type Choices, chance, pick, seededChoices, several, shuffled, some, weighted } from "./choices.js";

/** How large a generated policy set is. */
export interface GeneratedSetSize {
  readonly rules: number;
  readonly actions: number;
  readonly seed?: number;
}

/**
 * A large policy set as one would find it where many agents use many tools: the same text for the same size and seed. For
 * measuring, not for finding bugs.
 *
 * The mix follows the prototypes' (tools by name 70 %, else by prefix or tag; a quarter of denies; 15 % of conditions with
 * alternatives; 2 % compare two attributes; else prefixes, globs, ranges, roles in lists, address blocks, time windows).
 *
 * @example
 * const files = generateLargeSet({ rules: 10_000, actions: 200 });
 */
export function generateLargeSet({ rules, actions, seed = 1 }: GeneratedSetSize): readonly SourceFile[] {
  const choices = seededChoices(seed);
  const tools = Array.from({ length: actions }, (_, index) => `server${index % 20}.tool${index}`);
  const perFile = 500;
  const files = Array.from({ length: Math.ceil(rules / perFile) }, (_, file) => ({
    path: `policies/${String(file).padStart(3, "0")}.pol`,
    text: policyText(choices, file, tools, Math.min(perFile, rules - file * perFile)),
  }));
  return [{ path: "schema.pol", text: schemaText(choices, tools) }, ...files];
}

const schema = `principal User in Team { team: String, roles: List<String>, level: Int in 0..10 }
principal Agent in Team acting for User { team: String, roles: List<String>, level: Int in 0..10 }
entity Team
entity Workspace in Team { owner: User, region: String, labels: List<String> }
tag read_only, destructive, costly

context {
  ip: Ip
  now: Time
  risk?: Int in 0..100
}

const office: List<Cidr> = ["10.0.0.0/8", "192.168.0.0/16"]

obligation log(reason: String)
obligation cap(rows: Int)
`;

function schemaText(choices: Choices, tools: readonly string[]): string {
  const actions = tools.map((tool) => {
    const tags = some(choices, ["read_only", "destructive", "costly"], 0, 2);
    const on = chance(choices, 50) ? " on Workspace" : "";
    return `action ${tool}(path: Path, table: String, limit?: Int in 1..100000, url?: Url, to: List<Email>)${on}${tags.length > 0 ? ` tagged ${tags.join(", ")}` : ""}`;
  });
  return `${schema}\n${actions.join("\n")}\n`;
}

function policyText(choices: Choices, file: number, tools: readonly string[], count: number): string {
  const rules = Array.from({ length: count }, (_, index) => ruleText(choices, `rule_${index}`, tools));
  return `policy part_${file} {\n${rules.join("\n")}\n}\n`;
}

function ruleText(choices: Choices, name: string, tools: readonly string[]): string {
  const effect = weighted(choices, [
    [72, "allow"],
    [25, "deny"],
    [3, "oblige"],
  ] as const);
  const clauses = conditions(choices).map((condition) => `    when ${condition}`);
  const ending = {
    allow: [],
    deny: [`    because "Refused by ${name}."`],
    oblige: [`    with ${pick(choices, ['log(reason: "audit")', "cap(rows: 1000)"])}`],
  }[effect];
  const lines = [
    `    ${effect} ${principals(choices)} to ${actionsText(choices, tools)}`,
    ...clauses,
    ...ending,
  ];
  return `  rule ${name}\n${lines.join("\n")}\n`;
}

function principals(choices: Choices): string {
  return weighted(choices, [
    [40, "Agent acting for User"],
    [20, "User"],
    [10, "anyone"],
    [10, "Agent acting alone"],
    [20, `User in Team("team${choices.int(0, 30)}")`],
  ]);
}

function actionsText(choices: Choices, tools: readonly string[]): string {
  return weighted<() => string>(choices, [
    [60, () => pick(choices, tools)],
    [10, () => some(choices, tools, 2, 4).join(", ")],
    [20, () => `server${choices.int(0, 19)}.*`],
    [10, () => pick(choices, ["read_only", "destructive", "costly"])],
  ])();
}

/** One to three clauses about different attributes: two about one might contradict each other. */
function conditions(choices: Choices): string[] {
  const kinds = shuffled(
    choices,
    tests.flatMap(([weight, test]) => Array.from({ length: weight }, () => test)),
  );
  const different = [...new Set(kinds)];
  const next = (): string => different.pop()?.(choices) ?? "true";
  return several(choices, 1, 3, () => (chance(choices, 15) ? `${next()} or ${next()}` : next()));
}

type TestGenerator = (choices: Choices) => string;

function table(choices: Choices): string {
  return weighted<TestGenerator>(choices, [
    [10, () => `args.table like "${pick(choices, ["sales", "hr", "ops"])}_${choices.int(0, 50)}*"`],
    [6, () => `args.table like "*_${choices.int(2020, 2026)}"`],
    [4, () => `args.table in ["t${choices.int(0, 99)}", "t${choices.int(0, 99)}", "t${choices.int(0, 99)}"]`],
    [4, () => `args.table matches /[a-z]{${choices.int(1, 3)},8}_[0-9]+/`],
  ])(choices);
}

function team(choices: Choices): string {
  return chance(choices, 12)
    ? "principal.team == args.table"
    : `principal.team == "team${choices.int(0, 30)}"`;
}

function address(choices: Choices): string {
  return chance(choices, 50) ? "context.ip in office" : `context.ip in "10.${choices.int(0, 255)}.0.0/16"`;
}

function limit(choices: Choices): string {
  return `args.limit ?? 100 ${pick(choices, ["<", "<=", ">"])} ${choices.int(1, 90) * 1000}`;
}

const tests: readonly (readonly [weight: number, TestGenerator])[] = [
  [14, team],
  [24, table],
  [10, (choices) => `args.path within "/srv/data${choices.int(0, 40)}"`],
  [10, limit],
  [8, (choices) => `"role${choices.int(0, 20)}" in principal.roles`],
  [6, (choices) => `principal.level in ${choices.int(0, 4)}..${choices.int(5, 10)}`],
  [8, address],
  [6, (choices) => `context.now.hour in ${choices.int(0, 11)}..${choices.int(12, 23)}`],
  [4, (choices) => `context has risk and context.risk < ${choices.int(1, 99)}`],
  [4, (choices) => `(all r in args.to: r.domain in ["example.com", "org${choices.int(0, 9)}.example"])`],
  [4, (choices) => `args has url and args.url.host within "site${choices.int(0, 30)}.example"`],
];
