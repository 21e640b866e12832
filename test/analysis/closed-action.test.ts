import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { findingsOfCode } from "./finding-of.js";

const schema = `
principal User { team: String }
principal Agent acting for User
tag risky
action db.query(limit: Int in 1..100), db.drop(limit: Int in 1..100) tagged risky
action mail.send, mail.list
`;

function said(rules: string): readonly string[] {
  return findingsOfCode("POL3011", `${schema}\npolicy p {\n${rules}\n}\n`).map(({ message }) => message);
}

const rest = "rule rest allow User to mail.send, mail.list";

describe("an action that nobody can ever be allowed (POL3011)", () => {
  it("finds an action that no rule allows", () => {
    expect(said(`rule a allow User to db.query ${rest}`)).toEqual([
      "nobody can ever be allowed `db.drop`: no rule allows it",
    ]);
  });

  it("is one note for each server", () => {
    expect(said('rule a deny User to anything when principal.team == "x"')).toEqual([
      "nobody can ever be allowed 2 of the 2 actions of `db`: no rule allows them",
      "nobody can ever be allowed 2 of the 2 actions of `mail`: no rule allows them",
    ]);
  });

  it("says nothing of what was imported and no rule allows", () => {
    const imported = { path: "imports/hub.pol", text: "action hub.used, hub.unused\n" };
    const rules = { path: "rules.pol", text: "principal User\npolicy p { rule a allow User to hub.used }\n" };
    const { policySet } = check([imported, rules]);
    expect(policySet && analyze(policySet).map(({ code }) => code)).toEqual([]);
  });

  it("names the first few of many", () => {
    const tools = Array.from({ length: 40 }, (_, index) => `action hub.tool_${index}`).join("\n");
    const rules = "rule a allow User to hub.tool_0, hub.tool_1, db.*, mail.*";
    expect(findingsOfCode("POL3011", `${schema}\n${tools}\npolicy p { ${rules} }`)).toMatchObject([
      {
        severity: "info",
        message: "nobody can ever be allowed 38 of the 40 actions of `hub`: no rule allows them",
        label: "`hub.tool_2`, `hub.tool_3`, `hub.tool_4` and 35 more",
      },
    ]);
  });

  it("finds an action that an actor is allowed and no subject", () => {
    expect(said(`rule a allow User to db.query rule b allow Agent acting for User to db.* ${rest}`)).toEqual([
      "nobody can ever be allowed `db.drop`: no rule allows it to the one on whose behalf an actor calls",
    ]);
  });

  it("finds parties whose rules exclude each other", () => {
    expect(
      said(`
        rule a allow User to db.query when args.limit < 10
        rule b deny User to db.drop when args.limit < 50
        rule c deny User to risky unless args.limit < 60
        rule d allow User to db.*
        rule e deny User to db.drop when args.limit in 50..59
        ${rest}`),
    ).toEqual(["nobody can ever be allowed `db.drop`: no request satisfies the rules"]);
  });

  it.each([
    ["a way for one kind of request", `rule a allow User to db.* when args.limit == 7 ${rest}`],
    ["a deny that closes it on purpose", `rule a allow User to db.* rule b deny anyone to risky ${rest}`],
    [
      "a deny that needs no allow beside it",
      `rule a allow User to db.query rule b deny anyone to db.drop ${rest}`,
    ],
    [
      "an allow that is reported itself",
      `rule a allow User to db.query rule b allow User to db.drop when args.limit < 5 rule c deny User to db.drop when args.limit < 6 ${rest}`,
    ],
  ])("says nothing of %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });

  it("says nothing of a policy set without rules", () => {
    expect(findingsOfCode("POL3011", schema)).toEqual([]);
  });
});
