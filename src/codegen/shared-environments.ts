import type { Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import { groupBy } from "../util/group-by.js";
import { remembered, rememberedOf } from "../util/remembered.js";
import { type Code, join, js } from "./code.js";
import type { EnvironmentContext } from "./environment-context.js";
import { isFolded } from "./fold-rules.js";
import { emitKept } from "./kept-environments.js";
import { withParts } from "./seeker.js";
import type { SoughtPart } from "./sought-columns.js";

/** Tells how an environment's function is called. */
export interface EnvironmentFunctions {
  /** How many functions, and places of what they look for, the call is given. */
  givenTo(environment: Environment): number;
  /** The call, where `rules` is a list of functions that a call may be given. */
  callOf(environment: Environment, rules: RuleList): Code;
}

/** The functions of an action's rules, and where what they look for stands, that are handed to functions it shares with other actions. */
export interface RuleList {
  /** What stands for one of them in the function that tells the kind of a request. */
  add(name: Code): Code;
  /** All of them: a list, or the only one. */
  readonly code: Code;
}

/** Nothing handed over yet, of so many. */
export function createRuleList(count: number): RuleList {
  const names: Code[] = [];
  return {
    get code() {
      return count === 1 ? join(names, "") : js`[${names}]`;
    },
    add: (name) => {
      names.push(name);
      return count === 1 ? js`rules` : js`rules[${names.length - 1}]`;
    },
  };
}

/** How an environment's function is written, and named: the same name for the same text. */
export interface EnvironmentEmitter {
  /** What the functions are for. */
  readonly purpose: string;
  readonly emit: (context: EnvironmentContext, environment: Environment, rules?: readonly Code[]) => Code;
  readonly parameters: (environment: Environment) => readonly Code[];
  readonly nameOf: (environment: Environment, definition: Code) => Code;
  /**
   * So few that read the same have functions of their own, which name the rules that they ask: what is named, the engine inlines. Those
   * that only look for other things share theirs, however few.
   */
  readonly mostOfOwn: number;
}

/**
 * The functions of all environments. Those that read the same and differ in the rules that they ask, as those of hundreds of tools
 * do, have one function, which is given the rules: one function that is asked often is fast, several are not.
 */
export function createEnvironmentFunctions(
  context: EnvironmentContext,
  environments: readonly Environment[],
  emitter: EnvironmentEmitter,
): EnvironmentFunctions {
  const { parameters: parametersOf, nameOf, mostOfOwn } = emitter;
  const alike = [...groupBy(environments, readingKey(context)).values()];
  const open = alike
    .filter(({ length }) => length > 1)
    .flatMap((all) => all.map((environment) => emitOpen(context, environment, emitter)));
  const counts = new Map(
    [...groupBy(open, ({ code }) => code.text)].map(([text, all]) => [text, all.length]),
  );
  const byEnvironment = new Map(open.map((each) => [each.environment, each]));
  const sharedBy = (environment: Environment): OpenEnvironment | undefined => {
    const shared = byEnvironment.get(environment);
    const count = counts.get(shared?.code.text ?? "") ?? 0;
    const most = shared?.isOfData ? 1 : mostOfOwn;
    return count <= most && !isFolded(context.policySet.rules) ? undefined : shared;
  };
  return {
    givenTo: (environment) => sharedBy(environment)?.rules.length ?? 0,
    callOf(environment, rules) {
      const parameters = parametersOf(environment);
      const shared = sharedBy(environment);
      if (shared === undefined) {
        return js`${nameOf(environment, emitKept(context, environment, emitter))}(${parameters})`;
      }
      const given = shared.rules.map((name) => rules.add(name));
      return js`${nameOf(environment, shared.code)}(${[...parameters, ...given]})`;
    },
  };
}

/** What an environment's function reads, in short: where this differs, the functions do. */
function readingKey({ policySet }: EnvironmentContext): (environment: Environment) => string {
  const numberOf = createNumbering();
  const readOf = remembered((needs: Environment["needs"]) =>
    numberOf(Object.values(needs).map(namesRead).join(";")),
  );
  const parametersOf = remembered((name: string) =>
    numberOf([...(policySet.actions.get(name)?.parameters.keys() ?? [])].join()),
  );
  return ({ action, subject, actor, resource, needs }) =>
    [readOf(needs), subject.type, actor?.type, resource, parametersOf(action)].join(" ");
}

/** Numbers texts: long ones are compared once. */
function createNumbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

const namesRead = rememberedOf(({ members, ancestors, id }: Need): string =>
  [...members.keys(), ancestors, id].sort().join(),
);

/** An environment's function that is given the rules. */
interface OpenEnvironment {
  readonly environment: Environment;
  readonly code: Code;
  /** The functions of its rules, on the subject, then on the actor, and where what they look for stands. */
  readonly rules: readonly Code[];
  /** Whether no function is among them. */
  readonly isOfData: boolean;
}

function emitOpen(
  context: EnvironmentContext,
  environment: Environment,
  emitter: EnvironmentEmitter,
): OpenEnvironment {
  const parameters: Code[] = [];
  const rules: Code[] = [];
  let isOfData = true;
  const open = (key: string, hint: string, name: Code): Code => {
    const parameter = context.parts.names.name(key, hint);
    if (parameters.includes(parameter)) return parameter;
    parameters.push(parameter);
    rules.push(name);
    return parameter;
  };
  const openRules = (role: "subject" | "actor", name: Code): Code => {
    isOfData = false;
    return open(`rules on the ${role}`, `${role}_rules`, name);
  };
  const given: EnvironmentContext = {
    ...context,
    scopeOf(principal, inEnvironment, role) {
      const scope = context.scopeOf(principal, inEnvironment, role);
      const name = openRules(role, scope.section ?? scope.decide.name);
      if (scope.section !== undefined) return { ...scope, section: name };
      return { ...scope, decide: { ...scope.decide, name } };
    },
    allowsOf(principal, inEnvironment, role) {
      const allows = context.allowsOf(principal, inEnvironment, role);
      if (allows === undefined) return undefined;
      const seekers = [...allows.seekers].map(([key, seeker]) => {
        const openPart = (type: string | undefined, part: keyof SoughtPart, code: Code): Code =>
          open(`${part} of what the ${role} has in ${key} ${type}`, `${role}_sought_${part}`, code);
        return [key, withParts(seeker, openPart)] as const;
      });
      const name = allows.isShared ? allows.name : openRules(role, allows.name);
      return { ...allows, name, seekers: new Map(seekers) };
    },
  };
  const code = emitKept(given, environment, emitter, parameters);
  return { environment, code, rules, isOfData };
}
