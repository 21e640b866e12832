import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { displayWidth } from "../../src/diagnostics/display-line.js";
import { renderText, type TextOptions } from "../../src/diagnostics/render-text.js";

const path = "agents.pol";

/** A diagnostic about the first place where `part` stands in `text`, rendered. */
function render(
  text: string,
  part: string,
  details: Partial<Diagnostic> = {},
  options: Partial<TextOptions> = {},
): string {
  const start = text.indexOf(part);
  const span = { file: path, start, end: start + part.length };
  const diagnostic: Diagnostic = { code: "POL2003", severity: "error", message: "message", span, ...details };
  return renderText([diagnostic], { files: [{ path, text }], ...options });
}

describe("renderText", () => {
  it("shows code, message, place, line and carets with the label", () => {
    const text = "policy p {\n  rule r\n    deny anyone to postgres.qery\n}\n";
    expect(
      render(text, "postgres.qery", { message: "there is no action `postgres.qery`", label: "not declared" }),
    ).toBe(
      `error[POL2003]: there is no action \`postgres.qery\`
  ┌ agents.pol:3:20
3 │     deny anyone to postgres.qery
  │                    ^^^^^^^^^^^^^ not declared
`,
    );
  });

  it("shows related places in one column, then the help", () => {
    const text = `${"\n".repeat(30)}  rule sales_tables\n`;
    const start = text.indexOf("rule");
    const output = renderText(
      [
        {
          code: "POL3002",
          severity: "warning",
          message: "rule `analytics.sales_tables` can never decide: every request it allows is denied",
          span: { file: path, start, end: start + 4 },
          label: "shadowed by these rules together",
          related: [
            { span: { file: path, start: 3, end: 4 }, message: "`analytics.no_payroll` denies some" },
            { span: { file: "freeze.pol", start: 2, end: 3 }, message: "`freeze.all` denies the rest" },
          ],
          help: "remove the rule, or narrow the denies",
        },
      ],
      {
        files: [
          { path, text },
          { path: "freeze.pol", text: "a\nb\n" },
        ],
        displayPath: (file) => `policies/${file}`,
      },
    );
    expect(
      output,
    ).toBe(`warning[POL3002]: rule \`analytics.sales_tables\` can never decide: every request it allows is denied
  ┌ policies/agents.pol:31:3
31 │   rule sales_tables
   │   ^^^^ shadowed by these rules together
  ┌ policies/agents.pol:4:1   \`analytics.no_payroll\` denies some
  ┌ policies/freeze.pol:2:1   \`freeze.all\` denies the rest
  = help: remove the rule, or narrow the denies
`);
  });

  it("shows a witness on one line, unless the help does or nobody would read it", () => {
    const rendered = (witness: Diagnostic["witness"]) =>
      render("a\n", "a", { message: "m", help: "mend it", ...(witness && { witness }) })
        .split("\n")
        .slice(4);
    expect(rendered({ request: { subject: "x" }, shows: "it is denied" })).toEqual([
      "  = help: mend it",
      '  = example: it is denied: {"subject":"x"}',
      "",
    ]);
    expect(rendered({ request: {} })).toEqual(["  = help: mend it", ""]);
    const [, example] = rendered({ request: { id: "x".repeat(2000) }, shows: "so" });
    expect(example).toBe("  = example: so: a request of 2009 characters, see --format json");
    expect(rendered({ request: { id: "\u202e" }, shows: "so" })[1]).toContain("<U+202E>");
  });

  it("puts a blank line between two diagnostics", () => {
    const span = { file: path, start: 0, end: 1 };
    const one: Diagnostic = { code: "POL2001", severity: "info", message: "one", span };
    expect(
      renderText([one, { ...one, message: "two" }], { files: [{ path, text: "x" }] }),
    ).toBe(`info[POL2001]: one
  ┌ agents.pol:1:1
1 │ x
  │ ^

info[POL2001]: two
  ┌ agents.pol:1:1
1 │ x
  │ ^
`);
  });

  it("lays tabs out as spaces", () => {
    expect(render("\tallow\tUser", "User")).toContain(`1 │     allow   User
  │             ^^^^
`);
  });

  it("gives wide characters two columns and combining ones none", () => {
    expect(render('"日本" == e\u0301 here', "here")).toContain(`  │ ${" ".repeat(12)}^^^^\n`);
    expect(displayWidth("日本🎉e\u0301")).toBe(7);
  });

  it("spells out what cannot be seen or would steer the terminal", () => {
    const output = render('"a\u202eb\u001b[31m" here', "here", {
      message: "found \u001b[2J",
      label: "a\u200bb",
    });
    expect(output).toBe(`error[POL2003]: found <U+001B>[2J
  ┌ agents.pol:1:12
1 │ "a<U+202E>b<U+001B>[31m" here
  │ ${" ".repeat(25)}^^^^ a<U+200B>b
`);
  });

  it("cuts a very long line around the place", () => {
    const text = `${"a".repeat(5000)} here ${"b".repeat(5000)}`;
    expect(render(text, "here")).toContain(`1 │ …${"a".repeat(39)} here ${"b".repeat(75)}…
  │  ${" ".repeat(40)}^^^^
`);
    expect(render(`${"🎉".repeat(500)}x`, "x")).not.toContain("<U+");
  });

  it("shows every line of a short span, and both ends of a long one", () => {
    const text = "rule r\n  allow User\n    to x\n    on y\n  when z\n";
    expect(render(text, "allow User\n    to x", { label: "here" })).toContain(`2 │   allow User
  │   ^^^^^^^^^^
3 │     to x
  │     ^^^^ here
`);
    expect(render(text, text.trimEnd(), { label: "all of it" })).toContain(`  ┌ agents.pol:1:1
1 │ rule r
  │ ^^^^^^
⋮
5 │   when z
  │   ^^^^^^ all of it
`);
  });

  it("does not reach into the next line when a span ends with its line", () => {
    expect(render("ab\r\ncd\r\n", "ab\r\n")).toBe(`error[POL2003]: message
  ┌ agents.pol:1:1
1 │ ab
  │ ^^
`);
  });

  it("marks an empty place, and the end of a file", () => {
    const span = { file: path, start: 3, end: 3 };
    expect(render("ab\n", "", { span })).toBe(`error[POL2003]: message
  ┌ agents.pol:2:1
2 │
  │ ^
`);
  });

  it("shows a place in an unknown file, or none, without text", () => {
    const elsewhere = { file: "other.pol", start: 3, end: 4 };
    expect(render("x", "x", { span: elsewhere, label: "here" })).toBe(
      "error[POL2003]: message\n  ┌ other.pol   here\n",
    );
    const nowhere = { file: "", start: 0, end: 0 };
    expect(render("x", "x", { span: nowhere, help: "one\ntwo" })).toBe(
      "error[POL2003]: message\n  = help: one\n          two\n",
    );
  });

  it("colours only when asked", () => {
    expect(render("x", "x", { label: "l" })).not.toContain("\u001b");
    expect(render("x", "x", { label: "l" }, { color: true })).toBe(
      "\u001b[1;31merror[POL2003]\u001b[0m\u001b[1m: message\u001b[0m\n" +
        "  \u001b[34m┌\u001b[0m agents.pol:1:1\n" +
        "\u001b[34m1 │\u001b[0m x\n" +
        "\u001b[34m  │\u001b[0m \u001b[1;31m^ l\u001b[0m\n",
    );
  });

  it("law render-text-is-safe: any text and place give carets and nothing that steers a terminal", () => {
    const piece = fc.constantFrom(
      "a",
      " ",
      "\t",
      "\n",
      "\r",
      "\r\n",
      "日",
      "🎉",
      "\u202e",
      "\u001b",
      "\ud800",
      "e\u0301",
      "x".repeat(90),
    );
    const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(texts, fc.nat(30), fc.nat(200), (text, from, length) => {
        const start = Math.min(from, text.length);
        const span = { file: path, start, end: Math.min(start + length, text.length) };
        const output = render(text, "", { span, message: text, label: text });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\ud800-\udbff](?![\udc00-\udfff])/);
        expect(output).toMatch(/\^/);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });
});
