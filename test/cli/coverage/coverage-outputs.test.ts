import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type CoverageFormat,
  coverageOutputs,
  parseFormats,
} from "../../../src/cli/coverage/coverage-outputs.js";
import { contextOf, deletion, policy, sample, tests } from "./coverage-fixture.js";
import { readLcov } from "./read-lcov.js";

function fileOf(format: CoverageFormat, ...contexts: readonly ReturnType<typeof contextOf>[]): string {
  return coverageOutputs([format], "out", contexts, false).files[0]?.text ?? "";
}

describe("outputs of a coverage", () => {
  it("are chosen by name", () => {
    expect(parseFormats("text")).toEqual(["text"]);
    expect(parseFormats("lcov,html")).toEqual(["lcov", "html"]);
    for (const text of ["", "text,", "policies", "text html", "toString"])
      expect(parseFormats(text)).toBeUndefined();
  });

  it("prints text, and writes a file for each other format", () => {
    const all = coverageOutputs(["lcov", "html", "json", "text"], "out", [contextOf(sample)], false);
    expect(all.printed).toMatch(/^coverage {2,}tests\n/);
    expect(all.files.map(({ path }) => path)).toEqual([
      "out/coverage.json",
      "out/index.html",
      "out/lcov.info",
    ]);
    expect(coverageOutputs(["html"], ".", [contextOf(sample)], false)).toMatchObject({
      printed: "",
      files: [{ path: "index.html" }],
    });
  });

  it("takes several policy sets: their names before the text, a page each that leads to all, one tracefile", () => {
    const contexts = [
      { ...contextOf(sample), title: "one" },
      { ...contextOf({ "b.pol": policy }), title: "<two>" },
    ];
    const { printed, files } = coverageOutputs(["text", "json", "html", "lcov"], "out", contexts, false);
    expect(printed).toMatch(/^one\ncoverage/);
    expect(printed).toContain("\n\n<two>\ncoverage");
    const [json, first, second, lcov] = files;
    expect(JSON.parse(json?.text ?? "").policySets).toHaveLength(2);
    expect([first?.path, second?.path]).toEqual(["out/index.html", "out/2.html"]);
    for (const page of [first, second])
      expect(page?.text).toContain('<a href="index.html">one</a></li><li><a href="2.html">&lt;two&gt;</a>');
    expect(readLcov(lcov?.text ?? "").map(({ path }) => path)).toEqual([
      "policies/support.pol",
      "policies/b.pol",
    ]);
  });
});

describe("coverage as JSON", () => {
  it("says of each rule and condition how it stands, and which requests would show what is missing", () => {
    const { policySets } = JSON.parse(fileOf("json", contextOf(sample, [deletion])));
    const [{ tests: alone, withLaws }] = policySets;
    expect(alone.figures.rules).toEqual({ covered: 1, total: 3, unreachable: 1 });
    expect(withLaws.figures.rules).toEqual({ covered: 2, total: 3, unreachable: 1 });
    const [deletes, never, reads] = alone.rules;
    expect(deletes).toMatchObject({
      rule: "support.deletes",
      file: "policies/support.pol",
      line: 20,
      column: 3,
      evaluated: 0,
      matched: { standing: "missed", requests: [{ action: { name: "tickets.delete" } }] },
    });
    expect(never.matched).toEqual({ standing: "unreachable" });
    expect(reads.conditions[0]).toMatchObject({
      text: 'principal.team == "support"',
      outcomes: { true: { standing: "covered", count: 1 }, false: { standing: "covered", count: 1 } },
      decides: { standing: "covered" },
    });
  });
});

/** The tags of a page in their order, with the names of their attributes. */
function tagsOf(page: string): readonly string[] {
  const body = page.slice(page.indexOf("</style>"));
  return Array.from(
    body.matchAll(/<(\/?[a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>/g),
    ([, name, attributes = ""]) => `${name}${attributes.replaceAll(/="[^"]*"/g, "")}`,
  );
}

describe("coverage as a page", () => {
  const page = fileOf("html", contextOf(sample, [deletion]));

  it("stands alone: its policy lets nothing in but its own style, and nothing in it would run", () => {
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link rel="stylesheet"|\son[a-z]+=|\sstyle=|https?:|url\(|@import/i);
  });

  it("has all of the policy's text, line by line", () => {
    const cells = Array.from(
      page.matchAll(/<tr><th scope="row">(\d+)<\/th>.*?<td><code>(.*)<\/code><\/td><\/tr>/g),
    );
    const text = cells.map(([, , code = ""]) => `${unescaped(code.replace(/<[^>]*>/g, ""))}\n`).join("");
    expect(text).toBe(policy);
    expect(cells.map(([, number]) => Number(number))).toEqual(cells.map((_, index) => index + 1));
  });

  it("colours places by what was shown, by tests alone and with laws, and leads to their rules", () => {
    expect(page).toContain(
      '<a class="place tests-all laws-all" href="#rule-support.reads" title="matched 1×">',
    );
    expect(page).toContain(
      '<a class="place tests-none laws-all" href="#rule-support.deletes" title="matched never">',
    );
    expect(page).toContain('<a class="place tests-unreachable laws-unreachable" href="#rule-support.never"');
    expect(page).toContain('title="true never, false 2×"');
    expect(page).toContain('title="true 1×, false never (in 2 rules)"');
    const ids = Array.from(page.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it("lists rules that no test matches, and has tests for what is missing", () => {
    expect(page).toContain('<h2 id="never-title">Never matched by any test</h2>');
    expect(page).toContain("test &quot;support.risky_reads decides&quot; {");
    expect(page).toContain("was never true: requests that show it</summary>");
  });

  it("has tests for conditions of rules that match alone, where there would be too many", () => {
    const rules = (count: number): string => {
      const each = (index: number) =>
        `  rule r${index} deny User to tickets.delete when context.risk ?? 0 > ${index} and context.risk ?? 0 != 999 and context.risk ?? 0 != 998\n`;
      const many = Array.from({ length: count }, (_, index) => each(index)).join("");
      return policy.replace("  rule never", `${many}\n  rule never`);
    };
    const summaries = (count: number) =>
      fileOf(
        "html",
        contextOf({ "support.pol": rules(count).replace("0..100", "0..1000"), "tests.pol": tests }),
      ).match(/requests that show it<\/summary>/g) ?? [];
    expect(summaries(20).length).toBeGreaterThan(20);
    expect(summaries(100).length).toBeLessThan(20);
  });

  it("has no choice of colours where no laws have run", () => {
    expect(page).toContain('id="view-laws"');
    expect(fileOf("html", contextOf(sample))).not.toContain('id="view-laws"');
  });

  it("hostile-texts-are-text: the tags of a page do not hang on what policies say", () => {
    const named = (text: string) =>
      fileOf("html", {
        ...contextOf({
          "a.pol": policy.replace('"support"', JSON.stringify(text)).replace("use std.agents", `// ${text}`),
          "b.pol": tests,
        }),
        title: text,
      });
    const plain = tagsOf(named("plain"));
    for (const text of [
      "<script>alert(1)</script>",
      "</style><img src=x onerror=alert(1)>",
      "'><svg/onload=x>",
    ]) {
      expect(tagsOf(named(text))).toEqual(plain);
      expect(named(text)).not.toMatch(/<(?:script|img|svg)/);
    }
  });
});

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? "");
}
