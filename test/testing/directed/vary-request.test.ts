import { describe, expect, it } from "vitest";
import { validateRequest } from "../../../src/interpret/interpret.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { crossRequests, kindOf } from "../../../src/testing/directed/cross-requests.js";
import { varyRequest } from "../../../src/testing/directed/vary-request.js";
import { harvest } from "../../../src/testing/request/harvest.js";
import { policySetOf } from "../../interpret/policy-set.js";

const policySet = policySetOf(`
  principal User in Team { branch: String, keys: Map<Int>, level?: Int in 0..9 }
  entity Team
  entity Account { branch: String }
  action pay(cents: Int in 1..100) on Account
  policy p {
    rule own
      allow User in Team("desk") to pay on Account
      when principal.branch == resource.branch and args.cents < 50
      when principal.keys["pay"] ?? 0 > 0 or principal.level ?? 0 > 5
  }
`);

const request = {
  subject: { type: "User", id: "a", properties: { branch: "b", keys: {}, level: 3 }, ancestors: [] },
  action: { name: "pay", properties: { cents: 49 } },
  resource: { type: "Account", id: "r", properties: { branch: "c" } },
};

const varied = Array.from({ length: 300 }, (_, seed) =>
  varyRequest(policySet, harvest(policySet), seededChoices(seed), request),
);

function has(part: unknown): boolean {
  return varied.some((each) => {
    try {
      expect(each).toMatchObject(part as object);
      return true;
    } catch {
      return false;
    }
  });
}

describe("a varied request", () => {
  it("is of the same kind, and mostly valid", () => {
    expect(new Set(varied.map(kindOf))).toEqual(new Set([kindOf(request)]));
    const valid = varied.filter((each) => validateRequest(policySet, each).length === 0);
    expect(valid.length).toBeGreaterThan(200);
  });

  it("has a value nearby, one from elsewhere, an entry more, a group more, an attribute less", () => {
    expect(has({ action: { properties: { cents: 50 } } })).toBe(true);
    expect(has({ subject: { properties: { branch: "c" } } })).toBe(true);
    expect(has({ subject: { properties: { keys: { pay: expect.any(Number) as unknown } } } })).toBe(true);
    expect(has({ subject: { ancestors: [{ type: "Team", id: "desk" }] } })).toBe(true);
    const withoutLevel = varied.filter(({ subject }) => !JSON.stringify(subject).includes("level"));
    expect(withoutLevel.length).toBeGreaterThan(0);
  });

  it("leaves the one that it is made from as it is", () => {
    expect(request.subject.properties).toEqual({ branch: "b", keys: {}, level: 3 });
    expect(request.subject.ancestors).toEqual([]);
  });
});

describe("two requests crossed", () => {
  const other = {
    subject: { type: "User", id: "z", properties: { branch: "y", keys: {} }, ancestors: [] },
    action: { name: "pay", properties: { cents: 1 } },
    resource: { type: "Account", id: "r", properties: { branch: "y" } },
    context: {},
  };
  const crossed = Array.from({ length: 200 }, (_, seed) =>
    crossRequests(seededChoices(seed), request, other),
  );

  it("have each member from the one or the other", () => {
    const pairs = crossed.map(({ subject, action }) => {
      const { id, properties } = subject as typeof request.subject;
      return [id, properties.branch, (action as typeof request.action).properties.cents].join(" ");
    });
    expect(new Set(pairs)).toEqual(
      new Set(["a b 49", "a b 1", "a y 49", "a y 1", "z b 49", "z b 1", "z y 49", "z y 1"]),
    );
  });

  it("have what only one of them has, or not", () => {
    expect(crossed.some((each) => "context" in each)).toBe(true);
    expect(crossed.some((each) => !("context" in each))).toBe(true);
  });

  it("keep a member called __proto__ as one", () => {
    const odd = JSON.parse('{ "context": { "__proto__": 1 } }') as typeof request;
    const result = crossRequests(seededChoices(3), odd, odd);
    expect(JSON.stringify(result)).toBe('{"context":{"__proto__":1}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});
