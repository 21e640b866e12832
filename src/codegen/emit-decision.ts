import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment, PrincipalInScope } from "../ir/decision-graph.js";
import type { RootName } from "../ir/node.js";
import { invariant } from "../util/invariant.js";
import { type Code, identifier, join, js, literal, propertyName } from "./code.js";
import { emitForwarded, keepsArgumentTexts } from "./emit-arguments.js";
import { closedReaders, type EnvironmentContext, localOf, typeOf } from "./environment-context.js";
import { call } from "./expression.js";
import { attributeInput, entityInput, type Input, inputOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { hasUnresolvable } from "./unresolved-rules.js";

/**
 * Emits the decision on what was read: the rules on the subject, then those on the actor, stopping for `mayAllow` at the first that is not
 * allowed; for `decide` both of them whatever they say, and what comes of them together.
 */
export function emitDecision(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
): readonly Code[] {
  const parties = partiesOf(context, environment);
  return [
    ...parties.flatMap((party) => askParty(context, environment, party)),
    ...emitConclusion(
      context,
      environment,
      action,
      parties.map(({ found }) => found),
    ),
  ];
}

/** A principal of the request, and the variable for what is found on it. */
export interface Party {
  readonly role: "subject" | "actor";
  readonly principal: PrincipalInScope;
  readonly found: Code;
}

/** The principals of the requests of an environment. */
export function partiesOf({ parts }: EnvironmentContext, { subject, actor }: Environment): readonly Party[] {
  const party = (role: Party["role"], principal: PrincipalInScope): Party => {
    return { role, principal, found: parts.names.name(`${role} findings`, `${role}_found`) };
  };
  return actor === undefined
    ? [party("subject", subject)]
    : [party("subject", subject), party("actor", actor)];
}

/** Asks the rules on one party. */
function askParty(
  context: EnvironmentContext,
  environment: Environment,
  { role, principal, found }: Party,
): readonly Code[] {
  const findings = emitFindings(context.parts, role, hasUnresolvable(environment));
  const { decide, reads, section } = context.scopeOf(principal, environment, role);
  const inputs = decide.inputs.map((input) =>
    reads.has(input.key) ? inputValue(context, environment, inputFor(role, input)) : js`undefined`,
  );
  const asked = call(decide.name, [found, ...(section === undefined ? [] : [section]), ...inputs]).code;
  return [js`const ${found} = ${findings};`, ...stopUnless(context, role, asked)];
}

/** Emits the end of a function where the rules on one party do not let it go on. */
export function stopUnless({ parts }: EnvironmentContext, role: Party["role"], asked: Code): readonly Code[] {
  if (!asked.text.includes("\n")) return [js`if (!${asked}) return false;`];
  const answer = parts.names.name(`${role} answer`, `${role}_goes_on`);
  return [js`const ${answer} = ${asked};`, js`if (!${answer}) return false;`];
}

/** What an input of rules on a principal is of a request. */
export function inputFor(role: Party["role"], input: Input): Input {
  return inputOf(input.root === "principal" ? role : input.root, input);
}

/** What is filled with what is found: for `mayAllow` nothing. */
function emitFindings(parts: ModuleParts, role: Party["role"], asks: boolean): Code {
  if (!asks) return js`${parts.runtime("findingsFor")}(${literal(role)}, report)`;
  return js`typeof report === "object" ? ${parts.runtime("findingsToAsk")}(${literal(role)}, report) : report`;
}

/** What stands for an input of a rule in the function of an environment. */
export function inputValue(context: EnvironmentContext, environment: Environment, input: Input): Code {
  if (input.part === "type") return literal(typeOf(environment, input.root));
  return input.part === "entity" ? emitEntity(context, environment, input.root) : localOf(context, input);
}

/**
 * An entity of the request as a value: as attributes of entity type are, with what is read of it. The resource as a whole is unknown
 * where anything of it is.
 */
function emitEntity(context: EnvironmentContext, environment: Environment, root: RootName): Code {
  invariant(
    root === "subject" || root === "actor" || root === "resource",
    "context and arguments are no values",
  );
  const inputs = entityInputs(context, environment, root);
  const properties = inputs
    .filter(({ part }) => part === "attribute")
    .map((input) => js`${propertyName(input.name)}: ${localOf(context, input)}`);
  const others = inputs
    .filter(({ part }) => part !== "attribute")
    .map((input) => js`${identifier(input.part)}: ${localOf(context, input)}`);
  const entity = js`{ ${[js`type: ${literal(typeOf(environment, root))}`, js`properties: { ${properties} }`, ...others]} }`;
  if (root !== "resource") return entity;
  const unknown = context.parts.runtime("unknown");
  const tests = inputs.map((input) => js`${localOf(context, input)} === ${unknown}`);
  return js`${join(tests, " || ")} ? ${unknown} : ${entity}`;
}

/** All that is read of an entity of the request, besides its type. */
export function entityInputs(
  context: EnvironmentContext,
  environment: Environment,
  root: "subject" | "actor" | "resource",
): readonly Input[] {
  const need = environment.needs[root];
  const declared = context.policySet.entities.get(typeOf(environment, root))?.attributes;
  const read = [...need.members.keys()].filter((name) => declared?.has(name));
  const ancestors = need.ancestors ? [entityInput(root, "ancestors")] : [];
  return [entityInput(root, "id"), ...read.map((name) => attributeInput(root, name)), ...ancestors];
}

/** Combines what was found. */
function emitConclusion(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
  found: readonly Code[],
): readonly Code[] {
  const { parts, facts, once } = context;
  const keeps = keepsArgumentTexts(action);
  const forwarded = emitForwarded(closedReaders(context), action, environment.needs.args);
  const asks = hasUnresolvable(environment);
  return [
    js`if (typeof report !== "object") return true;`,
    ...(keeps ? [js`const texts = report.texts.values();`] : []),
    asks
      ? js`return ${parts.runtime("concludeAnswered")}(${[facts, once, forwarded, js`report`, ...found]});`
      : js`return ${parts.runtime("conclude")}(${[facts, once, forwarded, ...found]});`,
  ];
}
