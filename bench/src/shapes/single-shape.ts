import type { EntityRecord } from "../../../src/runtime/decision.js";
import { type Choices, weighted } from "../../../src/testing/choices.js";
import type { Grant, Grants, Parameter, Tool } from "../grant.js";
import { call } from "../requests.js";
import type { Decide, Shape } from "../workload.js";

/** A shape whose rules differ in constants alone: what a platform generates. */
export interface SingleShape {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What the rule of a number allows. No request meets two of them. */
  readonly allow: (number: number) => Conditions;
  /** What is denied of what the rule of a number allows. */
  readonly deny: (number: number) => Conditions;
  /** A call that the rule of a number allows, or one that is denied of these. */
  readonly ask: (number: number, isDenied: boolean, choices: Choices) => Asked;
  readonly byHand: (grants: Grants) => Decide;
  readonly byHandOf20: Decide;
}

type Conditions = Pick<Grant, "to" | "tests">;

/** The parts of a request in which shapes differ. */
export interface Asked {
  readonly subject: EntityRecord;
  readonly args: object;
  readonly ip?: string;
}

/** The shape with its tools, rules and requests: five rules to a tool, until there are two hundred tools. One rule of ten denies. */
export function createSingleShape(shape: SingleShape): Shape {
  return {
    name: shape.name,
    grants: (rules) => grantsOf(shape, rules),
    request: (grants, choices) => requestTo(shape, grants, choices),
    byHand: shape.byHand,
    byHandOf20: shape.byHandOf20,
  };
}

const rulesOfTool = 5;
const mostTools = 200;

function grantsOf(shape: SingleShape, rules: number): Grants {
  const tools = Array.from({ length: Math.min(mostTools, Math.ceil(rules / rulesOfTool)) }, (_, index) => ({
    name: nameOfTool(index),
    parameters: shape.parameters,
  }));
  const grants = Array.from({ length: rules }, (_, number) => grantOf(shape, tools, number));
  return { tools, grants };
}

function nameOfTool(index: number): string {
  return `server${index % 20}.tool${index}`;
}

function grantOf(shape: SingleShape, tools: readonly Tool[], number: number): Grant {
  const rule = { name: `rule_${number}`, action: actionOf(tools, number) };
  return isDeny(number)
    ? { ...rule, effect: "deny", ...shape.deny(number - 1) }
    : { ...rule, effect: "allow", ...shape.allow(number) };
}

function isDeny(number: number): boolean {
  return number % 10 === 9;
}

function actionOf(tools: readonly Tool[], number: number): string {
  return nameOfTool(Math.floor(number / rulesOfTool) % tools.length);
}

type RequestKind = "hit" | "miss" | "denied" | "undeclared" | "mistyped";

const kinds = [
  [50, "hit"],
  [28, "miss"],
  [16, "denied"],
  [3, "undeclared"],
  [3, "mistyped"],
] as const;

function requestTo(shape: SingleShape, { tools, grants }: Grants, choices: Choices) {
  const kind: RequestKind = weighted(choices, kinds);
  const number = chooseRule(grants.length, kind, choices);
  const { subject, args, ip } = shape.ask(number, kind === "denied", choices);
  // What one tool's rule allows, the next tool's does not.
  const action = actionOf(tools, kind === "miss" ? number + rulesOfTool : number);
  return call(subject, action, spoilt(args, kind), ip);
}

/** A rule that allows, before one that denies where that is wanted. */
function chooseRule(rules: number, kind: RequestKind, choices: Choices): number {
  if (kind === "denied") return choices.int(0, Math.floor(rules / 10) - 1) * 10 + 8;
  const number = choices.int(0, rules - 1);
  return isDeny(number) ? number - 1 : number;
}

function spoilt(args: object, kind: RequestKind): object {
  if (kind === "undeclared") return { ...args, dry_run: true };
  return kind === "mistyped" ? Object.fromEntries(Object.keys(args).map((name) => [name, null])) : args;
}
