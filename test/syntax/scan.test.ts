import { describe, expect, it } from "vitest";
import { scan } from "../../src/syntax/scan.js";

function tokensOf(text: string): readonly string[] {
  return scan({ path: "a.pol", text }).tokens.map((token) => token.image);
}

function errorsOf(text: string): readonly string[] {
  return scan({ path: "a.pol", text }).diagnostics.map(
    ({ code, span, message }) => `${code} ${span.start}–${span.end} ${message}`,
  );
}

function stringValue(text: string): unknown {
  return scan({ path: "a.pol", text }).tokens[0]?.payload;
}

describe("scan", () => {
  it.each([
    ["1..9", ["1", "..", "9"]],
    ["1.5..2", ["1.5", "..", "2"]],
    ["a??b ? ?? ...", ["a", "??", "b", "?", "??", "..."]],
    ["a<=b<c==d=e!=f", ["a", "<=", "b", "<", "c", "==", "d", "=", "e", "!=", "f"]],
    ["15m 1_000 2d", ["15m", "1_000", "2d"]],
    ["a.b./x\\/y/", ["a", ".", "b", ".", "/x\\/y/"]],
    ["a // b\nc /// d\n//// e", ["a", "c"]],
    ['"a // b" "" "\\""', ['"a // b"', '""', '"\\""']],
  ])("splits %s by the longest match", (text, tokens) => {
    expect(errorsOf(text)).toEqual([]);
    expect(tokensOf(text)).toEqual(tokens);
  });

  it("resolves escapes", () => {
    expect(stringValue(String.raw`"a\"\\\/\n\r\t\u{1F600}\u{0}b"`)).toBe('a"\\/\n\r\t\u{1f600}\0b');
  });

  it("tells where documentation stands", () => {
    const { tokens, comments, documentation } = scan({
      path: "a",
      text: "// a\n/// b\n/// c\nx /// d\n//// e\ny",
    });
    const texts = tokens.map((token) => documentation.get(token)?.map((comment) => comment.text));
    expect(texts).toEqual([["/// b", "/// c"], undefined]);
    expect(comments.map((comment) => comment.text)).toEqual(["// a", "/// b", "/// c", "/// d", "//// e"]);
  });

  it.each([
    ['"a', ["POL1004 0–2 found a string without its closing quote"]],
    ['"a\nb', ["POL1004 0–2 found a string without its closing quote"]],
    ['"a\\', ["POL1004 0–3 found a string without its closing quote"]],
    ["/a b", ["POL1004 0–4 found a regular expression without its closing slash"]],
    ["/a\\", ["POL1004 0–3 found a regular expression without its closing slash"]],
    [String.raw`"\q"`, ["POL1005 1–3 found the escape `\\q`, which does not exist"]],
    [String.raw`"\u{d800}"`, ["POL1005 1–9 found the escape `\\u{d800}`, which does not exist"]],
    [String.raw`"\u{110000}"`, ["POL1005 1–11 found the escape `\\u{110000}`, which does not exist"]],
    [String.raw`"\u00e9"`, ["POL1005 1–3 found the escape `\\u`, which does not exist"]],
    [String.raw`"\u{12"`, ["POL1005 1–6 found the escape `\\u{12`, which does not exist"]],
    ["15min", ["POL1006 0–5 found `15min`, which is neither a number nor a duration"]],
    ["1e6", ["POL1006 0–3 found `1e6`, which is neither a number nor a duration"]],
    ["0x1f", ["POL1006 0–4 found `0x1f`, which is neither a number nor a duration"]],
    ["1.5h", ["POL1006 0–4 found `1.5h`, which is neither a number nor a duration"]],
    ["1__0", ["POL1006 0–4 found `1__0`, which is neither a number nor a duration"]],
    ["9007199254740993", ["POL1006 0–16 found a number that is too large to be exact"]],
    ["104249991375d", ["POL1006 0–13 found a duration that is too large to be exact"]],
    ["a /* b\nc */ d", ["POL1007 2–4 block comments do not exist in Pol"]],
    ["a /* b", ["POL1007 2–4 block comments do not exist in Pol"]],
    ["a && b", ["POL1008 2–4 found `&&`, expected `and`"]],
    ["a || b", ["POL1008 2–4 found `||`, expected `or`"]],
    ["!a", ["POL1008 0–1 found `!`, expected `not`"]],
    ["a === b", ["POL1008 2–5 found `===`, expected `==`"]],
    ["a ≤ b", ["POL1008 2–3 found `≤`, expected `<=`"]],
    ["'a'", ["POL1002 0–3 found a string in `'` quotes, expected `\"`"]],
    ["“a”", ['POL1002 0–3 found a string in `“` quotes, expected `"`']],
    ["'", ["POL1002 0–1 found the character `'`, which Pol does not use"]],
    ["a;", ["POL1002 1–2 found the character `;`, which Pol does not use"]],
    ["# a b", ["POL1002 0–5 found the character `#`, which Pol does not use"]],
    ["naïve", ["POL1002 0–5 found the letter `ï` in a name; names are ASCII"]],
    ["\u0430dmin", ["POL1002 0–5 found the letter `\u0430` in a name; names are ASCII"]],
    ["a \u{1f600}", ["POL1002 2–4 found the character `\u{1f600}`, which Pol does not use"]],
    ["// a\u202e", ["POL1003 4–5 found a bidirectional control (U+202E) in the source"]],
    ['"a\u200bb"', ["POL1003 2–3 found a zero-width space (U+200B) in the source"]],
    ["pay\u200broll", ["POL1003 3–4 found a zero-width space (U+200B) in the source"]],
    ["\ufeffuse", ["POL1003 0–1 found a byte order mark (U+FEFF) in the source"]],
    ['"\0"', ["POL1003 1–2 found a null character (U+0000) in the source"]],
    ['"\ud800"', ["POL1003 1–2 found half of a surrogate pair (U+D800) in the source"]],
    ["// \u{e0041}\u{e0042}", ["POL1003 3–7 found an invisible character (U+E0041) in the source"]],
  ])("reports %j", (text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  it("lets the coloured form of an emoji stand", () => {
    expect(errorsOf('// \u26a0\ufe0f\n"\u26a0\ufe0f é"')).toEqual([]);
  });

  it.each([
    ["a && b", "a and b"],
    ["!a", "not a"],
    ["a||b", "a or b"],
    ["'a'", '"a"'],
    ["a;", "a"],
    ["a\u200bb", "ab"],
  ])("mends %j", (text, mended) => {
    const [diagnostic] = scan({ path: "a.pol", text }).diagnostics;
    const [edit] = diagnostic?.fix?.edits ?? [];
    expect(edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)).toBe(mended);
  });
});
