import { describe, expect, it } from "vitest";
import { parse } from "../../../src/syntax/parse.js";
import { printRule } from "../../../src/syntax/print.js";
import { enumerateMutants } from "../../../src/testing/mutants/enumerate-mutants.js";
import type { MutationOperator } from "../../../src/testing/mutants/mutant.js";

const schema = `principal User in Team { team: String }
principal Agent acting for User
entity Team
entity Note
`;

/** The sentences that mutants of some operators have, and what is said to stand instead. */
function sentencesBy(operators: readonly MutationOperator[], sentence: string) {
  const text = `${schema}policy p {\nrule r\n${sentence}\n}\n`;
  const { file, diagnostics } = parse({ path: "a.pol", text });
  expect(diagnostics).toEqual([]);
  return enumerateMutants([file])
    .filter(({ operator }) => operators.includes(operator))
    .map(({ after, span, replacement }) => {
      if (after?.kind !== "RuleDeclaration") throw new Error("a scope is one of a rule");
      const [, scope = ""] = printRule(after).split("\n");
      return [scope.trim(), text.slice(span.start, span.end), replacement];
    });
}

const scopes: readonly MutationOperator[] = ["scope widened", "scope narrowed", "acting dropped"];

describe("mutants of whom and what a rule is about", () => {
  it("widen a principal, and drop what it acts as", () => {
    expect(sentencesBy(scopes, 'allow User("ann") acting alone to read')).toEqual([
      ["allow User acting alone to read", 'User("ann") acting alone', "User acting alone"],
      ['allow User("ann") to read', 'User("ann") acting alone', 'User("ann")'],
      ["allow anyone to read", 'User("ann") acting alone', "anyone"],
      ['allow User("ann") acting alone to anything', "read", "anything"],
    ]);
  });

  it("narrow a principal to acting alone, a list to the others, anyone to the other types", () => {
    expect(sentencesBy(["scope narrowed"], 'allow User in Team("a"), Agent to anything')).toEqual([
      ["allow Agent to anything", 'User in Team("a")', undefined],
      [
        'allow User in Team("a") acting alone, Agent to anything',
        'User in Team("a")',
        'User in Team("a") acting alone',
      ],
      ['allow User in Team("a") to anything', "Agent", undefined],
      ['allow User in Team("a"), Agent acting alone to anything', "Agent", "Agent acting alone"],
    ]);
    expect(sentencesBy(scopes, "deny anyone to anything")).toEqual([
      ["deny User to anything", "anyone", "User"],
      ["deny Agent to anything", "anyone", "Agent"],
    ]);
  });

  it("widen an action to its prefix, step by step, and drop one of several", () => {
    expect(sentencesBy(scopes, "deny anyone to a.b.c, d.*").slice(2)).toEqual([
      ["deny anyone to d.*", "a.b.c", undefined],
      ["deny anyone to a.b.*, d.*", "a.b.c", "a.b.*"],
      ["deny anyone to a.b.c", "d.*", undefined],
      ["deny anyone to a.b.c, anything", "d.*", "anything"],
    ]);
  });

  it("widen a resource to its type, and to any", () => {
    expect(sentencesBy(scopes, 'deny anyone to anything on Note("n"), Team').slice(2)).toEqual([
      ["deny anyone to anything on Team", 'Note("n")', undefined],
      ["deny anyone to anything on Note, Team", 'Note("n")', "Note"],
      ['deny anyone to anything on Note("n")', "Team", undefined],
      ["deny anyone to anything", 'Note("n"), Team', undefined],
    ]);
  });

  it("leave out what cannot be another: one principal type, no delegation", () => {
    const text = "principal User\npolicy p { rule r allow anyone to anything rule s allow User to anything }";
    const mutants = enumerateMutants([parse({ path: "a.pol", text }).file]);
    expect(mutants.filter(({ operator }) => scopes.includes(operator))).toEqual([]);
  });
});
