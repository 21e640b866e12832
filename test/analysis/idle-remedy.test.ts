import { describe, expect, it } from "vitest";
import { findingsOfCode } from "./finding-of.js";

const schema = `
use std.agents
principal User { on_call: Bool }
action queue.purge(count: Int in 1..100)
action queue.read
context { risk: Int in 0..9 }
remedy calm(most: Int) = context.risk <= most
`;

function said(rules: string): readonly (readonly [string, number])[] {
  const text = `${schema}\npolicy p {\n${rules}\n}\n`;
  return findingsOfCode("POL3015", text).map(({ message, related = [] }) => [message, related.length]);
}

const people = "rule people allow User to queue.purge";
const review = 'unless approval(from: "ops", max_age: 5m)';

describe("a remedy that can never lift its deny (POL3015)", () => {
  it("finds one that contradicts the rule's other clauses", () => {
    expect(
      said(`${people} rule a deny User to queue.purge when context.risk > 5 unless calm(most: 4)`),
    ).toEqual([["the remedy `calm` can never lift `p.a`: it cannot be there where the rule matches", 0]]);
  });

  it("finds one after which nothing is allowed", () => {
    expect(
      said(`
        rule people allow User to queue.purge when args.count < 10
        rule a deny User to queue.purge when args.count > 50 ${review}`),
    ).toEqual([["the remedy `approval` can never lift `p.a`: no rule allows what is then left", 0]]);
  });

  it("finds one after which another deny stands, and names it", () => {
    expect(
      said(`
        ${people}
        rule a deny User to queue.purge when args.count > 50 ${review}
        rule b deny User to queue.purge when args.count > 40`),
    ).toEqual([["the remedy `approval` can never lift `p.a`: another deny always stands beside it", 1]]);
  });

  it("finds one that the other party is denied", () => {
    expect(
      said(`
        rule people allow User to queue.purge when args.count < 9
        rule agents allow Agent acting for User to queue.purge
        rule a deny Agent to queue.purge when args.count > 50 ${review}`),
    ).toEqual([["the remedy `approval` can never lift `p.a`: no rule allows what is then left", 0]]);
  });

  it("finds only the one of several that lifts nothing", () => {
    expect(
      said(`${people} rule a deny User to queue.purge when context.risk > 5 unless calm(most: 4) ${review}`),
    ).toEqual([["the remedy `calm` can never lift `p.a`: it cannot be there where the rule matches", 0]]);
  });

  it.each([
    ["a remedy that lifts", `${people} rule a deny User to queue.purge ${review}`],
    ["alternatives", `${people} rule a deny User to queue.purge ${review} unless calm(most: 4)`],
    [
      "the same remedy of two denies",
      `${people} rule a deny User to queue.purge ${review} rule b deny anyone to queue.purge when args.count > 9 ${review}`,
    ],
    [
      "another deny that stands beside it at times",
      `${people} rule a deny User to queue.purge when args.count > 50 ${review} rule b deny User to queue.purge when args.count > 60`,
    ],
    [
      "a deny that can never match",
      `${people} rule a deny User to queue.purge when args.count > 50 when args.count < 40 ${review}`,
    ],
    [
      "allows that are denied in any case, and are reported for it",
      `${people} rule b deny User to queue.purge when args.count > 9 rule c deny User to queue.purge unless args.count > 9 rule a deny User to queue.purge ${review}`,
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });
});
