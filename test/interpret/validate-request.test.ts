import { describe, expect, it } from "vitest";
import { validateRequest } from "../../src/interpret/interpret.js";
import { type Json, policySetOf } from "./policy-set.js";

const schema = `
  principal User in Team { level: Int, boss?: User, unread: Int }
  principal Agent acting for User { level: Int, unread: Int }
  principal Service { level: Int }
  entity Team
  entity Folder
  entity Document in Folder { owner: User, size: Int, unread: Int, twin?: Document | Folder }
  action read(page?: Int in 1..9) on Document
  action move(to: Folder, who: User, file: Document | Folder, opts: { deep: Bool, more?: { a: Int } }, extra: { a: Int, ... }) on Document
  action ping
  action post(a: Int, ...)
  context { hour: Int, unread: Int, task: { kind: String, note?: String }, by: User, all: List<User>, named: Map<User> }
`;

const rules = `
  policy p {
    rule a allow User to read on Document when principal.level > 0 and resource.size > 0
    rule b allow Agent acting for User to read when principal.level > subject.level
    rule c allow Service to ping when context.hour > 0 and principal.level > 0
    rule d allow User to move
    rule e allow User to post
  }
`;

const user = { type: "User", id: "ann", properties: { level: 1 } };
const agent = { type: "Agent", id: "bot", properties: { level: 2 } };
const document = { type: "Document", id: "7", properties: { size: 10 } };
const read: Json = { subject: user, action: { name: "read" }, resource: document };
const ping: Json = { subject: { ...user, type: "Service" }, action: { name: "ping" }, context: { hour: 1 } };

/** The problems of a request, without what was expected: `missing /subject`. */
function problems(request: unknown, extra = ""): readonly string[] {
  const set = policySetOf(extra === "" ? schema + rules : `${schema}\npolicy p {\n${extra}\n}`);
  return validateRequest(set, request).map(({ path, kind }) => `${kind} ${path}`);
}

function without(record: Json, key: string): Json {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

describe("a request", () => {
  it("that is valid has no problem", () => {
    expect(problems(read)).toEqual([]);
    expect(problems({ ...read, actor: agent })).toEqual([]);
    expect(problems(ping)).toEqual([]);
  });

  it.each([null, undefined, 1, "x", [], new Date(), () => 1])("must be a record (%#)", (request) => {
    expect(problems(request)).toEqual(["invalid "]);
  });

  it("has all its problems listed, by path", () => {
    expect(
      problems({
        what: 1,
        resource: { type: "Document", id: 3 },
        "a/b~": undefined,
        action: { name: "read", properties: 1 },
      }),
    ).toEqual([
      "invalid /action/properties",
      "undeclared /a~1b~0",
      "invalid /resource/id",
      "missing /subject",
      "undeclared /what",
    ]);
  });

  it("may lack a context, and ignores one that no rule reads", () => {
    expect(problems({ ...read, context: { hour: "x", nothing: 1 } })).toEqual([]);
    expect(problems({ ...read, context: undefined })).toEqual([]);
    expect(problems({ ...read, context: null })).toEqual(["invalid /context"]);
    expect(problems(without(ping, "context"))).toEqual(["missing /context/hour"]);
  });
});

describe("a principal", () => {
  it.each<[string, unknown, string[]]>([
    ["missing", undefined, ["missing /subject"]],
    ["null", null, ["invalid /subject"]],
    ["no record", [user], ["invalid /subject"]],
    ["empty", {}, ["missing /subject/id", "missing /subject/type"]],
    ["of no type that is text", { ...user, type: 1 }, ["invalid /subject/type"]],
    ["of a type that is no principal", { ...user, type: "Document" }, ["undeclared /subject/type"]],
    ["of a type of the prototype chain", { ...user, type: "__proto__" }, ["undeclared /subject/type"]],
    ["with an empty id", { ...user, id: "" }, ["invalid /subject/id"]],
    ["with a null id", { ...user, id: null }, ["invalid /subject/id"]],
    ["with an id that is no text", { ...user, id: "\ud800" }, ["invalid /subject/id"]],
    ["with null properties", { ...user, properties: null }, ["invalid /subject/properties"]],
    ["without properties", without(user, "properties"), ["missing /subject/properties/level"]],
    ["with a wrong property", { ...user, properties: { level: "1" } }, ["invalid /subject/properties/level"]],
    ["with a null property", { ...user, properties: { level: null } }, ["invalid /subject/properties/level"]],
    ["with more", { ...user, more: 1, ancestors: "?", properties: { level: 1, unread: "?", more: 1 } }, []],
  ])("%s", (_what, subject, expected) => {
    expect(problems({ ...read, subject })).toEqual(expected);
  });

  it.each<[string, unknown, string[]]>([
    ["undefined is none", undefined, []],
    ["null is not", null, ["invalid /actor"]],
    ["of another type than may act", { ...user, id: "x" }, ["invalid /actor/type"]],
    ["of a type that is no principal", { ...agent, type: "X" }, ["undeclared /actor/type"]],
    ["with a wrong attribute", { ...agent, properties: { level: 1.5 } }, ["invalid /actor/properties/level"]],
  ])("as an actor: %s", (_what, actor, expected) => {
    expect(problems({ ...read, actor })).toEqual(expected);
  });

  it("is checked for what the rules of the other one read", () => {
    expect(problems({ ...read, subject: { ...user, properties: {} }, actor: agent })).toEqual([
      "missing /subject/properties/level",
    ]);
  });
});

describe("an action", () => {
  it.each<[string, unknown, string[]]>([
    ["missing", undefined, ["missing /action"]],
    ["null", null, ["invalid /action"]],
    ["without name", {}, ["missing /action/name"]],
    ["with a name that is no text", { name: 1 }, ["invalid /action/name"]],
    ["undeclared", { name: "toString" }, ["undeclared /action/name"]],
    ["null arguments", { name: "read", properties: null }, ["invalid /action/properties"]],
    ["an argument that is left out", { name: "read", properties: {} }, []],
    ["an optional argument that is null", { name: "read", properties: { page: null } }, []],
    [
      "an argument out of range",
      { name: "read", properties: { page: 10 } },
      ["invalid /action/properties/page"],
    ],
    [
      "an undeclared argument",
      { name: "read", properties: { pgae: 1 } },
      ["undeclared /action/properties/pgae"],
    ],
    [
      "an undeclared argument that is undefined",
      { name: "read", properties: { pgae: undefined } },
      ["undeclared /action/properties/pgae"],
    ],
    [
      "`__proto__` as an argument",
      { name: "read", properties: JSON.parse('{"__proto__": 1}') },
      ["undeclared /action/properties/__proto__"],
    ],
    ["other members", { name: "read", more: 1 }, []],
  ])("%s", (_what, action, expected) => {
    expect(problems({ ...read, action })).toEqual(expected);
  });

  it("that is open lets JSON through", () => {
    const post = (properties: Json) => ({ subject: user, action: { name: "post", properties } });
    expect(problems(post({ a: 1, b: [{ c: null }], d: undefined }))).toEqual([]);
    expect(problems(post({ a: 1, b: new Date(), c: () => 1 }))).toEqual([
      "invalid /action/properties/b",
      "invalid /action/properties/c",
    ]);
    expect(problems(post({ b: 1 }))).toEqual(["missing /action/properties/a"]);
  });
});

describe("a resource", () => {
  it.each<[string, unknown, string[]]>([
    ["missing", undefined, ["missing /resource"]],
    ["null", null, ["invalid /resource"]],
    ["without type", { id: "1" }, ["missing /resource/type"]],
    ["of another type", { type: "Folder", id: "1" }, ["undeclared /resource/type"]],
    ["without an id that no rule looks at", without(document, "id"), []],
    ["with an empty id", { ...document, id: "" }, []],
    ["with a null id", { ...document, id: null }, ["invalid /resource/id"]],
    ["without properties", without(document, "properties"), ["missing /resource/properties/size"]],
  ])("%s", (_what, resource, expected) => {
    expect(problems({ ...read, resource })).toEqual(expected);
  });

  it("is not looked at where the action has none", () => {
    expect(problems({ ...ping, resource: 1 })).toEqual([]);
  });

  it.each([
    ['on Document("7")'],
    ["when resource == resource"],
    ['when resource.id == "7"'],
    ["when resource.twin ?? resource == resource"],
  ])("must have an id where a rule says `%s`", (clause) => {
    const rule = `rule a allow User to read ${clause}`;
    expect(problems({ ...read, resource: without(document, "id") }, rule)).toContain("missing /resource/id");
  });

  it.each([
    ["on Document"],
    ['on Document in Folder("f")'],
    ["when resource.size > 0"],
    ['when resource in Folder("f")'],
  ])("need not have an id where a rule says `%s`", (clause) => {
    const resource = { ...without(document, "id"), ancestors: [] };
    expect(problems({ ...read, resource }, `rule a allow User to read ${clause}`)).toEqual([]);
  });
});

describe("arguments", () => {
  const folder = { type: "Folder", id: "f" };
  const properties = { to: folder, who: user, file: document, opts: { deep: true }, extra: { a: 1, b: 2 } };
  const move = (changed: Json) => ({
    ...read,
    action: { name: "move", properties: { ...properties, ...changed } },
  });

  it("are all checked, whether or not a rule reads them", () => {
    expect(problems(move({}))).toEqual([]);
    expect(problems(move({ to: undefined, who: null, opts: { deep: 1 }, extra: {} }))).toEqual([
      "missing /action/properties/extra/a",
      "invalid /action/properties/opts/deep",
      "missing /action/properties/to",
      "invalid /action/properties/who",
    ]);
  });

  it("are checked also where the environment is unknown", () => {
    expect(problems({ ...move({ to: 1 }), subject: null })).toEqual([
      "invalid /action/properties/to",
      "invalid /subject",
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ["no record", "Folder", ["invalid /action/properties/to"]],
    ["empty", {}, ["missing /action/properties/to/id", "missing /action/properties/to/type"]],
    ["of another type", { type: "User", id: "1" }, ["undeclared /action/properties/to/type"]],
    ["with an empty id", { type: "Folder", id: "" }, ["invalid /action/properties/to/id"]],
    ["with undeclared members", { ...folder, name: "x" }, ["undeclared /action/properties/to/name"]],
    ["with properties that no rule reads", { ...folder, properties: 1, ancestors: 1 }, []],
  ])("that are entities: %s", (_what, to, expected) => {
    expect(problems(move({ to }))).toEqual(expected);
  });

  it("have closed records, but for those with `...`", () => {
    expect(problems(move({ opts: { deep: true, more: { a: 1, b: 2 }, x: 1 } }))).toEqual([
      "undeclared /action/properties/opts/more/b",
      "undeclared /action/properties/opts/x",
    ]);
    expect(problems(move({ extra: { a: 1, b: Number.NaN, c: undefined } }))).toEqual([
      "invalid /action/properties/extra/b",
    ]);
  });
});

describe("relevant attributes", () => {
  const entity = {
    type: "User",
    id: "bob",
    properties: { level: 1, boss: { type: "User", id: "c", properties: { level: "?" } } },
  };
  const context = { hour: 1, task: { kind: "k", more: 1 }, by: entity, all: [entity], named: { x: entity } };
  const valid: Json = { subject: { ...user, properties: {} }, action: { name: "ping" }, context };
  const at = (changed: Json, when: string) =>
    problems({ ...valid, context: { ...context, ...changed } }, `rule a allow User to ping when ${when}`);

  it("are checked whole", () => {
    expect(at({}, 'context.task.kind == "k"')).toEqual([]);
    expect(at({ task: { kind: "k", note: 1 } }, 'context.task.kind == "k"')).toEqual([
      "invalid /context/task/note",
    ]);
    expect(at({ task: {} }, "context has task.note")).toEqual(["missing /context/task/kind"]);
  });

  it("are those of clauses that cannot matter as well", () => {
    expect(at({ hour: "x" }, 'context.task.kind == "k" or context.hour > 0')).toEqual([
      "invalid /context/hour",
    ]);
  });

  it("are those of an entity that are read, at their place", () => {
    const bad = { ...entity, properties: { level: "x" } };
    expect(at({ by: bad }, "context.by == principal")).toEqual([]);
    expect(at({ by: bad }, "context.by.level > 0")).toEqual(["invalid /context/by/properties/level"]);
    expect(at({ by: { ...entity, properties: [] } }, "context.by.level > 0")).toEqual([
      "invalid /context/by/properties",
    ]);
    expect(at({ all: [entity, bad] }, "any u in context.all: u.level > 0")).toEqual([
      "invalid /context/all/1/properties/level",
    ]);
    expect(at({ all: [entity, bad] }, "principal in context.all")).toEqual([]);
    expect(at({ named: { x: bad } }, 'context.named["x"].level ?? 0 > 0')).toEqual([
      "invalid /context/named/x/properties/level",
    ]);
  });

  it("reach through entities", () => {
    expect(at({}, "context.by has boss and context.by.boss.level > 0")).toEqual([
      "invalid /context/by/properties/boss/properties/level",
    ]);
    expect(at({}, "context.by has boss and context.by.boss == principal")).toEqual([]);
  });

  it("are the union of both branches of a choice", () => {
    const bad = { ...entity, properties: { level: "x" } };
    expect(at({ by: bad }, "(if context.hour > 0 then principal else context.by).level > 0")).toEqual([
      "invalid /context/by/properties/level",
      "missing /subject/properties/level",
    ]);
  });

  it("include those of obligations' and remedies' arguments", () => {
    const set = policySetOf(`${schema}
      obligation cap(n: Int)
      remedy later(n: Int) = context.hour > n
      policy p {
        rule a allow User to ping
        rule d deny User to ping unless later(n: principal.level)
        rule o oblige Agent to ping with cap(n: principal.unread)
      }`);
    expect(
      validateRequest(set, { subject: { ...user, properties: {} }, action: { name: "ping" } }),
    ).toMatchObject([
      { path: "/context/hour", kind: "missing" },
      { path: "/subject/properties/level", kind: "missing" },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ["missing", undefined, ["missing /subject/ancestors"]],
    ["null", null, ["invalid /subject/ancestors"]],
    ["no list", {}, ["invalid /subject/ancestors"]],
    ["empty", [], []],
    ["of an undeclared type", [{ type: "X", id: "" }], []],
    [
      "malformed",
      [{ type: "Team", id: "t" }, { type: "Team" }, null, { type: 1, id: "t" }],
      ["invalid /subject/ancestors/1", "invalid /subject/ancestors/2", "invalid /subject/ancestors/3"],
    ],
  ])("`ancestors` where a rule tests `in`: %s", (_what, ancestors, expected) => {
    const request = { ...valid, subject: { ...user, ancestors } };
    expect(problems(request, 'rule a allow User in Team("t") to ping')).toEqual(expected);
    expect(problems(request, 'rule a allow User to ping when principal in Team("t")')).toEqual(expected);
    expect(problems(request, "rule a allow User to ping")).toEqual([]);
  });
});
