import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderText } from "../../src/diagnostics/render-text.js";
import {
  type ImportSource,
  type LockedImport,
  type LockFile,
  printLockFile,
  textDigest,
  updateLockFile,
} from "../../src/importers/lock-file.js";
import { readLockFile } from "../../src/importers/read-lock-file.js";

const seed = 20261121;

const digest = `sha256:${"0".repeat(64)}`;

const notes: LockedImport = {
  file: "imports/notes.pol",
  digest,
  server: "notes",
  serverInfo: { name: "notes-server", version: "1.2.0" },
  source: { kind: "http", url: "https://example.com/mcp", headers: ["Authorization: Bearer $TOKEN"] },
  tools: [{ action: "notes.search", tool: "search", digest, parts: { description: "0123456789abcdef" } }],
};

const wiki: LockedImport = {
  file: "imports/wiki.pol",
  digest,
  server: "wiki",
  source: { kind: "stdio", command: "npx wiki" },
  tools: [],
};

function read(text: string) {
  return readLockFile({ path: "polc.lock.json", text });
}

describe("printLockFile", () => {
  it("writes a member a line, sorted", () => {
    expect(printLockFile({ imports: [wiki, notes] })).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "imports": {
          "imports/notes.pol": {
            "server": "notes",
            "serverInfo": {
              "name": "notes-server",
              "version": "1.2.0"
            },
            "source": {
              "http": "https://example.com/mcp",
              "headers": [
                "Authorization: Bearer $TOKEN"
              ]
            },
            "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
            "tools": {
              "notes.search": {
                "tool": "search",
                "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "parts": {
                  "description": "0123456789abcdef"
                }
              }
            }
          },
          "imports/wiki.pol": {
            "server": "wiki",
            "source": {
              "stdio": "npx wiki"
            },
            "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
            "tools": {}
          }
        }
      }
      "
    `);
  });

  it("law lock-file-roundtrip: what is printed is read back, whatever the order it comes in", () => {
    const text = fc.string({ unit: "grapheme" });
    const parts = fc.record({ title: text, description: text, other: text }, { requiredKeys: [] });
    const source: fc.Arbitrary<ImportSource> = fc.oneof(
      fc.record({ kind: fc.constant("file" as const), path: text }),
      fc.record({ kind: fc.constant("stdio" as const), command: text }),
      fc.record({ kind: fc.constant("http" as const), url: text, headers: fc.array(text) }),
    );
    const tool = fc.record({ action: named(text), tool: text, digest: fc.constant(digest), parts });
    const known = {
      file: named(text),
      digest: fc.constant(digest),
      server: text,
      source,
      tools: fc.uniqueArray(tool, { selector: ({ action }) => action }),
    };
    const imported = fc.oneof(
      fc.record(known),
      fc.record({ ...known, untrusted: fc.constant(true as const) }),
    );
    const imports = fc.uniqueArray(imported, { selector: ({ file }) => file });
    fc.assert(
      fc.property(imports, (list) => {
        const printed = printLockFile({ imports: list });
        const { lock } = read(printed);
        expect(lock && sorted(lock)).toEqual(sorted({ imports: list }));
        expect(printLockFile({ imports: [...list].reverse() })).toBe(printed);
        expect(lock && printLockFile(lock)).toBe(printed);
      }),
      { seed },
    );
  });
});

/** Files and actions have a dot in them, so none is a number, which JavaScript would put first. */
function named(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.map((name) => `a.${name}`);
}

function sorted({ imports }: LockFile): readonly LockedImport[] {
  const byKey = <Element>(list: readonly Element[], keyOf: (element: Element) => string) =>
    [...list].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  return byKey(imports, ({ file }) => file).map((each) => ({
    ...each,
    tools: byKey(each.tools, ({ action }) => action),
  }));
}

describe("updateLockFile", () => {
  it("replaces the entry of the same file, and leaves the others", () => {
    const again = { ...notes, tools: [] };
    expect(updateLockFile({ imports: [wiki, notes] }, [again])).toEqual({ imports: [again, wiki] });
  });
});

describe("textDigest", () => {
  it("is SHA-256 of the text, whatever its ends of lines", () => {
    // printf 'a\nb\n' | sha256sum
    const expected = "sha256:911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2";
    expect(textDigest("a\nb\n")).toBe(expected);
    expect(textDigest("a\r\nb\r")).toBe(expected);
    expect(textDigest("a\nb")).not.toBe(expected);
  });
});

describe("readLockFile", () => {
  const valid = printLockFile({ imports: [notes, wiki] });

  it.each([
    ["no JSON", "{", "`polc.lock.json` cannot be relied on: the text ends too early"],
    ["a list", "[]", "expected an object at the top"],
    ["no version", '{"imports": {}}', "expected 1 at `/version`"],
    ["no imports", '{"version": 1}', "expected an object at `/imports`"],
    ["a newer one", '{"version": 2, "sets": []}', "its version is 2, and this polc knows 1"],
    [
      "trust that is none",
      valid.replace('"digest": ', '"untrusted": false, "digest": '),
      "expected `true` at `/imports/imports~1notes.pol/untrusted`",
    ],
    [
      "a digest that is none",
      valid.replace(digest, "sha256:12"),
      "expected `sha256:` and 64 hexadecimal digits at `/imports/imports~1notes.pol/digest`",
    ],
    [
      "a source of another kind",
      valid.replace('"stdio"', '"pipe"'),
      "expected a member `file`, `stdio` or `http` at `/imports/imports~1wiki.pol/source`",
    ],
    [
      "a tool without parts",
      valid.replace('"parts"', '"pieces"'),
      "expected an object at `/imports/imports~1notes.pol/tools/notes.search/parts`",
    ],
    [
      "headers that are no texts",
      valid.replace('"Authorization: Bearer $TOKEN"', "7"),
      "expected a text at `/imports/imports~1notes.pol/source/headers/0`",
    ],
    ["an import that is given twice", valid.replace("wiki.pol", "notes.pol"), "is given twice"],
  ])("refuses %s", (_, text, message) => {
    const { lock, diagnostic } = read(text);
    expect(lock).toBeUndefined();
    expect(diagnostic).toMatchObject({ code: "POL4021", severity: "error" });
    expect(diagnostic?.message).toContain(message);
  });

  it("shows a merge conflict", () => {
    const text = valid.replace('  "version"', '<<<<<<< HEAD\n  "version"');
    const { diagnostic } = read(text);
    const files = [{ path: "polc.lock.json", text }];
    expect(renderText(diagnostic === undefined ? [] : [diagnostic], { files })).toMatchInlineSnapshot(`
      "error[POL4021]: \`polc.lock.json\` cannot be relied on: expected a member's name in double quotes
        ┌ polc.lock.json:2:1
      2 │ <<<<<<< HEAD
        │ ^
        = help: settle the merge conflict in it
      "
    `);
  });

  it("law lock-file-never-throws: any edit of a lock file is read or refused", () => {
    const edit = fc.record({
      at: fc.nat(valid.length),
      remove: fc.nat(20),
      insert: fc.constantFrom("", "{", "}", "[]", "null", '"', ",", "1", '"__proto__": 1,'),
    });
    fc.assert(
      fc.property(edit, ({ at, remove, insert }) => {
        const { lock, diagnostic } = read(valid.slice(0, at) + insert + valid.slice(at + remove));
        expect(lock === undefined).toBe(diagnostic !== undefined);
      }),
      { seed, numRuns: 1000 },
    );
  });
});
