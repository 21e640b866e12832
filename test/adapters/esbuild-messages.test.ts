import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildFailure, context, formatMessages, type Message } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundle, bundleOptions, codeOf, createProject, type Project } from "./esbuild-project.js";

const main = 'import { decide } from "./policies"; globalThis.answer = decide({});\n';

const policy = `principal User { team: String }

action read(name: String)

policy p {
  rule all
    allow User to read
    when principal.team == "ä" or principal.teem == "b"
}
`;

/** What esbuild says is wrong with policies. */
async function errorsOf(project: Project): Promise<readonly Message[]> {
  const failure = await bundle(project).catch((error: unknown) => error as BuildFailure);
  return failure.errors;
}

describe("a policy set with an error", () => {
  it("fails the build at the place in the policy, with columns in bytes", async () => {
    const project = createProject({ "main.ts": main, "policies/team/a.pol": policy });
    const errors = await errorsOf(project);
    const lineText = '    when principal.team == "ä" or principal.teem == "b"';
    expect(errors).toMatchObject([
      {
        text: "POL2003: `User` has no `teem`",
        pluginName: "polc",
        location: {
          file: "policies/team/a.pol",
          line: 8,
          column: Buffer.byteLength(lineText.slice(0, lineText.indexOf("teem"))),
          length: 4,
          lineText,
        },
        notes: [
          { text: "did you mean `team`?", location: null },
          { text: "`polc explain POL2003` says what that means.", location: null },
          { text: 'The plugin "polc" was triggered by this import', location: { file: "main.ts" } },
        ],
        detail: { code: "POL2003", severity: "error" },
      },
    ]);
    const [formatted = ""] = await formatMessages([...errors], { kind: "error" });
    expect(formatted).toContain(`
    policies/team/a.pol:8:45:
      8 │     when principal.team == "ä" or principal.teem == "b"
        ╵                                             ~~~~
`);
  });

  it("fails the build with all that is wrong, whatever the number of imports", async () => {
    const project = createProject({
      "main.ts": 'import "./other"; import { decide } from "./policies"; decide({});',
      "other.ts": 'import { allows } from "./policies"; allows({});',
      "policies/a.pol": policy.replace("String)", "Text)"),
    });
    expect((await errorsOf(project)).map(({ text }) => text.split(":")[0])).toEqual(["POL2006", "POL2003"]);
  });

  it("shows the other places and the change that mends it", async () => {
    const twice = `${policy.replace("teem", "team")}\naction read()\n`;
    const [duplicate] = await errorsOf(createProject({ "main.ts": main, "policies/a.pol": twice }));
    expect(duplicate?.notes).toContainEqual(
      expect.objectContaining({
        location: expect.objectContaining({
          file: "policies/a.pol",
          line: 3,
          lineText: "action read(name: String)",
        }),
      }),
    );
    const single = policy.replace("teem ==", "team =");
    const [equals] = await errorsOf(createProject({ "main.ts": main, "policies/a.pol": single }));
    expect(equals?.notes).toContainEqual(
      expect.objectContaining({
        text: "write `==`",
        location: expect.objectContaining({ line: 8, length: 1, suggestion: "==" }),
      }),
    );
  });

  it("shows one line of a place that has many, and lines without their ends", async () => {
    const text = "policy p {\r\n  rule a\r\n    allow User to read\r\n    when {\r\n";
    const errors = await errorsOf(createProject({ "main.ts": main, "policies/a.pol": text }));
    expect(errors.length).toBeGreaterThan(0);
    for (const { location } of errors) {
      expect(location?.lineText).toBe(text.split("\r\n")[(location?.line ?? 0) - 1]);
      expect((location?.column ?? 0) + (location?.length ?? 0)).toBeLessThanOrEqual(
        Buffer.byteLength(location?.lineText ?? ""),
      );
    }
  });

  it("is one also where a file cannot be read, or is not UTF-8", async () => {
    const project = createProject({ "main.ts": main, "policies/a.pol": policy.replace("teem", "team") });
    symlinkSync(join(project.folder, "nowhere"), join(project.folder, "policies/link.pol"));
    writeFileSync(join(project.folder, "policies/b.pol"), Uint8Array.of(0x61, 0xff));
    expect(await errorsOf(project)).toMatchObject([
      { text: "POL4002: the file is not UTF-8", location: { file: "policies/b.pol", line: 1, column: 1 } },
      {
        text: "POL4003: the file `link.pol` cannot be read: it is a link to nothing",
        location: { file: "policies/link.pol" },
      },
    ]);
  });

  it("steers no terminal", async () => {
    const text = `${policy.replace("teem", "team")}\naction write(name: "\u202e\u001b[2J")\n\nconst a = "\u202e" + 1\n`;
    const errors = await errorsOf(createProject({ "main.ts": main, "policies/a.pol": text }));
    expect(errors.length).toBeGreaterThan(0);
    const texts = errors.flatMap((error) => [error.text, ...error.notes.map((note) => note.text)]);
    expect(texts.filter((each) => each.includes("\u202e") || each.includes("\u001b"))).toEqual([]);
  });
});

describe("a warning", () => {
  it("is esbuild's, and stops nothing", async () => {
    const text = `${policy.replace("teem", "team")}\nconst unused = 5\n`;
    const result = await bundle(createProject({ "main.ts": main, "policies/a.pol": text }));
    expect(result.errors).toEqual([]);
    expect(result.warnings).toMatchObject([
      { text: expect.stringMatching(/^POL2025: /), location: { file: "policies/a.pol", line: 11 } },
    ]);
    expect(codeOf(result)).toContain("function decide(");
  });

  it("is said again by a rebuild that has nothing to do", async () => {
    const text = `${policy.replace("teem", "team")}\nconst unused = 5\n`;
    const project = createProject({ "main.ts": main, "policies/a.pol": text });
    const { rebuild, dispose } = await context(bundleOptions(project));
    const first = await rebuild();
    expect(first.warnings).toHaveLength(1);
    expect((await rebuild()).warnings).toEqual(first.warnings);
    await dispose();
  });
});
