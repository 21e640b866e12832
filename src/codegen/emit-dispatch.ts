import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import { groupBy } from "../util/group-by.js";
import { type Code, indented, join, js, lines, literal, nothing } from "./code.js";
import type { ModuleParts } from "./module-parts.js";

/** What an action is looked up by, and leads to. */
export interface Dispatch {
  readonly action: ActionSchema;
  /** The function that decides by the kind of a request, and the functions of the action's rules that it is given. */
  readonly decide: Code;
  readonly rules: Code;
  /** The same for `allows`. */
  readonly allows: Code;
  readonly asked: Code;
  /** How its arguments are read where nothing else can be. */
  readonly parameters: Code;
}

/** Emits what the table of actions says of one. */
export function emitActionEntry({ action, decide, rules, allows, asked, parameters }: Dispatch): Code {
  const { resources } = action;
  const on =
    resources === undefined ? js`undefined` : js`new Set([${resources.map((type) => literal(type))}])`;
  const members = [
    js`on: ${on}`,
    js`decide: ${decide}`,
    js`rules: ${rules}`,
    js`allows: ${allows}`,
    js`asked: ${asked}`,
    js`parameters: ${parameters}`,
  ];
  return js`{ ${[...members, js`open: ${literal(action.open)}`]} }`;
}

/** The variables for the parties' types. */
type Types = Readonly<Record<"subject" | "actor" | "resource", Code>>;

/** The call of an environment's function. */
type CallOf = (environment: Environment) => Code;

/**
 * Emits the function that has the function of an environment decide, by the types of the parties, from its parameters on: undefined
 * if there is no such environment. It compares, as there are few types. `leading` are parameters before the usual ones.
 */
export function emitDispatcher(
  { names }: ModuleParts,
  environments: readonly Environment[],
  leading: readonly Code[],
  callOf: CallOf,
): Code {
  const types: Types = {
    subject: names.name("type of the subject", "subject_type"),
    actor: names.name("type of the actor", "actor_type"),
    resource: names.name("type of the resource", "resource_type"),
  };
  const byResource = groupBy(environments, ({ resource }) => resource);
  const cases = [...byResource].map(([resource, all]) => ({
    type: resource,
    code: emitSubjects(types, all, callOf),
  }));
  const [only] = cases;
  const isPlaced = only?.type !== undefined;
  const body = isPlaced ? emitCases(types.resource, cases) : (only?.code ?? js`return undefined;`);
  const parameters = [
    ...leading,
    js`rules`,
    js`given`,
    js`context`,
    js`subject`,
    types.subject,
    js`actor`,
    types.actor,
  ];
  const others = isPlaced ? [js`resource`, types.resource] : [];
  return lines([js`(${[...parameters, ...others]}) {`, indented(body), js`}`]);
}

/** By the subject's type, then the actor's. */
function emitSubjects(types: Types, environments: readonly Environment[], callOf: CallOf): Code {
  const cases = [...groupBy(environments, ({ subject }) => subject.type)].map(([type, all]) => ({
    type,
    code: emitActors(types, all, callOf),
  }));
  return emitCases(types.subject, cases);
}

/** `return actor === undefined ? a(…) : actor_type === "Agent" ? b(…) : undefined;` */
function emitActors(types: Types, environments: readonly Environment[], callOf: CallOf): Code {
  const choice = environments.reduceRight((otherwise, each) => {
    const test =
      each.actor === undefined ? js`actor === undefined` : js`${types.actor} === ${literal(each.actor.type)}`;
    return js`${test} ? ${callOf(each)} : ${otherwise}`;
  }, js`undefined`);
  return js`return ${choice};`;
}

/** A value's types, and what to do for each. */
interface Case {
  readonly type: string | undefined;
  readonly code: Code;
}

/** `if (value === "A" || value === "B") …`, for each thing to do once. */
function emitCases(value: Code, cases: readonly Case[]): Code {
  const branches = [...groupBy(cases, ({ code }) => code.text).values()].map((same) => {
    const test = join(
      same.map(({ type }) => js`${value} === ${literal(type)}`),
      " || ",
    );
    const code = same[0]?.code ?? nothing;
    if (!code.text.includes("\n")) return js`if (${test}) ${code}`;
    return lines([js`if (${test}) {`, indented(code), js`}`]);
  });
  return lines([...branches, js`return undefined;`]);
}
