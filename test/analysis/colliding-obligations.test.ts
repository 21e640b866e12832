import { describe, expect, it } from "vitest";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User { region: String, boss?: User }
principal Agent acting for User
action db.query(region: String, site: Url, limit: Int in 1..100, tags: List<String>)
action db.drop
obligation use(key: String, level?: Int) once
obligation visit(site: Url) once
obligation label(tags: List<String>) once
obligation log(text: String)
`;

function said(rules: string): readonly string[] {
  const allows = "rule people allow User to db.query rule agents allow Agent acting for User to db.query";
  return placesOfCode("POL3014", `${schema}\npolicy p {\n${allows}\n${rules}\n}\n`);
}

describe("an obligation that applies once, with two values (POL3014)", () => {
  it.each([
    [
      "two constants",
      'rule a\noblige User to db.query with use(key: "a") rule b\noblige User to db.query when args.limit > 9 with use(key: "b")',
      ["rule b <- rule a"],
    ],
    [
      "a constant and an attribute",
      'rule a\noblige User to db.query with use(key: "a") rule b\noblige User to db.query with use(key: args.region)',
      ["rule b <- rule a"],
    ],
    [
      "an argument that only one gives",
      'rule a\noblige User to db.query with use(key: "a") rule b\noblige User to db.query with use(key: "a", level: 1)',
      ["rule b <- rule a"],
    ],
    ["one rule with both", 'rule a\noblige User to db.query with use(key: "a"), use(key: "b")', ["rule a"]],
    [
      "one value of each party",
      "rule a\noblige User to db.query with use(key: principal.region) rule b\noblige Agent acting for User to db.query with use(key: args.region)",
      ["rule b <- rule a"],
    ],
    [
      "lists, as far as a request shows it",
      'rule a\noblige User to db.query with label(tags: args.tags) rule b\noblige User to db.query with label(tags: ["x"])',
      ["rule b <- rule a"],
    ],
  ])("finds %s", (_, rules, places) => {
    expect(said(rules)).toEqual(places);
  });

  it.each([
    [
      "rules that exclude each other",
      'rule a oblige User to db.query when args.limit < 9 with use(key: "a") rule b oblige User to db.query when args.limit >= 9 with use(key: "b")',
    ],
    [
      "values that are the same",
      'rule a oblige User to db.query with use(key: "a") rule b oblige User to db.query with use(key: "a")',
    ],
    [
      "values that are the same where both rules match",
      'rule a oblige User to db.query when args.region == "eu" with use(key: args.region) rule b oblige User to db.query with use(key: if args.region == "eu" then "eu" else args.region)',
    ],
    [
      "one attribute as each party sees it",
      "rule a oblige User to db.query with use(key: principal.region) rule b oblige Agent acting for User to db.query with use(key: subject.region)",
    ],
    [
      "an obligation that may apply twice",
      'rule a oblige User to db.query with log(text: "a") rule b oblige User to db.query with log(text: "b")',
    ],
    [
      "what nobody is allowed",
      'rule a oblige User to db.drop with use(key: "a") rule b oblige User to db.drop with use(key: "b")',
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });

  it("shows a request that is denied for it alone", () => {
    const rules = `rule people allow User to db.query
      rule a oblige User to db.query with use(key: "a")
      rule b oblige User to db.query when args.limit > 9 with use(key: "b")`;
    const [finding] = findingsOfCode("POL3014", `${schema}\npolicy p {\n${rules}\n}`);
    expect(finding?.message).toBe(
      "rules `p.a` and `p.b` can ask for different values of `use`, which applies once",
    );
    expect(finding?.help).toContain("limit: 10");
    expect(finding?.help).toContain("expect deny");
  });
});
