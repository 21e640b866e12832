import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import { printType } from "../../types/print-type.js";
import { type NotingEncoder, sharingEncoders } from "../encode/create-encoder.js";
import { argumentsType } from "../encode/environment.js";
import { type Formula, negate, or } from "../encode/formula.js";
import type { SharedRule } from "./shared-rules.js";

/** When a rule matches, when it does not, and that it is no error. */
export type RuleTruth = (rule: SharedRule) => {
  readonly matches: Formula;
  readonly doesNot: Formula;
  readonly isNoError: Formula;
};

/** One principal's view of a kind of request. */
export interface EncodedSide {
  /** Knows what those of the request's other principals know. */
  readonly encoder: NotingEncoder;
  readonly truth: RuleTruth;
}

/** Gives the views of a kind of request. Where the types agree, so do the formulas: all actions of the same arguments share them. */
export function createEncoding(): (policySet: PolicySet, environment: Environment) => readonly EncodedSide[] {
  const known = new WeakMap<PolicySet, Map<string, readonly EncodedSide[]>>();
  return (policySet, environment) => {
    const ofSet = known.get(policySet) ?? new Map<string, readonly EncodedSide[]>();
    known.set(policySet, ofSet);
    const key = typesOf(policySet, environment);
    const sides = ofSet.get(key) ?? encodedSides(policySet, environment);
    ofSet.set(key, sides);
    return sides.map(({ encoder, truth }) => ({ encoder: seenFrom(environment, encoder), truth }));
  };
}

/** The types of a kind of request, but for those of the context. */
export function typesOf(policySet: PolicySet, environment: Environment): string {
  const { subject, actor, resource } = environment;
  return JSON.stringify([
    subject.type,
    actor?.type,
    resource,
    printType(argumentsType(policySet, environment)),
  ]);
}

function encodedSides(policySet: PolicySet, environment: Environment): readonly EncodedSide[] {
  const roles = environment.actor ? (["subject", "actor"] as const) : (["subject"] as const);
  const encoders = sharingEncoders(roles.map((principal) => ({ policySet, environment, principal })));
  return encoders.map((encoder) => ({ encoder, truth: createRuleTruth(encoder) }));
}

function createRuleTruth(encoder: NotingEncoder): RuleTruth {
  const known = new Map<SharedRule, ReturnType<RuleTruth>>();
  return (rule) => {
    const truth = known.get(rule) ?? truthOf(encoder, rule);
    known.set(rule, truth);
    return truth;
  };
}

/** A rule matches if it is true, or, unless it allows, an error. */
function truthOf(encoder: NotingEncoder, { body, condition }: SharedRule): ReturnType<RuleTruth> {
  const { holds, fails } = encoder.truthOf(condition);
  const isNoError = or(holds, fails);
  return body.rule.effect === "allow"
    ? { matches: holds, doesNot: negate(holds), isNoError }
    : { matches: negate(fails), doesNot: fails, isNoError };
}

/** The same encoder for another environment of the same types. */
function seenFrom(environment: Environment, encoder: NotingEncoder): NotingEncoder {
  return {
    ...encoder,
    viewpoint: { ...encoder.viewpoint, environment },
    // What bodies of quantifiers ask for is known only once they are spelt out.
    get constants() {
      return encoder.constants;
    },
  };
}
