/*
 * What a module of a policy set with `secret` types says of what logs may show. It says so of every place that is declared, not of the
 * secret ones alone: in a place that nothing declares may stand a secret under a misspelt name.
 */

/** What may be shown of a value. Of one that has not this form, nothing. */
export type Showing =
  /** Nothing. */
  | "secret"
  /** A scalar: all of it. */
  | "scalar"
  /** Whatever it is (`Json`): all of it. */
  | "json"
  /** An entity: what is said of its type. */
  | "entity"
  /** A list: this of each element. */
  | { readonly list: Showing }
  /** A map: its keys, and this of each value. */
  | { readonly map: Showing }
  /** A record: its members that are named here. */
  | { readonly record: ShownMembers };

/** What may be shown of the members of something, by their names. */
export interface ShownMembers {
  readonly [name: string]: Showing;
}

/** What may be shown of requests and decisions. */
export interface Secrets {
  /** The properties of entities, by type. */
  readonly entities: { readonly [type: string]: ShownMembers };
  /** The arguments of actions, by the action's name in requests. */
  readonly actions: { readonly [action: string]: ShownMembers };
  readonly context: ShownMembers;
  /** Arguments of obligations: one that some rule makes of something secret is secret. */
  readonly obligations: { readonly [name: string]: ShownMembers };
  /** Arguments of remedies, in the same way. */
  readonly remedies: { readonly [name: string]: ShownMembers };
}
