import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { importOpenFga } from "../../../src/importers/openfga/import-openfga.js";
import { format } from "../../../src/syntax/format.js";
import { contextualWords, reservedWords } from "../../../src/syntax/words.js";

function importText(text: string) {
  return importOpenFga([{ path: "model.fga", text }]);
}

function dsl(...types: readonly string[]): string {
  return ["model", "  schema 1.1", ...types, ""].join("\n");
}

function type(name: string, ...relations: readonly string[]): string {
  const defined = relations.map((relation) => `    define ${relation}`);
  return [`type ${name}`, ...(defined.length === 0 ? [] : ["  relations", ...defined])].join("\n");
}

const condition = "condition office(ip: ipaddress, hours: list<string>) {\n  ip.in_cidr('10.0.0.0/8')\n}";

function inheritedOrOwn(relation: string) {
  const inherited = { tupleset: { relation: "parent" }, computedUserset: { relation } };
  return { union: { child: [{ this: {} }, { tupleToUserset: inherited }] } };
}

function ofTypes(...types: readonly unknown[]) {
  return { directly_related_user_types: types };
}

/** The declarations of an imported file, without its first comment. */
function declarationsOf(text: string): string | undefined {
  return importText(text).file?.text.replace(/^(\/\/.*\n)+\n/, "");
}

describe("importing a model of OpenFGA", () => {
  it("keeps every operator where it stands, and adds the parentheses that Pol's formatter wants", () => {
    const text = dsl(
      type("user"),
      type("team", "member: [user, user:*, team#member]"),
      type("folder", "parent: [folder]", "viewer: [user, team#member] or viewer from parent"),
      type(
        "doc",
        "parent: [folder, doc]",
        "blocked: [user]",
        "editor: [user] and viewer from parent",
        "viewer: ([user:*] or editor or viewer from parent) but not blocked",
        "can_view: viewer",
      ),
    );
    expect(importText(text)).toMatchObject({ diagnostics: [], file: { path: "imports/openfga.pol" } });
    expect(declarationsOf(text)).toBe(`principal user

entity team {
  relation member: user | user.* | team.member
}

entity folder {
  relation parent: folder
  relation viewer: user | team.member = direct or viewer of parent
}

entity doc {
  relation parent: folder | doc
  relation blocked: user
  relation editor: user = direct and viewer of parent
  relation viewer: user.* = (direct or editor or viewer of parent) but not blocked
  relation can_view = viewer
}
`);
  });

  it("reads its JSON, too", () => {
    const json = {
      schema_version: "1.1",
      type_definitions: [
        { type: "user" },
        {
          type: "doc",
          relations: {
            owner: { this: {} },
            reader: { union: { child: [{ computedUserset: { relation: "owner" } }, { this: {} }] } },
          },
          metadata: {
            relations: {
              owner: { directly_related_user_types: [{ type: "user" }] },
              reader: { directly_related_user_types: [{ type: "user", wildcard: {} }] },
            },
          },
        },
      ],
    };
    expect(declarationsOf(JSON.stringify(json))).toBe(
      "principal user\n\nentity doc {\n  relation owner: user\n  relation reader: user.* = owner or direct\n}\n",
    );
  });

  it("joins the modules of one model", () => {
    const sources = [
      {
        path: "core.fga",
        text: "module core\n\ntype user\n\ntype org\n  relations\n    define admin: [user]\n",
      },
      {
        path: "wiki.fga",
        text: "module wiki\n\nextend type org\n  relations\n    define can_write: admin\n",
      },
    ];
    const { file, diagnostics } = importOpenFga(sources);
    expect(diagnostics).toEqual([]);
    expect(file?.text).toContain("relation can_write = admin");
    const broken = importOpenFga(
      sources.map(({ path, text }) => ({ path, text: text.replace(": admin", ": boss") })),
    );
    expect(broken.diagnostics).toMatchObject([{ code: "POL4070", span: { file: "wiki.fga" } }]);
  });

  it("says what Pol cannot say in other names, the same everywhere", () => {
    const awkward = [
      ...reservedWords,
      ...contextualWords,
      "direct",
      "direct_",
      "a-b",
      "a_b",
      "9lives",
      "String",
    ];
    const all = {
      type: "doc",
      relations: {
        ...Object.fromEntries(awkward.map((relation) => [relation, inheritedOrOwn(relation)])),
        parent: { this: {} },
      },
      metadata: {
        relations: {
          ...Object.fromEntries(
            awkward.map((relation) => [relation, ofTypes({ type: "in" }, { type: "doc", relation })]),
          ),
          parent: ofTypes({ type: "doc" }),
        },
      },
    };
    const definitions = [all, ...awkward.map((type) => ({ type }))];
    const { file, names, diagnostics } = importText(
      JSON.stringify({ schema_version: "1.1", type_definitions: definitions }),
    );
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["POL4072"]));
    expect([names?.type("a-b"), names?.type("in"), names?.type("9lives")]).toEqual([
      "a_b_",
      "in_",
      "_9lives",
    ]);
    expect([names?.relation("direct"), names?.relation("direct_")]).toEqual(["direct__", "direct_"]);
    const checked = check(file === undefined ? [] : [file]);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.policySet?.entities.size).toBe(awkward.length + 1);
    expect(file && format(file).text).toBe(file?.text);
  });
});

describe("conditions of a model of OpenFGA", () => {
  it("leave a warning and a remark behind, and grant nothing", () => {
    const text = dsl(type("user"), type("doc", "viewer: [user:*, user with office]"), condition);
    const { diagnostics } = importText(text);
    expect(diagnostics).toMatchObject([
      { code: "POL4071", message: "`viewer` of `doc` is not of `user with office` any more" },
    ]);
    expect(declarationsOf(text)).toBe(`principal user

entity doc {
  /// Left out: \`user with office\`, where office(ip: ipaddress, hours: list<string>) { ip.in_cidr('10.0.0.0/8') }
  relation viewer: user.*
}
`);
  });

  it("leave nobody where all is under one, and nothing is inherited over that", () => {
    const text = dsl(
      type("user"),
      type("folder", "viewer: [user with office]"),
      type(
        "doc",
        "parent: [folder with office]",
        "viewer: [user] or viewer from parent",
        "shown: viewer from parent",
      ),
      condition,
    );
    const imported = declarationsOf(text)?.replace(/ *\/\/\/.*\n/g, "");
    expect(imported).toBe(`principal user

entity folder {
  relation viewer: nobody
}

entity doc {
  relation parent: nobody
  relation viewer: user
  relation shown: nobody
}

entity nobody
`);
  });

  it("leave nobody where both of two relations are needed and one has nobody left: tuples of the other are not enough", () => {
    const text = dsl(
      type("user"),
      type("org", "trusted: [user with office]", "staff: [user]"),
      type(
        "doc",
        "org: [org with office]",
        "home: [org]",
        "viewer: [user] and staff from org",
        "editor: [user] and trusted from home",
        "reader: viewer or editor",
        "seen: [user] or viewer",
      ),
      condition,
    );
    const imported = declarationsOf(text)?.replace(/ *\/\/\/.*\n/g, "");
    expect(imported).toContain(`entity doc {
  relation org: nobody
  relation home: org
  relation viewer: nobody
  relation editor: nobody
  relation reader: nobody
  relation seen: user = direct or viewer
}
`);
  });

  it("are an error where what hangs on one is excluded: leaving it out would grant more", () => {
    const excluded = (definition: string) =>
      importText(
        dsl(
          type("user"),
          type("group", "member: [user with office]"),
          type("doc", "blocked: [group#member]", `viewer: [user] ${definition}`),
          condition,
        ),
      );
    expect(excluded("but not blocked")).toMatchObject({
      diagnostics: [
        { code: "POL4073", message: "`doc.viewer` excludes `member` of `group`, which hangs on a condition" },
      ],
    });
    expect(excluded("but not blocked").file).toBeUndefined();
    expect(excluded("or blocked").diagnostics).toMatchObject([{ code: "POL4071" }]);
  });
});

describe("what is no model", () => {
  it.each([
    ["", "mismatched input '<EOF>'"],
    ["hello", "mismatched input 'hello'"],
    ["{}", "a model has `type_definitions`"],
    ["{a", "expected a member's name in double quotes"],
    [dsl(type("doc", "a: b")), "the relation `b` does not exist"],
    [
      '{"schema_version":"1.1","type_definitions":[{"type":"a","relations":{"b":{}}}]}',
      "this is no definition",
    ],
  ])("%j: %s", (text, message) => {
    const { file, diagnostics } = importText(text);
    expect(file).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "POL4070", message: expect.stringContaining(message) }]);
  });

  it("nor, to Pol, one whose relations need themselves", () => {
    const { file, diagnostics } = importText(
      dsl(type("user"), type("doc", "a: [user] or b", "b: [user] or a")),
    );
    expect(file).toBeUndefined();
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "POL4073 the relation `a` needs itself",
      "POL4073 the relation `b` needs itself",
    ]);
  });
});
