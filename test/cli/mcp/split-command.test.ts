import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitCommand } from "../../../src/cli/mcp/split-command.js";

const seed = 20261121;

describe("splitCommand", () => {
  it.each([
    ["node server.js --port 80", ["node", "server.js", "--port", "80"]],
    ["  a\t b\n", ["a", "b"]],
    [`"my server" '/tmp/a b'`, ["my server", "/tmp/a b"]],
    [`--root="/a b"/'c d'`, ["--root=/a b/c d"]],
    [`a "" ''`, ["a", "", ""]],
    [`"say \\"hi\\" \\\\ \\n"`, ['say "hi" \\ \\n']],
    [`'no \\ escape'`, ["no \\ escape"]],
    ["a\\ b \\\"c \\'d", ["a b", '"c', "'d"]],
    ["C:\\tools\\server.exe", ["C:\\tools\\server.exe"]],
    ["echo $HOME; rm *", ["echo", "$HOME;", "rm", "*"]],
    ["", []],
  ])("takes %j apart", (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  it.each([`"a`, `'a`, `a 'b`, `a"b`, `a "b\\"`])("refuses %j, a quote that is not closed", (command) => {
    expect(splitCommand(command)).toBeUndefined();
  });

  it("law split-command-quoted: words in quotes come back as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.boolean(), (words, isDouble) => {
        const quoted = words.map((word) =>
          isDouble ? `"${word.replace(/["\\]/g, "\\$&")}"` : `'${word.split("'").join(`'\\''`)}'`,
        );
        expect(splitCommand(quoted.join(" "))).toEqual(words);
      }),
      { seed },
    );
  });
});
