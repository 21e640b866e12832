import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { compileSet, compileTyped } from "./compile-set.js";

/*
 * Law decisions-share-nothing: a decision is its caller's to change. No object in it is in another decision, in the request, or in what
 * the module keeps, and none is frozen.
 */

/** Every object that a value holds, itself included, and where: each as often as it stands there. */
function objectsIn(value: unknown, path = ""): readonly (readonly [object, string])[] {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value).flatMap(([key, member]) => objectsIn(member, `${path}/${key}`));
  return [[value, path], ...members];
}

/** The place of an object of a decision that is elsewhere too, in it or in one of `others`, or that cannot be changed. */
function shared(decision: unknown, others: readonly unknown[]): string | undefined {
  const known = new Set(others.flatMap((other) => objectsIn(other).map(([object]) => object)));
  for (const [object, path] of objectsIn(decision)) {
    if (known.has(object) || Object.isFrozen(object)) return path;
    known.add(object);
  }
  return undefined;
}

describe("decisions share nothing", () => {
  it("in policy sets of any kind (decisions-share-nothing)", () => {
    let objects = 0;
    const sets = arbitraryOf((choices) => ({
      files: generatePolicySet(choices),
      seed: choices.int(0, 2 ** 31 - 1),
    }));
    fc.assert(
      fc.property(sets, ({ files, seed }) => {
        const { policySet } = check(files, { schemas: generatorSchemas });
        fc.pre(policySet !== undefined);
        const { module } = compileTyped(policySet, files);
        const generate = createRequestGenerator(policySet);
        for (let index = 0; index < 20; index++) {
          const request = generate(seededChoices(seed + index));
          const decision = module.decide(request);
          objects += objectsIn(decision).length;
          expect(shared(decision, [request, module.decide(request), module.policySet])).toBeUndefined();
        }
      }),
      { seed: 20261122, numRuns: 20 },
    );
    expect(objects).toBeGreaterThan(2_000);
  }, 120_000);

  it("where remedies, obligations and arguments are made of constants and of the request", () => {
    const { module } = compileSet([
      {
        path: "policy.pol",
        text: `principal User { teams: List<String> }
principal Agent acting for User
type Place = { street: String, tags: List<String> }
action send(to: Place, copies: List<Place>, by?: Map<List<String>>, raw: Json)
obligation mask(columns: List<String>)
remedy approval(by: List<String>, tags: List<String>) = false
const clerks = ["ann", "bob"]
policy p {
  rule anyone   allow anyone to send
  rule masked   oblige anyone to send  with mask(columns: clerks)
  rule twice    oblige User to send  with mask(columns: clerks), mask(columns: principal.teams)
  rule far      deny User to send  when args.to.street == "far"  unless approval(by: clerks, tags: args.to.tags)
}`,
      },
    ]);
    const request = (street: string) => ({
      subject: { type: "User", id: "a", properties: { teams: ["x"] } },
      actor: { type: "Agent", id: "b" },
      action: {
        name: "send",
        properties: {
          to: { street, tags: ["t"] },
          copies: [{ street, tags: ["t"] }],
          by: { a: ["x"] },
          raw: [{ n: [1] }],
        },
      },
    });
    for (const [street, reason] of [
      ["near", "allowed"],
      ["far", "denied_by_rule"],
    ] as const) {
      const asked = request(street);
      const decision = module.decide(asked);
      expect(decision.reason).toBe(reason);
      expect(decision.obligations.length + decision.remedies.length).toBeGreaterThan(0);
      expect(shared(decision, [asked, module.decide(asked)])).toBeUndefined();
    }
  });
});
