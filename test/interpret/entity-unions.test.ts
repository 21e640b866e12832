import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { policySetOf } from "./policy-set.js";

const set = policySetOf(`
  principal User { state: Ip }
  principal Robot acting for User { state?: Email }
  action act
  context { who: Robot | User }
  policy p {
    rule all    allow anyone to act
    rule one    deny anyone to act  when context.who is User and context.who.state in "10.0.0.0/8"
    rule two    deny anyone to act  when context.who is User  when context.who.state in "192.168.0.0/16"
  }`);

function decideFor(who: unknown) {
  const request = { subject: { type: "User", id: "ann" }, action: { name: "act" }, context: { who } };
  return interpret(set, request);
}

describe("an attribute that types of a union give different types", () => {
  it("is read of the type that a guard to its left establishes", () => {
    const user = { type: "User", id: "bob", properties: { state: "10.2.3.4" } };
    expect(decideFor(user).subject?.rules).toEqual(["p.one"]);
    expect(decideFor({ ...user, properties: { state: "192.168.0.1" } }).subject?.rules).toEqual(["p.two"]);
  });

  it("is nothing of another type, whose value the guard makes irrelevant", () => {
    const robot = { type: "Robot", id: "r2", properties: { state: "carol@example.org" } };
    expect(decideFor(robot)).toMatchObject({ decision: true, errors: [] });
  });
});
