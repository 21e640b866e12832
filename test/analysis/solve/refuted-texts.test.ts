import { describe, expect, it } from "vitest";
import { type Choices, pick, seededChoices, some } from "../../../src/testing/choices.js";
import { answerTo } from "./verdict-of.js";

const parts = ["a", "b", "www", "api"];

/** Tests of an URL, and of a host that is equal to its, all of which hold for one URL. */
function testsOfOne(choices: Choices): string {
  const labels = [pick(choices, parts), pick(choices, parts), "example"];
  const host = labels.join(".");
  const end = labels.slice(choices.int(0, 2)).join(".");
  const scheme = pick(choices, ["https", "gopher", "http"]);
  const [one, other] = pick(choices, [
    ["args.host", "args.url.host"],
    ["args.url.host", "args.host"],
  ]);
  const tests = [
    `${one} within "${end}"`,
    `${other} like "*.${labels.slice(1).join(".")}"`,
    `${other} in ["${host}", "elsewhere.example"]`,
    `${one} like "${labels[0]}.*"`,
    `not (${other} within "www.${host}")`,
    `args.url.scheme in ["${scheme}", "ftp"]`,
    scheme === "gopher" ? "not (args.url has port)" : "args.url has port",
  ];
  return ["args.host == args.url.host", ...some(choices, tests, 2, 5)].join(" and ");
}

describe("texts that plainly cannot be", () => {
  it("texts-there-are-are-not-refuted: where equal texts and parts of one have languages of their own", () => {
    const wrong: string[] = [];
    for (let seed = 80; seed < 100; seed += 1) {
      const condition = testsOfOne(seededChoices(seed));
      if (answerTo("url: Url, host: Host", condition).kind !== "found") wrong.push(condition);
    }
    expect(wrong).toEqual([]);
  });
});
