import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { blockComment, type Code, indented, js, lines } from "./code.js";
import type { EmittedFunction, EmittedRule } from "./emit-rule.js";
import {
  bind,
  type Expression,
  junction,
  negation,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";
import { type Input, inputName, sortInputs } from "./input.js";
import type { ModuleParts } from "./module-parts.js";

/** The functions that decide on one principal. */
export interface EmittedScope {
  /** Takes the findings to fill, or undefined, before its inputs; gives whether the principal is allowed where there are none. */
  readonly decide: EmittedFunction;
  /** Gives whether the principal may be allowed for some completion of what is unknown. */
  readonly mayAllow: EmittedFunction;
  readonly code: Code;
}

/** The functions of each rule's body. */
export type EmittedRules = (body: RuleBody) => EmittedRule;

/** Emits the functions of a scope: denies first, since one that matches decides. `whom` says for whom and for what. */
export function emitScope(
  parts: ModuleParts,
  scope: Scope,
  rules: EmittedRules,
  hint: string,
  whom: string,
): EmittedScope {
  const decide = {
    name: parts.names.name(`scope ${scope.id}`, `decide_${hint}`),
    inputs: sortInputs(
      scopeBodies(scope).flatMap((body) => [
        ...rules(body).matches.inputs,
        ...(rules(body).calls?.inputs ?? []),
      ]),
    ),
  };
  const mayAllow = {
    name: parts.names.name(`modal scope ${scope.id}`, `may_allow_${hint}`),
    inputs: sortInputs(modalBodies(scope).flatMap((body) => rules(body).modal.inputs)),
  };
  const code = lines([
    blockComment([
      scopeBodies(scope).length === 0 ? "Where no rule speaks, nothing is allowed." : `The rules on ${whom}.`,
    ]),
    emitDecide(parts, scope, rules, decide),
    js``,
    emitMayAllow(parts, scope, rules, mayAllow),
  ]);
  return { decide, mayAllow, code };
}

/** The bodies of a scope. */
export function scopeBodies({ denies, allows, obliges }: Scope): readonly RuleBody[] {
  return [...denies, ...allows, ...obliges];
}

/** What `mayAllow` asks: nothing of the denies where no allow could match. */
function modalBodies({ denies, allows }: Scope): readonly RuleBody[] {
  return allows.length === 0 ? [] : [...denies, ...allows];
}

/** A call of a function with the inputs that it takes, under the names that they have here. */
export function emitCall({ name, inputs }: EmittedFunction, nameOf: (input: Input) => Code): Expression {
  return postfix(js`${name}(${inputs.map(nameOf)})`);
}

function emitDecide(parts: ModuleParts, scope: Scope, rules: EmittedRules, target: EmittedFunction): Code {
  const found = js`found`;
  const nameOf = (input: Input) => inputName(parts.names, input);
  const statements = [
    ...(scopeBodies(scope).some(({ condition }) => condition.canErr) ? [js`let outcome;`] : []),
    ...scope.denies.map((body) => emitDeny(parts, body, rules(body), nameOf)),
    ...scope.allows.map((body) => emitAllow(parts, body, rules(body), nameOf)),
    ...scope.obliges.map((body) => emitOblige(parts, body, rules(body), nameOf)),
    js`return false;`,
  ];
  return lines([
    js`function ${target.name}(${[found, ...target.inputs.map(nameOf)]}) {`,
    indented(lines(statements)),
    js`}`,
  ]);
}

type NameOf = (input: Input) => Code;

/** What is said of a rule that matches: its number, and its outcome where that can be an error. */
function emitMatch(
  { condition, ruleIndex }: RuleBody,
  { matches }: EmittedRule,
  nameOf: NameOf,
): { test: Code; said: Code } {
  const call = emitCall(matches, nameOf).code;
  if (!condition.canErr) return { test: call, said: js`found, ${ruleIndex}` };
  return { test: js`(outcome = ${call}) !== false`, said: js`found, ${ruleIndex}, outcome` };
}

/** `if (rule(…) && denied(found, 1)) return false;`, with what would lift it where there is such a thing. */
function emitDeny(parts: ModuleParts, body: RuleBody, rule: EmittedRule, nameOf: NameOf): Code {
  const { test, said } = emitMatch(body, rule, nameOf);
  const denied = js`${parts.runtime("denied")}(${said})`;
  if (rule.calls === undefined) return js`if (${test} && ${denied}) return false;`;
  const remedies = js`found.remedies.set(${body.ruleIndex}, ${emitCall(rule.calls, nameOf).code});`;
  return lines([
    js`if (${test}) {`,
    js`  if (${denied}) return false;`,
    body.condition.canErr ? js`  if (outcome === true) ${remedies}` : js`  ${remedies}`,
    js`}`,
  ]);
}

function emitAllow(parts: ModuleParts, body: RuleBody, rule: EmittedRule, nameOf: NameOf): Code {
  const { test, said } = emitMatch(body, rule, nameOf);
  return js`if (${test} && ${parts.runtime("allowed")}(${said})) return true;`;
}

/** Obligations are for whoever wants to know more than the answer. */
function emitOblige(parts: ModuleParts, body: RuleBody, rule: EmittedRule, nameOf: NameOf): Code {
  const { test } = emitMatch(body, rule, nameOf);
  const calls = rule.calls === undefined ? js`[]` : emitCall(rule.calls, nameOf).code;
  const outcome = body.condition.canErr ? js`, outcome` : js``;
  return js`if (found !== undefined && ${test}) ${parts.runtime("obliged")}(found, ${body.ruleIndex}, ${calls}${outcome});`;
}

/** Some allow may match and no deny certainly does. */
function emitMayAllow(parts: ModuleParts, scope: Scope, rules: EmittedRules, target: EmittedFunction): Code {
  const nameOf = (input: Input) => inputName(parts.names, input);
  const matches = (bodies: readonly RuleBody[], effect: "allow" | "deny") =>
    junction(
      "or",
      bodies.map((body) => exactly(body, emitCall(rules(body).modal, nameOf), rules(body), effect)),
    );
  const conjuncts = [matches(scope.allows, "allow")];
  if (scope.denies.length > 0 && scope.allows.length > 0)
    conjuncts.push(negation(matches(scope.denies, "deny")));
  const parameters = target.inputs.map(nameOf);
  const result = conjuncts.map((conjunct) => bind(conjunct, precedence.and));
  return lines([
    js`function ${target.name}(${parameters}) {`,
    js`  return ${result.reduce((sum, code) => js`${sum} && ${code}`)};`,
    js`}`,
  ]);
}

/** A rule that asks for nothing unknown has no function of its own for `mayAllow`, and may err. */
function exactly(
  { condition }: RuleBody,
  call: Expression,
  { matches, modal }: EmittedRule,
  effect: "allow" | "deny",
): Expression {
  if (matches !== modal || !condition.canErr) return call;
  return effect === "allow"
    ? strictlyEqual(call, primary(js`true`))
    : strictlyEqual(call, primary(js`false`), false);
}
