import { type Choices, pick, several, some, weighted } from "../../src/testing/choices.js";
import { actionName, type Condition, createShape, effectOf, type Shape, someActions } from "./shape.js";

const user = "principal User in Team { team: String, name: String, home: Path }\nentity Team\n";

/** Rules about texts. */
export const textShapes: readonly Shape[] = [
  createShape("inner globs", {
    schema: user,
    action: () => "(query: String)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${actionName(choices.int(0, Math.ceil(size.actions / 4)))}`,
      `when ${several(choices, 1, 2, () => `args.query like "*${word(choices)}*"`).join(" or ")}`,
    ],
  }),
  createShape("regular expressions", {
    schema: user,
    action: () => "(query: String, name: String)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      `when args.${pick(choices, ["query", "name"])} matches /${regex(choices)}/`,
    ],
  }),
  createShape("one action", {
    schema: user,
    action: () => "(path: Path, table: String, to: Email, url: Url, host: Host)",
    rule: (_index, choices) => [
      `${effectOf(choices)} User to ${actionName(0)}`,
      `when ${textTest(choices)}`,
      `when ${textTest(choices)}`,
    ],
  }),
  createShape("equal attributes", {
    schema: `principal User in Team { team: String, name: String, region: String, manager: User }
entity Team
entity Document { owner: User, team: String, region: String, state: "draft" | "final", reviewer?: User }
`,
    action: () => "(team: String, name: String, from: String, to: String) on Document",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)} on Document`,
      ...some(choices, equalities, 2, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
  createShape("addresses on the web", {
    schema: user,
    action: () => "(url: Url, to: List<Email>, host: Host)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      ...some(choices, webTests, 1, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
];

const syllables = ["ba", "co", "di", "fu", "ge", "la", "mo", "ni", "pa", "re", "su", "ta"];

function word(choices: Choices): string {
  return several(choices, 1, 3, () => pick(choices, syllables)).join("");
}

function regex(choices: Choices): string {
  const part = (): string =>
    weighted<() => string>(choices, [
      [4, () => word(choices)],
      [2, () => `[a-${pick(choices, ["f", "m", "z"])}]{1,${choices.int(2, 12)}}`],
      [2, () => "[0-9]+"],
      [1, () => `(${word(choices)}|${word(choices)})`],
      [1, () => ".*"],
      [1, () => "_?"],
    ])();
  return several(choices, 2, 4, part).join("");
}

function textTest(choices: Choices): string {
  return weighted<() => string>(choices, [
    [3, () => `args.path within "/srv/${word(choices)}"`],
    [3, () => `args.table like "${word(choices)}_*"`],
    [2, () => `args.table like "*_${word(choices)}"`],
    [2, () => `args.table in ["${word(choices)}", "${word(choices)}"]`],
    [2, () => `args.to.domain == "${word(choices)}.example"`],
    [2, () => `args.url.host within "${word(choices)}.example"`],
    [1, () => `lower(args.table) == "${word(choices)}"`],
    [1, () => `args.table.length <= ${choices.int(3, 30)}`],
    [1, () => `args.host == args.url.host`],
    [1, () => `principal.name == args.to.local`],
  ])();
}

const equalities: readonly Condition[] = [
  () => "resource.owner == principal",
  () => "resource.team == principal.team",
  () => "args.team == resource.team",
  () => "args.team != principal.team",
  () => "args.from != args.to",
  () => "principal.manager == resource.owner",
  () => "resource has reviewer and resource.reviewer == principal",
  (choices) => `principal.team == "team${choices.int(0, 30)}"`,
  (choices) => `args.name == "name${choices.int(0, 99)}"`,
  (choices) => `resource.state == "${pick(choices, ["draft", "final"])}"`,
  () => "resource.region == principal.region",
  () => "args.from == resource.region",
];

const webTests: readonly Condition[] = [
  (choices) => `args.url.host within "${word(choices)}.example"`,
  (choices) => `args.url.path like "/${word(choices)}/*"`,
  (choices) => `args.url.scheme == "https" and (args.url.port ?? 443) in [443, ${choices.int(8000, 8100)}]`,
  (choices) => `(all r in args.to: r.domain in ["${word(choices)}.example", "${word(choices)}.example"])`,
  (choices) => `(any r in args.to: r.domain within "${word(choices)}.example")`,
  (choices) => `args.host in ["${word(choices)}.example", "www.${word(choices)}.example"]`,
  (choices) => `args.host like "*.${word(choices)}.example"`,
  () => "args.host == args.url.host",
];
