import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionService, unavailablePolicy } from "./decision-service.js";
import { alice, bob, fixtureEntities, fixturePolicy, read, record1, write } from "./fixture.js";

const one = "/access/v1/evaluation";
const all = "/access/v1/evaluations";
const pdp = decisionService(fixturePolicy, { known: fixtureEntities });

describe("the semantics of a batch", () => {
  const allowed = { subject: alice };
  const denied = { subject: bob };
  const broken = { subject: null };
  const decisionsOf = async (evaluations: readonly object[], evaluations_semantic?: string) => {
    const options = evaluations_semantic === undefined ? { other: 1 } : { evaluations_semantic };
    const { body } = await pdp.post(all, { action: write, resource: record1, options, evaluations });
    return body.evaluations.map((each: { decision: boolean }) => each.decision);
  };

  it.each([
    [undefined, [true, false, true, false]],
    ["execute_all", [true, false, true, false]],
    ["deny_on_first_deny", [true, false]],
    ["permit_on_first_permit", [true]],
  ])("%s", async (semantic, decisions) => {
    expect(await decisionsOf([allowed, denied, allowed, broken], semantic)).toEqual(decisions);
  });

  it("count what is malformed as denied", async () => {
    expect(await decisionsOf([allowed, broken, allowed], "deny_on_first_deny")).toEqual([true, false]);
    expect(await decisionsOf([broken, denied, allowed, denied], "permit_on_first_permit")).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("batch-equals-singles: what a batch decides is what single evaluations decide, as far as it goes", async () => {
    const evaluation = fc.record(
      {
        subject: fc.constantFrom(alice, bob),
        action: fc.constantFrom(
          read,
          write,
          { name: "delete", properties: { soft: true } },
          { name: "none" },
        ),
        resource: fc.constantFrom(record1, { type: "record", id: "record-2" }, { type: "other", id: "" }),
        context: fc.constantFrom({}, { now: "2026-01-01T00:00:00Z" }),
      },
      { requiredKeys: [] },
    );
    const semantics = fc.constantFrom("execute_all", "deny_on_first_deny", "permit_on_first_permit");
    const defaults = { subject: alice, action: read, resource: record1 };
    const property = fc.asyncProperty(
      fc.array(evaluation, { minLength: 1, maxLength: 6 }),
      semantics,
      async (evaluations, semantic) => {
        const singles: boolean[] = [];
        for (const each of evaluations)
          singles.push((await pdp.post(one, { ...defaults, ...each })).body.decision);
        const last =
          {
            execute_all: -1,
            deny_on_first_deny: singles.indexOf(false),
            permit_on_first_permit: singles.indexOf(true),
          }[semantic] ?? -1;
        const options = { evaluations_semantic: semantic };
        const { body } = await pdp.post(all, { ...defaults, options, evaluations });
        const decisions = body.evaluations.map((each: { decision: boolean }) => each.decision);
        expect(decisions).toEqual(last < 0 ? singles : singles.slice(0, last + 1));
      },
    );
    await fc.assert(property, { seed: 20261122, numRuns: 100 });
  });

  it("are three", async () => {
    const { status } = await pdp.post(all, { evaluations: [{}], options: { evaluations_semantic: "any" } });
    expect(status).toBe(400);
  });

  it("decides large batches whole", async () => {
    const evaluations = Array.from({ length: 1000 }, (_, index) => ({
      subject: index % 3 === 0 ? alice : bob,
    }));
    const decisions = await decisionsOf(evaluations);
    expect(decisions).toEqual(evaluations.map(({ subject }) => subject === alice));
  });
});

const reviewed = `principal User {
  team?: String
}

principal Agent acting for User

entity Report

action share(with: Email, note?: String secret) on Report
context {
  now: Time
  reviewed?: Bool
}
obligation mask(column: String)
remedy review(by: String) = context has reviewed and context.reviewed

policy sharing {

  rule people_share
    allow User, Agent acting for User to share

  rule a_review_first
    deny Agent acting for User to share
    unless review(by: "owner")
    because "What agents share is looked at first."

  rule no_birthdays
    oblige anyone to share
    with mask(column: "birthday")
}
`;

const share = {
  subject: { type: "User", id: "ann" },
  action: { name: "share", properties: { with: "Bob@EXAMPLE.com" } },
  resource: { type: "Report", id: "1" },
};

describe("the context of an answer", () => {
  const shares = decisionService(reviewed);

  it("of an allow has what is to be done", async () => {
    const { body } = await shares.post(one, share);
    expect(body).toEqual({
      decision: true,
      context: {
        id: expect.any(String),
        reason: "allowed",
        obligations: [{ name: "mask", arguments: { column: "birthday" } }],
        args: { with: "Bob@example.com" },
      },
    });
    expect(shares.log.at(-1)).toMatchObject({ id: body.context.id, adapter: "authzen", decision: true });
  });

  it("of a deny has why, and what would have to be true; no rule is named", async () => {
    const actor = { type: "Agent", id: "bot" };
    const { status, body } = await shares.post(one, { ...share, actor });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        decision: false,
        context: {
          id: expect.any(String),
          reason: "denied_by_rule",
          because: ["What agents share is looked at first."],
          remedies: [{ principal: "actor", name: "review", arguments: { by: "owner" } }],
        },
      },
    });
    const { body: after } = await shares.post(one, { ...share, actor, context: { reviewed: true } });
    expect(after.decision).toBe(true);
  });

  it("does not say why a request is invalid: that is in the log, with what is secret left out", async () => {
    const properties = { with: "nobody", note: "a word for nobody else" };
    const { body } = await shares.post(
      one,
      { ...share, action: { name: "share", properties } },
      { "x-request-id": "r-7" },
    );
    expect(body).toEqual({ decision: false, context: { id: expect.any(String), reason: "invalid_request" } });
    const line = shares.log.at(-1);
    expect(line).toMatchObject({
      requestId: "r-7",
      problems: [{ path: "/action/properties/with", kind: "invalid" }],
    });
    expect(JSON.stringify(line)).not.toContain("nobody else");
  });

  it("is a deny where there is no policy, and where the log cannot be written", async () => {
    const without = decisionService(unavailablePolicy);
    const { body } = await without.post(one, share);
    expect(body).toMatchObject({ decision: false, context: { reason: "policy_unavailable" } });
    expect(await without.send("/healthz")).toMatchObject({ status: 503, body: { status: "no policy" } });
    const full = decisionService(reviewed, {
      audit: { write: () => Promise.reject(new Error("disk full")) },
    });
    expect((await full.post(one, share)).body).toMatchObject({
      decision: false,
      context: { reason: "audit_unavailable" },
    });
    expect((await full.send("/healthz")).body.status).toBe("ok");
  });
});

const hours = `principal User

action door.open
context {
  now: Time
  site: String
}

policy doors {

  rule by_day
    allow User to door.open
    when context.now.hour in 8..17
    when context.site == "harbour"
}
`;

describe("the context of a request", () => {
  const door = {
    subject: { type: "User", id: "ann" },
    action: { name: "door.open" },
    resource: { type: "Door", id: "1" },
  };
  const at = (hour: string) => () => new Date(`2026-11-22T${hour}:00:00Z`);

  it("is completed with the time, where it names none", async () => {
    const context = { site: "harbour" };
    for (const [hour, open] of [
      ["09", true],
      ["20", false],
    ] as const) {
      const doors = decisionService(hours, { clock: at(hour) });
      expect((await doors.post(one, { ...door, context })).body.decision).toBe(open);
      const now = "2026-11-22T12:00:00Z";
      expect((await doors.post(one, { ...door, context: { ...context, now } })).body.decision).toBe(true);
    }
  });

  it("says nothing against what the host vouches for", async () => {
    const doors = decisionService(hours, { clock: at("09"), context: { site: "depot" } });
    expect((await doors.post(one, { ...door, context: { site: "harbour" } })).body.decision).toBe(false);
  });
});
