import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionService } from "./decision-service.js";
import { alice, fixtureEntities, fixturePolicy } from "./fixture.js";
import { endpoints, malformed } from "./malformed-requests.js";

const failures: unknown[] = [];
const pdp = decisionService(fixturePolicy, {
  known: fixtureEntities,
  bodyLimit: 4096,
  mostEvaluations: 50,
  onError: (error) => failures.push(error),
});

describe("malformed requests", () => {
  it.each(endpoints)("are none as they are: $path", async ({ path, request }) => {
    expect((await pdp.post(path, request)).status).toBe(200);
  });

  it("malformed-is-400", async () => {
    const property = fc.asyncProperty(malformed, async ([path, [body, type]]) => {
      const answered = await pdp.send(path, {
        method: "POST",
        body,
        headers: { "content-type": type, "x-request-id": "r" },
      });
      expect(answered.status).toBe(400);
      expect(answered.headers.get("x-request-id")).toBe("r");
      expect(answered.body.error).toEqual({ status: 400, message: expect.stringMatching(/./) });
    });
    await fc.assert(property, { seed: 20261122, numRuns: 1000 });
    expect(failures).toEqual([]);
  });

  it("never-500: whatever is sent, the answer is a decision or a refusal", async () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const names = ["subject", "actor", "action", "resource", "context", "options", "evaluations", "page"];
    const entity = fc.record(
      { type: fc.constantFrom("user", "record", "__proto__"), id: fc.string(), properties: value },
      { requiredKeys: [] },
    );
    const body = fc.dictionary(
      fc.constantFrom(...names, "__proto__", "toString"),
      fc.oneof(value, entity, fc.array(entity)),
    );
    const property = fc.asyncProperty(
      fc.constantFrom(...endpoints),
      body,
      async ({ path, request }, other) => {
        const { status } = await pdp.post(path, { ...request, ...other });
        expect([200, 400, 413]).toContain(status);
      },
    );
    await fc.assert(property, { seed: 20261122, numRuns: 150 });
    expect(failures).toEqual([]);
  });

  it("are refused where they are too large, whether or not they say how large they are", async () => {
    const [endpoint] = endpoints;
    const large = JSON.stringify({ ...endpoint?.request, more: "x".repeat(4096) });
    const path = endpoint?.path ?? "";
    expect((await pdp.post(path, large, { "content-length": String(large.length) })).status).toBe(413);
    const body = new Blob([large]).stream();
    const headers = { "content-type": "application/json" };
    expect((await pdp.send(path, { method: "POST", body, headers, duplex: "half" })).status).toBe(413);
    const evaluations = Array.from({ length: 51 }, () => ({}));
    expect((await pdp.post("/access/v1/evaluations", { subject: alice, evaluations })).status).toBe(400);
  });

  it("are none of other paths and methods", async () => {
    expect((await pdp.post("/access/v2/evaluation", {})).status).toBe(404);
    expect((await pdp.send("/constructor")).status).toBe(404);
    const { status, headers } = await pdp.send("/access/v1/evaluation", { headers: { "x-request-id": "7" } });
    expect([status, headers.get("allow"), headers.get("x-request-id")]).toEqual([405, "POST", "7"]);
    expect((await pdp.post("/healthz", {})).status).toBe(405);
  });
});
