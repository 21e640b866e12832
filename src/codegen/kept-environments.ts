import type { Environment, PrincipalInScope, RequestNeeds } from "../ir/decision-graph.js";
import { rememberedOf } from "../util/remembered.js";
import type { Code } from "./code.js";
import type { EmittedAllows } from "./emit-allows.js";
import type { EnvironmentContext } from "./environment-context.js";
import type { Answer } from "./module-parts.js";
import { isRisky } from "./obligation-risk.js";
import type { Seeker } from "./seeker.js";
import type { EnvironmentEmitter } from "./shared-environments.js";
import type { EmittedScope } from "./shared-scopes.js";
import { hasUnresolvable } from "./unresolved-rules.js";

/**
 * Emits an environment's function, where it is not what it was for the version before: what it reads of a request is, and what it is told of
 * the functions of its rules, hardly ever changes with a rule.
 */
export function emitKept(
  context: EnvironmentContext,
  environment: Environment,
  { purpose, emit }: EnvironmentEmitter,
  rules?: readonly Code[],
): Code {
  const { parts } = context;
  const telling: EnvironmentContext = {
    ...context,
    scopeOf: (principal, inEnvironment, role) =>
      parts.told(rulesOn[role], () => context.scopeOf(principal, inEnvironment, role), scopeWords),
    allowsOf: (principal, inEnvironment, role) =>
      parts.told(allowsOn[role], () => context.allowsOf(principal, inEnvironment, role), allowsWords),
  };
  return parts.kept(
    () => `${purpose} ${rules === undefined ? "closed" : "open"} ${keyOf(context, environment)}`,
    () => emit(telling, environment, rules),
    (question) => answerFor(context, environment, question),
  );
}

/** All that the function of an environment is made of, but for what it is told. Names of types have no spaces, and an action's is last. */
function keyOf({ policySet, facts, once }: EnvironmentContext, environment: Environment): string {
  const { action, resource, subject, actor, needs } = environment;
  const isEmpty = (principal: PrincipalInScope | undefined) => principal?.scope.allows.length === 0;
  const made = `${facts.text} ${once.text} ${numberOf(needs)} ${subject.type} ${actor?.type} ${resource}`;
  const allowed = `${isEmpty(subject)} ${isEmpty(actor)} ${hasUnresolvable(environment)}`;
  return `${made} ${allowed} ${isRisky(environment, policySet.obligations)} ${action}`;
}

/** Needs are the same object for as long as they are the same. */
const numberOf = rememberedOf((_: RequestNeeds) => numbered++);
let numbered = 0;

const rulesOn = { subject: "rules on subject", actor: "rules on actor" };
const allowsOn = { subject: "allows on subject", actor: "allows on actor" };

/** What the function would be told. */
function answerFor(
  context: EnvironmentContext,
  environment: Environment,
  question: string,
): ReturnType<Answer> {
  for (const role of ["subject", "actor"] as const) {
    const principal = environment[role];
    if (principal === undefined) continue;
    if (question === rulesOn[role]) return scopeWords(context.scopeOf(principal, environment, role));
    if (question === allowsOn[role]) return allowsWords(context.allowsOf(principal, environment, role));
  }
  return undefined;
}

/** What is not read is not handed over. Lengths keep keys apart, whatever an attribute is called. */
function scopeWords({ decide, reads, section }: EmittedScope): string {
  let words = `${decide.name.text} ${section?.text}`;
  for (const { key } of decide.inputs) words += ` ${key.length}${reads.has(key) ? "+" : "-"}${key}`;
  return words;
}

function allowsWords(allows: EmittedAllows | undefined): string {
  if (allows === undefined) return "none";
  const seekers = [...allows.seekers].map(([key, seeker]) => [key, seekerWords(seeker)]);
  return JSON.stringify([allows.name.text, allows.inputs.map(({ key }) => key), seekers]);
}

/** Of the items that stand in columns, the code says where alone. */
function seekerWords({ groups, texts, bits }: Seeker): unknown {
  const words = groups.map(({ type, items, part }) => [
    type,
    part === undefined
      ? items.map((item) => [item.text, item.bits])
      : [part.first, part.factor, part.mask].map(({ text }) => text),
  ]);
  return [texts.text, bits.text, words];
}
