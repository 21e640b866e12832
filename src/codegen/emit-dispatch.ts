import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import { groupBy } from "../util/group-by.js";
import { type Code, indented, join, js, lines, literal, nothing } from "./code.js";

/** What an action is looked up by, and leads to. */
export interface Dispatch {
  readonly action: ActionSchema;
  /** The function that tells the kind of a request. */
  readonly environmentOf: Code;
  /** How its arguments are read where nothing else can be. */
  readonly parameters: Code;
}

/** Emits what the table of actions says of one. */
export function emitActionEntry({ action, environmentOf, parameters }: Dispatch): Code {
  const { resources } = action;
  const on =
    resources === undefined ? js`undefined` : js`new Set([${resources.map((type) => literal(type))}])`;
  const members = [js`on: ${on}`, js`environmentOf: ${environmentOf}`, js`parameters: ${parameters}`];
  return js`{ ${[...members, js`open: ${literal(action.open)}`]} }`;
}

/**
 * Emits the function that gives the environment's function by the types of the parties, from its parameters on: comparisons, as there
 * are few types.
 */
export function emitEnvironmentOf(
  environments: readonly Environment[],
  functionOf: (environment: Environment) => Code,
): Code {
  const byResource = groupBy(environments, ({ resource }) => resource);
  const cases = [...byResource].map(([resource, all]) => ({
    type: resource,
    code: emitSubjects(all, functionOf),
  }));
  const [only] = cases;
  const hasResource = only?.type !== undefined;
  const body = hasResource ? emitCases(js`resource`, cases) : (only?.code ?? js`return undefined;`);
  const parameters = [js`subject`, js`actor`, ...(hasResource ? [js`resource`] : [])];
  return lines([js`(${parameters}) {`, indented(body), js`}`]);
}

/** By the subject's type, then the actor's. */
function emitSubjects(
  environments: readonly Environment[],
  functionOf: (environment: Environment) => Code,
): Code {
  const cases = [...groupBy(environments, ({ subject }) => subject.type)].map(([type, all]) => ({
    type,
    code: emitActors(all, functionOf),
  }));
  return emitCases(js`subject`, cases);
}

/** `return actor === undefined ? a : actor === "Agent" ? b : undefined;` */
function emitActors(
  environments: readonly Environment[],
  functionOf: (environment: Environment) => Code,
): Code {
  const choice = environments.reduceRight(
    (otherwise, each) => js`actor === ${literal(each.actor?.type)} ? ${functionOf(each)} : ${otherwise}`,
    js`undefined`,
  );
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
