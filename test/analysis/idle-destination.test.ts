import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { decidesNothing } from "../../src/analysis/idle-destination.js";
import { requestKinds } from "../../src/analysis/request-kind.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

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

const sets = 12;
const requestsPerSet = 120;

type Request = JsonObject & { readonly action: JsonObject & { readonly properties?: JsonObject } };

/** Requests of one set, those that are valid. */
function requestsOf(
  seed: number,
  policySet: Parameters<typeof createRequestGenerator>[0],
): readonly Request[] {
  const generate = createRequestGenerator(policySet);
  const all = Array.from({ length: requestsPerSet }, (_, index) =>
    generate(seededChoices(seed * 1000 + index)),
  );
  return all.filter(
    (request): request is Request =>
      isJsonObject(request) && interpret(policySet, request).reason !== "invalid_request",
  );
}

/** The kind of a request, as an environment has it. */
function kindKey(request: JsonObject): string {
  const typeOf = (part: unknown) => (isJsonObject(part) ? part.type : undefined);
  const action = isJsonObject(request.action) ? request.action.name : undefined;
  return JSON.stringify([action, typeOf(request.resource), typeOf(request.subject), typeOf(request.actor)]);
}

function withArgument(request: Request, name: string, value: unknown): Request {
  const { [name]: _, ...rest } = request.action.properties ?? {};
  const properties = value === undefined ? rest : { ...rest, [name]: value };
  return { ...request, action: { ...request.action, properties } };
}

describe("an argument that is said to decide nothing", () => {
  it("law idle-argument-decides-nothing: a request is decided alike with the argument of any other", () => {
    let compared = 0;
    for (let seed = 1; seed <= sets; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      const requests = requestsOf(seed, policySet);
      const analysis = createAnalysis(lower(policySet));
      for (const kind of requestKinds(analysis)) {
        const { action, resource, subject, actor } = kind.environment;
        const key = JSON.stringify([
          action,
          policySet.actions.get(action)?.resources && resource,
          subject.type,
          actor?.type,
        ]);
        const own = requests.filter((request) => kindKey(request) === key);
        if (own.length < 2) continue;
        for (const field of policySet.actions.get(action)?.parameters.values() ?? []) {
          if (!decidesNothing(analysis, kind, field)) continue;
          for (const [index, request] of own.entries()) {
            const other = own[(index + 1) % own.length];
            const changed = withArgument(request, field.name, other?.action.properties?.[field.name]);
            const [before, after] = [interpret(policySet, request), interpret(policySet, changed)];
            const isAllowed = ({ reason }: typeof before) =>
              reason === "allowed" || reason === "obligation_error";
            if (after.reason === "invalid_request") continue;
            expect(isAllowed(after), JSON.stringify([seed, field.name, request, changed])).toBe(
              isAllowed(before),
            );
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
