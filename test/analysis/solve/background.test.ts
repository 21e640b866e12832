import { describe, expect, it } from "vitest";
import { type Background, backgroundOf, before, takenIn } from "../../../src/analysis/solve/background.js";
import { MemberSets } from "../../../src/analysis/solve/member-sets.js";
import type { Values } from "../../../src/analysis/solve/value-problem.js";

const sets = new MemberSets();
const support = { isKept: () => false };

function modelOf(
  flags: Readonly<Record<string, boolean>>,
  values: Readonly<Record<string, string | number>> = {},
) {
  const assumptions = {
    flags: new Map(Object.entries(flags)),
    domains: new Map(),
    ties: [],
    owners: [],
    facts: [],
  };
  const known: Values = new Map(Object.entries(values));
  return { assumptions, values: known };
}

/** What is known in the end, by key. */
function known(
  background: Background,
  own: ReturnType<typeof modelOf>,
  lists: readonly string[] = [],
): unknown {
  const { assumptions, values } = before(background, own, takenIn(own, lists, sets));
  return Object.fromEntries([...assumptions.flags, ...values]);
}

describe("a background", () => {
  const background = backgroundOf(
    modelOf(
      { "present args.url": true, "has subject.roles a": true, "unknown 3": true },
      { "args.url": "https://a.example/", "args.table": "t", "subject#id": "ann" },
    ),
    sets,
    support,
  );

  it("stands where nothing is assumed, but for what no key names", () => {
    expect(known(background, modelOf({}, { "args.table": "u" }))).toEqual({
      "present args.url": true,
      "has subject.roles a": true,
      "args.url": "https://a.example/",
      "args.table": "u",
      "subject#id": "ann",
    });
  });

  it("gives way as a whole where a part of a member is assumed", () => {
    const found = known(
      background,
      modelOf({ "present args.url#port": true }, { "args.url#host": "b.example" }),
    );
    expect(found).not.toHaveProperty("args.url");
    expect(found).not.toHaveProperty("present args.url");
  });

  it("gives way where something is said of everybody in a list", () => {
    expect(known(background, modelOf({}), ["subject.roles"])).not.toHaveProperty("has subject.roles a");
    expect(known(background, modelOf({}))).toHaveProperty("has subject.roles a", true);
  });

  it("gives way to what is said of a whole party", () => {
    const found = known(background, modelOf({}, { "args<A,B>.x": "1" }));
    expect(found).toEqual({ "has subject.roles a": true, "subject#id": "ann", "args<A,B>.x": "1" });
  });
});
