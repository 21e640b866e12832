import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pickAny, seededChoices } from "../../../src/testing/choices.js";
import { simplerRequests } from "../../../src/testing/directed/simpler-requests.js";
import type { JsonObject } from "../../../src/util/json-object.js";

/** What is left when the first simpler request that will do is taken, and so on. */
function simplest(request: JsonObject, isGood: (request: JsonObject) => boolean): JsonObject {
  for (const simpler of simplerRequests(request)) if (isGood(simpler)) return simplest(simpler, isGood);
  return request;
}

function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const first: T[] = [];
  for (const item of items) if (first.push(item) === count) break;
  return first;
}

const request = {
  subject: { type: "User", id: "alice", properties: { team: "sales", level: 7 }, ancestors: [] },
  action: { name: "query", properties: { table: "sales_2026", columns: ["id", "salary", "name"] } },
  context: { now: "2026-11-21T10:00:00Z", managed: true },
};

describe("simpler requests", () => {
  it("come to nothing where anything will do", () => {
    expect(simplest(request, () => true)).toEqual({});
  });

  it("keep what is needed, and of that no more than is needed", () => {
    const isGood = (each: JsonObject) => JSON.stringify(each).includes("salary");
    expect(simplest(request, isGood)).toEqual({ action: { properties: { columns: ["salary"] } } });
  });

  it("change neither the types of parties nor the action's name", () => {
    const isGood = (each: JsonObject) => {
      const { subject, action } = each as Partial<typeof request>;
      return subject?.type !== undefined && action?.name !== undefined;
    };
    expect(simplest(request, isGood)).toEqual({ subject: { type: "User" }, action: { name: "query" } });
  });

  it("leave an id that is no empty text", () => {
    const isGood = (each: JsonObject) => (each as Partial<typeof request>).subject?.id !== undefined;
    expect(simplest(request, isGood)).toEqual({ subject: { id: "a" } });
  });

  it("make two equal texts simpler together", () => {
    const twice = { subject: { id: "alice" }, resource: { owner: { type: "User", id: "alice" } } };
    const isGood = (each: JsonObject) => {
      const { subject, resource } = each as Partial<typeof twice>;
      return subject?.id !== undefined && subject.id === resource?.owner?.id;
    };
    expect(simplest(twice, isGood)).toEqual({
      subject: { id: "a" },
      resource: { owner: { id: "a" } },
    });
  });

  it("reach a bound in few steps", () => {
    let steps = 0;
    const isGood = ({ bytes }: JsonObject) => {
      steps += 1;
      return typeof bytes === "number" && bytes > 10_000_000;
    };
    expect(simplest({ bytes: 4_000_000_000 }, isGood)).toEqual({ bytes: 10_000_001 });
    expect(steps).toBeLessThan(1000);
  });

  it("of long texts are few", () => {
    const long = { text: "xy".repeat(50_000) };
    expect([...simplerRequests(long)].length).toBeLessThan(2000);
    const isGood = ({ text }: JsonObject) => typeof text === "string" && text.length > 1234;
    expect(simplest(long, isGood)).toEqual({ text: "a".repeat(1235) });
  });

  it("simpler-requests-end", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), fc.nat(), (object, seed) => {
        const choices = seededChoices(seed);
        let current: JsonObject | undefined = object;
        for (let steps = 0; current !== undefined; steps++) {
          expect(steps).toBeLessThan(2000);
          current = pickAny(choices, firstOf(simplerRequests(current), 40));
        }
      }),
      { seed: 20261127, numRuns: 30 },
    );
  });
});
