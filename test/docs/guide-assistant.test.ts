import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

/* The guide's files, one after the other, give what it says that polc prints. */

const blocks = markdownBlocks(readFileSync("docs/guide-assistant.md", "utf8"));
const written = blocks.flatMap(({ attributes, text }) => {
  const path = attributes.get("file");
  return path === undefined ? [] : [{ path, text }];
});

describe("docs/guide-assistant.md", () => {
  it.each(written.filter(({ path }) => path.endsWith(".pol")))("$path is formatted", (file) => {
    expect(format(file).text).toBe(file.text);
  });

  it("does what it says", async () => {
    let files = Object.fromEntries(written.map(({ path, text }) => [path, text]));
    const runs = blocks.filter(({ attributes }) => attributes.has("run"));
    expect(runs.length).toBe(2);
    for (const { text } of runs) {
      const [command = "", ...printed] = text.trimEnd().split("\n");
      const ran = await polc(command.replace("$ npx polc ", "").split(" "), { files });
      expect({ code: ran.code, printed: `${ran.stdout}${ran.stderr}` }).toEqual({
        code: 0,
        printed: expect.stringContaining(printed.join("\n")),
      });
      files = ran.files;
    }
    const policies = Object.entries(files).flatMap(([path, text]) =>
      path.endsWith(".pol") ? [{ path, text }] : [],
    );
    const { policySet } = check(policies);
    expect(policySet && runTests(policySet).map(({ passed }) => passed)).toEqual([true, true]);
  });
});
