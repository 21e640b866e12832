import type { RelationRule } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";
import type { FgaRelation, FgaRestriction, FgaType } from "./fga-model.js";

/** By `type#relation`: the types of those who can have the relation, whatever tuples there are. */
export type RelationSubjects = ReadonlyMap<string, ReadonlySet<string>>;

/** A relation's name among those of all types. */
export function keyOf(type: string, relation: string): string {
  return `${type}#${relation}`;
}

/** Who can have the relations if tuples are of the subjects that are kept: the least fixed point over the definitions. */
export function relationSubjects(
  types: readonly FgaType[],
  isKept: (restriction: FgaRestriction) => boolean,
): RelationSubjects {
  const slots = types.flatMap(({ name, relations }) =>
    relations.map((relation) => ({
      type: name,
      relation: { ...relation, restrictions: relation.restrictions.filter(isKept) },
    })),
  );
  const restrictions = new Map(
    slots.map(({ type, relation }) => [keyOf(type, relation.name), relation.restrictions]),
  );
  const subjects = new Map(
    slots.map(({ type, relation }) => [keyOf(type, relation.name), new Set<string>()]),
  );
  for (let grows = true; grows; ) {
    grows = false;
    for (const { type, relation } of slots) {
      const found = subjects.get(keyOf(type, relation.name));
      for (const subject of subjectsNow({ subjects, restrictions, type, relation }, relation.rule)) {
        grows ||= found?.has(subject) === false;
        found?.add(subject);
      }
    }
  }
  return subjects;
}

interface Known {
  readonly subjects: RelationSubjects;
  readonly restrictions: ReadonlyMap<string, readonly FgaRestriction[]>;
  readonly type: string;
  readonly relation: FgaRelation;
}

/** Who can have a relation by a rule, as far as is known of the others. */
function subjectsNow(known: Known, rule: RelationRule): ReadonlySet<string> {
  const of = (type: string, relation: string) =>
    known.subjects.get(keyOf(type, relation)) ?? new Set<string>();
  switch (rule.kind) {
    case "direct": {
      const kinds = known.relation.restrictions.map(({ kind }) => kind);
      return united(
        kinds.map((kind) => (kind.kind === "userset" ? of(kind.type, kind.relation) : new Set([kind.type]))),
      );
    }
    case "computed":
      return of(known.type, rule.relation);
    case "inherited": {
      const behind = known.restrictions.get(keyOf(known.type, rule.over)) ?? [];
      return united(behind.map(({ kind }) => of(kind.type, rule.relation)));
    }
    case "union":
      return united(rule.operands.map((operand) => subjectsNow(known, operand)));
    case "intersection": {
      const operands = rule.operands.map((operand) => subjectsNow(known, operand));
      const all = [...united(operands)];
      return new Set(all.filter((subject) => operands.every((operand) => operand.has(subject))));
    }
    case "exclusion":
      return subjectsNow(known, rule.base);
    default:
      return assertNever(rule);
  }
}

function united(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((each) => [...each]));
}
