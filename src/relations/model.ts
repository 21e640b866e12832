/*
 * The relation model: for each type of entity its relations, as data. What Zanzibar (Pang et al., USENIX ATC 2019) calls namespace
 * configurations with userset rewrites.
 */

/** What relations there are between entities. */
export interface RelationModel {
  /** One for each type, sorted by type. */
  readonly types: readonly EntityRelations[];
}

/** The relations of one type's entities. */
export interface EntityRelations {
  readonly type: string;
  /** Sorted by name. */
  readonly relations: readonly Relation[];
}

/** One relation. */
export interface Relation {
  readonly name: string;
  /** Of whom tuples may be written. */
  readonly subjects: readonly SubjectKind[];
  readonly rule: RelationRule;
}

/** A kind of subject that a tuple may have. */
export type SubjectKind =
  /** `User` */
  | { readonly kind: "entity"; readonly type: string }
  /** `User.*` */
  | { readonly kind: "everyone"; readonly type: string }
  /** `Team.member` */
  | { readonly kind: "userset"; readonly type: string; readonly relation: string };

/** How a relation follows from tuples and from other relations. */
export type RelationRule =
  /** Its own tuples. */
  | { readonly kind: "direct" }
  /** Another relation of the same entity. */
  | { readonly kind: "computed"; readonly relation: string }
  /** `viewer of parent`: the relation of each entity that a tuple of `over` leads to; a userset leads to the entity whose it is. */
  | { readonly kind: "inherited"; readonly relation: string; readonly over: string }
  | { readonly kind: "union"; readonly operands: readonly RelationRule[] }
  | { readonly kind: "intersection"; readonly operands: readonly RelationRule[] }
  | { readonly kind: "exclusion"; readonly base: RelationRule; readonly excluded: RelationRule };

/** One fact: the subject has the relation to the object. */
export interface RelationTuple {
  readonly subject: TupleSubject;
  readonly relation: string;
  readonly object: EntityReference;
}

/** An entity, whatever else is known of it. */
export interface EntityReference {
  readonly type: string;
  readonly id: string;
}

/** Of whom a tuple is: an entity, whoever has a relation to an entity, or everyone of a type. */
export type TupleSubject =
  | EntityReference
  | (EntityReference & { readonly relation: string })
  | { readonly type: string; readonly everyone: true };
