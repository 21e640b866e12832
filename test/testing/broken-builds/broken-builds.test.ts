import { describe, expect, it } from "vitest";
import { checkLaws, type LawReport } from "../../../src/testing/check-laws.js";
import { laws } from "../../../src/testing/laws.js";
import { brokenBuilds } from "./broken-builds.js";
import { brokenSet, buildSet } from "./build-broken.js";
import { conditions } from "./conditions.js";

/*
 * What the laws are worth: compilers that were broken on purpose. The default run catches each of them, and each law alone catches those that
 * it is there for. A law that nothing here breaks is a defect.
 */

/** For machines that are busy with other tests. */
const patience = 240_000;

/** How many of the builds that break a law it is asked of alone: all of them are caught by the default run, above. */
const fewest = 1;

function brokenLaws({ laws: results }: LawReport): readonly string[] {
  return results.flatMap(({ law, failure }) => (failure ? [law.name] : []));
}

/** How many requests were tried before the one that a law broke on. */
function triedBefore({ laws: results }: LawReport): number {
  const paths = results.flatMap(({ failure }) => (failure ? [failure.path] : []));
  return Math.min(...paths.map((path) => Number(path.split(":")[0])));
}

describe("the default run", () => {
  it.each(brokenBuilds.map((build) => [build.name, build] as const))(
    "catches, within a thousand requests: %s",
    (_, build) => {
      const { subject, source } = brokenSet(build);
      const report = checkLaws(subject, source, { bail: true, shrink: false });
      expect(brokenLaws(report)).toHaveLength(1);
      expect(triedBefore(report)).toBeLessThan(1000);
    },
    patience,
  );

  it("has at least twenty broken builds to catch, each of its own name", () => {
    expect(new Set(brokenBuilds.map(({ name }) => name)).size).toBe(brokenBuilds.length);
    expect(brokenBuilds.length).toBeGreaterThanOrEqual(20);
  });

  it.each([...new Set(brokenBuilds.map(({ policies }) => policies))])(
    "has nothing to say of %s as it is",
    (policies) => {
      const { subject, source } = buildSet(policies);
      const report = checkLaws(subject, source, { runs: 20 });
      expect(brokenLaws(report)).toEqual([]);
      expect(report.unmatchedRules).toEqual([]);
    },
    patience,
  );
});

describe("each law alone", () => {
  it.each(laws.map((law) => [law.name, law] as const))(
    "%s catches what it is there for",
    (name, law) => {
      const broken = brokenBuilds.filter(({ breaks }) => breaks.includes(name));
      expect(broken).not.toEqual([]);
      for (const build of broken.slice(0, fewest)) {
        const { subject, source } = brokenSet(build);
        const { laws: results } = checkLaws(subject, source, { laws: [law], shrink: false });
        const [result] = results;
        expect(result?.failure?.violation.message, build.name).toEqual(expect.any(String));
      }
    },
    patience,
  );

  it("is named by what breaks it", () => {
    const names = laws.map(({ name }) => name);
    expect(brokenBuilds.flatMap(({ breaks }) => breaks.filter((name) => !names.includes(name)))).toEqual([]);
  });
});

describe("a patch that does not apply", () => {
  it("is refused", () => {
    const elsewhere = conditions.filter(({ policies }) => policies !== "examples/analytics");
    expect(elsewhere).not.toEqual([]);
    for (const { patch } of elsewhere) {
      expect(() => buildSet("examples/analytics", patch)).toThrow("does not apply");
    }
  });
});
