import { describe, expect, it } from "vitest";
import { decidesNothing } from "../../src/analysis/idle-destination.js";
import { passesRules } from "../../src/analysis/request-allowed.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";
import { findingsOfCode, placesOfCode } from "./finding-of.js";
import { sampledKinds } from "./requests-by-kind.js";

const schema = `
principal User { senior: Bool, mail: Email }
principal Agent acting for User
tag read_only
action mail.send(to: Email, cc?: Email, subject: String, copies: List<Email>)
action web.fetch(url: Url, callback_url: String) tagged read_only
context { budget: Int }
`;

const inside = 'args.to.domain within "a.com"';

function said(rules: string): readonly string[] {
  return placesOfCode("POL3013", `${schema}\npolicy p {\n${rules}\n}\n`);
}

describe("an argument that names a destination and decides nothing (POL3013)", () => {
  it.each([
    [
      "two allows that leave nothing out",
      `rule a\nallow User to mail.send when ${inside} rule b\nallow User to mail.send when not ${inside}`,
      ["mail.send <- rule a, rule b"],
    ],
    [
      "an allow beside a wider one",
      `rule a\nallow User to mail.send when ${inside} when principal.senior rule b\nallow User to mail.send`,
      ["mail.send <- rule a"],
    ],
    [
      "a deny of what nobody is allowed",
      `rule a\nallow User to mail.send when args.subject == "x" rule b\ndeny User to mail.send when args.subject != "x" unless ${inside}`,
      ["mail.send <- rule b"],
    ],
    [
      "a rule on others than those who call",
      `rule a\nallow User to mail.send rule b\ndeny Agent acting alone to mail.send unless ${inside}`,
      ["mail.send <- rule b"],
    ],
    [
      "a list",
      'rule a\nallow User to mail.send when "x@a.com" in args.copies rule b\nallow User to mail.send when not ("x@a.com" in args.copies)',
      ["mail.send <- rule a, rule b"],
    ],
    [
      "an argument that may be absent",
      "rule a\nallow User to mail.send when args has cc rule b\nallow User to mail.send unless args has cc",
      ["mail.send <- rule a, rule b"],
    ],
    [
      "a string by its name",
      'rule a\nallow User to web.fetch when args.callback_url == "x" when args.url.host == "a.com" rule b\nallow User to web.fetch when args.url.host == "a.com"',
      ["web.fetch <- rule a"],
    ],
  ])("finds %s", (_, rules, places) => {
    expect(said(rules)).toEqual(places);
  });

  it("finds one that decides nothing when it is an agent that calls", () => {
    const rules = `
      rule people allow User to mail.send when principal.senior
      rule agents allow Agent to mail.send
      rule lone_agents deny Agent acting alone to mail.send unless ${inside}`;
    expect(findingsOfCode("POL3013", `${schema}\npolicy p {${rules}}`).map(({ message }) => message)).toEqual(
      ["`to` of `mail.send` names a destination and decides nothing in a call on behalf of somebody"],
    );
  });

  it.each([
    ["an argument that an allow confines", `rule a allow User to mail.send when ${inside}`],
    [
      "one that a deny confines",
      `rule a allow User to mail.send rule b deny anyone to mail.send unless ${inside}`,
    ],
    [
      "one that is confined for the user of an agent",
      `rule a allow User to mail.send when ${inside} rule b allow Agent acting for User to mail.send`,
    ],
    [
      "one that is confined for agents, and free for people",
      `rule a allow User to mail.send rule b allow Agent acting for User to mail.send when ${inside}`,
    ],
    ["one that is compared with another", "rule a allow User to mail.send when args.to == principal.mail"],
    ["one of which little is said", `rule a allow User to mail.send unless args.to == "x@a.com"`],
    ["one that no rule reads (POL2044)", "rule a allow User to mail.send when principal.senior"],
    ["an action that nobody is allowed", `rule a deny User to mail.send when ${inside}`],
    [
      "one that a rule reads that can never match (POL3001)",
      `rule a allow User to mail.send rule b deny User to mail.send when ${inside} when args.to.domain within "b.com"`,
    ],
    [
      "one that a clause reads that is always true (POL3004)",
      `rule a allow User to mail.send when principal.senior when args.to like "*"`,
    ],
  ])("lets be: %s", (_, rules) => {
    expect(said(rules)).toEqual([]);
  });
});

/** A request with the argument of another one. */
function withArgumentOf(request: JsonObject, other: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = argumentsOf(request);
  const { [name]: value } = argumentsOf(other);
  const properties = value === undefined ? rest : { ...rest, [name]: value };
  return { ...request, action: { ...(isJsonObject(request.action) ? request.action : {}), properties } };
}

function argumentsOf({ action }: JsonObject): JsonObject {
  return isJsonObject(action) && isJsonObject(action.properties) ? action.properties : {};
}

describe("the request that shows it", () => {
  it("is allowed, with another destination too", () => {
    const text = `${schema}\npolicy p {\nrule a allow User to mail.send when ${inside} rule b allow User to mail.send when not ${inside}\n}\n`;
    const [finding] = findingsOfCode("POL3013", text);
    const { policySet } = check([{ path: "a.pol", text }]);
    const { request, shows } = finding?.witness ?? {};
    if (policySet === undefined || request === undefined) throw new Error("there is a request");
    expect(shows).toBe("it is allowed, and so it is with any other `to`");
    for (const to of ["x@a.com", "x@b.com"]) {
      const elsewhere = withArgumentOf(request, { action: { properties: { to } } }, "to");
      expect(interpret(policySet, elsewhere).decision).toBe(true);
    }
  });
});

/** Each request with an argument of the next one, where that is valid. */
function variations(policySet: PolicySet, requests: readonly JsonObject[], name: string) {
  return requests.flatMap((request, index) => {
    const changed = withArgumentOf(request, requests[(index + 1) % requests.length] ?? request, name);
    const isValid = interpret(policySet, changed).reason !== "invalid_request";
    return isValid ? [{ request, changed }] : [];
  });
}

describe("an argument that is said to decide nothing", () => {
  it("law idle-argument-decides-nothing: a request is decided alike with the argument of any other", () => {
    let compared = 0;
    for (const { policySet, analysis, kind, requests } of sampledKinds(12, 120)) {
      const isAllowed = (request: JsonObject) => passesRules(interpret(policySet, request));
      const { parameters } = policySet.actions.get(kind.environment.action) ?? {};
      for (const field of parameters?.values() ?? []) {
        if (requests.length < 2 || !decidesNothing(analysis, kind, field)) continue;
        for (const { request, changed } of variations(policySet, requests, field.name)) {
          expect(isAllowed(changed), JSON.stringify([field.name, request])).toBe(isAllowed(request));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
