import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User { team: String }
action db.query(table: String, limit: Int in 1..100)
action db.drop(table: String)
`;

function text(rules: string): string {
  return `${schema}\npolicy p {\n${rules}\n}\n`;
}

const sales = 'rule sales\nallow User to db.query when args.table like "sales_*"';

describe("a deny that takes away a part of what is allowed (POL3010)", () => {
  it.each([
    [
      "two ranges",
      `${sales} rule wide\ndeny User to db.query when args.limit > 50`,
      ["rule wide <- rule sales"],
    ],
    [
      "several allows, of which it names those that the request matches",
      `${sales} rule cheap\nallow User to db.query when args.limit < 90 rule team\ndeny User to db.query when principal.team == "x" when args.limit > 50`,
      ["rule team <- rule cheap"],
    ],
    [
      "of several kinds of request, one",
      `${sales} rule drops\nallow User to db.drop rule team\ndeny User to db.* when principal.team == "x"`,
      ["rule team <- rule sales"],
    ],
  ])("finds %s", (_, rules, places) => {
    expect(placesOfCode("POL3010", text(rules))).toEqual(places);
  });

  it.each([
    ["an exception", `${sales} rule no deny User to db.query when args.table == "sales_x"`],
    ["a deny of what is not allowed", `${sales} rule no deny User to db.query when args.table like "pay_*"`],
    [
      "an allow all of which is denied",
      `${sales} rule no deny User to db.query when args.table like "s*" rule other allow User to db.drop`,
    ],
    [
      "an exception to several allows together",
      `${sales} rule rest allow User to db.query unless args.table like "sales_*" rule no deny User to db.query when args.limit > 50`,
    ],
  ])("lets be: %s", (_, rules) => {
    expect(placesOfCode("POL3010", text(rules))).toEqual([]);
  });

  it("shows a request that only this deny denies", () => {
    const rules = `${sales} rule wide deny User to db.query when args.limit > 50 rule odd deny User to db.query when args.limit > 80`;
    const [finding] = findingsOfCode("POL3010", text(rules));
    expect(finding?.help).toContain("expect deny by p.wide\n");
    expect(finding?.help).toContain("limit: 51");
  });

  it("is looked for when asked for", () => {
    const rules = `${sales} rule wide deny User to db.query when args.limit > 50`;
    const { policySet } = check([{ path: "a.pol", text: text(rules) }]);
    const codes = policySet && analyze(policySet).map(({ code }) => code);
    expect(codes).toEqual(["POL3011"]);
  });
});
