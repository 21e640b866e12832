import { describe, expect, it } from "vitest";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
use std.mcp
principal User in Team { on_call: Bool }
principal Agent acting for User { trusted: Bool }
entity Team
action db.drop(name: String, count: Int in 1..9) tagged destructive
action web.fetch(url: String) tagged open_world
action db.read(name: String) tagged read_only
context { approved: Bool }
`;

function said(rules: string): readonly string[] {
  return placesOfCode("POL3012", `${schema}\npolicy p {\n${rules}\n}\n`);
}

describe("an allow without any condition on an action that can do harm (POL3012)", () => {
  it.each([
    ["without clauses", "rule a\nallow User to db.drop", ["rule a <- db.drop"]],
    ["by a tag", "rule a\nallow User to destructive, open_world", ["rule a <- db.drop, web.fetch"]],
    [
      "with a clause that is always true",
      "rule a\nallow User to db.drop when args.count in 0..9",
      ["rule a <- db.drop"],
    ],
    [
      "with a deny that never matches",
      "rule a\nallow User to db.drop rule b deny User to db.drop when args.count > 5 when args.count < 3",
      ["rule a <- db.drop"],
    ],
    [
      "beside narrower ones",
      'rule b allow User to db.drop when args.name == "x" rule a\nallow User to db.drop',
      ["rule a <- db.drop"],
    ],
    [
      "of an agent, where its user is as free",
      "rule a\nallow User to db.drop when true rule b\nallow Agent acting for User to db.drop",
      ["rule a <- db.drop", "rule b <- db.drop"],
    ],
    [
      "beside a freeze of everything",
      "rule a\nallow User to db.drop rule b deny anyone to anything when context.approved",
      ["rule a <- db.drop"],
    ],
    [
      "beside a deny that treats it as it treats harmless actions",
      "rule a\nallow User to db.drop rule b deny User to db.* unless principal.on_call",
      ["rule a <- db.drop"],
    ],
  ])("finds one %s", (_, rules, places) => {
    expect(said(rules)).toEqual(places);
  });

  it.each([
    ["an action that is tagged otherwise", "allow User to db.read"],
    ["a clause", "allow User to db.drop when principal.on_call"],
    ["an id", 'allow User("alice") to db.drop'],
    ["a group", 'allow User in Team("ops") to db.drop'],
    ["a deny on arguments", 'allow User to db.drop rule b deny User to db.drop when args.name like "prod*"'],
    [
      "a deny until something is done",
      "allow User to db.drop rule b deny anyone to db.drop unless context.approved",
    ],
    [
      "a deny of dangerous actions",
      "allow User to db.drop rule b deny anyone to destructive, open_world when context.approved",
    ],
    [
      "a deny of all that looks at what is called",
      'allow User to db.drop rule b deny anyone to db.* when args.name like "prod*"',
    ],
    [
      "a deny of all that a remedy lifts",
      "allow User to db.drop rule b deny anyone to anything unless asked() } remedy asked() = context.approved policy q {",
    ],
    ["a deny of all in any case", "allow User to db.drop rule b deny anyone to anything"],
    [
      "a condition on the user of an agent",
      "allow Agent acting for User to db.drop rule b allow User to db.drop when principal.on_call",
    ],
    [
      "a condition on the agent of a user",
      "allow Agent acting for User to db.drop when principal.trusted rule b allow User to db.drop when principal.on_call",
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(`rule a ${rules}`)).toEqual([]);
  });

  it("says what it is that can do harm", () => {
    expect(findingsOfCode("POL3012", `${schema}\npolicy p { rule a allow User to anything }`)).toMatchObject([
      {
        message: "rule `p.a` allows `db.drop` and `web.fetch` without any condition",
        label: "whatever the call says; it is tagged `destructive` and `open_world`",
        witness: { shows: "it is allowed", request: { action: { name: "db.drop" } } },
      },
    ]);
  });
});
