import { describe, expect, it } from "vitest";
import { argumentsRead, destinationsOf } from "../../src/check/destinations.js";
import { checkedSet } from "./support.js";

/** The parameters of an action that name a destination. */
function destinations(parameters: string, tags = ""): readonly string[] {
  const set = checkedSet(`tag read_only tag open_world action go(${parameters})${tags}`);
  return [...set.actions.values()].flatMap(destinationsOf).map(({ name }) => name);
}

describe("destinationsOf", () => {
  it.each(["a: Url", "a?: Email", "a: Path", "a: List<Url>", "a: Map<Email>", "a: { b: Path }"])(
    "knows the type of %s",
    (parameter) => {
      expect(destinations(parameter)).toEqual(["a"]);
    },
  );

  it.each([
    "to: String",
    "bcc?: List<String>",
    "recipients: List<String>",
    "callback_url: String",
    "callbackUrl: String",
    "webhook: String length 1..",
    "destination: String",
  ])("knows the name of %s", (parameter) => {
    expect(destinations(parameter)).toHaveLength(1);
  });

  it.each([
    "valid_to: String",
    "path: String",
    "subject: String",
    "to: Int",
    'to: "alice" | "bob"',
    "to: String matches /[A-Z]{2}[0-9]+/",
  ])("does not take %s for one", (parameter) => {
    expect(destinations(parameter)).toEqual([]);
  });

  it("of an action that only reads, takes strings for what carries data out", () => {
    expect(destinations("to: String, url: String, file: Path", " tagged read_only")).toEqual(["url", "file"]);
    expect(destinations("to: String, url: String", " tagged open_world")).toEqual(["to", "url"]);
  });
});

describe("argumentsRead", () => {
  it("finds what clauses and definitions read", () => {
    const { rules } = checkedSet(`
      principal User { team: String }
      action go(a: String, b: String, c: { d: String }, e: String)
      def short(s: String) = s.length < 3
      policy p { rule r allow User to go when args.a == principal.team unless short(args.c.d) or args.e == "x" }`);
    const variants = rules.flatMap((rule) => rule.variants);
    expect(variants.map((variant) => [...argumentsRead(variant)].sort())).toEqual([["a", "c", "e"]]);
  });
});
