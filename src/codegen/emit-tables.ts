import type { DecisionGraph, Environment, Scope } from "../ir/decision-graph.js";
import { groupBy } from "../util/group-by.js";
import { rememberedOf } from "../util/remembered.js";
import { blockComment, type Code, indented, js, lines, literal } from "./code.js";
import { emitActionTable } from "./emit-action-table.js";
import { answerParameters, emitAnswer } from "./emit-answer.js";
import { emitParameters } from "./emit-arguments.js";
import { emitActionEntry, emitDispatcher } from "./emit-dispatch.js";
import { emitEnvironment, environmentParameters } from "./emit-environment.js";
import type { EmittedRules } from "./emit-rules.js";
import { closedReaders, type EnvironmentContext } from "./environment-context.js";
import type { ModuleParts } from "./module-parts.js";
import {
  createEnvironmentFunctions,
  createRuleList,
  type EnvironmentFunctions,
} from "./shared-environments.js";
import { createScopes } from "./shared-scopes.js";

/** The functions of scopes and environments, and the tables that lead to them. */
export interface EmittedTables {
  readonly scopes: readonly Code[];
  readonly environments: readonly Code[];
  /** The functions of environments for `allows`. */
  readonly answers: readonly Code[];
  readonly declarations: readonly Code[];
  /** The names of the two tables that a request is looked up in. */
  readonly principals: Code;
  readonly actions: Code;
}

/** What tables are emitted with. */
export interface TableContext {
  readonly scopeKeys: ScopeKeys;
  readonly rules: EmittedRules;
  /** The module's table of what decisions say about rules. */
  readonly facts: Code;
}

/** Emits all that depends on the kind of a request. What comes out the same for two kinds is emitted once. */
export function emitTables(
  parts: ModuleParts,
  graph: DecisionGraph,
  { scopeKeys, rules, facts }: TableContext,
): EmittedTables {
  const scopes = createScopes(parts, scopeKeys, rules, graph);
  const once = [...graph.policySet.obligations.values()].filter((obligation) => obligation.once);
  const context: EnvironmentContext = {
    parts,
    policySet: graph.policySet,
    facts,
    once: parts.define(
      "once",
      "once_only",
      (name) => js`const ${name} = new Set([${once.map((each) => literal(each.name))}]);`,
    ),
    scopeOf: scopes.of,
    allowsOf: scopes.allowsOf,
  };
  const environments = createShared(parts, (name, definition) => js`function ${name}${definition}`);
  const functions = createEnvironmentFunctions(context, graph.environments, {
    purpose: "decide",
    emit: emitEnvironment,
    parameters: environmentParameters,
    nameOf: (environment, definition) =>
      environments.name(hintOf(environment), definition, describe(environment)),
    mostOfOwn: 1,
  });
  const answers = createShared(parts, (name, definition) => js`function ${name}${definition}`);
  const answering = createEnvironmentFunctions(context, graph.environments, {
    purpose: "allows",
    emit: emitAnswer,
    parameters: answerParameters,
    nameOf: (environment, definition) =>
      answers.name(`allows_${hintOf(environment)}`, definition, describe(environment)),
    mostOfOwn: fewKinds,
  });
  const dispatchers = createShared(parts, (name, definition) => js`function ${name}${definition}`);
  const byAction = groupBy(graph.environments, ({ action }) => action);
  const entries = [...graph.policySet.actions.values()].map((action) => {
    const all = byAction.get(action.name) ?? [];
    const listFor = ({ givenTo }: EnvironmentFunctions) =>
      createRuleList(all.reduce((sum, environment) => sum + givenTo(environment), 0));
    const rules = listFor(functions);
    const dispatcher = emitDispatcher(parts, all, [js`report`], (environment) =>
      functions.callOf(environment, rules),
    );
    const asked = listFor(answering);
    const answerer = emitDispatcher(parts, all, [], (environment) => answering.callOf(environment, asked));
    const entry = emitActionEntry({
      action,
      decide: dispatchers.name(`kinds_of_${action.name}`, dispatcher),
      rules: rules.code,
      allows: dispatchers.name(`allowed_kinds_of_${action.name}`, answerer),
      asked: asked.code,
      parameters: emitParameters(closedReaders(context), action),
    });
    return { action: action.name, code: entry };
  });
  const principals = emitPrincipals(parts, graph);
  const actions = parts.names.name("table actions", "all_actions");
  return {
    scopes: scopes.codes(),
    environments: environments.codes(),
    answers: answers.codes(),
    declarations: [principals.code, ...dispatchers.codes(), emitActionTable(parts, actions, entries)],
    principals: principals.name,
    actions,
  };
}

/** So many kinds of requests that read the same are answered for `allows` by functions of their own: each asks its rules by name. */
const fewKinds = 4;

/** Scopes by their rules. */
export interface ScopeKeys {
  /** The same for scopes that have the same rules, whatever their needs. */
  keyOf(scope: Scope): Scope;
  /** One scope for each key. */
  readonly distinct: readonly Scope[];
}

/** Tells which scopes of a graph have the same rules. */
export function distinctScopes({ scopes }: DecisionGraph): ScopeKeys {
  const byRules = new Map<string, Scope>();
  const keys = new Map<Scope, Scope>();
  for (const scope of scopes) {
    const text = scopeKey(scope);
    const key = byRules.get(text) ?? scope;
    byRules.set(text, key);
    keys.set(scope, key);
  }
  return { keyOf: (scope) => keys.get(scope) ?? scope, distinct: [...byRules.values()] };
}

const scopeKey = rememberedOf(({ denies, allows, obliges }: Scope): string =>
  [denies, allows, obliges].map((bodies) => bodies.map(({ id }) => id).join()).join(";"),
);

/** Declarations by their text, without the name: a second one that reads the same is the first. */
function createShared(parts: ModuleParts, declare: (name: Code, definition: Code) => Code) {
  const known = new Map<
    string,
    { readonly name: Code; readonly definition: Code; readonly comments: string[] }
  >();
  return {
    name(hint: string, definition: Code, comment?: string): Code {
      const { text } = definition;
      const key = `${hint} ${known.size}`;
      const shared = known.get(text) ?? {
        name: parts.names.name(`shared ${key}`, hint),
        definition,
        comments: [],
      };
      if (comment !== undefined) shared.comments.push(comment);
      known.set(text, shared);
      return shared.name;
    },
    codes: () =>
      [...known.values()].map(({ name, definition, comments }) => {
        const declaration = declare(name, definition);
        return comments.length === 0 ? declaration : lines([blockComment(summary(comments)), declaration]);
      }),
  };
}

/** The first few of what a function is for. */
function summary(comments: readonly string[]): readonly string[] {
  const shown = comments.slice(0, 4);
  return comments.length > shown.length ? [...shown, `… and ${comments.length - shown.length} more`] : shown;
}

function hintOf({ action, subject, actor, resource }: Environment): string {
  return [
    action,
    "by",
    subject.type,
    ...(actor ? ["through", actor.type] : []),
    ...(resource ? ["on", resource] : []),
  ].join("_");
}

/** In the words of Pol, as far as they go. */
function describe({ action, subject, actor, resource }: Environment): string {
  const who = actor ? `${actor.type} acting for ${subject.type}` : `${subject.type} alone`;
  return `${who} to ${action}${resource === undefined ? "" : ` on ${resource}`}`;
}

function emitPrincipals(
  parts: ModuleParts,
  { policySet }: DecisionGraph,
): { readonly name: Code; readonly code: Code } {
  const name = parts.names.name("table principals", "all_principals");
  const entries = [...policySet.entities.values()].flatMap((entity) =>
    entity.principal ? [js`[${literal(entity.name)}, new Set([${entity.actingFor.map(literal)}])],`] : [],
  );
  const comment = blockComment(["The principals, and for whom each may act."]);
  return { name, code: lines([comment, js`const ${name} = new Map([`, indented(lines(entries)), js`]);`]) };
}
