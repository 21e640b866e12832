import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { importOpenFga } from "../../../src/importers/openfga/import-openfga.js";
import type { ExportNames } from "../../../src/relations/export/exported-schema.js";
import { toOpenFga } from "../../../src/relations/export/to-openfga.js";
import { toSpicedb } from "../../../src/relations/export/to-spicedb.js";
import { relationModel } from "../../../src/relations/from-schema.js";
import type {
  EntityReference,
  Relation,
  RelationModel,
  RelationRule,
  RelationTuple,
} from "../../../src/relations/model.js";
import { createRelationStore, type RelationStore } from "../../../src/relations/relation-store.js";
import { assertNever } from "../../../src/util/invariant.js";
import { type RelationWorld, relationWorlds } from "../relation-arbitrary.js";
import { readSpicedbSchema } from "../spicedb-file.js";

const seed = 8;

function modelOf(text: string): RelationModel {
  const { policySet, diagnostics } = check([{ path: "schema.pol", text }]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics));
  return relationModel(policySet.entities);
}

const documents = modelOf(`
principal User
entity Team { relation member: User | Team.member }
entity Folder in Folder { relation viewer: User | User.* | Team.member = viewer of parent or direct }
entity Doc in Folder {
  relation blocked: User
  relation viewer: User = (direct or viewer of parent) but not blocked
  relation reader = viewer and viewer of parent
}
`);

/** Whatever the world's own store answers, the other does, of the tuples that it takes. */
function expectAlike({ model, tuples, entities }: RelationWorld, other: RelationModel, names: ExportNames) {
  const [store, copy] = [createRelationStore(model), createRelationStore(other)];
  for (const tuple of tuples)
    if (copy.write({ touch: [renamed(tuple, names)] }).ok) store.write({ touch: [tuple] });
  for (const object of entities)
    for (const { name } of model.types.find(({ type }) => type === object.type)?.relations ?? [])
      for (const subject of entities.filter(({ type }) => type === "User"))
        expect([object, name, subject, ask(copy, subject, name, object, names)]).toEqual([
          object,
          name,
          subject,
          store.check({ subject, relation: name, object }),
        ]);
  return store.size;
}

function ask(
  store: RelationStore,
  subject: EntityReference,
  relation: string,
  object: EntityReference,
  names: ExportNames,
) {
  return store.check({
    subject: renamedEntity(subject, names),
    relation: names.relation(relation),
    object: renamedEntity(object, names),
  });
}

function renamedEntity<Entity extends { readonly type: string }>(entity: Entity, names: ExportNames): Entity {
  return { ...entity, type: names.type(entity.type) };
}

function renamed({ subject, relation, object }: RelationTuple, names: ExportNames): RelationTuple {
  const named = renamedEntity(subject, names);
  return {
    subject: "relation" in named ? { ...named, relation: names.relation(named.relation) } : named,
    relation: names.tuples(object.type, relation),
    object: renamedEntity(object, names),
  };
}

/** A world much like it that OpenFGA can say: `link` leads to entities only, no relation needs itself, tuples stand first. */
function asOpenFga(world: RelationWorld): RelationWorld {
  const types = world.model.types.map(({ type, relations }) => ({
    type,
    relations: relations.map((relation): Relation => {
      if (relation.name === "link")
        return { ...relation, subjects: relation.subjects.filter(({ kind }) => kind === "entity") };
      const rest = withoutCycles(relation.rule, relation.name);
      return { ...relation, rule: { kind: "union", operands: [{ kind: "direct" }, rest] } };
    }),
  }));
  return { ...world, model: { types } };
}

/** The rule naming only what comes after it in the alphabet, and tuples never. */
function withoutCycles(rule: RelationRule, name: string): RelationRule {
  switch (rule.kind) {
    case "direct":
      return { kind: "inherited", relation: name, over: "link" };
    case "computed":
      return rule.relation > name ? rule : { kind: "computed", relation: "link" };
    case "inherited":
      return rule;
    case "union":
    case "intersection":
      return { ...rule, operands: rule.operands.map((operand) => withoutCycles(operand, name)) };
    case "exclusion":
      return {
        kind: "exclusion",
        base: withoutCycles(rule.base, name),
        excluded: withoutCycles(rule.excluded, name),
      };
    default:
      return assertNever(rule);
  }
}

describe("a model for OpenFGA", () => {
  it("says the same in its language", () => {
    expect(toOpenFga(documents)).toMatchObject({ problems: [] });
    expect(toOpenFga(documents).text).toBe(`# Relations of a policy set, written by polc.
model
  schema 1.1

type Doc
  relations
    define blocked: [User]
    define parent: [Folder]
    define reader: viewer and viewer from parent
    define viewer: ([User] or viewer from parent) but not blocked

type Folder
  relations
    define parent: [Folder]
    define viewer: [User, User:*, Team#member] or viewer from parent

type Team
  relations
    define member: [User, Team#member]

type User
`);
  });

  it("openfga-roundtrip: imported again it answers alike, over any model that both can say", () => {
    let tuples = 0;
    fc.assert(
      fc.property(relationWorlds().map(asOpenFga), (world) => {
        const { text, names, problems } = toOpenFga(world.model);
        expect(problems).toEqual([]);
        const { file, diagnostics } = importOpenFga([{ path: "model.fga", text }]);
        expect([text, diagnostics]).toEqual([text, []]);
        tuples += expectAlike(world, modelOf(file?.text ?? ""), names);
      }),
      { seed, numRuns: 15 },
    );
    expect(tuples).toBeGreaterThan(50);
  });

  it.each([
    [
      "direct but not (a and direct)",
      "OpenFGA's language says once what tuples `b` has, and `direct` stands twice",
    ],
    ["a but not direct", "OpenFGA's language cannot exclude the tuples of `b` from itself"],
    ["a of all", "OpenFGA inherits over relations that have tuples of entities alone: `all` has more"],
  ])("cannot say `%s`", (definition, message) => {
    const model = modelOf(
      `principal User\nentity Doc { relation all: Doc | Doc.*\n relation a: User\n relation b: User = ${definition} }`,
    );
    expect(toOpenFga(model).problems).toEqual([{ type: "Doc", relation: "b", message }]);
  });

  it("cannot say names that are words of the language", () => {
    const model = modelOf("principal User\nentity with { relation from: User }");
    expect(toOpenFga(model).problems.map(({ message }) => message)).toEqual([
      "OpenFGA keeps the name `with` for itself",
      "OpenFGA keeps the name `from` for itself",
    ]);
  });

  it("cannot say names of relations that are too long", () => {
    const [longest, longer] = ["r".repeat(50), "r".repeat(51)];
    const model = modelOf(
      `principal User\nentity Doc { relation ${longest}: User\n relation ${longer}: User }`,
    );
    expect(toOpenFga(model).problems).toEqual([
      {
        type: "Doc",
        relation: longer,
        message: `OpenFGA's names have 50 characters here: \`${longer}\` is longer`,
      },
    ]);
  });
});

describe("a schema for SpiceDB", () => {
  it("has a relation and a permission where tuples and a definition come together", () => {
    const { text, names, problems } = toSpicedb(documents);
    expect(problems).toEqual([]);
    expect(text).toBe(`// Relations of a policy set, written by polc.

// Doc
definition doc {
  relation blocked: user
  relation parent: folder
  permission reader = viewer & parent->viewer
  relation viewer_tuples: user
  permission viewer = (viewer_tuples + parent->viewer) - blocked
}

// Folder
definition folder {
  relation parent: folder
  relation viewer_tuples: user | user:* | team#member
  permission viewer = parent->viewer + viewer_tuples
}

// Team
definition team {
  relation member: user | team#member
}

// User
definition user {}
`);
    expect([names.tuples("Doc", "viewer"), names.tuples("Doc", "blocked")]).toEqual([
      "viewer_tuples",
      "blocked",
    ]);
  });

  it("makes a permission of what everyone may have and tuples are of: SpiceDB takes no such tuples of a relation", () => {
    const model = modelOf(
      "principal User\nentity Team { relation member: User | User.*\n relation lead: User }\nentity Doc { relation viewer: Team.member | Team.lead }",
    );
    expect(toSpicedb(model).text).toContain(`definition team {
  relation lead: user
  relation member_tuples: user | user:*
  permission member = member_tuples
}`);
    expect(toSpicedb(model).text).toContain("relation viewer: team#member | team#lead");
  });

  it("spicedb-schema-answers-alike: read as SpiceDB reads it, over any model", () => {
    let tuples = 0;
    fc.assert(
      fc.property(relationWorlds(), (world) => {
        const { text, names, problems } = toSpicedb(world.model);
        expect(problems).toEqual([]);
        tuples += expectAlike(world, readSpicedbSchema(text.replace(/^\/\/.*$/gm, "")), names);
      }),
      { seed, numRuns: 40 },
    );
    expect(tuples).toBeGreaterThan(100);
  });

  it("gives each name that SpiceDB can have, and no two the same", () => {
    const names = [
      "a",
      "A",
      "Id",
      "id",
      "IssueTracker",
      "issue_tracker",
      "_x_",
      "nil",
      "self",
      "q9".repeat(60),
      "viewer",
      "viewer_tuples",
      "Viewer",
    ];
    const model: RelationModel = {
      types: names.map((type) => ({
        type,
        relations: names.map((name) => ({
          name,
          subjects: [{ kind: "entity", type }],
          rule: { kind: "union", operands: [{ kind: "direct" }] },
        })),
      })),
    };
    const exported = toSpicedb(model).names;
    const types = names.map(exported.type);
    const relations = names.flatMap((name) => [exported.relation(name), exported.tuples("a", name)]);
    expect([new Set(types).size, new Set(relations).size]).toEqual([names.length, 2 * names.length]);
    for (const name of [...types, ...relations]) expect(name).toMatch(/^[a-z][a-z0-9_]{1,62}[a-z0-9]$/);
    expect([exported.type("issue_tracker"), exported.type("IssueTracker")]).toEqual([
      "issue_tracker",
      "issue_tracker_2",
    ]);
  });

  it("inherits over no relation of everyone", () => {
    const model = modelOf(
      "entity Doc { relation all: Doc | Doc.*\n relation own: Doc\n relation any = own of all }",
    );
    expect(toSpicedb(model).problems).toEqual([
      { type: "Doc", relation: "any", message: "SpiceDB inherits over no relation of everyone, as `all`" },
    ]);
  });
});
