import type { DiagnosticDetails } from "../diagnostics/catalogue.js";
import { isLibraryFile } from "../source/file-names.js";
import type {
  ActionReference,
  EntityReference,
  NamedActionReference,
  PrincipalReference,
  Sentence,
} from "../syntax/ast.js";
import { actionIndexOf } from "./action-index.js";
import { canBeIn } from "./check-membership.js";
import { type Checker, suggestion } from "./checker.js";
import { actionHelp, principalHelp } from "./foreign-words.js";
import { libraryHelp } from "./library.js";
import type { ActionSchema, PrincipalEnvironment, Target } from "./typed-policy-set.js";

/** A reference of a sentence that names one entity or a group: a condition on top of the type. */
export type ScopeTest = EntityReference;

/** An environment side with the references that fit it: matched if any of them is (`always`, or one of the tests). */
export interface Scoped<Environment> {
  readonly environment: Environment;
  /** Empty where a reference without id and group fits. */
  readonly tests: readonly ScopeTest[];
}

/** Where a sentence applies: the environments are the pairs of the two sides. */
export interface SentenceScope {
  readonly principals: readonly Scoped<PrincipalEnvironment>[];
  readonly targets: readonly Scoped<Target>[];
}

/**
 * Resolves principals, actions and resources of a sentence; undefined after a report that leaves nothing to check. A sentence of the
 * standard library applies to whatever the policy set has of what it names, if anything.
 */
export function resolveScope(checker: Checker, sentence: Sentence): SentenceScope | undefined {
  const principals = resolvePrincipals(checker, sentence.principals);
  const actions = resolveActions(checker, sentence.actions);
  const targets = actions && resolveTargets(checker, sentence, actions);
  if (!principals || !targets) return undefined;
  if (isLibraryFile(sentence.span.file)) return { principals, targets };
  if (principals.length === 0) return undefined;
  if (targets.length > 0) return { principals, targets };
  if (checker.declarations.brokenNames.size === 0) {
    checker.report("POL2014", sentence.span, "no action is declared, so that this rule applies to nothing");
  }
  return undefined;
}

function resolvePrincipals(
  checker: Checker,
  references: readonly PrincipalReference[],
): readonly Scoped<PrincipalEnvironment>[] | undefined {
  const known = references.map((reference) => isFittingPrincipal(checker, reference));
  if (!known.every(Boolean)) return undefined;
  return checker.schema.principals.flatMap((environment) => {
    const fitting = references.filter((reference) => fitsPrincipal(reference, environment));
    return fitting.length === 0 ? [] : [{ environment, tests: testsOf(fitting) }];
  });
}

function fitsPrincipal(reference: PrincipalReference, environment: PrincipalEnvironment): boolean {
  if (reference.kind === "AnyoneReference") return true;
  if (reference.type.text !== environment.type) return false;
  if (!reference.acting) return true;
  if (reference.acting.kind === "ActingAlone") return environment.role === "alone";
  return environment.role === "actor" && environment.other === reference.acting.subject.text;
}

function testsOf(references: readonly (PrincipalReference | EntityReference)[]): readonly ScopeTest[] {
  const tests: ScopeTest[] = [];
  for (const reference of references) {
    if (reference.kind === "AnyoneReference" || (!reference.id && !reference.group)) return [];
    tests.push(reference);
  }
  return tests;
}

function isFittingPrincipal(checker: Checker, reference: PrincipalReference): boolean {
  if (reference.kind === "AnyoneReference") return hasPrincipals(checker, reference);
  if (!isKnownEntity(checker, reference.type, principalHelp(reference.type.text, reference.type.span)))
    return false;
  if (!isFittingGroup(checker, reference)) return false;
  const name = reference.type.text;
  const schema = checker.schema.entities.get(name);
  if (!schema?.principal) {
    checker.report(
      "POL2014",
      reference.type.span,
      `\`${name}\` is no principal, so that no request is made by one`,
      {
        help: `declare it with \`principal ${name}\``,
      },
    );
    return false;
  }
  if (reference.acting?.kind !== "ActingFor") return true;
  return isFittingSubject(checker, reference, reference.acting.subject, schema.actingFor);
}

function isFittingSubject(
  checker: Checker,
  reference: EntityReference,
  subject: EntityReference["type"],
  actingFor: readonly string[],
): boolean {
  if (!isKnownEntity(checker, subject)) return false;
  if (actingFor.includes(subject.text)) return true;
  checker.report(
    "POL2014",
    subject.span,
    `\`${reference.type.text}\` is not declared to act for \`${subject.text}\``,
    {
      help: `declare it: \`principal ${reference.type.text} acting for ${[...actingFor, subject.text].join(", ")}\``,
    },
  );
  return false;
}

function hasPrincipals(checker: Checker, reference: PrincipalReference): boolean {
  if (checker.schema.principals.length > 0 || isLibraryFile(reference.span.file)) return true;
  if (checker.declarations.brokenNames.size === 0) {
    checker.report(
      "POL2014",
      reference.span,
      "no principal is declared, so that this rule applies to nobody",
      {
        help: "declare one with `principal`, or `use std.agents`",
      },
    );
  }
  return false;
}

function isKnownEntity(
  checker: Checker,
  name: EntityReference["type"],
  help: DiagnosticDetails = {},
): boolean {
  const { schema, declarations, used } = checker;
  used.add(name.text);
  if (schema.entities.has(name.text)) return true;
  if (!declarations.brokenNames.has(name.text)) {
    checker.report("POL2006", name.span, `there is no entity \`${name.text}\``, {
      ...suggestion(name.text, schema.entities.keys()),
      ...libraryHelp("named", name.text),
      ...help,
    });
  }
  return false;
}

function isFittingGroup(checker: Checker, reference: EntityReference): boolean {
  if (!reference.group) return true;
  const group = reference.group.type;
  if (!isKnownEntity(checker, group)) return false;
  if (canBeIn(checker.schema, reference.type.text, [group.text])) return true;
  checker.report("POL2014", reference.span, `no \`${reference.type.text}\` is ever in a \`${group.text}\``, {
    help: `declare it: \`${checker.schema.entities.get(reference.type.text)?.principal ? "principal" : "entity"} ${reference.type.text} in ${group.text}\``,
  });
  return false;
}

interface ResolvedAction {
  readonly reference: ActionReference;
  readonly actions: readonly ActionSchema[];
}

function resolveActions(
  checker: Checker,
  references: readonly ActionReference[],
): readonly ResolvedAction[] | undefined {
  const resolved = references.map((reference) => resolveAction(checker, reference));
  const known = resolved.filter((action) => action !== undefined);
  return known.length === resolved.length ? known : undefined;
}

function resolveAction(checker: Checker, reference: ActionReference): ResolvedAction | undefined {
  const { schema } = checker;
  if (reference.kind === "AnythingReference") return { reference, actions: [...schema.actions.values()] };
  const name = reference.segments.map((segment) => segment.text).join(".");
  const actions = reference.wildcard ? actionsBelow(checker, name) : namedActions(checker, name);
  if (actions.length > 0 || isLibraryFile(reference.span.file)) return { reference, actions };
  reportNoAction(checker, reference, name);
  return undefined;
}

function actionsBelow({ schema }: Checker, prefix: string): readonly ActionSchema[] {
  return actionIndexOf(schema).below.get(prefix) ?? [];
}

function namedActions({ schema }: Checker, name: string): readonly ActionSchema[] {
  const action = schema.actions.get(name);
  return action ? [action] : (actionIndexOf(schema).byTag.get(name) ?? []);
}

function reportNoAction(checker: Checker, reference: NamedActionReference, name: string): void {
  const { declarations, schema } = checker;
  if (reference.segments.every((segment) => declarations.brokenNames.has(segment.text))) return;
  if (reference.wildcard) {
    checker.report(
      "POL2004",
      reference.span,
      `there is no action below \`${name}\``,
      suggestion(name, prefixes(schema.actions.keys())),
    );
  } else if (declarations.tags.has(name)) {
    checker.report("POL2014", reference.span, `no action has the tag \`${name}\``, {
      help: `tag an action: \`action … tagged ${name}\``,
    });
  } else {
    const candidates = [...schema.actions.keys(), ...declarations.tags.keys()];
    checker.report("POL2004", reference.span, `there is no action or tag \`${name}\``, {
      ...suggestion(name, candidates),
      ...libraryHelp("tag", name),
      ...wholeNameHelp(name, schema.actions.keys()),
      ...actionHelp(name, reference.span),
    });
  }
}

/** An action by its last part alone, as a server calls its tool. */
function wholeNameHelp(name: string, actions: Iterable<string>): { help?: string } {
  const whole = [...actions].find((action) => action.endsWith(`.${name}`));
  return whole === undefined ? {} : { help: `its whole name is \`${whole}\`` };
}

function prefixes(names: Iterable<string>): ReadonlySet<string> {
  return new Set([...names].map((name) => name.split(".").slice(0, -1).join(".")));
}

function resolveTargets(
  checker: Checker,
  sentence: Sentence,
  actions: readonly ResolvedAction[],
): readonly Scoped<Target>[] | undefined {
  const { resources } = sentence;
  if (
    !resources.every(
      (reference) => isKnownEntity(checker, reference.type) && isFittingGroup(checker, reference),
    )
  ) {
    return undefined;
  }
  if (!reportUnfitting(checker, sentence, actions)) return undefined;
  return unionOf(checker, actions).flatMap((action) => targetsOf(action, resources));
}

/** The actions of all references, each once, in the order of the schema: sorted by name. */
function unionOf(checker: Checker, resolved: readonly ResolvedAction[]): readonly ActionSchema[] {
  const [first, ...others] = resolved;
  if (first && others.length === 0) return first.actions;
  const named = new Set(resolved.flatMap(({ actions }) => actions));
  return [...checker.schema.actions.values()].filter((action) => named.has(action));
}

function targetsOf(action: ActionSchema, references: readonly EntityReference[]): readonly Scoped<Target>[] {
  if (references.length === 0) return allTargets(action);
  return (action.resources ?? []).flatMap((resource) => {
    const fitting = references.filter((reference) => reference.type.text === resource);
    if (fitting.length === 0) return [];
    return [{ environment: { action: action.name, resource }, tests: testsOf(fitting) }];
  });
}

const knownTargets = new WeakMap<ActionSchema, readonly Scoped<Target>[]>();

/** Every target of an action. Ten thousand rules on one action share them. */
function allTargets(action: ActionSchema): readonly Scoped<Target>[] {
  const known = knownTargets.get(action);
  if (known) return known;
  const environments: readonly Target[] = action.resources?.map((resource) => ({
    action: action.name,
    resource,
  })) ?? [{ action: action.name }];
  const targets = environments.map((environment) => ({ environment, tests: [] }));
  knownTargets.set(action, targets);
  return targets;
}

/** Every action and every resource that a sentence names must meet its counterpart: else that part of it can never match. */
function reportUnfitting(checker: Checker, sentence: Sentence, actions: readonly ResolvedAction[]): boolean {
  const { resources } = sentence;
  if (resources.length === 0) return true;
  const types = new Set(resources.map((reference) => reference.type.text));
  let fits = true;
  for (const { reference, actions: named } of actions) {
    if (named.some((action) => action.resources?.some((resource) => types.has(resource)))) continue;
    fits = false;
    if (named.some((action) => checker.declarations.brokenNames.has(action.name))) continue;
    checker.report(
      "POL2014",
      reference.span,
      "no action named here is declared on the resources of this rule",
      onHelp(named),
    );
  }
  const isDeclared = (type: string) =>
    actions.some((resolved) => resolved.actions.some(({ resources: declared }) => declared?.includes(type)));
  for (const reference of fits ? resources : []) {
    if (isDeclared(reference.type.text)) continue;
    fits = false;
    checker.report(
      "POL2014",
      reference.span,
      `no action of this rule is declared on \`${reference.type.text}\``,
    );
  }
  return fits;
}

function onHelp(actions: readonly ActionSchema[]): { help?: string } {
  const [first] = actions;
  if (!first || actions.length > 1) return {};
  const on = first.resources?.map((resource) => `\`${resource}\``).join(", ");
  return {
    help: on ? `\`${first.name}\` is declared on ${on}` : `\`${first.name}\` is declared without \`on\``,
  };
}
