import type { Environment, PrincipalInScope, Scope } from "../ir/decision-graph.js";
import { blockComment, type Code, identifier, js, lines } from "./code.js";
import type { EmittedFunction } from "./emit-rule.js";
import type { EmittedRules } from "./emit-rules.js";
import {
  type BundleFunctions,
  emitBundle,
  emitScope,
  type ScopeContext,
  type ScopeFunction,
  scopeBodies,
} from "./emit-scope.js";
import type { ScopeKeys } from "./emit-tables.js";
import type { ModuleParts } from "./module-parts.js";

/** The function that decides on one principal, which may be that of many scopes. */
export interface EmittedScope {
  /** Takes, before its inputs, the findings, and then the section where there is one. */
  readonly decide: EmittedFunction;
  /** What tells this scope from others that the function is for: a record of its own tables and rows, a constant of the module. */
  readonly section: Code | undefined;
}

/** The functions of all scopes. */
export interface EmittedScopes {
  of(principal: PrincipalInScope, environment: Environment, role: "subject" | "actor"): EmittedScope;
  readonly codes: () => readonly Code[];
}

/** So many scopes of a small set have functions of their own, which name their tables themselves. */
const fewOfAKind = 4;

/**
 * The functions of scopes. Where many read alike but for the rows of tables that they ask, as those of hundreds of tools do, they have
 * one function, which is given the rows: one function that is asked often is fast, hundreds are not. In a large set all are given theirs.
 */
export function createScopes(
  parts: ModuleParts,
  { keyOf, distinct }: ScopeKeys,
  rules: EmittedRules,
  isLarge: boolean,
): EmittedScopes {
  const closed = closedContext(parts, rules);
  const alike = distinct.filter((scope) => canBeAlike(rules, scope));
  const open = new Map(alike.map((scope) => [scope, emitOpen(closed.context, scope)]));
  const counts = new Map<string, number>();
  for (const { definition } of open.values()) {
    counts.set(definition.text, (counts.get(definition.text) ?? 0) + 1);
  }
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
    if (scopeBodies(scope).length === 0) {
      const nobody = "Where no rule speaks, nothing is allowed.";
      return {
        decide: declare("without_rules", nobody, emitScope(closed.context, scope)),
        section: undefined,
      };
    }
    const form = open.get(scope);
    const count = counts.get(form?.definition.text ?? "") ?? 0;
    if (form === undefined || form.fields.length === 0 || (count <= fewOfAKind && !isLarge)) {
      const comment = `The rules on ${whom} (and on others with the same rules).`;
      return { decide: declare(hint, comment, emitScope(closed.context, scope)), section: undefined };
    }
    const comment = `The rules on ${whom}, and on ${count - 1} others with rules in the same tables: their rows are in the section.`;
    const decide = shared.get(form.definition.text) ?? declare(hint, comment, form);
    shared.set(form.definition.text, decide);
    return { decide, section: emitSection(parts, scope, hint, form) };
  };
  return {
    of({ scope }, environment, role) {
      const key = keyOf(scope);
      const emitted = known.get(key) ?? emit(key, environment, role);
      known.set(key, emitted);
      return emitted;
    },
    codes: () => [...codes, ...closed.bundleCodes()],
  };
}

/** Whether other scopes may read alike: a rule with a function of its own, of few scopes, no other one names. */
function canBeAlike(rules: EmittedRules, scope: Scope): boolean {
  return rules
    .bundlesOf(scopeBodies(scope))
    .every((bundle) => bundle.scopes > fewOfAKind || rules.writtenIn(bundle).length === 0);
}

/** For functions that name everything themselves. */
function closedContext(parts: ModuleParts, rules: EmittedRules) {
  const bundles = new Map<number, BundleFunctions>();
  const context: ScopeContext = {
    parts,
    rules,
    bundleFunctions(bundle) {
      const functions = bundles.get(bundle.id) ?? emitBundle(context, bundle);
      bundles.set(bundle.id, functions);
      return functions;
    },
    own: (constant) => constant,
    parameters: [],
  };
  return { context, bundleCodes: () => [...bundles.values()].map(({ code }) => code) };
}

/** A function that is given what is its scope's own. */
interface OpenScope extends ScopeFunction {
  readonly fields: readonly { readonly name: Code; readonly constant: Code }[];
}

function emitOpen(context: ScopeContext, scope: Scope): OpenScope {
  const section = context.parts.names.name("section", "section");
  const fields: { readonly name: Code; readonly constant: Code }[] = [];
  const own = (constant: Code): Code => {
    const known = fields.find((field) => field.constant.text === constant.text);
    if (known !== undefined) return js`${section}.${known.name}`;
    const name = identifier(`own_${fields.length + 1}`);
    fields.push({ name, constant });
    return js`${section}.${name}`;
  };
  return { ...emitScope({ ...context, own, parameters: [section] }, scope), fields };
}

function emitSection(parts: ModuleParts, scope: Scope, hint: string, { fields }: OpenScope): Code {
  const members = fields.map(({ name, constant }) => js`${name}: ${constant}`);
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
