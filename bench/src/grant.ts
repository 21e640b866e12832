/*
 * What a workload grants, as data: each engine has it printed in its own language, and the hand-written indexes are made of it.
 */

/** One rule. */
export interface Grant {
  /** Its name, which is unique. */
  readonly name: string;
  readonly effect: "allow" | "deny";
  readonly action: string;
  /** For this one user, or for those in this team; else for all. */
  readonly to?: Party;
  /** All of them have to hold. */
  readonly tests: readonly Test[];
}

/** One user, or whoever is in a team. */
export interface Party {
  readonly kind: "user" | "team";
  readonly id: string;
}

/** A condition of a rule. */
export type Test =
  | { readonly kind: "tenant"; readonly tenant: string }
  | { readonly kind: "role"; readonly role: string; readonly without?: true }
  | { readonly kind: "equals"; readonly argument: string; readonly text: string }
  | { readonly kind: "prefix"; readonly argument: string; readonly prefix: string }
  | {
      readonly kind: "range";
      readonly argument: string;
      readonly from: number;
      readonly to: number;
      readonly otherwise?: number;
    }
  | { readonly kind: "network"; readonly base: number; readonly bits: number };

/** A tool with its arguments. */
export interface Tool {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** An argument: a text, or an integer between bounds. */
export interface Parameter {
  readonly name: string;
  readonly integer?: { readonly from: number; readonly to: number };
  readonly optional?: true;
}

/** A policy set as data. */
export interface Grants {
  readonly tools: readonly Tool[];
  readonly grants: readonly Grant[];
}
