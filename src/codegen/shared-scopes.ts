import type { DecisionGraph, Environment, PrincipalInScope, Scope } from "../ir/decision-graph.js";
import { invariant } from "../util/invariant.js";
import { remembered } from "../util/remembered.js";
import type { Bundle } from "./bundles.js";
import { blockComment, type Code, identifier, js, lines } from "./code.js";
import { createAllowsFunctions, type EmittedAllows } from "./emit-allows.js";
import type { EmittedFunction } from "./emit-rule.js";
import type { EmittedRules } from "./emit-rules.js";
import {
  type BundleFunctions,
  bundleInputs,
  emitBundle,
  emitScope,
  openInputs,
  type ScopeContext,
  type ScopeFunction,
  scopeBundles,
  scopeInputs,
} from "./emit-scope.js";
import type { ScopeKeys } from "./emit-tables.js";
import { isFolded } from "./fold-rules.js";
import { sortInputs } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { type ScopeForm, scopeForm } from "./scope-form.js";

/** The function that decides on one principal, which may be that of many scopes. */
export interface EmittedScope {
  /** Takes, before its inputs, the findings, and then the section where there is one. */
  readonly decide: EmittedFunction;
  /** The keys of the inputs that the scope's rules read; of others the function asks nothing. */
  readonly reads: ReadonlySet<string>;
  /** What tells this scope from others that the function is for: a record of its own tables and rows, a constant of the module. */
  readonly section: Code | undefined;
}

/** The functions of all scopes. */
export interface EmittedScopes {
  of(principal: PrincipalInScope, environment: Environment, role: "subject" | "actor"): EmittedScope;
  /** What `allows` asks in the place of {@link EmittedScopes.of}, where there is such a function. */
  allowsOf(
    principal: PrincipalInScope,
    environment: Environment,
    role: "subject" | "actor",
  ): EmittedAllows | undefined;
  readonly codes: () => readonly Code[];
}

/** So many scopes of a small set have functions of their own, which name their tables themselves. */
const fewOfAKind = 4;

/** In a set with more scopes than this, none has a function of its own for `allows`, but for those that many share: of many functions none is fast. */
const mostOfOwn = 16;

/**
 * The functions of scopes. Where many read alike but for the rows of tables that they ask, as those of hundreds of tools do, they have
 * one function, which is given the rows: one function that is asked often is fast, hundreds are not. In a large set all are given theirs.
 */
export function createScopes(
  parts: ModuleParts,
  { keyOf, distinct }: ScopeKeys,
  rules: EmittedRules,
  { policySet }: DecisionGraph,
): EmittedScopes {
  const isLarge = isFolded(policySet.rules);
  const mayHaveOwn = !isLarge && distinct.length <= mostOfOwn;
  const allows = createAllowsFunctions(parts, policySet.entities, mayHaveOwn);
  const closed = closedContext(parts, rules);
  const alike = distinct.filter((scope) => canBeAlike(rules, scope));
  const forms = new Map(alike.map((scope) => [scope, scopeForm(closed.context, scope)]));
  const counts = new Map<string, number>();
  for (const { key } of forms.values()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const codes: Code[] = [];
  const shared = new Map<string, EmittedFunction>();
  const known = new Map<Scope, EmittedScope>();
  const declare = (hint: string, comment: string, { inputs, definition }: ScopeFunction): EmittedFunction => {
    const name = parts.names.name(`scope function ${codes.length}`, `decide_${hint}`);
    codes.push(lines([blockComment([comment]), js`function ${name}${definition}`]));
    return { name, inputs };
  };
  const emit = (scope: Scope, environment: Environment, role: "subject" | "actor"): EmittedScope => {
    const whom = describePrincipal(environment, role);
    const hint = scopeHint(environment, role);
    const inputs = scopeInputs(closed.context, scope);
    const reads = new Set(inputs.map(({ key }) => key));
    const emitClosed = (itsHint: string, comment: string): EmittedScope => ({
      decide: declare(itsHint, comment, emitScope(closed.context, scope, inputs)),
      reads,
      section: undefined,
    });
    if (scopeBundles(rules, scope).length === 0) {
      return emitClosed("without_rules", "Where no rule speaks, nothing is allowed.");
    }
    const form = forms.get(scope);
    const count = counts.get(form?.key ?? "") ?? 0;
    if (form === undefined || form.constants.length === 0 || (count <= fewOfAKind && !isLarge)) {
      return emitClosed(hint, `The rules on ${whom} (and on others with the same rules).`);
    }
    const comment = `The rules on ${whom}, and on ${count - 1} others with rules in the same tables: their rows are in the section.`;
    const decide = shared.get(form.key) ?? declare(hint, comment, emitOpen(closed.context, scope, form));
    shared.set(form.key, decide);
    return { decide, reads, section: emitSection(parts, scope, hint, form) };
  };
  return {
    of({ scope }, environment, role) {
      const key = keyOf(scope);
      const emitted = known.get(key) ?? emit(key, environment, role);
      known.set(key, emitted);
      return emitted;
    },
    allowsOf({ scope, type }, environment, role) {
      const [whom, hint] = [describePrincipal(environment, role), scopeHint(environment, role)];
      return allows.of(keyOf(scope), { type, whom, hint });
    },
    codes: () => [...codes, ...closed.bundleCodes(), ...allows.codes()],
  };
}

/** Whether other scopes may read alike: a rule with a function of its own, of few scopes, no other one names. */
function canBeAlike(rules: EmittedRules, scope: Scope): boolean {
  return scopeBundles(rules, scope).every(
    (bundle) => bundle.scopes > fewOfAKind || rules.writtenIn(bundle).length === 0,
  );
}

/** For functions that name everything themselves. */
function closedContext(parts: ModuleParts, rules: EmittedRules) {
  const bundles = new Map<number, BundleFunctions>();
  const itsInputs = remembered((bundle: Bundle) => bundleInputs(rules, bundle));
  const context: ScopeContext = {
    parts,
    rules,
    bundleFunctions(bundle) {
      const functions = bundles.get(bundle.id) ?? emitBundle(context, bundle);
      bundles.set(bundle.id, functions);
      return functions;
    },
    bundleInputs: itsInputs,
    readBy: remembered((bundle) =>
      sortInputs([...itsInputs(bundle), ...rules.mixed.flatMap((table) => table.inputsOf(bundle))]),
    ),
    own: (constant) => constant,
    parameters: [],
  };
  return { context, bundleCodes: () => [...bundles.values()].map(({ code }) => code) };
}

/** Emits a function that is given what is its scope's own. It takes the same as those of other scopes of the form do. */
function emitOpen(context: ScopeContext, scope: Scope, { constants }: ScopeForm): ScopeFunction {
  const section = context.parts.names.name("section", "section");
  const places = new Map(constants.map(({ text }, place) => [text, place]));
  const own = (constant: Code): Code => {
    const place = places.get(constant.text);
    invariant(place !== undefined, "a scope's form has its constants");
    return js`${section}.${memberName(place)}`;
  };
  return emitScope({ ...context, own, parameters: [section] }, scope, openInputs(context, scope));
}

function memberName(place: number): Code {
  return identifier(`own_${place + 1}`);
}

function emitSection(parts: ModuleParts, scope: Scope, hint: string, { constants }: ScopeForm): Code {
  const members = constants.map((constant, place) => js`${memberName(place)}: ${constant}`);
  return parts.define(
    `section ${scope.id}`,
    `section_of_${hint}`,
    (name) => js`const ${name} = { ${members} };`,
  );
}

function scopeHint({ action, subject, actor }: Environment, role: "subject" | "actor"): string {
  return `${role === "actor" ? `${actor?.type}_for_${subject.type}` : subject.type}_${action}`;
}

function describePrincipal(
  { action, subject, actor, resource }: Environment,
  role: "subject" | "actor",
): string {
  const who = role === "actor" ? `a request's actor, ${actor?.type}` : `a request's subject, ${subject.type}`;
  return `${who}, to ${action}${resource === undefined ? "" : ` on ${resource}`}`;
}
