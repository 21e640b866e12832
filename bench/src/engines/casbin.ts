import { newEnforcer, newModelFromString } from "casbin";
import { assertNever } from "../../../src/util/invariant.js";
import type { Grant, Test } from "../grant.js";
import { intervalOfBlock } from "../hand/interval-index.js";
import type { Engine } from "./engine.js";
import { isFor, type PlainCall, plainCall } from "./plain-call.js";

/**
 * Casbin with one line of policy for each rule. Its matcher compares the tool and asks one function of JavaScript for the rest, which is
 * faster than its own functions and its `eval`; its cache of decisions is off, since no request comes twice.
 */
export const casbin: Engine = {
  name: "casbin",
  validOnly: true,
  load: async ({ grants: { grants } }) => {
    const enforcer = await newEnforcer(newModelFromString(model));
    const rules = new Map(grants.map((grant) => [grant.name, compileGrant(grant)]));
    await enforcer.addFunction("meets", (call: PlainCall, name: string) => rules.get(name)?.(call) ?? false);
    await enforcer.addPolicies(grants.map(({ name, action, effect }) => [action, name, effect]));
    return {
      prepare: plainCall,
      decide: (call) => enforcer.enforceSync(call, (call as PlainCall).action),
    };
  },
};

const model = `
[request_definition]
r = call, act

[policy_definition]
p = act, rule, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.act == p.act && meets(r.call, p.rule)
`;

function compileGrant(grant: Grant): (call: PlainCall) => boolean {
  const tests = grant.tests.filter(({ kind }) => kind !== "tenant" && kind !== "role").map(compileTest);
  return (call) => isFor(grant, call) && tests.every((test) => test(call));
}

function compileTest(test: Test): (call: PlainCall) => boolean {
  switch (test.kind) {
    case "equals":
      return ({ args }) => args[test.argument] === test.text;
    case "prefix":
      return ({ args }) => String(args[test.argument]).startsWith(test.prefix);
    case "range":
      return ({ args }) => isBetween(Number(args[test.argument] ?? test.otherwise), test);
    case "network": {
      const block = intervalOfBlock(test.base, test.bits);
      return ({ ip }) => isBetween(ip, block);
    }
    case "tenant":
    case "role":
      return () => true;
    default:
      return assertNever(test);
  }
}

function isBetween(value: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return value >= from && value <= to;
}
