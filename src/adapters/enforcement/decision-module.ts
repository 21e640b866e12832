import type { RelationModel } from "../../relations/model.js";
import type {
  AnsweredRelation,
  Decision,
  ImportedTool,
  Problem,
  RelationQuestion,
} from "../../runtime/decision.js";
import type { Secrets } from "../../runtime/secrets.js";

/** A policy set as `polc build` compiles it: what its module exports. */
export interface DecisionModule {
  allows(request: unknown, relations?: readonly AnsweredRelation[]): boolean;
  decide(request: unknown, relations?: readonly AnsweredRelation[]): Decision;
  validate(request: unknown): readonly Problem[];
  /** Whether some completion of the request may be allowed: for listing what could be called, never an authorisation. */
  mayAllow(request: unknown, relations?: readonly AnsweredRelation[]): boolean;
  /** What has to be known of relations to decide the request; absent in modules of before there were relations. */
  relationsNeeded?(request: unknown): readonly RelationQuestion[];
  readonly policySet: PolicySetFacts;
}

/** What a module says of its policy set. */
export interface PolicySetFacts {
  /** SHA-256 of the policy set, as `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly rules: readonly RuleFacts[];
  readonly actions: { readonly [name: string]: ActionFacts };
  /** The tools that actions were imported from. */
  readonly tools: readonly ImportedTool[];
  /** What relations there are; absent where none is declared. */
  readonly relations?: RelationModel;
  /** What logs may show; absent where nothing is declared `secret`. */
  readonly secrets?: Secrets;
}

/** A rule, for people and logs. */
export interface RuleFacts {
  readonly id: string;
  readonly effect: "allow" | "deny" | "oblige";
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number };
  readonly because?: string;
  readonly documentation?: string;
}

/** An action, with the attributes that some rule on it reads. */
export interface ActionFacts {
  readonly tags: readonly string[];
  readonly reads: { readonly [party in "subject" | "actor" | "resource" | "context"]: readonly string[] };
}

/** That there is no policy to decide by. The message says why, in one sentence for people. */
export class PolicyUnavailable extends Error {
  override readonly name = "PolicyUnavailable";
}

/**
 * The decision module that a namespace is. Throws {@link PolicyUnavailable} if it is none.
 *
 * @example
 * import * as policy from "./dist/policy.js";
 * const module = readDecisionModule(policy);
 */
export function readDecisionModule(namespace: unknown): DecisionModule {
  if (!isObject(namespace)) throw new PolicyUnavailable("this is no module");
  const missing = functions.filter((name) => typeof namespace[name] !== "function");
  if (missing.length > 0) throw new PolicyUnavailable(`the module exports no function ${list(missing)}`);
  checkFacts(namespace.policySet);
  if (namespace.relationsNeeded !== undefined && typeof namespace.relationsNeeded !== "function")
    throw new PolicyUnavailable("the module's `relationsNeeded` is no function");
  return namespace as unknown as DecisionModule;
}

const functions = ["allows", "decide", "mayAllow", "validate"];

/** Rules are not looked at: of a large set they are made when they are first asked for. */
function checkFacts(facts: unknown): void {
  if (!isObject(facts)) throw new PolicyUnavailable("the module exports no policySet");
  if (facts.language !== "1")
    throw new PolicyUnavailable("the module's policySet is not of version 1 of the language");
  if (typeof facts.digest !== "string" || !/^sha256:[0-9a-f]{64}$/.test(facts.digest))
    throw new PolicyUnavailable("the module's policySet has no digest");
  if (!isObject(facts.actions) || !Array.isArray(facts.tools) || !("rules" in facts))
    throw new PolicyUnavailable("the module's policySet is not one that polc made");
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}
