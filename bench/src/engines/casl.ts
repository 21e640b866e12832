import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from "@casl/ability";
import { groupBy } from "../../../src/util/group-by.js";
import type { Grant, Test } from "../grant.js";
import { intervalOfBlock } from "../hand/interval-index.js";
import type { Engine } from "./engine.js";
import { isFor, type PlainCall, plainCall } from "./plain-call.js";

/**
 * CASL with abilities that were built before anybody asks, as its documentation advises: one for all users with the same rules. What a
 * rule says of the caller is settled when the ability is built; what it says of the call are conditions. It checks no types.
 */
export const casl: Engine = {
  name: "casl",
  validOnly: true,
  load: async ({ grants: { grants, tools } }) => {
    const abilities = abilitiesOf(grants);
    const defaults = defaultsOf(grants);
    const known = new Set(tools.map(({ name }) => name));
    return {
      prepare: (request) => {
        const call = plainCall(request);
        const { action, args, ip } = call;
        if (!known.has(action)) throw new RangeError(`no tool ${action}`);
        return { caller: abilities.keyOf(call), action, call: subject("Call", { ...defaults, ...args, ip }) };
      },
      decide: (prepared) => {
        const { caller, action, call } = prepared as PreparedCall;
        return abilities.known.get(caller)?.can(action, call) ?? false;
      },
    };
  },
};

interface PreparedCall {
  readonly caller: string;
  readonly action: string;
  readonly call: "Call";
}

type CaslRule = RawRuleOf<MongoAbility>;

/** The abilities that were built, and what a caller's is found by: it is built where nobody with the same rules had one. */
interface Abilities {
  readonly known: ReadonlyMap<string, MongoAbility>;
  keyOf(call: PlainCall): string;
}

function abilitiesOf(grants: readonly Grant[]): Abilities {
  const everyones = grants.filter(isForEveryone);
  const others = groupBy(
    grants.filter((grant) => !isForEveryone(grant)),
    keyOf,
  );
  const rules = new Map<Grant, CaslRule>();
  const ruleOf = (grant: Grant): CaslRule => rules.get(grant) ?? remember(rules, grant, ruleFrom(grant));
  const known = new Map<string, MongoAbility>();
  return {
    known,
    keyOf(call) {
      const own = keysOf(call).flatMap((key) =>
        (others.get(key) ?? []).filter((grant) => isFor(grant, call)),
      );
      const key = own.map((grant) => grant.name).join(" ");
      if (!known.has(key)) {
        known.set(key, createMongoAbility([...everyones, ...own].sort(deniesLast).map(ruleOf)));
      }
      return key;
    },
  };
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

function isForEveryone(grant: Grant): boolean {
  return keyOf(grant) === anyone;
}

const anyone = "";

/** Where to look for a rule: under the user, the team, the tenant or the role that it names. */
function keyOf({ to, tests }: Grant): string {
  if (to !== undefined) return `${to.kind} ${to.id}`;
  const test = tests.find(({ kind }) => kind === "tenant" || kind === "role");
  if (test?.kind === "tenant") return `tenant ${test.tenant}`;
  if (test?.kind !== "role") return anyone;
  return test.without ? unlessRole : `role ${test.role}`;
}

const unlessRole = "unless";

function keysOf({ id, tenant, roles, teams }: PlainCall): readonly string[] {
  const named = [...new Set(roles)].map((role) => `role ${role}`);
  return [`user ${id}`, `tenant ${tenant}`, ...named, ...teams.map((team) => `team ${team}`), unlessRole];
}

/** A later rule overrides earlier ones. */
function deniesLast(a: Grant, b: Grant): number {
  return Number(a.effect === "deny") - Number(b.effect === "deny");
}

function ruleFrom({ effect, action, tests }: Grant): CaslRule {
  const conditions = Object.fromEntries(tests.flatMap(conditionOf));
  const rule = { action, subject: "Call", inverted: effect === "deny" };
  return Object.keys(conditions).length === 0 ? rule : { ...rule, conditions };
}

function conditionOf(test: Test): readonly (readonly [string, unknown])[] {
  switch (test.kind) {
    case "equals":
      return [[test.argument, test.text]];
    case "prefix":
      return [[test.argument, { $regex: new RegExp(`^${escapeRegExp(test.prefix)}`) }]];
    case "range":
      return [[test.argument, { $gte: test.from, $lte: test.to }]];
    case "network": {
      const { from, to } = intervalOfBlock(test.base, test.bits);
      return [["ip", { $gte: from, $lte: to }]];
    }
    default:
      return [];
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What arguments that may be absent stand for. */
function defaultsOf(grants: readonly Grant[]): Readonly<Record<string, number>> {
  const tests = grants.flatMap(({ tests }) => tests);
  return Object.fromEntries(
    tests.flatMap((test) =>
      test.kind === "range" && test.otherwise !== undefined ? [[test.argument, test.otherwise]] : [],
    ),
  );
}
