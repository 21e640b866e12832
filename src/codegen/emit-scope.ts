import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { assertNever } from "../util/invariant.js";
import type { Bundle } from "./bundles.js";
import { blockComment, type Code, js, lines, literal, nothing } from "./code.js";
import type { EmittedFunction } from "./emit-rule.js";
import type { EmittedRules } from "./emit-rules.js";
import {
  call,
  type Expression,
  functionDeclaration,
  functionDefinition,
  junction,
  negation,
  postfix,
  primary,
  returnIf,
  returnStatement,
  strictlyEqual,
} from "./expression.js";
import { type Input, inputName, sortInputs } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import type { EmittedMixedTable } from "./table/emit-mixed-table.js";
import { rowsOf } from "./table/emit-table.js";
import { mayBeUnresolved } from "./unresolved-rules.js";

/**
 * The function that decides on one principal, from its parameters on. It takes, before its inputs, the findings to fill, and gives true;
 * or undefined, and gives whether the principal is allowed; or `unknown`, and gives whether it may be for some completion of what is
 * unknown.
 */
export interface ScopeFunction {
  readonly inputs: readonly Input[];
  readonly definition: Code;
}

/** What scopes are emitted with. */
export interface ScopeContext {
  readonly parts: ModuleParts;
  /** The functions of the rules. */
  readonly rules: EmittedRules;
  /** The functions of a bundle that scopes share. */
  bundleFunctions(bundle: Bundle): BundleFunctions;
  /** All that is asked of a bundle outside of mixed tables, whoever asks. */
  bundleInputs(bundle: Bundle): readonly Input[];
  /** All that the rules of a bundle read. */
  readBy(bundle: Bundle): readonly Input[];
  /** How a constant of one scope alone is named in its function. */
  own(constant: Code): Code;
  /** What the function takes after the findings. */
  readonly parameters: readonly Code[];
}

/** The functions of a bundle: `decide` gives whether to stop; `mayAllow` whether an allow possibly, a deny certainly matches. */
export interface BundleFunctions {
  readonly decide: EmittedFunction;
  readonly mayAllow: EmittedFunction;
  readonly code: Code;
}

/** Emits the function of a scope: denies first, since one that matches decides. */
export function emitScope(
  context: ScopeContext,
  scope: Scope,
  inputs = scopeInputs(context, scope),
): ScopeFunction {
  return { inputs, definition: emitDecide(context, scope, inputs) };
}

/** All that the rules of a scope read. */
export function scopeInputs(context: ScopeContext, scope: Scope): readonly Input[] {
  const inputs = new Map<string, Input>();
  for (const bundle of scopeBundles(context.rules, scope)) {
    for (const input of context.readBy(bundle)) inputs.set(input.key, input);
  }
  return sortInputs(inputs.values());
}

/** All that the functions take that a scope asks: of mixed tables also what its own rows do not read. */
export function openInputs(context: ScopeContext, scope: Scope): readonly Input[] {
  const bundles = scopeBundles(context.rules, scope);
  const mixed = mixedIn(context, bundles).flatMap(({ decide, mayAllow }) => [
    ...decide.inputs,
    ...mayAllow.inputs,
  ]);
  return sortInputs([...bundles.flatMap(context.bundleInputs), ...mixed]);
}

/** Emits the functions of a bundle. */
export function emitBundle(context: ScopeContext, bundle: Bundle): BundleFunctions {
  const { parts, rules } = context;
  const { bodies, effect } = bundle;
  const word = { deny: "denies", allow: "allows", oblige: "obliges" }[effect];
  const decide = {
    name: parts.names.name(`bundle ${bundle.id}`, `shared_${word}`),
    inputs: context.bundleInputs(bundle),
  };
  const mayAllow = {
    name: parts.names.name(`modal bundle ${bundle.id}`, `may_${word}`),
    inputs: modalInputs(context, bundle),
  };
  const statements = [
    ...outcomeVariable(rules.writtenIn(bundle)),
    ...emitMembers(context, bundle, js`return true;`),
    js`return false;`,
  ];
  const modal = junction("or", emitModals(context, bundle));
  const code = lines([
    blockComment([`Rules that always stand together: ${bodies.length} that ${effect}.`]),
    emitFunction(context, { ...decide, found: true }, statements),
    ...(effect === "oblige" ? [] : [nothing, emitFunction(context, mayAllow, [returnStatement(modal)])]),
  ]);
  return { decide, mayAllow, code };
}

/** The bundles of a scope, effect by effect: rules of a bundle have one. */
export function scopeBundles(
  { bundlesOf }: EmittedRules,
  { denies, allows, obliges }: Scope,
): readonly Bundle[] {
  return [...bundlesOf(denies), ...bundlesOf(allows), ...bundlesOf(obliges)];
}

/** All that is asked of a bundle outside of mixed tables, whoever asks. */
export function bundleInputs(rules: EmittedRules, bundle: Bundle): readonly Input[] {
  const written = rules
    .writtenIn(bundle)
    .map((body) => rules.ruleOf(body))
    .flatMap(({ matches, calls }) => [...matches.inputs, ...(calls?.inputs ?? [])]);
  const tabled = rules
    .tablesOf(bundle)
    .flatMap(({ decide, mayAllow }) => [...decide.inputs, ...mayAllow.inputs]);
  return sortInputs([...written, ...tabled]);
}

function modalInputs({ rules }: ScopeContext, bundle: Bundle): readonly Input[] {
  return sortInputs([
    ...rules.writtenIn(bundle).flatMap((body) => rules.ruleOf(body).modal.inputs),
    ...rules.tablesOf(bundle).flatMap(({ mayAllow }) => mayAllow.inputs),
  ]);
}

function callHere({ parts }: ScopeContext, target: EmittedFunction, ...leading: readonly Code[]): Code {
  const inputs = target.inputs.map((input) => inputName(parts.names, input));
  return call(target.name, [...leading, ...inputs]).code;
}

function emitFunction(
  { parts }: ScopeContext,
  { name, inputs, found }: EmittedFunction & { readonly found?: boolean },
  statements: readonly Code[],
): Code {
  const parameters = inputs.map((input) => inputName(parts.names, input));
  const all = found ? [js`found`, ...parameters] : parameters;
  return functionDeclaration(name, all, statements);
}

function outcomeVariable(bodies: readonly RuleBody[]): readonly Code[] {
  return bodies.some(({ condition }) => condition.canErr) ? [js`let outcome;`] : [];
}

function emitDecide(context: ScopeContext, scope: Scope, inputs: readonly Input[]): Code {
  const listed = scopeBundles(context.rules, scope).flatMap((bundle) =>
    isShared(context, bundle) ? [] : context.rules.writtenIn(bundle),
  );
  const unknown = context.parts.runtime("unknown");
  const statements = [
    returnIf(js`found === ${unknown}`, emitMayAllow(context, scope, inputs)),
    ...outcomeVariable(listed),
    ...emitBundles(context, inputs, scope.denies, js`return false;`),
    ...emitBundles(context, inputs, scope.allows, js`return true;`),
    ...emitBundles(context, inputs, scope.obliges, nothing),
    js`return found !== undefined;`,
  ];
  const names = inputs.map((input) => inputName(context.parts.names, input));
  return functionDefinition([js`found`, ...context.parameters, ...names], statements);
}

/** The rules of one effect: those that other scopes have too in a call, the others one by one. */
function emitBundles(
  context: ScopeContext,
  inputs: readonly Input[],
  bodies: readonly RuleBody[],
  stop: Code,
): readonly Code[] {
  const bundles = context.rules.bundlesOf(bodies);
  const members = bundles.flatMap((bundle) => {
    if (!isShared(context, bundle)) return emitMembers(context, bundle, stop);
    const asked = callHere(context, context.bundleFunctions(bundle).decide, js`found`);
    return [askAll(bundle, asked, stop)];
  });
  const mixed = mixedIn(context, bundles).map(({ decide, partsOf, table }) => {
    const asked = callWithin(context, inputs, decide, js`found`, context.own(partsOf(bundles)));
    return askAll(table.rows[0]?.body.rule ?? { effect: "allow" }, asked, stop);
  });
  return [...members, ...mixed];
}

/** Whether a bundle has a function of its own: its rules in mixed tables need none. */
export function isShared({ rules }: ScopeContext, bundle: Bundle): boolean {
  return bundle.isShared && (rules.writtenIn(bundle).length > 0 || rules.tablesOf(bundle).length > 0);
}

/** The mixed tables that have rows of these bundles. */
export function mixedIn({ rules }: ScopeContext, bundles: readonly Bundle[]): readonly EmittedMixedTable[] {
  return rules.mixed.filter(({ table }) => bundles.some((bundle) => table.parts.has(bundle)));
}

/** A call of a function that takes more than the rules of a scope read: of the rest it asks nothing. */
function callWithin(
  { parts }: ScopeContext,
  inputs: readonly Input[],
  target: EmittedFunction,
  ...leading: readonly Code[]
): Code {
  const known = new Set(inputs.map(({ key }) => key));
  const values = target.inputs.map((input) =>
    known.has(input.key) ? inputName(parts.names, input) : literal(undefined),
  );
  return call(target.name, [...leading, ...values]).code;
}

/** The rules of a bundle: those with functions of their own, then those in tables. */
function emitMembers(context: ScopeContext, bundle: Bundle, stop: Code): readonly Code[] {
  const { writtenIn, tablesOf } = context.rules;
  return [
    ...writtenIn(bundle).map((body) => emitBody(context, body, stop)),
    ...tablesOf(bundle).map((table) =>
      askAll(
        bundle,
        callHere(context, table.decide, js`found`, ...table.foundBy(bundle).map(context.own)),
        stop,
      ),
    ),
  ];
}

/** Asks a function of several rules. Obligations are for whoever wants to know more than the answer. */
function askAll({ effect }: Pick<Bundle, "effect">, asked: Code, stop: Code): Code {
  return effect === "oblige" ? js`if (found !== undefined) ${asked};` : js`if (${asked}) ${stop}`;
}

function emitBody(context: ScopeContext, body: RuleBody, stop: Code): Code {
  switch (body.rule.effect) {
    case "deny":
      return emitDeny(context, body, stop);
    case "allow":
      return emitAllow(context, body, stop);
    case "oblige":
      return emitOblige(context, body);
    default:
      return assertNever(body.rule.effect);
  }
}

/** What is asked of a rule, and what is said of it if it matches: its number, and its outcome where that can be an error. */
function emitMatch(context: ScopeContext, body: RuleBody): { readonly test: Code; readonly said: Code } {
  const matches = callHere(context, context.rules.ruleOf(body).matches);
  if (!body.condition.canErr) return { test: matches, said: js`found, ${body.ruleIndex}` };
  return { test: js`(outcome = ${matches}) !== false`, said: js`found, ${body.ruleIndex}, outcome` };
}

/** `if (rule(…) && denied(found, 1)) return false;`, with what would lift it where there is such a thing. */
function emitDeny(context: ScopeContext, body: RuleBody, stop: Code): Code {
  const { test, said } = emitMatch(context, body);
  const denied = js`${emitNoted(context, body, "denied", said)}`;
  const { calls } = context.rules.ruleOf(body);
  if (calls === undefined) return js`if (${test} && ${denied}) ${stop}`;
  const remediable = context.parts.runtime("remediable");
  const remedies = js`${remediable}(found, ${body.ruleIndex}, ${callHere(context, calls)});`;
  return lines([
    js`if (${test}) {`,
    js`  if (${denied}) ${stop}`,
    body.condition.canErr ? js`  if (outcome === true) ${remedies}` : js`  ${remedies}`,
    js`}`,
  ]);
}

function emitAllow(context: ScopeContext, body: RuleBody, stop: Code): Code {
  const { test, said } = emitMatch(context, body);
  return js`if (${test} && ${emitNoted(context, body, "allowed", said)}) ${stop}`;
}

/** Notes what a rule came to. One that tests relations and is an error is unresolved. */
function emitNoted(context: ScopeContext, body: RuleBody, noted: "denied" | "allowed", said: Code): Code {
  const note = js`${context.parts.runtime(noted)}(${said})`;
  if (!mayBeUnresolved(body)) return note;
  return js`(outcome === null ? ${emitUnresolved(context, body)} : ${note})`;
}

function emitUnresolved(context: ScopeContext, body: RuleBody, calls?: Code): Code {
  const { questions } = context.rules.ruleOf(body);
  const asked = questions && js`found?.asks ? ${callHere(context, questions)} : undefined`;
  const others = calls === undefined ? (asked ?? nothing) : js`${asked ?? js`undefined`}, ${calls}`;
  const rest = others === nothing ? nothing : js`, ${others}`;
  return js`${context.parts.runtime("noteUnresolved")}(found, ${body.ruleIndex}, ${literal(body.rule.effect)}${rest})`;
}

/** Obligations are for whoever wants to know more than the answer. */
function emitOblige(context: ScopeContext, body: RuleBody): Code {
  const { test } = emitMatch(context, body);
  const { calls } = context.rules.ruleOf(body);
  const asked = calls === undefined ? js`[]` : callHere(context, calls);
  const outcome = body.condition.canErr ? js`, outcome` : nothing;
  const obliged = js`${context.parts.runtime("obliged")}(found, ${body.ruleIndex}, ${asked}${outcome})`;
  if (!mayBeUnresolved(body)) return js`if (found !== undefined && ${test}) ${obliged};`;
  return lines([
    js`if (found !== undefined && ${test}) {`,
    js`  if (outcome === null) ${emitUnresolved(context, body, asked)};`,
    js`  else ${obliged};`,
    js`}`,
  ]);
}

/** Some allow may match and no deny certainly does. */
function emitMayAllow(
  context: ScopeContext,
  { allows, denies }: Scope,
  inputs: readonly Input[],
): Expression {
  if (allows.length === 0) return primary(js`false`);
  const matches = (bodies: readonly RuleBody[]) => {
    const bundles = context.rules.bundlesOf(bodies);
    const members = bundles.flatMap((bundle) => {
      if (!isShared(context, bundle)) return emitModals(context, bundle);
      return [postfix(callHere(context, context.bundleFunctions(bundle).mayAllow))];
    });
    const mixed = mixedIn(context, bundles).map(({ mayAllow, partsOf }) =>
      postfix(callWithin(context, inputs, mayAllow, context.own(partsOf(bundles)))),
    );
    return junction("or", [...members, ...mixed]);
  };
  return denies.length === 0
    ? matches(allows)
    : junction("and", [matches(allows), negation(matches(denies))]);
}

function emitModals(context: ScopeContext, bundle: Bundle): readonly Expression[] {
  const { writtenIn, tablesOf } = context.rules;
  return [
    ...writtenIn(bundle).map((body) => emitModal(context, body)),
    ...tablesOf(bundle).map((table) =>
      postfix(callHere(context, table.mayAllow, ...rowsOf(table.table, bundle).map(context.own))),
    ),
  ];
}

/** A rule that asks for nothing unknown has no function of its own for `mayAllow`, and may err. */
function emitModal(context: ScopeContext, body: RuleBody): Expression {
  const { matches, modal } = context.rules.ruleOf(body);
  const asked = postfix(callHere(context, modal));
  if (matches !== modal || !body.condition.canErr) return asked;
  return body.rule.effect === "allow"
    ? strictlyEqual(asked, primary(js`true`))
    : strictlyEqual(asked, primary(js`false`), false);
}
