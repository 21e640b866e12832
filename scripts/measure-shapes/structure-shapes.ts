import { type Choices, chance, pick, some, weighted } from "../../src/testing/choices.js";
import { actionName, type Condition, createShape, effectOf, type Shape, someActions } from "./shape.js";

const organisation = `principal User in Group { team: String, roles: List<String>, level: Int in 0..10 }
principal Agent in Group acting for User { team: String, kind: "chat" | "batch" | "code" }
principal Service { name: String, team: String }
entity Group in Group
entity Folder in Folder { owner: User }
entity Document in Folder { owner: User, label: String }
entity Database { region: String }
tag read_only, destructive, costly
`;

/** Rules about who and what, and rules of many clauses. */
export const structureShapes: readonly Shape[] = [
  createShape("roles in groups", {
    schema: organisation,
    action: (_index, choices) => `(name: String) on Document, Database${tags(choices)}`,
    rule: (_index, choices, size) => [
      `${effectOf(choices)} ${parties(choices)} to ${someActions(choices, size, ["read_only", "destructive"])}${resources(choices)}`,
      ...(chance(choices, 40) ? [`when args.name like "n${choices.int(0, 50)}*"`] : []),
    ],
  }),
  createShape("by tags and anything", {
    schema: organisation,
    action: (_index, choices) => `(name: String, limit?: Int in 1..1000)${tags(choices)}`,
    rule: (_index, choices) => [
      `${effectOf(choices)} ${parties(choices)} to ${pick(choices, ["anything", "read_only", "destructive", "costly", `server${choices.int(0, 19)}.*`])}`,
      `when args.name like "n${choices.int(0, 300)}_*"`,
      ...(chance(choices, 50) ? [`when (args.limit ?? 10) <= ${choices.int(1, 999)}`] : []),
    ],
  }),
  createShape("mostly denies", {
    schema: organisation,
    action: (_index, choices) => `(name: String, limit: Int in 1..1000)${tags(choices)}`,
    rule: (index, choices, size) => [
      `${index % 10 === 0 ? "allow" : "deny"} ${pick(choices, ["User", "anyone", "Agent"])} to ${someActions(choices, size, ["read_only"])}`,
      ...(index % 10 === 0
        ? []
        : [
            `when args.name like "${pick(choices, ["x", "y", "z"])}${choices.int(0, 200)}*" ${pick(choices, ["and", "or"])} args.limit > ${choices.int(1, 999)}`,
          ]),
    ],
  }),
  createShape("many clauses", {
    schema: organisation,
    action: () =>
      "(a: String, b: String, c: Int in 0..1000, d: Bool, e: List<String>, f: Int in 0..50, g: Path, h?: String)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      ...conditions.map((condition) => `when ${nested(choices, condition)}`),
    ],
  }),
  createShape("lists and maps", {
    schema: "principal User { roles: List<String>, limits: Map<Int> }\n",
    action: () =>
      "(items: List<{ sku: String, count: Int in 1..100, note?: String }> length ..20, labels: Map<String>, columns: List<String> length 1..50)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      ...some(choices, listTests, 1, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
  createShape("unions of types", {
    schema: `${organisation}entity Ticket { holder: User | Agent | Service, about: Document | Database }\n`,
    action: () =>
      "(who: User | Agent | Service, what: Document | Folder | Database) on Document, Database, Ticket",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} ${parties(choices)} to ${someActions(choices, size)}`,
      ...some(choices, unionTests, 1, 2).map(
        (test) => `when ${test(choices)} or args.who.team == "team${choices.int(0, 30)}"`,
      ),
    ],
  }),
  createShape("obligations and remedies", {
    schema: `use std.agents
${organisation.replace("principal Agent in Group acting for User", "principal Agent in Group")}
obligation mask(column: String)
obligation credential(kind: String) once
obligation cap(rows: Int) once
`,
    action: (_index, choices) => `(table: String, limit: Int in 1..1000)${tags(choices)}`,
    rule: (index, choices, size) => obligationRule(index, choices, someActions(choices, size, ["costly"])),
  }),
  createShape("each rule twice", {
    schema: organisation,
    action: () => "(name: String, limit: Int in 1..1000) on Document",
    rule: (index, _choices, size) => twin(Math.floor(index / 2), size.actions),
  }),
  createShape("nothing dead", {
    schema: organisation,
    action: () => "(name: String, limit: Int in 1..1000) on Document",
    rule: (index, _choices, size) => [
      `${index % 4 === 3 ? "deny" : "allow"} User to ${actionName(index % size.actions)} on Document`,
      `when args.name like "n${index}_*"`,
      ...(index % 4 === 3 ? [] : [`when args.limit <= ${(index % 900) + 1}`]),
    ],
  }),
];

function tags(choices: Choices): string {
  const chosen = some(choices, ["read_only", "destructive", "costly"], 0, 2);
  return chosen.length === 0 ? "" : ` tagged ${chosen.join(", ")}`;
}

function parties(choices: Choices): string {
  return weighted<() => string>(choices, [
    [4, () => `User in Group("group${choices.int(0, 40)}")`],
    [2, () => `User("user${choices.int(0, 99)}")`],
    [2, () => "Agent acting for User"],
    [1, () => "Agent acting alone"],
    [1, () => "Service"],
    [1, () => `User, Service`],
    [2, () => "User"],
    [1, () => "anyone"],
  ])();
}

function resources(choices: Choices): string {
  return weighted<() => string>(choices, [
    [3, () => ""],
    [3, () => " on Document"],
    [3, () => ` on Document in Folder("folder${choices.int(0, 60)}")`],
    [1, () => ` on Document("doc${choices.int(0, 99)}")`],
    [2, () => " on Database"],
  ])();
}

/** A condition, or it and others of which one or two have to hold. */
function nested(choices: Choices, condition: Condition): string {
  const [second, third] = [pick(choices, conditions), pick(choices, conditions)];
  return weighted<() => string>(choices, [
    [5, () => condition(choices)],
    [2, () => `${condition(choices)} or ${second(choices)}`],
    [1, () => `not (${condition(choices)} and ${second(choices)} and ${third(choices)})`],
    [1, () => `(${condition(choices)} and ${second(choices)}) or ${third(choices)}`],
  ])();
}

/** About ten different attributes: that of two rules' conditions each can hold is likely. */
const conditions: readonly Condition[] = [
  (choices) => `args.a in ["x${choices.int(0, 3)}", "y${choices.int(0, 3)}", "z"]`,
  (choices) => `args.b like "${pick(choices, ["p", "q", "pq"])}*"`,
  (choices) => `args.c >= ${choices.int(1, 500)}`,
  () => "args.d",
  (choices) => `"e${choices.int(0, 9)}" in args.e`,
  (choices) => `args.f in ${choices.int(0, 20)}..${choices.int(26, 50)}`,
  (choices) => `args.g within "/srv/${pick(choices, ["a", "b", "c"])}"`,
  (choices) => `(args.h ?? "none") != "h${choices.int(0, 9)}"`,
  (choices) => `principal.level >= ${choices.int(1, 8)}`,
  (choices) => `"role${choices.int(0, 9)}" in principal.roles`,
];

const listTests: readonly Condition[] = [
  (choices) => `(any i in args.items: i.sku == "sku${choices.int(0, 60)}")`,
  (choices) => `(all i in args.items: i.count <= ${choices.int(1, 99)})`,
  (choices) =>
    `(all i in args.items: i.sku like "${pick(choices, ["a", "b", "c"])}*" or i.count < ${choices.int(2, 9)})`,
  (choices) => `args.items.length <= ${choices.int(1, 19)}`,
  (choices) => `(all c in args.columns: c in ["id", "name", "c${choices.int(0, 30)}"])`,
  (choices) => `args.columns containsAny ["salary", "secret${choices.int(0, 30)}"]`,
  (choices) => `principal.roles containsAll ["r${choices.int(0, 9)}", "r${choices.int(10, 19)}"]`,
  (choices) => `(any k in args.labels: k == "label${choices.int(0, 9)}")`,
  (choices) => `(args.labels["env"] ?? "none") == "env${choices.int(0, 5)}"`,
  (choices) => `(principal.limits["spend"] ?? 0) > ${choices.int(1, 99)}`,
  (choices) => `(any k in args.labels: k like "x-${choices.int(0, 20)}*")`,
];

const unionTests: readonly Condition[] = [
  () => "args.who == subject",
  (choices) => `args.who is ${pick(choices, ["User", "Agent"])}`,
  (choices) => `args.who is User and args.who.level >= ${choices.int(1, 10)}`,
  (choices) => `args.what is Document and args.what.label == "label${choices.int(0, 50)}"`,
  (choices) => `args.what is Database and args.what.region == "region${choices.int(0, 50)}"`,
  (choices) => `args.what in Folder("folder${choices.int(0, 50)}")`,
  () => "args.what is Document and args.what.owner == args.who",
  (choices) => `args.who.team == "team${choices.int(0, 30)}"`,
];

function obligationRule(index: number, choices: Choices, to: string): readonly string[] {
  const when = `when args.table like "t${choices.int(0, 60)}*"`;
  const clauses = chance(choices, 50) ? [when, `when args.limit > ${choices.int(1, 999)}`] : [when];
  const role = pick(choices, ["data-owners", "security", "managers"]);
  return weighted<() => readonly string[]>(choices, [
    [4, () => [`allow User to ${to}`, ...clauses]],
    [
      2,
      () => [
        `deny User to ${to}`,
        ...clauses,
        `unless approval(from: "${role}", max_age: ${choices.int(5, 60)}m)`,
      ],
    ],
    [2, () => [`oblige User to ${to}`, ...clauses, `with mask(column: "c${index % 30}")`]],
    [1, () => [`oblige User to ${to}`, ...clauses, `with credential(kind: "kind${choices.int(0, 3)}")`]],
    [1, () => [`oblige User to ${to}`, ...clauses, "with cap(rows: args.limit)"]],
  ])();
}

function twin(index: number, actions: number): readonly string[] {
  return [
    `${index % 4 === 3 ? "deny" : "allow"} User to ${actionName(index % actions)} on Document`,
    `when args.name like "n${index}_*" or args.limit == ${(index % 999) + 1}`,
  ];
}
