import { describe, expect, it } from "vitest";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User { senior: Bool }
action web.fetch(url: Url, host: Host, mail: Email, path: Path, other?: Url)
`;

function said(clauses: string): readonly string[] {
  return placesOfCode("POL3018", `${schema}\npolicy p {\nrule r allow User to web.fetch ${clauses}\n}\n`);
}

describe("a regular expression on a host that look-alike domains match (POL3018)", () => {
  it.each([
    String.raw`args.url matches /https:\/\/example.com\/.*/`,
    String.raw`args.url matches /https:\/\/.*example\.com\/.*/`,
    String.raw`args.url matches /https:\/\/example\.com.*/`,
    String.raw`args.url matches /.*example\.com.*/`,
    String.raw`args.host matches /.*example\.com/`,
    "args.mail matches /.*@example.com/",
    String.raw`args.mail matches /.*@.*example\.com/`,
    String.raw`args.url matches /https?:\/\/(example\.com|example.org)\/.*/`,
  ])("finds %s", (test) => {
    expect(said(`when ${test}`)).toEqual([test]);
  });

  it("finds one behind a guard, in an or", () => {
    const test = String.raw`args.other matches /https:\/\/example.com\/.*/`;
    expect(said(`when principal.senior or (args has other and ${test})`)).toEqual([test]);
    expect(said(`when args has other and ${test}`)).toEqual([test]);
  });

  it.each([
    ["a name that is escaped and closed", String.raw`when args.url matches /https:\/\/example\.com\/.*/`],
    ["names below it", String.raw`when args.url matches /https:\/\/([a-z0-9-]+\.)*example\.com\/.*/`],
    ["one of two names", String.raw`when args.url matches /https:\/\/(example\.com|example\.org)\/.*/`],
    [
      "an expression that names no host",
      String.raw`when args.url matches /https:\/\/[^\/]*\/reports\/.*\.pdf/`,
    ],
    ["a path", "when args.path matches /.*example.com/"],
    ["an address of one domain", String.raw`when args.mail matches /[a-z.]+@example\.com/`],
    [
      "one beside which other hosts are named",
      String.raw`when args.url.host == "a.org" or args.url matches /https:\/\/example\.com\/.*/`,
    ],
    ["one that is not to fit", String.raw`unless args.url matches /https:\/\/.*example.com.*/`],
    [
      "one that another clause closes",
      String.raw`when args.url matches /https:\/\/.*example.com.*/ when args.url.host within "example.com"`,
    ],
  ])("lets be: %s", (_, clauses) => {
    expect(said(clauses)).toEqual([]);
  });

  it("lets be a deny, which is the wider for it", () => {
    const rules =
      "rule a allow User to web.fetch rule b deny User to web.fetch when args.url matches /.*evil.org.*/";
    expect(placesOfCode("POL3018", `${schema}\npolicy p {\n${rules}\n}\n`)).toEqual([]);
  });

  it("shows a request that fits, too", () => {
    const rule = String.raw`rule r allow User to web.fetch when args.host matches /www.example\.com/`;
    const [finding] = findingsOfCode("POL3018", `${schema}\npolicy p {\n${rule}\n}\n`);
    expect(finding?.message).toBe(
      "this regular expression in `p.r` also fits hosts outside of `www.example.com`",
    );
    expect(finding?.help).toMatch(/host: "www[^.]example\.com"/);
    expect(finding?.help).toContain("expect allow by p.r");
  });
});
