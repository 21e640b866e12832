import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitModule } from "../../src/codegen/emit-module.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { checkLaws, replayLaw } from "../../src/testing/check-laws.js";
import { seededChoices } from "../../src/testing/choices.js";
import { createRequestSource } from "../../src/testing/directed-requests.js";
import type { Law, LawSubject } from "../../src/testing/law.js";
import { laws } from "../../src/testing/laws.js";
import { loadModule } from "../../src/testing/load-module.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { requestArbitrary } from "../../src/testing/request-arbitrary.js";
import type { JsonObject } from "../../src/util/json-object.js";
import { compileSet, compileTyped } from "./compile-set.js";

const text = `
  principal User { level: Int in 0..9 }
  action read(page: Int in 0..99)
  context { ip: Ip }
  policy p {
    rule readers  allow User to read  when principal.level > 3
    rule outside  deny User to read  when not context.ip in "10.0.0.0/8"
    rule never    allow User to read  when args.page == 7 and args.page == 8
  }`;
const files = [{ path: "p.pol", text }];

function subjectOf(patch: (code: string) => string = (code) => code): LawSubject {
  const { policySet } = compileSet(files);
  const build: LawSubject["rebuild"] = (set) =>
    loadModule(patch(emitModule(lower(set), { sources: files }).code));
  return { policySet, files, module: build(policySet), rebuild: build };
}

/** One level too many. */
const broken = subjectOf((code) => code.replace("principal_level > 3", "principal_level >= 3"));
const whole = subjectOf();
const source = createRequestSource(whole.policySet);
const options = { runs: 100, seed: 7 };

function named(name: string): Law {
  const law = laws.find((each) => each.name === name);
  if (law === undefined) throw new Error(`there is no law ${name}`);
  return law;
}

describe("laws", () => {
  it("have names and statements of their own", () => {
    expect(new Set(laws.map(({ name }) => name)).size).toBe(laws.length);
    expect(new Set(laws.map(({ statement }) => statement)).size).toBe(laws.length);
    for (const { name, statement } of laws) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(statement).toMatch(/^\S.*\.$/);
    }
  });

  it("hold of a module as it is; rules that no request matches are named", () => {
    const report = checkLaws(whole, source, options);
    expect(report.laws.filter(({ failure }) => failure)).toEqual([]);
    expect(report).toMatchObject({
      seed: 7,
      requests: source.seeds.length + 100,
      matchedRules: ["p.outside", "p.readers"],
      unmatchedRules: ["p.never"],
    });
  });

  const law = named("interpreter-equals-generated");

  it("that break are shrunk to a small request, which seed and path give again", () => {
    const { laws: results } = checkLaws(broken, source, { ...options, laws: [law] });
    const failure = results[0]?.failure;
    expect(failure).toMatchObject({ seed: 7, path: expect.stringMatching(/^\d+(:\d+)*$/) });
    expect(failure?.request).toMatchObject({ subject: { properties: { level: 3 } } });
    expect(failure && replayLaw(broken, source, law, failure)).toEqual(failure?.violation);
    expect(failure && replayLaw(whole, source, law, failure)).toBeUndefined();
  });

  it("give the same report for the same seed", () => {
    expect(checkLaws(broken, source, options)).toEqual(checkLaws(broken, source, options));
  });

  it("are all asked on when one breaks, unless the first is enough", () => {
    const brokenLaws = (bail: boolean) =>
      checkLaws(broken, source, { ...options, bail }).laws.filter(({ failure }) => failure);
    expect(brokenLaws(false).map((result) => result.law.name)).toEqual([
      "interpreter-equals-generated",
      "default-deny",
      "allowed-by-a-rule",
    ]);
    expect(brokenLaws(true)).toHaveLength(1);
  });

  it("show a request as it was found, where a smaller one is not wanted", () => {
    const { laws: results } = checkLaws(broken, source, { ...options, laws: [law], shrink: false });
    const [failure] = results.flatMap((result) => result.failure ?? []);
    expect(failure).toMatchObject({ shrinks: 0, path: expect.stringMatching(/^\d+$/) });
    expect(failure && replayLaw(broken, source, law, failure)).toEqual(failure?.violation);
  });

  it("are asked of the seeds first, all of them, and cannot change them", () => {
    const seen: JsonObject[] = [];
    const greedy: Law = {
      name: "greedy",
      statement: "Takes what it is given.",
      check: (_, request) => {
        seen.push(request);
        expect(() => Object.assign(request, { subject: undefined })).toThrow(TypeError);
        return undefined;
      },
    };
    checkLaws(whole, source, { runs: 3, laws: [greedy] });
    expect(seen).toHaveLength(source.seeds.length + 3);
    expect(seen.slice(0, source.seeds.length)).toEqual(source.seeds);
  });

  it("that hold when they are asked again are broken all the same", () => {
    let asked = 0;
    const once: Law = {
      name: "once",
      statement: "Breaks once.",
      check: (_, request) => (asked++ === 2 ? { message: "the third time", request } : undefined),
    };
    const { laws: results } = checkLaws(whole, source, { runs: 9, laws: [once] });
    expect(results[0]?.failure).toMatchObject({
      violation: { message: "the third time" },
      request: source.seeds[2],
      path: "2",
      shrinks: 0,
    });
  });

  it("that throw are broken", () => {
    const thrower: Law = {
      name: "thrower",
      statement: "Throws.",
      check: () => {
        throw new Error("out of order");
      },
    };
    const { laws: results } = checkLaws(whole, source, { runs: 1, laws: [thrower] });
    expect(results[0]?.failure?.violation.message).toContain("out of order");
  });
});

/** For machines that are busy with other tests. */
const patience = 240_000;

const randomSet = arbitraryOf((choices) => ({
  files: generatePolicySet(choices, 4),
  seed: choices.int(0, 2 ** 31 - 1),
}));

describe("laws-hold-of-every-policy-set", () => {
  it(
    "of random ones, with every construct of the language",
    () => {
      let asked = 0;
      fc.assert(
        fc.property(randomSet, ({ files: sources, seed }) => {
          const checkOptions = { schemas: generatorSchemas };
          const { policySet } = check(sources, checkOptions);
          fc.pre(policySet !== undefined);
          const rebuild: LawSubject["rebuild"] = (set) => compileTyped(set, sources).module;
          const subject = { policySet, files: sources, checkOptions, module: rebuild(policySet), rebuild };
          const random = { seeds: [], arbitrary: requestArbitrary(policySet) };
          const report = checkLaws(subject, random, { runs: 25, seed });
          asked += report.requests;
          expect(report.laws.flatMap(({ failure }) => failure?.violation ?? [])).toEqual([]);
        }),
        { seed: 20261129, numRuns: 5 },
      );
      expect(asked).toBeGreaterThan(100);
    },
    patience,
  );

  it("and of one request alone, as often as it is asked", () => {
    const [request] = source.seeds;
    if (request === undefined) throw new Error("there are seeds");
    for (const law of laws) {
      for (let seed = 0; seed < 20; seed++) {
        expect(law.check(whole, request, seededChoices(seed)), law.name).toBeUndefined();
      }
    }
  });
});
