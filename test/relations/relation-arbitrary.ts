import fc from "fast-check";
import type {
  EntityReference,
  Relation,
  RelationModel,
  RelationRule,
  RelationTuple,
  SubjectKind,
  TupleSubject,
} from "../../src/relations/model.js";

/** A model, tuples that fit it, and all entities that they name. */
export interface RelationWorld {
  readonly model: RelationModel;
  readonly tuples: readonly RelationTuple[];
  readonly entities: readonly EntityReference[];
}

const objectTypes = ["Doc", "Group"];
const relationNames = ["a", "b", "c", "d"];
const ids = ["1", "2", "3"];

/**
 * Small worlds with everything in them: usersets, everyone, inheritance, intersections, exclusions, cycles through all of these. `link` leads
 * from object to object.
 */
export function relationWorlds(): fc.Arbitrary<RelationWorld> {
  return models().chain((model) => {
    const entities = ["User", ...objectTypes].flatMap((type) => ids.map((id) => ({ type, id })));
    return fc
      .array(tuplesFor(model), { maxLength: 24 })
      .map((tuples) => ({ model, tuples: tuples.flat(), entities }));
  });
}

function models(): fc.Arbitrary<RelationModel> {
  return fc.tuple(...objectTypes.map(relationsOf)).map((types) => ({
    types: [
      ...objectTypes.map((type, index) => ({ type, relations: types[index] ?? [] })),
      { type: "User", relations: [] },
    ],
  }));
}

function relationsOf(): fc.Arbitrary<readonly Relation[]> {
  const link: Relation = {
    name: "link",
    subjects: [
      ...objectTypes.map((type) => ({ kind: "entity" as const, type })),
      { kind: "userset", type: "Group", relation: "a" },
    ],
    rule: { kind: "direct" },
  };
  return fc
    .tuple(
      ...relationNames.map((name) =>
        fc.record({ subjects: kinds(), rule: rules(2) }).map((rest) => ({ name, ...rest })),
      ),
    )
    .map((relations) => [...relations, link]);
}

function kinds(): fc.Arbitrary<readonly SubjectKind[]> {
  const userset = fc
    .tuple(fc.constantFrom(...objectTypes), fc.constantFrom(...relationNames))
    .map(([type, relation]) => ({ kind: "userset" as const, type, relation }));
  return fc
    .array(userset, { maxLength: 2 })
    .map((usersets) => [{ kind: "entity", type: "User" }, { kind: "everyone", type: "User" }, ...usersets]);
}

function rules(depth: number): fc.Arbitrary<RelationRule> {
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.constant<RelationRule>({ kind: "direct" }) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...relationNames)
        .map((relation): RelationRule => ({ kind: "computed", relation })),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...relationNames)
        .map((relation): RelationRule => ({ kind: "inherited", relation, over: "link" })),
    },
  );
  if (depth === 0) return leaf;
  const below = rules(depth - 1);
  const operands = fc.array(below, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 3, arbitrary: operands.map((found): RelationRule => ({ kind: "union", operands: found })) },
    {
      weight: 1,
      arbitrary: operands.map((found): RelationRule => ({ kind: "intersection", operands: found })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(below, below)
        .map(([base, excluded]): RelationRule => ({ kind: "exclusion", base, excluded })),
    },
  );
}

function tuplesFor({ types }: RelationModel): fc.Arbitrary<readonly RelationTuple[]> {
  const choices = types.flatMap(({ type, relations }) =>
    relations.flatMap(({ name, subjects }) => subjects.map((kind) => ({ type, relation: name, kind }))),
  );
  return fc
    .tuple(fc.constantFrom(...choices), fc.constantFrom(...ids), fc.constantFrom(...ids))
    .map(([{ type, relation, kind }, subjectId, objectId]) => [
      { subject: subjectOf(kind, subjectId), relation, object: { type, id: objectId } },
    ]);
}

function subjectOf(kind: SubjectKind, id: string): TupleSubject {
  if (kind.kind === "everyone") return { type: kind.type, everyone: true };
  return kind.kind === "userset" ? { type: kind.type, id, relation: kind.relation } : { type: kind.type, id };
}
