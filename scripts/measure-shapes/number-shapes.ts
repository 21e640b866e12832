import { type Choices, pick, several, some, weighted } from "../../src/testing/choices.js";
import { type Condition, createShape, effectOf, type Shape, someActions } from "./shape.js";

/** Rules about numbers, times and addresses. */
export const numberShapes: readonly Shape[] = [
  createShape("networks", {
    schema: "principal User { site: String }\ncontext { ip: Ip, peer: Ip }\n",
    action: () => "(target: Ip, net: Cidr)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      `when ${pick(choices, ["context.ip", "context.peer", "args.target"])} in [${blocks(choices)}]`,
      ...(choices.int(0, 3) === 0 ? [`when not (context.ip in [${blocks(choices)}])`] : []),
    ],
  }),
  createShape("long network lists", {
    schema: "principal User { site: String }\ncontext { ip: Ip }\n",
    action: () => "(target: Ip)",
    rule: (index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      `when context.ip in [${Array.from({ length: index % 50 === 0 ? 300 : 12 }, () => block(choices)).join(", ")}]`,
    ],
  }),
  createShape("times", {
    schema: `principal User { until: Time, born: Date }
context { now: Time, today: Date, idle: Duration }
`,
    action: () => "(at: Time, day: Date, takes: Duration in ..30d)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      ...some(choices, timeTests, 1, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
  createShape("arithmetic", {
    schema: "principal User { level: Int in 0..10, spent: Int in 0..1000000, budget: Int in 0..1000000 }\n",
    action: () => "(amount: Int in 1..1000000, fee: Int in 0..1000, count: Int in 1..100, ratio: Number)",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}`,
      ...some(choices, numberTests, 1, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
  createShape("optional attributes", {
    schema: `principal User { level?: Int in 0..10, team?: String, roles?: List<String>, boss?: User }
entity Document { owner?: User, size?: Int, label?: String }
context { risk?: Int in 0..100, device?: { managed: Bool, os?: String } }
`,
    action: () => "(limit?: Int in 1..100000, table?: String, deep?: { a?: String, b?: Int }) on Document",
    rule: (_index, choices, size) => [
      `${effectOf(choices)} User to ${someActions(choices, size)}${choices.int(0, 1) === 0 ? " on Document" : ""}`,
      ...some(choices, optionalTests, 1, 3).map((test) => `when ${test(choices)}`),
    ],
  }),
];

function block(choices: Choices): string {
  return weighted<() => string>(choices, [
    [4, () => `"10.${choices.int(0, 255)}.0.0/16"`],
    [4, () => `"10.${choices.int(0, 255)}.${choices.int(0, 255)}.0/24"`],
    [2, () => `"192.168.${choices.int(0, 255)}.${choices.int(0, 255)}/32"`],
    [3, () => `"2001:db8:${choices.int(1, 9999)}::/48"`],
    [1, () => `"fd00:${choices.int(1, 99)}::/32"`],
  ])();
}

function blocks(choices: Choices): string {
  return several(choices, 1, 5, () => block(choices)).join(", ");
}

const timeTests: readonly Condition[] = [
  (choices) => `context.now.hour in ${choices.int(0, 11)}..${choices.int(12, 23)}`,
  (choices) =>
    `context.now.weekday in [${
      some(choices, ["mon", "tue", "wed", "thu", "fri"], 1, 4)
        .map((day) => `"${day}"`)
        .join(", ") || '"sun"'
    }]`,
  (choices) => `context.now >= "${day(choices)}T0${choices.int(0, 9)}:00:00Z"`,
  (choices) => `context.now < "${day(choices)}T1${choices.int(0, 9)}:30:00Z"`,
  (choices) => `context.today in "2026-01-${two(choices.int(1, 28))}".."2026-${two(choices.int(2, 12))}-01"`,
  (choices) => `args.day > "${day(choices)}"`,
  (choices) => `args.takes <= ${choices.int(1, 600)}m`,
  (choices) => `args.at - context.now <= ${choices.int(1, 72)}h`,
  (choices) => `context.idle < ${choices.int(1, 59)}m`,
  () => "args.at <= principal.until",
  () => "args.at + args.takes <= principal.until",
];

function day(choices: Choices): string {
  return `2026-${two(choices.int(1, 12))}-${two(choices.int(1, 28))}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

const numberTests: readonly Condition[] = [
  (choices) => `args.amount <= ${choices.int(1, 1000) * 1000}`,
  (choices) => `args.amount - args.fee >= ${choices.int(1, 900) * 100}`,
  (choices) => `args.amount + args.fee <= ${choices.int(1, 900) * 1000}`,
  () => "args.amount <= principal.budget - principal.spent",
  (choices) => `principal.spent + args.amount <= ${choices.int(1, 20) * 50000}`,
  (choices) => `args.fee * ${choices.int(2, 9)} <= args.amount`,
  (choices) => `principal.level in ${choices.int(0, 4)}..${choices.int(5, 10)}`,
  (choices) => `args.count > ${choices.int(1, 99)}`,
  (choices) => `args.ratio < ${choices.int(1, 99)}`,
  () => "principal.level > args.count",
];

const optionalTests: readonly Condition[] = [
  (choices) => `(args.limit ?? 100) <= ${choices.int(1, 90) * 1000}`,
  (choices) => `args has table and args.table like "t${choices.int(0, 99)}_*"`,
  () => "not (args has limit)",
  (choices) => `principal has team and principal.team == "team${choices.int(0, 30)}"`,
  (choices) => `principal has level and principal.level >= ${choices.int(1, 10)}`,
  (choices) => `principal has roles and "role${choices.int(0, 20)}" in principal.roles`,
  (choices) => `(context.risk ?? 100) < ${choices.int(1, 99)}`,
  () => "context has device and context.device.managed",
  (choices) => `context has device.os and context.device.os == "${pick(choices, ["linux", "mac", "ios"])}"`,
  (choices) => `args has deep.a and args.deep.a == "a${choices.int(0, 30)}"`,
  (choices) => `(args.deep.b ?? 0) > ${choices.int(0, 50)}`,
  () => "principal has boss.team",
];
