import { describe, expect, it } from "vitest";
import { decide } from "./decide.js";

const policy = `
use std.agents
action repo.merge
policy merges {
  rule agents_merge
    allow Agent acting for User, User, Service to repo.merge
  rule merges_are_reviewed
    deny Agent to repo.merge
    unless approval(from: "maintainers", max_age: 15m)
}`;

function merge(context: unknown) {
  return decide(policy, {
    subject: { type: "User", id: "alice" },
    actor: { type: "Agent", id: "bot" },
    action: { name: "repo.merge" },
    context,
  });
}

const now = "2026-11-21T10:00:00Z";

describe("approval", () => {
  it.each([
    ["just given", "maintainers", "2026-11-21T10:00:00Z", true],
    ["at its age's limit", "maintainers", "2026-11-21T09:45:00Z", true],
    ["in another zone", "maintainers", "2026-11-21T10:50:00+01:00", true],
    ["a millisecond too old", "maintainers", "2026-11-21T09:44:59.999Z", false],
    ["from the future", "maintainers", "2026-11-21T10:00:00.001Z", false],
    ["of another party", "Maintainers", "2026-11-21T10:00:00Z", false],
  ])("%s", (_, from, at, allowed) => {
    expect(merge({ now, approval: { from, at } }).decision).toBe(allowed);
  });

  it.each([[{ now }], [{ now, approval: null }]])("is reported where there is none", (context) => {
    expect(merge(context)).toMatchObject({
      reason: "denied_by_rule",
      remedies: [{ name: "approval", arguments: { from: "maintainers", max_age: "PT15M" } }],
    });
  });

  it.each([
    [{ approval: { from: "maintainers", at: now } }, "/context/now"],
    [{ now, approval: { from: "maintainers" } }, "/context/approval/at"],
    [{ now, approval: { from: "maintainers", at: "yesterday" } }, "/context/approval/at"],
  ])("is checked whole", (context, path) => {
    expect(merge(context)).toMatchObject({ reason: "invalid_request", problems: [{ path }] });
  });
});

describe("std.agents", () => {
  it("asks nothing of those who do not use it", () => {
    const request = { subject: { type: "Service", id: "cron" }, action: { name: "repo.merge" } };
    expect(decide(policy, request).decision).toBe(true);
  });
});
