import type { EntityReference, RelationRule, RelationTuple, SubjectKind } from "../../relations/model.js";
import { createRelationStore } from "../../relations/relation-store.js";
import { assertNever } from "../../util/invariant.js";
import { rememberedOf } from "../../util/remembered.js";
import type { FactWay } from "../encode/atom.js";
import { plainRelation, type RelationRules, typesBehind } from "./relation-rules.js";

/** A fact about two entities of a request; about everyone of the subject's type, where that has no id. */
export interface ConcreteFact {
  readonly way: FactWay;
  readonly subject: { readonly type: string; readonly id: string | undefined };
  readonly object: EntityReference;
}

/**
 * Tuples that bring facts about, by way of entities that are not `taken` where it takes some; undefined where none are found. Other facts may
 * come about with them: whoever needs to know asks a store.
 */
export function tuplesForFacts(
  rules: RelationRules,
  facts: readonly ConcreteFact[],
  taken: readonly EntityReference[],
): readonly RelationTuple[] | undefined {
  const fresh = freshEntities(taken);
  const tuples = new Map<string, RelationTuple>();
  for (const fact of facts) {
    const own = tuplesFor(rules, fact, fresh);
    if (own === undefined) return undefined;
    for (const tuple of own.map(plainTuple)) tuples.set(JSON.stringify(tuple), tuple);
  }
  return [...tuples.values()];
}

/** The tuple under the names that a store knows. */
function plainTuple({ subject, relation, object }: RelationTuple): RelationTuple {
  const whom = "relation" in subject ? { ...subject, relation: plainRelation(subject.relation) } : subject;
  return { subject: whom, relation: plainRelation(relation), object };
}

type Fresh = (type: string) => EntityReference;

/** Gives entities that are no others: `team1`. */
function freshEntities(taken: readonly EntityReference[]): Fresh {
  const known = new Set(taken.map(({ type, id }) => JSON.stringify([type, id])));
  const isNew = (type: string, id: string) => !known.has(JSON.stringify([type, id]));
  return (type) => {
    let number = 1;
    const idOf = () => `${type.toLowerCase()}${number}`;
    while (!isNew(type, idOf())) number += 1;
    known.add(JSON.stringify([type, idOf()]));
    return { type, id: idOf() };
  };
}

function tuplesFor(
  rules: RelationRules,
  { way, subject: { type, id }, object }: ConcreteFact,
  fresh: Fresh,
): readonly RelationTuple[] | undefined {
  if (id === undefined) return [{ subject: { type, everyone: true }, relation: way.relation, object }];
  const subject = { type, id };
  switch (way.kind) {
    case "defined":
      return undefined;
    case "direct":
    case "everyone":
      return [{ subject, relation: way.relation, object }];
    case "userset": {
      const { type: set, of, relation } = way;
      return firstLink(rules, [{ relation, type: set, of, wanted: of }], subject, object, fresh);
    }
    case "inherited": {
      const over = rules.relationOf(object.type, way.over);
      const links = (over ? linksOf(over.subjects, way.over) : []).map((link) => ({
        ...link,
        wanted: way.relation,
      }));
      return firstLink(rules, links, subject, object, fresh);
    }
    default:
      return assertNever(way);
  }
}

/** A tuple by which one entity leads to another, and the relation to it that the subject must have. */
interface Link {
  readonly relation: string;
  readonly type: string;
  /** Of a userset. */
  readonly of: string | undefined;
  readonly wanted: string;
}

/** The links that tuples of a relation make: to the entities themselves first. */
function linksOf(kinds: readonly SubjectKind[], relation: string): readonly Link[] {
  return kinds.flatMap((kind): Link[] => {
    if (kind.kind === "everyone") return [];
    const of = kind.kind === "userset" ? kind.relation : undefined;
    return [{ relation, type: kind.type, of, wanted: of ?? "" }];
  });
}

function firstLink(
  rules: RelationRules,
  links: readonly Link[],
  subject: EntityReference,
  object: EntityReference,
  fresh: Fresh,
): readonly RelationTuple[] | undefined {
  for (const link of links) {
    if (!rules.mayHave(subject.type, link.type, link.wanted)) continue;
    const template = templateOf(rules)(subject.type, link.type, link.wanted);
    if (template !== undefined) return [...instantiate(template, link, subject, object, fresh)];
  }
  return undefined;
}

function linkTuple({ relation, of }: Link, to: EntityReference, object: EntityReference): RelationTuple {
  return { subject: of === undefined ? to : { ...to, relation: of }, relation, object };
}

/** The link, and the tuples of the template on an entity of its own. */
function instantiate(
  template: readonly RelationTuple[],
  link: Link,
  subject: EntityReference,
  object: EntityReference,
  fresh: Fresh,
): readonly RelationTuple[] {
  const to = fresh(link.type);
  const named = new Map<string, EntityReference>([
    [placeholders.subject, subject],
    [placeholders.object, to],
  ]);
  const entity = (each: EntityReference): EntityReference => {
    const known = named.get(each.id) ?? fresh(each.type);
    named.set(each.id, known);
    return known;
  };
  const renamed = template.map((tuple): RelationTuple => {
    const { subject: who } = tuple;
    const whom = "everyone" in who ? who : { ...who, ...entity(who) };
    return { subject: whom, relation: tuple.relation, object: entity(tuple.object) };
  });
  return [linkTuple(link, to, object), ...renamed];
}

/** What ids stand for in templates. */
const placeholders = { subject: "the subject", object: "the object" } as const;

type TemplateOf = (subject: string, type: string, relation: string) => readonly RelationTuple[] | undefined;

/** Tuples by which somebody of a type has a relation to an entity of which there are no others; found once for each. */
const templateOf = rememberedOf((rules: RelationRules): TemplateOf => {
  const known = new Map<string, readonly RelationTuple[] | undefined>();
  return (subject, type, relation) => {
    const key = JSON.stringify([subject, type, relation]);
    if (!known.has(key)) known.set(key, findTemplate(rules, subject, type, relation));
    return known.get(key);
  };
});

/** Ways that are tried before none is taken to be found. */
const mostWays = 50;

function findTemplate(
  rules: RelationRules,
  subjectType: string,
  type: string,
  relation: string,
): readonly RelationTuple[] | undefined {
  const subject = { type: subjectType, id: placeholders.subject };
  const object = { type, id: placeholders.object };
  let left = mostWays;
  for (const touch of waysTo({ rules, subject, via: [], count: { made: 0 } }, relation, object)) {
    const store = createRelationStore(rules.model);
    store.write({ touch });
    if (store.check({ subject, relation, object }) === "yes") return touch;
    if (left-- === 0) return undefined;
  }
  return undefined;
}

interface Way {
  readonly rules: RelationRules;
  readonly subject: EntityReference;
  /** Relations on the way here: no proof needs one of them again. */
  readonly via: readonly string[];
  readonly count: { made: number };
}

type Tuples = readonly RelationTuple[];

/** Tuples that make a relation hold, as far as nothing is excluded. */
function* waysTo(way: Way, name: string, object: EntityReference): Generator<Tuples> {
  const { rules, subject, via } = way;
  const relation = rules.relationOf(object.type, name);
  const step = `${object.type} ${name} ${object.id}`;
  if (relation === undefined || !rules.mayHave(subject.type, object.type, name) || via.includes(step)) return;
  yield* waysOf({ ...way, via: [...via, step] }, name, relation.rule, object);
}

function* waysOf(way: Way, name: string, rule: RelationRule, object: EntityReference): Generator<Tuples> {
  switch (rule.kind) {
    case "direct":
      yield* directWays(way, name, object);
      return;
    case "computed":
      yield* waysTo(way, rule.relation, object);
      return;
    case "inherited": {
      const over = way.rules.relationOf(object.type, rule.over);
      const types = new Set(over ? typesBehind(over) : []);
      for (const link of linksOf(over?.subjects ?? [], rule.over))
        if (types.has(link.type)) yield* linkedWays(way, { ...link, wanted: rule.relation }, object);
      return;
    }
    case "union": {
      const isDirect = (operand: RelationRule) => (operand.kind === "direct" ? 0 : 1);
      for (const operand of [...rule.operands].sort((left, right) => isDirect(left) - isDirect(right)))
        yield* waysOf(way, name, operand, object);
      return;
    }
    case "intersection":
      yield* jointWays(way, name, rule.operands, object);
      return;
    case "exclusion":
      yield* waysOf(way, name, rule.base, object);
      return;
    default:
      assertNever(rule);
  }
}

function* directWays(way: Way, relation: string, object: EntityReference): Generator<Tuples> {
  const { rules, subject } = way;
  const kinds = rules.relationOf(object.type, relation)?.subjects ?? [];
  const isOf = (kind: SubjectKind["kind"]) =>
    kinds.some((each) => each.kind === kind && each.type === subject.type);
  if (isOf("entity")) yield [{ subject, relation, object }];
  if (isOf("everyone")) yield [{ subject: { type: subject.type, everyone: true }, relation, object }];
  for (const link of linksOf(kinds, relation))
    if (link.of !== undefined) yield* linkedWays(way, link, object);
}

function* linkedWays(way: Way, link: Link, object: EntityReference): Generator<Tuples> {
  const steps = way.via.map((step) => step.split(" ", 2).join(" "));
  if (steps.includes(`${link.type} ${link.wanted}`)) return;
  const to = { type: link.type, id: `entity ${++way.count.made}` };
  for (const inner of waysTo(way, link.wanted, to)) yield [linkTuple(link, to, object), ...inner];
}

function* jointWays(
  way: Way,
  name: string,
  [first, ...rest]: readonly RelationRule[],
  object: EntityReference,
): Generator<Tuples> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const own of waysOf(way, name, first, object))
    for (const others of jointWays(way, name, rest, object)) yield [...own, ...others];
}
