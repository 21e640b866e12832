import type { Choices } from "../../../src/testing/choices.js";

/** A small policy set about which questions are hard: what it is, and its text. */
export interface HardSet {
  readonly name: string;
  readonly text: string;
}

/** The names of so many things, or what is said of each. */
export function numbered(count: number, name: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => name(index));
}

/** What is said of each two of so many things. */
export function pairs(count: number, said: (one: number, other: number) => string): readonly string[] {
  return numbered(count, String).flatMap((_, one) => numbered(one, (other) => said(one, other)));
}

/** So many parameters of a type: `b0: Bool, b1: Bool`. */
export function parameters(count: number, name: string, type: string): string {
  return numbered(count, (index) => `${name}${index}: ${type}`).join(", ");
}

/** A policy set of one action, `act`, whose rules are given by their clauses: users may, or may not, act. */
export function setOf(
  name: string,
  action: string,
  allows: readonly (readonly string[])[],
  denies: readonly (readonly string[])[] = [],
  schema = "principal User",
): HardSet {
  const rule = (effect: string) => (clauses: readonly string[], index: number) => [
    `  rule ${effect}_${index}`,
    `    ${effect} User to act`,
    ...clauses.map((clause) => `    when ${clause}`),
  ];
  const rules = [...allows.flatMap(rule("allow")), ...denies.flatMap(rule("deny"))];
  return { name, text: [schema, `action act(${action})`, "policy p {", ...rules, "}", ""].join("\n") };
}

/** `not` before a text, half of the time. */
export function perhapsNot(choices: Choices, text: string): string {
  return choices.int(0, 1) === 1 ? `not ${text}` : text;
}
