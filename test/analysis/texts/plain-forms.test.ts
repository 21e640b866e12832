import { describe, expect, it } from "vitest";
import { plainForms } from "../../../src/analysis/texts/plain-forms.js";
import { isPlainText } from "../../../src/analysis/texts/seeds.js";
import { findWords, isIn } from "../../../src/analysis/texts/word-search.js";
import { parseHost } from "../../../src/runtime/host.js";
import { parseUrl } from "../../../src/runtime/url.js";
import { pick, seededChoices } from "../../../src/testing/choices.js";
import type { Type } from "../../../src/types/type.js";

const kinds = ["Host", "Email", "Path", "Url", "Cidr"] as const;

const pieces = {
  Host: [
    "a",
    "A",
    "b-c",
    "-",
    "_",
    ".",
    "1",
    "0x1f",
    "0xg",
    "256",
    "10.0.0.1",
    "[::1]",
    "[",
    "]",
    ":",
    "com",
    "é",
  ],
  Email: ["a", "B", ".", "@", "x@", "b.c", "1.2.3.4", "+", "'", " ", '"', "0x1"],
  Path: ["/", "a", ".", "..", "/.", "C:", "/C:", "\\", "\0", "b c", "...", "é"],
  Url: [
    "http://",
    "https://",
    "ftp://",
    "x://",
    "a",
    "10.0.0.1",
    "[::1]",
    ":",
    "80",
    "443",
    "/",
    "..",
    "%2e",
    "%41",
    "%",
    "?",
    "#",
    "q",
    " ",
    "é",
  ],
  Cidr: [
    "10.0.0.0/8",
    "0.0.0.0/",
    "255.255.255.255/32",
    "::/",
    "fe80::/10",
    "2001:db8::/",
    "1",
    "0",
    "32",
    "128",
    "::ffff:0.0.0.0/",
  ],
} as const;

function randomText(kind: (typeof kinds)[number], seed: number): string {
  const choices = seededChoices(seed);
  const start = kind === "Url" ? pick(choices, pieces.Url.slice(0, 4)) : "";
  return start + Array.from({ length: choices.int(0, 6) }, () => pick(choices, pieces[kind])).join("");
}

function languagesOf(type: Type) {
  const languages = plainForms(type);
  if (languages === undefined) throw new Error(`${type.kind} is no text`);
  return languages;
}

describe("plainForms", () => {
  it.each(kinds)("plain-forms-are-never-too-small: every plain text of %s is in its languages", (kind) => {
    let plain = 0;
    const missed: string[] = [];
    for (let seed = 1; seed <= 4000; seed += 1) {
      const raw = randomText(kind, seed);
      const text =
        kind === "Url" ? (parseUrl(raw)?.text ?? raw) : kind === "Host" ? (parseHost(raw) ?? raw) : raw;
      if (!isPlainText({ kind }, text)) continue;
      plain += 1;
      if (!isIn(text, languagesOf({ kind }))) missed.push(text);
    }
    expect(missed).toEqual([]);
    expect(plain).toBeGreaterThan(30);
  });

  it.each(["Host", "Email", "Path", "Url"] as const)("the shortest texts of %s are plain ones", (kind) => {
    const { words } = findWords(languagesOf({ kind }), 100);
    expect(words).toHaveLength(100);
    expect(words.filter((word) => !isPlainText({ kind }, word))).toEqual([]);
  });

  it("holds a String to its length and its pattern", () => {
    const type: Type = { kind: "String", length: { minimum: 2, maximum: 3 } };
    expect(["a", "ab", "abc", "abcd", "é☃"].filter((word) => isIn(word, languagesOf(type)))).toEqual([
      "ab",
      "abc",
      "é☃",
    ]);
  });
});
