import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment, PrincipalInScope } from "../ir/decision-graph.js";
import type { RootName } from "../ir/node.js";
import { invariant } from "../util/invariant.js";
import { type Code, identifier, join, js, literal, nothing, propertyName } from "./code.js";
import { emitForwarded, keepsArgumentTexts } from "./emit-arguments.js";
import { closedReaders, type EnvironmentContext, localOf, typeOf } from "./environment-context.js";
import { call } from "./expression.js";
import { attributeInput, entityInput, type Input, inputOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { isRisky } from "./obligation-risk.js";
import { hasUnresolvable } from "./unresolved-rules.js";

/**
 * Emits the decision on what was read: the rules on the subject, then those on the actor, stopping at the first that is not allowed;
 * for `decide` both of them whatever they say, and what comes of them together.
 */
export function emitDecision(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
): readonly Code[] {
  const risky = isRisky(environment, context.policySet.obligations);
  const parties = partiesOf(context, environment);
  return [
    ...parties.flatMap((party) => askParty(context, environment, party, risky)),
    ...emitConclusion(
      context,
      environment,
      action,
      risky,
      parties.map(({ found }) => found),
    ),
  ];
}

/** A principal of the request, and the variable for what is found on it. */
interface Party {
  readonly role: "subject" | "actor";
  readonly principal: PrincipalInScope;
  readonly found: Code;
}

function partiesOf({ parts }: EnvironmentContext, { subject, actor }: Environment): readonly Party[] {
  const party = (role: Party["role"], principal: PrincipalInScope): Party => {
    return { role, principal, found: parts.names.name(`${role} findings`, `${role}_found`) };
  };
  return actor === undefined
    ? [party("subject", subject)]
    : [party("subject", subject), party("actor", actor)];
}

/** Asks the rules on one party. Where obligations can fail, `allows` has to collect them too. */
function askParty(
  context: EnvironmentContext,
  environment: Environment,
  { role, principal, found }: Party,
  risky: boolean,
): readonly Code[] {
  const { parts } = context;
  const { decide, reads, section } = context.scopeOf(principal, environment, role);
  const inputs = decide.inputs.map((input) => {
    if (!reads.has(input.key)) return js`undefined`;
    const root = input.root === "principal" ? role : input.root;
    return inputValue(context, environment, inputOf(root, input));
  });
  const findings = emitFindings(parts, { role, risky, asks: hasUnresolvable(environment) });
  const asked = call(decide.name, [found, ...(section === undefined ? [] : [section]), ...inputs]).code;
  const answer = parts.names.name(`${role} answer`, `${role}_goes_on`);
  const stop = asked.text.includes("\n")
    ? [js`const ${answer} = ${asked};`, js`if (!${answer}) return false;`]
    : [js`if (!${asked}) return false;`];
  return [js`const ${found} = ${findings};`, ...stop];
}

/** What is filled with what is found: for `mayAllow` nothing, for `allows` only where obligations can fail. */
function emitFindings(
  parts: ModuleParts,
  { role, risky, asks }: { readonly role: Party["role"]; readonly risky: boolean; readonly asks: boolean },
): Code {
  const unknown = parts.runtime("unknown");
  if (risky) {
    const fresh = parts.runtime(asks ? "findingsToAsk" : "noFindings");
    return js`report === ${unknown} ? ${unknown} : ${fresh}(${literal(role)}${asks ? js`, report` : nothing})`;
  }
  if (!asks) return js`${parts.runtime("findingsFor")}(${literal(role)}, report)`;
  return js`typeof report === "object" ? ${parts.runtime("findingsToAsk")}(${literal(role)}, report) : report`;
}

/** What stands for an input of a rule in the function of an environment. */
function inputValue(context: EnvironmentContext, environment: Environment, input: Input): Code {
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
function entityInputs(
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
  risky: boolean,
  found: readonly Code[],
): readonly Code[] {
  const { parts, facts, once } = context;
  const keeps = keepsArgumentTexts(action);
  const forwarded = emitForwarded(closedReaders(context), action, environment.needs.args);
  const asks = hasUnresolvable(environment);
  const concludes = () => parts.runtime(asks ? "concludesAnswered" : "concludes");
  const answer = risky
    ? [
        js`if (report === ${parts.runtime("unknown")}) return true;`,
        js`if (report === undefined) return ${concludes()}(${[once, ...found]});`,
      ]
    : [js`if (typeof report !== "object") return true;`];
  return [
    ...answer,
    ...(keeps ? [js`const texts = report.texts.values();`] : []),
    asks
      ? js`return ${parts.runtime("concludeAnswered")}(${[facts, once, forwarded, js`report`, ...found]});`
      : js`return ${parts.runtime("conclude")}(${[facts, once, forwarded, ...found]});`,
  ];
}
