import { describe, expect, it } from "vitest";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User in Team { senior: Bool }
principal Robot
entity Team
action mail.send(to: Email), mail.forward(to: Email), mail.invite(to: Email), mail.share(to: List<Email>)
action intranet.post(to: Email)
const inside: List<Host> = ["a.com", "b.com"]
const trusted_domains: List<Host> = ["a.com"]
const blocked_domains: List<Host> = ["evil.org"]
const not_allowed: List<Host> = ["evil.org"]
`;

function said(rules: string): readonly string[] {
  return placesOfCode("POL3017", `${schema}\npolicy p {\n${rules}\n}\n`);
}

const domain = "args.to.domain";
const two = `
  rule send allow User to mail.send when ${domain} in inside
  rule forward allow User to mail.forward when ${domain} in inside`;

describe("a condition that seems to say the opposite of what is meant (POL3017)", () => {
  it.each([
    [
      "an allow of what two others refuse",
      `${two} rule invite allow User to mail.invite unless ${domain} in inside`,
      [`unless ${domain} in inside <- when ${domain} in inside, when ${domain} in inside`],
    ],
    [
      "a deny of what is to be let pass",
      `rule all allow User to mail.*
       rule send deny User to mail.send unless ${domain} in inside
       rule forward deny User to mail.forward unless ${domain} in inside
       rule invite deny User to mail.invite when ${domain} in inside`,
      [`when ${domain} in inside <- unless ${domain} in inside, unless ${domain} in inside`],
    ],
    [
      "an allow from a list of what is blocked",
      `rule send allow User to mail.send when ${domain} in blocked_domains`,
      [`when ${domain} in blocked_domains`],
    ],
    [
      "an allow but of what is trusted",
      `rule send allow User to mail.send when not ${domain} in trusted_domains`,
      [`when not ${domain} in trusted_domains`],
    ],
    [
      "a deny of what is trusted",
      `rule all allow User to mail.* rule send deny User to mail.send when ${domain} in trusted_domains`,
      [`when ${domain} in trusted_domains`],
    ],
    [
      "a deny of lists that have something trusted",
      "rule all allow User to mail.share rule share deny User to mail.share when any r in args.to: r.domain in trusted_domains",
      ["when any r in args.to: r.domain in trusted_domains"],
    ],
  ])("finds %s", (_, rules, places) => {
    expect(said(rules)).toEqual(places);
  });

  it.each([
    ["rules that agree", `${two} rule invite allow User to mail.invite when ${domain} in inside`],
    [
      "one against one",
      `rule send allow User to mail.send when ${domain} in inside rule invite allow User to mail.invite unless ${domain} in inside`,
    ],
    [
      "an exception with a condition of its own",
      `${two} rule invite allow User to mail.invite when principal.senior unless ${domain} in inside`,
    ],
    [
      "an exception for a group",
      `${two} rule invite allow User in Team("press") to mail.invite unless ${domain} in inside`,
    ],
    ["another principal", `${two} rule invite allow Robot to mail.invite unless ${domain} in inside`],
    ["another server", `${two} rule post allow User to intranet.post unless ${domain} in inside`],
    [
      "two against two",
      `${two} rule invite allow User to mail.invite unless ${domain} in inside rule share allow User to mail.send unless ${domain} in inside`,
    ],
    ["a list by its name", `rule send allow User to mail.send when ${domain} in trusted_domains`],
    ["a deny by a list's name", `rule send deny User to mail.send when ${domain} in blocked_domains`],
    ["a deny but of what is trusted", `rule send deny User to mail.send unless ${domain} in trusted_domains`],
    ["a name that negates itself", `rule send deny User to mail.send when ${domain} in not_allowed`],
    [
      "a list's name beside another condition",
      `rule send allow User to mail.send when principal.senior when not ${domain} in trusted_domains`,
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });

  it("names the rules that say the opposite", () => {
    const rules = `${two} rule invite allow User to mail.invite unless ${domain} in inside`;
    expect(findingsOfCode("POL3017", `${schema}\npolicy p { ${rules} }`)).toMatchObject([
      { message: "rule `p.invite` lets pass just what `p.send` and `p.forward` refuse" },
    ]);
  });
});
