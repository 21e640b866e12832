import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createDelegation,
  type DelegationResult,
} from "../../../src/adapters/delegation/create-delegation.js";
import type {
  DelegationLayout,
  IssuerOptions,
  PartyOptions,
} from "../../../src/adapters/delegation/options.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";
import type { EntityRecord } from "../../../src/runtime/decision.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { type Choices, chance, pick, seededChoices } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { groupBy } from "../../../src/util/group-by.js";
import { isJsonObject, type JsonObject } from "../../../src/util/json-object.js";
import { audience, keys, now, nowSeconds, rfc8693 } from "./support.js";

/*
 * Law layouts-decide-alike: whichever of the two layouts an issuer writes a delegation in, the same is refused, and what is not
 * refused is decided alike, by any policy set: as the parties themselves are decided that were written.
 */

/** The parties of a request, and what a token says beside them. */
interface Delegation {
  readonly subject: EntityRecord;
  readonly actor: EntityRecord | undefined;
  /** By party, claims of which some contradict its kind or are no claims of it at all. */
  readonly noise: { readonly subject: JsonObject; readonly actor: JsonObject; readonly token: JsonObject };
}

const requestsPerSet = 20;

/** Checks the law with random policy sets; says how many delegations came out how. Throws the first that breaks it. */
export function checkLayoutsDecideAlike({
  seed,
  runs,
}: {
  readonly seed: number;
  readonly runs: number;
}): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(subjects, ({ files, seed: from }) => {
      const { policySet } = check(files, { schemas: generatorSchemas });
      fc.pre(policySet !== undefined);
      const generate = createRequestGenerator(policySet);
      for (let index = 0; index < requestsPerSet; index++) {
        const choices = seededChoices(from + index);
        const request = generate(choices);
        const delegation = delegationOf(request, choices);
        if (delegation === undefined) continue;
        const outcome = outcomeOf(policySet, request, delegation);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  return seen;
}

/** Policy sets, and numbers from which their requests are made. */
const subjects = arbitraryOf((choices) => {
  const files = generatePolicySet(choices, 4);
  return { files, seed: choices.int(0, 2 ** 31 - 1) };
});

/** What becomes of a delegation in either layout: the code of a refusal, or the reason of its decision. */
function outcomeOf(policySet: PolicySet, request: JsonObject, delegation: Delegation): string {
  const [first, second] = [readFrom(delegation, "rfc8693"), readFrom(delegation, "inverted")];
  if (!first.ok || !second.ok) {
    assert.deepEqual([first.ok, codeOf(first)], [second.ok, codeOf(second)]);
    return codeOf(first);
  }
  assert.deepEqual(second.caller, first.caller);
  const decisions = [{}, first.caller, second.caller].map((caller) =>
    interpret(policySet, { ...request, ...caller, context: request.context }),
  );
  assert.deepEqual(decisions[1], decisions[0]);
  assert.deepEqual(decisions[2], decisions[0]);
  return String(decisions[0]?.reason);
}

function codeOf(result: DelegationResult): string {
  return result.ok ? "accepted" : result.code;
}

function readFrom(delegation: Delegation, layout: DelegationLayout) {
  const { fromClaims } = createDelegation({
    issuers: { [rfc8693]: optionsFor(delegation, layout) },
    audience,
    clock: () => now,
  });
  return fromClaims(JSON.parse(JSON.stringify(write(delegation, layout))));
}

/** A request's parties, if they are ones that a token can name. */
function delegationOf(request: JsonObject, choices: Choices): Delegation | undefined {
  const { subject, actor } = request;
  if (!isNameable(subject) || !(actor === undefined || isNameable(actor))) return undefined;
  const kindOf = (usual: string): JsonObject =>
    chance(choices, 60)
      ? {}
      : { sub_type: chance(choices, 60) ? usual : pick(choices, ["user", "agent", "robot", 1]) };
  const clients = [subject.id, actor?.id, "app", undefined];
  return {
    subject,
    actor,
    noise: {
      subject: { ...kindOf(actor === undefined ? "agent" : "person"), admin: true },
      actor: { ...kindOf("agent"), admin: true },
      token: { client_id: pick(choices, clients), scope: "read write", jti: "1" },
    },
  };
}

function isNameable(party: unknown): party is EntityRecord & { readonly id: string } {
  if (!isJsonObject(party)) return false;
  const { id, properties = {}, ancestors = [] } = party;
  const isGroup = (group: unknown) => isJsonObject(group) && typeof group.id === "string" && group.id !== "";
  return (
    typeof id === "string" && isJsonObject(properties) && Array.isArray(ancestors) && ancestors.every(isGroup)
  );
}

/** A token's claims: the holder's at the top, the other party's in `act`. A party on its own holds the token in either layout. */
function write({ subject, actor, noise }: Delegation, layout: DelegationLayout): JsonObject {
  const token = { iss: rfc8693, aud: audience, exp: nowSeconds + 60, ...noise.token };
  const person = { ...noise.subject, ...claimsOf(subject) };
  if (actor === undefined) return { ...token, ...person };
  const agent = { ...noise.actor, ...claimsOf(actor) };
  return layout === "rfc8693" ? { ...token, ...person, act: agent } : { ...token, ...agent, act: person };
}

function claimsOf({ id, properties, ancestors }: EntityRecord): JsonObject {
  const groups = ancestors && [...groupBy(ancestors, ({ type }) => type)];
  return {
    sub: id,
    attributes: properties ?? {},
    ...(groups && {
      groups: Object.fromEntries(groups.map(([type, all]) => [type, all.map(({ id }) => id)])),
    }),
  };
}

/** What says how to read it: a party on its own is a program, which either layout has a place for. */
function optionsFor({ subject, actor }: Delegation, layout: DelegationLayout): IssuerOptions {
  const source = { keys: { key: keys[rfc8693].publicKey } };
  if (actor !== undefined)
    return { ...source, layout, subject: partyOptions(subject), actor: partyOptions(actor) };
  const alone: PartyOptions = { ...partyOptions(subject), kind: "program" };
  return { ...source, layout, ...(layout === "rfc8693" ? { subject: alone } : { actor: alone }) };
}

function partyOptions({ type, properties = {}, ancestors }: EntityRecord): PartyOptions {
  const types = ancestors && [...new Set(ancestors.map((ancestor) => ancestor.type))];
  return {
    type,
    properties: Object.fromEntries(Object.keys(properties).map((name) => [name, ["attributes", name]])),
    ...(types && { ancestors: types.map((group) => ({ claim: ["groups", group], type: group })) }),
  };
}
