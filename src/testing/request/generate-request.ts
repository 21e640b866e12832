import type {
  ActionSchema,
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  Target,
  TypedRule,
} from "../../check/typed-policy-set.js";
import { type Choices, chance, pick, pickAny } from "../choices.js";
import { type Harvest, harvest } from "./harvest.js";
import { answerRequest } from "./relation-answers.js";
import { satisfyVariant } from "./satisfy.js";
import { addExtra, entityOf, type JsonRecord, recordOf, setMember, type ValueSource } from "./values.js";
import { noWishes, type RequestWishes } from "./wish-scalar.js";

/** Makes requests for one policy set. */
export type RequestGenerator = (choices: Choices) => JsonRecord;

/**
 * A generator of requests for `policySet`: mostly valid, and aimed at its rules (an environment of some rule, values that
 * make rules match or just not match, constants of the rules and their neighbours).
 */
export function createRequestGenerator(policySet: PolicySet): RequestGenerator {
  const known = harvest(policySet);
  const situations = situationsOf(policySet);
  return (choices) => generateRequest(policySet, known, situations, choices);
}

/** One rule in one of its environments. */
interface Situation {
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
}

function situationsOf(policySet: PolicySet): readonly Situation[] {
  return policySet.rules.flatMap((rule) => rule.variants.map((variant) => ({ rule, variant })));
}

function generateRequest(
  policySet: PolicySet,
  known: Harvest,
  situations: readonly Situation[],
  choices: Choices,
): JsonRecord {
  const environment = pickEnvironment(policySet, situations, choices);
  const { principal, target } = environment;
  const wishes = noWishes();
  wishAbout(situations, environment, wishes, choices);
  const source: ValueSource = { choices, harvest: known, entities: policySet.entities, obedience: 92 };
  const action = policySet.actions.get(target.action);
  const [subjectType, actorType] = typesOf(principal);
  const request: JsonRecord = {};
  setMember(request, "subject", entityOf(source, [subjectType], { ...wishes.subject, type: subjectType }, 3));
  if (actorType !== undefined)
    setMember(request, "actor", entityOf(source, [actorType], { ...wishes.actor, type: actorType }, 3));
  setMember(request, "action", actionOf(source, target.action, action, wishes));
  if (target.resource !== undefined)
    setMember(
      request,
      "resource",
      entityOf(source, [target.resource], { ...wishes.resource, type: target.resource }, 3),
    );
  setMember(request, "context", recordOf(source, policySet.context, wishes.context, 3));
  return answerRequest(policySet, choices, untidy(choices, request));
}

interface Environment {
  readonly principal: PrincipalEnvironment;
  readonly target: Target;
}

function pickEnvironment(
  policySet: PolicySet,
  situations: readonly Situation[],
  choices: Choices,
): Environment {
  const situation = pickAny(choices, situations);
  if (situation && chance(choices, 92)) {
    return {
      principal: pick(choices, situation.variant.principals),
      target: pick(choices, situation.variant.targets),
    };
  }
  const principals = [...policySet.entities.values()].filter((entity) => entity.principal);
  const action = pick(choices, [...policySet.actions.values()]);
  const resource = pickAny(choices, action.resources ?? []);
  return {
    principal: { type: pick(choices, principals).name, role: "alone" },
    target: { action: action.name, ...(resource !== undefined && { resource }) },
  };
}

/** The types of the subject and the actor. */
function typesOf({ type, role, other }: PrincipalEnvironment): [string, string?] {
  if (role === "alone" || other === undefined) return [type];
  return role === "actor" ? [other, type] : [type, other];
}

/** Both sides of a delegated request as environments of their own. */
function sidesOf({ type, role, other }: PrincipalEnvironment): PrincipalEnvironment[] {
  if (role === "alone" || other === undefined) return [{ type, role }];
  const [subject, actor] = role === "actor" ? [other, type] : [type, other];
  return [
    { type: subject, role: "subject", other: actor },
    { type: actor, role: "actor", other: subject },
  ];
}

/** For each principal: denies that just fail (or match), then an allow that matches; what is wished last counts. */
function wishAbout(
  situations: readonly Situation[],
  { principal, target }: Environment,
  wishes: RequestWishes,
  choices: Choices,
): void {
  for (const side of sidesOf(principal)) {
    const inScope = situations.filter(({ variant }) => isInScope(variant, side, target));
    const byEffect = (effect: string): readonly Situation[] =>
      inScope.filter(({ rule }) => rule.effect === effect);
    for (const { variant } of byEffect("oblige")) {
      if (chance(choices, 50)) satisfyVariant(choices, wishes, side, variant, true);
    }
    const allow = pickAny(choices, byEffect("allow"));
    if (allow && chance(choices, 85)) satisfyVariant(choices, wishes, side, allow.variant, true);
    for (const { variant } of byEffect("deny")) {
      if (chance(choices, 70)) satisfyVariant(choices, wishes, side, variant, chance(choices, 25));
    }
  }
}

/** Whether the variant is checked for the environment. */
export function isInScope(variant: RuleVariant, principal: PrincipalEnvironment, target: Target): boolean {
  return (
    variant.principals.some(
      ({ type, role, other }) =>
        type === principal.type && role === principal.role && other === principal.other,
    ) &&
    variant.targets.some(({ action, resource }) => action === target.action && resource === target.resource)
  );
}

function actionOf(
  source: ValueSource,
  name: string,
  action: ActionSchema | undefined,
  wishes: RequestWishes,
): JsonRecord {
  const record: JsonRecord = { name };
  if (!action) return record;
  const properties = recordOf(source, action.parameters, wishes.args, 3);
  if (action.open && chance(source.choices, 50)) addExtra(source.choices, properties, action.parameters);
  if (Object.keys(properties).length > 0 || chance(source.choices, 70))
    setMember(record, "properties", properties);
  return record;
}

/** Now and then what a caller may leave out or get wrong in shape alone. */
function untidy(choices: Choices, request: JsonRecord): JsonRecord {
  const member = pick(choices, ["subject", "actor", "resource"]);
  const entity = request[member];
  if (!chance(choices, 8) || typeof entity !== "object" || entity === null) return request;
  const part = pick(choices, ["id", "properties", "ancestors", "type"]);
  const copy: JsonRecord = { ...entity };
  if (chance(choices, 70)) delete copy[part];
  else copy[part] = pick<unknown>(choices, [null, "", 7, [], {}, "Unknown", undefined]);
  return { ...request, [member]: copy };
}
