import {
  type CheckParseAnswer,
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { DecisionRequest } from "../../../src/runtime/decision.js";
import { assertNever } from "../../../src/util/invariant.js";
import { formatAddress } from "../addresses.js";
import type { Grant, Party, Test } from "../grant.js";
import type { Engine } from "./engine.js";

/**
 * Cedar's stateful interface: policies are parsed beforehand, and requests are brought into its form. There is no schema, since reading
 * entities by one makes a decision a third slower: Cedar is asked of valid requests.
 */
export const cedar: Engine = {
  name: "cedar",
  validOnly: true,
  usesWasm: true,
  load: async ({ grants: { grants } }) => {
    const staticPolicies = Object.fromEntries(grants.map((grant) => [grant.name, printPolicy(grant)]));
    requireSuccess(preparsePolicySet(name, { staticPolicies }));
    return { prepare: callOf, decide: (call) => isAllowed(call as StatefulAuthorizationCall) };
  },
};

const name = "workload";

function requireSuccess(answer: CheckParseAnswer): void {
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("; "));
}

function isAllowed(call: StatefulAuthorizationCall): boolean {
  const answer = statefulIsAuthorized(call);
  return answer.type === "success" && answer.response.decision === "allow";
}

function printPolicy({ effect, action, to, tests }: Grant): string {
  const conditions = tests.length === 0 ? "" : ` when { ${tests.map(printTest).join(" && ")} }`;
  const head = `${printParty(to)}, action == Action::${JSON.stringify(action)}, resource`;
  return `${effect === "allow" ? "permit" : "forbid"}(${head})${conditions};`;
}

function printParty(party: Party | undefined): string {
  if (party === undefined) return "principal is User";
  return party.kind === "user" ? `principal == User::"${party.id}"` : `principal in Team::"${party.id}"`;
}

function printTest(test: Test): string {
  switch (test.kind) {
    case "tenant":
      return `principal.tenant == "${test.tenant}"`;
    case "role":
      return `${test.without ? "!" : ""}principal.roles.contains("${test.role}")`;
    case "equals":
      return `context.args.${test.argument} == "${test.text}"`;
    case "prefix":
      return `context.args.${test.argument} like "${test.prefix}*"`;
    case "range":
      return printRange(test);
    case "network":
      return `context.ip.isInRange(ip("${formatAddress(test.base)}/${test.bits}"))`;
    default:
      return assertNever(test);
  }
}

function printRange({ argument, from, to, otherwise }: Extract<Test, { kind: "range" }>): string {
  const value = `context.args.${argument}`;
  const test = `${value} >= ${from} && ${value} <= ${to}`;
  if (otherwise === undefined) return test;
  return `(if context.args has ${argument} then ${test} else ${otherwise >= from && otherwise <= to})`;
}

function callOf({ subject, action, context = {} }: DecisionRequest): StatefulAuthorizationCall {
  const { type, id = "", properties = {}, ancestors = [] } = subject;
  const principal = { type, id };
  const attrs = properties as StatefulAuthorizationCall["context"];
  const args = (action.properties ?? {}) as StatefulAuthorizationCall["context"];
  return {
    principal,
    action: { type: "Action", id: action.name },
    resource: { type: "Server", id: "server" },
    context: { args, ip: { __extn: { fn: "ip", arg: String(context.ip) } } },
    preparsedPolicySetId: name,
    validateRequest: false,
    entities: [{ uid: principal, attrs, parents: ancestors.map(({ type, id }) => ({ type, id })) }],
  };
}
