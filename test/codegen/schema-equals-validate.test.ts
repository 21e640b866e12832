import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, requestSchema } from "../../src/compiler.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { seededChoices } from "../../src/testing/choices.js";
import { isPlainData } from "../../src/testing/plain-data.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { spoilRequest } from "../../src/testing/request/hostile.js";
import { requestsWithOneWrong } from "../../src/testing/request/one-wrong.js";
import type { JsonRecord } from "../../src/testing/request/values.js";
import { type CompiledSet, compileSet, compileTyped } from "../testing/compile-set.js";
import { requestValidator } from "./request-validator.js";
import { unexcused } from "./schema-exceptions.js";

/*
 * Law schema-equals-validate: Ajv with the schema of a policy set's requests accepts what the module's `validate` has no problem with, but
 * for the exceptions of docs/json-schema.md, where it accepts more.
 */

/** A policy set that checks, and a number from which its requests are made. */
const subject = arbitraryOf((choices) => {
  const files = generatePolicySet(choices, 5);
  return { files, seed: choices.int(0, 2 ** 31 - 1) };
});

/** For machines that are busy with other tests. */
const patience = 240_000;

/** Makes requests, of which those that JSON cannot write are left out. */
type RequestSource = (set: CompiledSet, seed: number) => readonly unknown[];

const directed: RequestSource = ({ policySet }, seed) => {
  const generate = createRequestGenerator(policySet);
  return Array.from({ length: 20 }, (_, index) => generate(seededChoices(seed + index)));
};

const spoilt: RequestSource = ({ policySet }, seed) => {
  const generate = createRequestGenerator(policySet);
  return Array.from({ length: 20 }, (_, index) => {
    const choices = seededChoices(seed + index);
    return spoilRequest(choices, generate(choices));
  });
};

const oneWrong: RequestSource = (set, seed) => {
  const valid = directed(set, seed).find((request) => set.module.validate(request).length === 0);
  return valid === undefined ? [] : requestsWithOneWrong(valid as JsonRecord);
};

/** Where Ajv and the module part; undefined where they agree, but for what a schema cannot state. */
function createComparison({ policySet, module }: CompiledSet) {
  const accepts = requestValidator(requestSchema(policySet));
  return (request: unknown) => {
    const problems = module.validate(request);
    if (!accepts(request)) return problems.length === 0 ? { request, refused: "a valid request" } : undefined;
    const missed = unexcused(problems, request);
    return missed.length === 0 ? undefined : { request, missed };
  };
}

describe("schema-equals-validate", () => {
  it.each<[string, RequestSource, number]>([
    ["for directed requests", directed, 11],
    ["for valid requests with any one thing wrong", oneWrong, 7],
    ["for spoilt requests", spoilt, 15],
  ])(
    "%s",
    (_, source, numRuns) => {
      const counts = { valid: 0, invalid: 0 };
      fc.assert(
        fc.property(subject, ({ files, seed }) => {
          const { policySet } = check(files, { schemas: generatorSchemas });
          fc.pre(policySet !== undefined);
          const set = compileTyped(policySet, files);
          const difference = createComparison(set);
          for (const request of source(set, seed).filter((each) => isPlainData(each))) {
            counts[set.module.validate(request).length === 0 ? "valid" : "invalid"]++;
            expect(difference(request)).toBeUndefined();
          }
        }),
        { seed: 20261201, numRuns, endOnFailure: true },
      );
      expect(counts.valid).toBeGreaterThan(25);
      expect(counts.invalid).toBeGreaterThan(25);
    },
    patience,
  );

  it.each(readdirSync("examples"))("for the requests of examples/%s", (name) => {
    const set = compileSet(policyFiles(name));
    const difference = createComparison(set);
    const folder = join("examples", name, "requests");
    const requests = readdirSync(folder).map((file): unknown =>
      JSON.parse(readFileSync(join(folder, file), "utf8")),
    );
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests)
      for (const each of [request, ...requestsWithOneWrong(request as JsonRecord)])
        expect(difference(each)).toBeUndefined();
  });
});

const entitiesAsValues = `
principal User in Team { team: String, boss: User }
entity Team { lead: String }
action notes.share(with: User, to: List<User | Team>, opts: { by?: User, note: Json }), notes.give(with: User, ...)
context { owner: User | Team }
policy p {
  rule shares allow User to notes.share
    when principal.boss in Team("a") and args.with in Team("b") and args.with.boss.team == "x"
    when any each in args.to: each is Team and each.lead == "y"
    when context.owner in Team("c")
  rule gives allow User to notes.give
}
`;

describe("schema-equals-validate, for entities as values", () => {
  const set = compileSet([{ path: "a.pol", text: entitiesAsValues }]);
  const difference = createComparison(set);
  const team = { type: "Team", id: "t", properties: { lead: "y" }, ancestors: [] };
  const user = (more: object = {}) => ({
    type: "User",
    id: "u",
    properties: { team: "x", boss: { type: "User", id: "b", properties: { team: "x" }, ancestors: [team] } },
    ancestors: [{ type: "Team", id: "b" }],
    ...more,
  });
  const properties = { with: user(), to: [team, user()], opts: { by: user(), note: { a: [null] } } };
  const share = { subject: user(), action: { name: "notes.share", properties }, context: { owner: team } };
  const give = {
    ...share,
    action: { name: "notes.give", properties: { with: user(), more: { any: [null] } } },
  };

  it.each([
    ["share", share],
    ["give", give],
  ])("%s, with any one thing wrong or too much", (_, request) => {
    expect(set.module.validate(request)).toEqual([]);
    const variants = [request, ...requestsWithOneWrong(request), ...requestsWithOneMore(request)];
    for (const variant of variants) expect(difference(variant)).toBeUndefined();
  });
});

/** The value with a member more in one of its records. */
function requestsWithOneMore(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    requestsWithOneMore(member).map((changed) =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed },
    ),
  );
  return Array.isArray(value) ? inner : [{ ...value, more: null }, ...inner];
}

function policyFiles(example: string): readonly SourceFile[] {
  const folder = join("examples", example);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".pol"),
  );
  return names.map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}
