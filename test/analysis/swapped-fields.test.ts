import { describe, expect, it } from "vitest";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User { owner: String, repo: String, name: String }
entity Repository { owner: String, repo: String }
action git.read(owner: String, repo: String, note: String), git.write(owner: String, repo: String, note: String) on Repository
action mail.send(to: String, cc: List<String>, subject: String, body: String)
`;

function said(rules: string): readonly string[] {
  return placesOfCode("POL3016", `${schema}\npolicy p {\n${rules}\n}\n`);
}

const right =
  'rule right allow User to git.read on Repository when args.owner == "acme" when args.repo == "site"';

describe("two tests that look at each other's attribute (POL3016)", () => {
  it.each([
    [
      "attributes compared crosswise",
      "rule a allow User to git.read on Repository when args.owner == resource.repo when args.repo == resource.owner",
      ["args.owner == resource.repo <- args.repo == resource.owner"],
    ],
    [
      "also the other way round, in a deny, in lower case",
      "rule a deny User to git.read on Repository when lower(args.owner) != resource.repo or resource.owner != lower(args.repo)",
      ["lower(args.owner) != resource.repo <- resource.owner != lower(args.repo)"],
    ],
    [
      "strings of each other",
      `${right} rule a allow User to git.write on Repository when args.owner == "site" when args.repo in ["acme"]`,
      ['args.owner == "site" <- args.repo in ["acme"]'],
    ],
    [
      "an address and words",
      'rule a allow User to mail.send when args.subject like "*@example.com" when args.to like "Weekly report *"',
      ['args.subject like "*@example.com" <- args.to like "Weekly report *"'],
    ],
    [
      "an address and words, in lists",
      'rule a allow User to mail.send when args.body like "https://example.com/*" when all c in args.cc: c == "Weekly report"',
      ['args.body like "https://example.com/*" <- c == "Weekly report"'],
    ],
  ])("finds %s", (_, rules, places) => {
    expect(said(rules)).toEqual(places);
  });

  it.each([
    [
      "attributes compared straight",
      "rule a allow User to git.read on Repository when args.owner == resource.owner when args.repo == resource.repo",
    ],
    [
      "one comparison of different names",
      "rule a allow User to git.read on Repository when args.owner == resource.repo",
    ],
    [
      "one that is and one that is not",
      "rule a allow User to git.read on Repository when args.owner == resource.repo when args.repo != resource.owner",
    ],
    [
      "strings that are used with both",
      `${right} rule a allow User to git.write on Repository when args.owner == "site" when args.repo == "site"`,
    ],
    [
      "one attribute with a string of the other",
      `${right} rule a allow User to git.write on Repository when args.owner == "site" when args.note == "acme"`,
    ],
    [
      "strings that no other rule uses",
      'rule a allow User to git.write on Repository when args.owner == "site" when args.repo == "acme"',
    ],
    [
      "an address where one belongs",
      'rule a allow User to mail.send when args.to like "*@example.com" when args.subject like "Weekly report *"',
    ],
    [
      "an address in a text alone",
      'rule a allow User to mail.send when args.subject like "*@example.com" when args.to == "alice"',
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });

  it("names both attributes", () => {
    const rules = `${right} rule a allow User to git.write on Repository when args.repo == "acme" when args.owner == "site"`;
    expect(findingsOfCode("POL3016", `${schema}\npolicy p { ${rules} }`)).toMatchObject([
      {
        message: "rule `p.a` looks as if `args.repo` and `args.owner` were swapped in it",
        help: "did you mean `args.owner` here, and `args.repo` there?",
      },
    ]);
  });
});
