import { type Choices, pick, several, some } from "../../src/testing/choices.js";
import { actionName, type Condition, createShape, effectOf, type Shape, someActions } from "./shape.js";

/** Rules about tools as servers list them, about relations, and assertions. */
export const toolShapes: readonly Shape[] = [
  createShape("deep arguments", {
    schema: `use std.agents
type Filter = { field: String, op: "eq" | "lt" | "gt" | "in", value: String | null }
type Query = { filters?: List<Filter> length ..20, sort?: { by: String, descending?: Bool }, page?: { size: Int in 1..100, cursor?: String } }
type Target = { repo: { owner: String, name: String }, branch?: String, paths?: List<String> }
`,
    action: (index) => pickKind(index).parameters,
    rule: (_index, choices, { actions }) => {
      const action = choices.int(0, actions - 1);
      return [
        `${effectOf(choices)} Agent acting for User to ${actionName(action)}`,
        ...some(choices, pickKind(action).tests, 1, 3).map((test) => `when ${test(choices)}`),
      ];
    },
  }),
  createShape("relations", {
    schema: relationSchema(),
    action: () => "(name: String) on Doc",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)} on Doc`,
      `when ${several(choices, 1, 2, () => `principal is r${choices.int(0, 99)} of resource`).join(" or ")}`,
      ...(choices.int(0, 1) === 0 ? [`when args.name like "n${choices.int(0, 20)}*"`] : []),
    ],
  }),
  createShape("assertions", {
    schema: `principal User in Team { team: String, level: Int in 0..10 }
principal Agent acting for User { team: String }
entity Team
tag destructive
context { ip: Ip }
`,
    action: (index) =>
      `(table: String, limit?: Int in 1..100000)${index % 5 === 0 ? " tagged destructive" : ""}`,
    rule: (_index, choices, size) => [
      `${effectOf(choices)} ${pick(choices, ["User", "Agent acting for User", "anyone"])} to ${someActions(choices, size, ["destructive"])}`,
      `when ${pick(choices, ["args.table like ", "args.table == "])}"t${choices.int(0, 50)}"`,
      ...(choices.int(0, 1) === 0 ? [`when (args.limit ?? 100) <= ${choices.int(1, 90) * 1000}`] : []),
      ...(choices.int(0, 2) === 0 ? [`when context.ip in "10.${choices.int(0, 255)}.0.0/16"`] : []),
    ],
    beside: (choices, size) =>
      Array.from({ length: 200 }, (_, index) =>
        assertion(index, choices, someActions(choices, size, ["destructive"])),
      ).join("\n"),
  }),
];

interface ToolKind {
  readonly parameters: string;
  readonly tests: readonly Condition[];
}

const toolKinds: readonly ToolKind[] = [
  {
    parameters:
      "(owner: String, repo: String, title: String, body?: String, labels?: List<String>, assignees?: List<String>)",
    tests: [
      (choices) => `args.repo in ["repo${choices.int(0, 30)}", "repo${choices.int(31, 60)}"]`,
      (choices) => `not (args.title like "*wip${choices.int(0, 9)}*")`,
      (choices) => `args has labels and "label${choices.int(0, 20)}" in args.labels`,
      () => "args.owner == subject.id",
    ],
  },
  {
    parameters: "(query: Query, database: String, dry_run?: Bool)",
    tests: [
      (choices) =>
        `args.query has filters and (all f in args.query.filters: f.field in ["id", "f${choices.int(0, 20)}"])`,
      (choices) => `args.query has page and args.query.page.size <= ${choices.int(1, 99)}`,
      (choices) => `args.query has sort.by and args.query.sort.by like "s${choices.int(0, 20)}*"`,
      (choices) => `args.database == "db${choices.int(0, 20)}"`,
      () => "args.dry_run ?? false",
    ],
  },
  {
    parameters:
      '(target: Target, message: String length ..5000, files: List<{ path: String, content: String, mode?: "add" | "delete" }>)',
    tests: [
      (choices) => `args.target.repo.owner == "org${choices.int(0, 20)}"`,
      (choices) => `args.target has branch and args.target.branch like "feature/${choices.int(0, 20)}*"`,
      (choices) => `(all f in args.files: f.path like "src/${choices.int(0, 9)}*")`,
      (choices) =>
        `(any f in args.files: (f.mode ?? "add") == "delete" and f.path like "*.${pick(choices, ["env", "pem", "key"])}")`,
      (choices) => `args.target has paths and "p${choices.int(0, 20)}" in args.target.paths`,
    ],
  },
  {
    parameters:
      "(channel: String matches /[CG][A-Z0-9]{8,10}/, text: String, thread?: String, blocks?: List<Json>)",
    tests: [
      (choices) => `args.channel == "C0000000${choices.int(10, 60)}"`,
      (choices) => `args.channel matches /C0*[1-9]{1,${choices.int(2, 9)}}/`,
      () => "not (args has thread)",
      () => "args has blocks and args.blocks.length < 5",
      (choices) => `not (args.text like "*@here${choices.int(0, 9)}*")`,
    ],
  },
  {
    parameters:
      '(url: Url, method?: "GET" | "POST" | "PUT" | "DELETE", headers?: Map<String>, body?: Json, timeout?: Int in 1..600)',
    tests: [
      (choices) => `args.url.host within "api${choices.int(0, 30)}.example"`,
      (choices) => `(args.method ?? "GET") == "${pick(choices, ["GET", "POST", "DELETE"])}"`,
      (choices) => `(args.timeout ?? 30) <= ${choices.int(1, 599)}`,
      (choices) => `args has headers and (any h in args.headers: lower(h) == "x-${choices.int(0, 20)}")`,
      (choices) => `args.url.path like "/v${choices.int(1, 9)}/*"`,
    ],
  },
];

function pickKind(action: number): ToolKind {
  return toolKinds[action % toolKinds.length] as ToolKind;
}

function relationSchema(): string {
  const relations = Array.from({ length: 100 }, (_, index) => {
    if (index % 4 === 0 || index < 3) return `  relation r${index}: User | Team.member`;
    if (index % 4 === 1) return `  relation r${index}: User = direct or r${index - 1}`;
    if (index % 4 === 2) return `  relation r${index} = r${index - 1} but not r${index - 2}`;
    return `  relation r${index}: User = direct or r${index - 2} of parent`;
  });
  return `principal User { team: String }
entity Team { relation member: User }
entity Doc in Doc {
${relations.join("\n")}
}
`;
}

function assertion(index: number, choices: Choices, to: string): string {
  const effect = choices.int(0, 3) === 0 ? "allow" : "deny";
  return `assert promise_${index}\n  ${effect} ${pick(choices, ["User", "Agent acting for User"])} to ${to}\n  when args.table == "t${choices.int(0, 50)}${pick(choices, ["", "x"])}"\n`;
}
