import { describe, expect, it } from "vitest";
import type { RequestTypes } from "../../src/interpret/environment.js";
import { needsOf } from "../../src/interpret/needs.js";
import { policySetOf } from "./policy-set.js";

const text = `
  principal User { level: Int, team: String }
  principal Agent acting for User { level: Int, team: String, key: String }
  action read(tags: List<String>, path: Path)
  action write(tags: List<String>)
  policy p {
    rule anyone allow anyone to anything when principal.level > 3 and (any tag in args.tags: tag == "open")
    rule ops allow Agent acting for User to read when subject.team == principal.team
    rule lone allow User acting alone to write when principal.team == "ops"
    rule files deny anyone to read when args.path within "/etc"
  }
`;

const kinds: readonly RequestTypes[] = [
  { subject: "User", actor: undefined, target: { action: "read" } },
  { subject: "User", actor: "Agent", target: { action: "read" } },
  { subject: "User", actor: undefined, target: { action: "write" } },
  { subject: "User", actor: "Agent", target: { action: "write" } },
  { subject: "Agent", actor: undefined, target: { action: "write" } },
];

describe("needs-of-each-kind-by-itself", () => {
  it("are those that a policy set tells which was asked of no other kind", () => {
    for (const asked of [kinds, [...kinds].reverse()]) {
      const set = policySetOf(text);
      for (const kind of asked) needsOf(set, kind);
      for (const kind of kinds) expect(needsOf(set, kind)).toEqual(needsOf(policySetOf(text), kind));
    }
  });

  it("place what a rule reads of `principal` at whoever it is", () => {
    const read = (kind: RequestTypes) => {
      const { subject, actor } = needsOf(policySetOf(text), kind);
      return [subject, actor].map(({ members }) => [...members.keys()].sort());
    };
    expect(kinds.map(read)).toEqual([
      [["level"], []],
      [
        ["level", "team"],
        ["level", "team"],
      ],
      [["level", "team"], []],
      [["level"], ["level"]],
      [["level"], []],
    ]);
  });
});
