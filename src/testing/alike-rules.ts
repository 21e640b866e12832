import type { SourceFile } from "../source/source-file.js";
import { type Choices, chance, pick, several, some } from "./choices.js";

/** How many rules there are, and of how many shapes. */
export interface AlikeRulesSize {
  readonly rules: number;
  readonly shapes: number;
}

/**
 * A policy set as a platform writes it: many rules of a few shapes, which differ in their constants. Constants are drawn from so few that
 * rules overlap, repeat and contain each other, and that requests meet several at once.
 */
export function generateAlikeRules(
  choices: Choices,
  { rules, shapes }: AlikeRulesSize,
): readonly SourceFile[] {
  const kinds = several(choices, shapes, shapes, () => generateShape(choices));
  const texts = Array.from({ length: rules }, (_, index) => ruleText(choices, pick(choices, kinds), index));
  return [{ path: "alike.pol", text: `${schema}\npolicy alike {\n${texts.join("\n")}\n}\n` }];
}

const schema = `principal User in Team { tenant: String, roles: List<String>, level: Int in 0..40, nick?: String }
principal Agent in Team acting for User { tenant: String, roles: List<String>, level: Int in 0..40, nick?: String }
entity Team
entity Thing in Team { kind: String, owner: User, size: Number, path: Path, site: Url, seen?: Time }
tag busy

action store.read(table: String, count: Int, to: List<String>, on?: Bool), store.write(table: String, count: Int, to: List<String>, on?: Bool) on Thing tagged busy
action store.list(table: String, count: Int, to: List<String>, on?: Bool)

context { ip: Ip, now: Time, zone?: String }
obligation note(word: String)
`;

/** Conditions, with constants left open. */
interface RuleShape {
  readonly effect: string;
  readonly whom: (choices: Choices) => string;
  readonly what: string;
  readonly clauses: readonly ((choices: Choices) => string)[];
  readonly end: string;
}

function generateShape(choices: Choices): RuleShape {
  const effect = pick(choices, ["allow", "allow", "allow", "deny", "oblige"]);
  const target = pick(choices, targets);
  const clauses = [...anywhere, ...(target.hasResource ? onThings : [])];
  return {
    effect,
    whom: pick(choices, principals),
    what: target.text,
    clauses: some(choices, clauses, 1, 3).map((group) => withAlternative(choices, pick(choices, group))),
    end: effect === "oblige" ? '\n    with note(word: "w")' : "",
  };
}

const targets = [
  { text: "store.read on Thing", hasResource: true },
  { text: "store.write on Thing", hasResource: true },
  { text: "busy on Thing", hasResource: true },
  { text: "store.list", hasResource: false },
  { text: "store.*", hasResource: false },
  { text: "anything", hasResource: false },
];

const principals: readonly ((choices: Choices) => string)[] = [
  () => "User",
  () => "anyone",
  () => "Agent acting for User",
  (choices) => `User(${text(choices, "u", 4)})`,
  (choices) => `User in Team(${text(choices, "team", 3)})`,
];

type Clause = (choices: Choices) => string;

/** By what they look at: two of one group could contradict each other, which the checker would say. */
const anywhere: readonly (readonly Clause[])[] = [
  [
    (choices) => `args.table == ${text(choices, "t", 5)}`,
    (choices) => `args.table in [${texts(choices, "t", 5)}]`,
    (choices) => `args.table like ${pattern(choices)}`,
    (choices) => `not (args.table like ${pattern(choices)})`,
    (choices) => `args.table like ${pattern(choices)} or args.table like ${pattern(choices)}`,
  ],
  [
    (choices) => `args.count in ${range(choices)}`,
    (choices) => `args.count >= ${choices.int(0, 9)} and args.count < ${choices.int(10, 14)}`,
    (choices) => `args.count ${pick(choices, ["<", "<=", ">", ">="])} ${choices.int(0, 12)}`,
  ],
  [(choices) => `${choices.int(0, 12)} < principal.level`],
  [
    (choices) => `principal.tenant == ${text(choices, "tenant", 4)}`,
    (choices) => `principal.tenant != ${text(choices, "tenant", 4)}`,
  ],
  [
    (choices) => `${text(choices, "role", 4)} in principal.roles`,
    (choices) => `principal.roles containsAll [${texts(choices, "role", 4)}]`,
  ],
  [(choices) => `args.to containsAny [${texts(choices, "role", 4)}]`],
  [
    (choices) => `context.ip in [${block(choices)}]`,
    (choices) => `context.ip in [${block(choices)}, "2001:db8:${choices.int(0, 2)}::/48"]`,
  ],
  [(choices) => `context has zone and context.zone == ${text(choices, "zone", 3)}`],
  [(choices) => `principal has nick and principal.nick like ${pattern(choices)}`],
  [(choices) => `(args.on ?? false) == ${pick(choices, ["true", "false"])}`],
  [(choices) => `context.now >= ${time(choices)}`],
];

const onThings: readonly (readonly Clause[])[] = [
  [(choices) => `resource.kind == ${text(choices, "kind", 3)}`],
  [(choices) => `resource.owner == User(${text(choices, "u", 4)})`],
  [(choices) => `resource in Team(${text(choices, "team", 3)})`],
  [(choices) => `resource.path within ${pick(choices, paths)}`],
  [(choices) => `resource.site.host within ${pick(choices, hosts)}`],
  [(choices) => `resource.size > ${pick(choices, ["0.5", "1", "2.5"])}`],
  [(choices) => `resource has seen and resource.seen < ${time(choices)}`],
];

const paths = ['"/srv"', '"/srv/a"', '"/srv/a/b"', '"/home"', '"/"'];
const hosts = ['"example.com"', '"a.example.com"', '"example.org"', '"10.0.0.1"'];

function text(choices: Choices, stem: string, count: number): string {
  return `"${stem}${choices.int(1, count)}"`;
}

/** One or two texts, which differ. */
function texts(choices: Choices, stem: string, count: number): string {
  const [first, second] = [choices.int(1, count), choices.int(1, count)];
  return first === second ? `"${stem}${first}"` : `"${stem}${first}", "${stem}${second}"`;
}

function pattern(choices: Choices): string {
  return `"${pick(choices, ["t*", "t1*", "t1", "*1", "*t1", "*a*", "t*1", "?1", "t?*", "*t1*b", "*"])}"`;
}

function range(choices: Choices): string {
  const low = choices.int(0, 10);
  return `${low}..${low + choices.int(0, 5)}`;
}

function block(choices: Choices): string {
  const v4 = `10.${choices.int(0, 1)}.${choices.int(0, 2)}.0/24`;
  return `"${pick(choices, [v4, v4, "10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "2001:db8:1::/48", "0.0.0.0/0"])}"`;
}

function time(choices: Choices): string {
  return `"2026-11-2${choices.int(0, 3)}T00:00:00Z"`;
}

/** Another clause that may hold instead: then no key is implied. */
function withAlternative(choices: Choices, clause: Clause): Clause {
  if (!chance(choices, 10)) return clause;
  return (each) => `(${clause(each)}) or args.to containsAny [${texts(each, "x", 3)}]`;
}

function ruleText(choices: Choices, { effect, whom, what, clauses, end }: RuleShape, index: number): string {
  const conditions = clauses.map((clause) => `\n    when ${clause(choices)}`);
  return `  rule r${index}\n    ${effect} ${whom(choices)} to ${what}${conditions.join("")}${end}`;
}
