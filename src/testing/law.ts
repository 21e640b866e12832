import type { PolicySet } from "../check/typed-policy-set.js";
import type { CheckOptions } from "../compiler.js";
import type { SourceFile } from "../source/source-file.js";
import type { JsonObject } from "../util/json-object.js";
import type { Choices } from "./choices.js";
import type { DecisionModule } from "./load-module.js";

/** What laws are checked of: a policy set and a module generated from it, or one that was broken on purpose. */
export interface LawSubject {
  /** For the interpreter. */
  readonly policySet: PolicySet;
  /** What the compiler under test made of it. */
  readonly module: DecisionModule;
  /** What the policy set was checked from: laws about order and digest change the text. */
  readonly files: readonly SourceFile[];
  readonly checkOptions?: CheckOptions;
  /** What the compiler under test makes of a changed policy set. */
  readonly rebuild: (policySet: PolicySet) => DecisionModule;
}

/** A law of decisions. Each stands in a file of its own, in `laws/`. */
export interface Law {
  /** Kebab-case. */
  readonly name: string;
  /** One sentence. */
  readonly statement: string;
  /**
   * What is wrong with the module's behaviour on a request, if anything. Whatever the law varies by itself, it takes from `choices`, and from
   * nothing else: the same choices give the same answer.
   */
  readonly check: (subject: LawSubject, request: JsonObject, choices: Choices) => LawViolation | undefined;
}

/** A law that is broken. */
export interface LawViolation {
  readonly message: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** The request that shows it: the one that was checked, or what the law made of it. */
  readonly request: JsonObject;
}
