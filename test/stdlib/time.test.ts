import { describe, expect, it } from "vitest";
import { decide } from "./decide.js";

/** Whether a Boolean expression over `args.at` holds where that is `at`. */
function holds(expression: string, at: string, now = at): boolean {
  const policy = `
use std.time
principal Clerk
action clock.ask(at: Time)
context { now: Time }
policy clock {
  rule asked
    allow Clerk to clock.ask
    when context.now >= "0001-01-01T00:00:00Z" and ${expression}
}`;
  const action = { name: "clock.ask", properties: { at } };
  return decide(policy, { subject: { type: "Clerk", id: "ada" }, action, context: { now } }).decision;
}

describe("business_hours", () => {
  it.each([
    ["Friday at nine", "0h", "2026-11-20T09:00:00Z", true],
    ["a millisecond before", "0h", "2026-11-20T08:59:59.999Z", false],
    ["at seventeen no more", "0h", "2026-11-20T17:00:00Z", false],
    ["a millisecond before that", "0h", "2026-11-20T16:59:59.999Z", true],
    ["Saturday", "0h", "2026-11-21T12:00:00Z", false],
    ["nine, an hour ahead of UTC", "1h", "2026-11-20T08:00:00Z", true],
    ["Friday here, Saturday in UTC", "-8h", "2026-11-21T00:30:00Z", true],
    ["Monday here, Sunday in UTC", "13h", "2026-11-22T20:00:00Z", true],
    ["half an hour counts", "330m", "2026-11-20T03:30:00Z", true],
    ["before 1970", "0h", "1969-12-31T12:00:00Z", true],
  ])("%s", (_, offset, at, expected) => {
    expect(holds(`business_hours(args.at, ${offset})`, at)).toBe(expected);
  });
});

describe("within_hours", () => {
  it.each([
    [22, 6, "2026-11-20T22:00:00Z", true],
    [22, 6, "2026-11-20T05:59:59.999Z", true],
    [22, 6, "2026-11-20T06:00:00Z", false],
    [22, 6, "2026-11-20T21:59:59.999Z", false],
    [0, 24, "2026-11-20T00:00:00Z", true],
    [0, 24, "2026-11-20T23:59:59.999Z", true],
    [8, 8, "2026-11-20T08:00:00Z", false],
    [20, 0, "2026-11-20T23:00:00Z", true],
    [20, 0, "2026-11-20T00:00:00Z", false],
  ])("from %i to %i at %s: %s", (opens, closes, at, expected) => {
    expect(
      holds(`within_hours(moment: args.at, utc_offset: 0h, opens: ${opens}, closes: ${closes})`, at),
    ).toBe(expected);
  });
});

describe("on_weekend", () => {
  it.each([
    ["2026-11-20T23:59:59.999Z", false],
    ["2026-11-21T00:00:00Z", true],
    ["2026-11-22T23:59:59.999Z", true],
    ["2026-11-23T00:00:00Z", false],
  ])("%s: %s", (at, expected) => expect(holds("on_weekend(args.at, 0h)", at)).toBe(expected));
});

describe("within_window", () => {
  const december = 'within_window(args.at, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")';
  it.each([
    ["2026-11-30T23:59:59.999Z", false],
    ["2026-12-01T00:00:00Z", true],
    ["2026-12-31T23:59:59.999Z", true],
    ["2027-01-01T00:00:00Z", false],
    ["2027-01-01T00:30:00+01:00", true],
  ])("%s: %s", (at, expected) => expect(holds(december, at)).toBe(expected));
});

describe("recent", () => {
  const now = "2026-11-20T10:00:00Z";
  it.each([
    ["now", now, true],
    ["at its age's limit", "2026-11-20T09:00:00Z", true],
    ["too old", "2026-11-20T08:59:59.999Z", false],
    ["from the future", "2026-11-20T10:00:00.001Z", false],
  ])("%s", (_, at, expected) => expect(holds("recent(args.at, context.now, 1h)", at, now)).toBe(expected));
});
