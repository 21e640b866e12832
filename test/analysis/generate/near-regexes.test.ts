import { describe, expect, it } from "vitest";
import { nearRegexes } from "../../../src/analysis/generate/near-regexes.js";
import { anyCharacter, type CharacterSet } from "../../../src/syntax/character-set.js";
import { parseRegex } from "../../../src/syntax/regex.js";

/** The sets that one might have written for a class of characters. */
function setsNear(source: string): readonly CharacterSet[] {
  const { tree } = parseRegex(source);
  if (tree === undefined) throw new Error(source);
  return nearRegexes({ source, tree }).flatMap(({ tree: near }) =>
    near.kind === "characters" ? [near.set] : [],
  );
}

describe("near regular expressions", () => {
  it("have any character for a class, and lack one of the ranges that are written in it", () => {
    expect(setsNear("[a-z_]")).toEqual([anyCharacter, [[97, 122]], [[95, 95]]]);
  });

  it("lack none of the ranges that what is not in a class comes to", () => {
    expect(setsNear("[^a-z]")).toEqual([anyCharacter]);
    expect(setsNear(".")).toEqual([]);
  });
});
