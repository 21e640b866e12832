import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import { createConditionSource } from "../../../src/analysis/report/side-conditions.js";
import { principalOf } from "../../../src/analysis/request-kind.js";
import type { PolicySet, PrincipalEnvironment, TypedAssertion } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { interpretWithOutcomes } from "../../../src/interpret/interpret.js";
import { lower } from "../../../src/ir/lower.js";
import { printSegments } from "../../../src/syntax/print-string.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { inAWorld } from "../in-a-world.js";
import { matrixOf, policySetOf, type RandomSet, randomSets } from "./sets.js";

const schema = `
principal User in Team { team: String }
entity Team
action db.query(table: String, limit?: Int in 1..1000)
context { hour: Int in 0..23 }
def at_night(hour: Int) = hour > 20
remedy approval(from: String) = context.hour == 12
`;

/** When a user may query, by some rules. */
function conditionOf(rules: string): string | undefined {
  const { rows } = matrixOf(policySetOf(`${schema}policy p {\n${rules}\n}\n`));
  return rows[0]?.cells[0]?.sides[0]?.conditions.clauses;
}

const all = "rule all allow User to db.query";

describe("the conditions of a side", () => {
  it.each<[string, string, string | undefined]>([
    ["nothing allows it", "rule a deny User to db.query", undefined],
    ["nothing stands against it", all, ""],
    ["a deny without a condition", `${all} rule a deny User to db.query`, undefined],
    [
      "one allow keeps its clauses",
      'rule a allow User to db.query when args.table == "a" unless at_night(context.hour)',
      'when args.table == "a"\nunless at_night(context.hour)',
    ],
    [
      "allows are alternatives",
      'rule a allow User to db.query when args.table == "a" unless at_night(context.hour) rule b allow User to db.query when args.table == "b"',
      'when (args.table == "a" and not at_night(context.hour)) or args.table == "b"',
    ],
    [
      "allows that say the same say it once",
      'rule a allow User to db.query when args.table == "a" rule b allow User to db.query when args.table == "a"',
      'when args.table == "a"',
    ],
    [
      "an allow without a condition takes the others in",
      `${all} rule b allow User to db.query when at_night(context.hour)`,
      "",
    ],
    [
      "a deny is an exception",
      `${all} rule a deny User to db.query when at_night(context.hour)`,
      "unless at_night(context.hour)",
    ],
    [
      "a deny with an exception of its own",
      `${all} rule a deny User to db.query when at_night(context.hour) unless args.table == "a"`,
      'unless at_night(context.hour) and not args.table == "a"',
    ],
    [
      "a deny that has exceptions alone is a condition",
      `${all} rule a deny User to db.query unless args.table == "a" unless approval(from: "x")`,
      'when args.table == "a" or approval(from: "x")',
    ],
    [
      "a deny of what is required anyway comes down to the rest of it",
      `rule a allow User to db.query when args.table == "a" rule b deny User to db.query when args.table == "a" when at_night(context.hour)
rule c deny User to db.query unless args.table like "x*" rule d deny User to db.query when args.table like "x*" unless at_night(context.hour) `,
      'when args.table == "a"\nwhen args.table like "x*"\nunless at_night(context.hour)\nwhen at_night(context.hour)',
    ],
    [
      "a deny of just what is allowed",
      'rule a allow User to db.query when args.table == "a" rule b deny User to db.query when args.table == "a"',
      undefined,
    ],
    [
      "ids and groups of the sentence",
      'rule a allow User("ann"), User in Team("sales") to db.query when at_night(context.hour)',
      'when principal == User("ann") or principal in Team("sales")\nwhen at_night(context.hour)',
    ],
    [
      "a clause that the types settle is left out",
      `rule a allow User to db.query when principal is User when at_night(context.hour)`,
      "when at_night(context.hour)",
    ],
  ])("%s", (_, rules, condition) => {
    expect(conditionOf(rules)).toBe(condition);
  });

  it("is not joined where that would be too long to read", () => {
    const rules = Array.from(
      { length: 25 },
      (_, index) => `rule r${index} allow User to db.query when args.table == "t${index}"`,
    );
    expect(conditionOf(rules.join("\n"))).toBeUndefined();
    expect(conditionOf(rules.slice(1).join("\n"))?.split(" or")).toHaveLength(24);
  });
});

// ── law ──

interface Stated {
  readonly name: string;
  readonly text: string;
  readonly principal: PrincipalEnvironment;
}

/** Each condition as an assertion on those of whom it speaks. */
function statedBy(policySet: PolicySet): readonly Stated[] {
  const conditions = createConditionSource();
  return createAnalysis(lower(policySet)).points.flatMap((point, index) => {
    const { clauses } = conditions.at(point);
    if (clauses === undefined) return [];
    const { action, resource } = point.environment;
    const name = `stated_${index}`;
    const segments = printSegments(
      action.split(".").map((text) => ({ text })),
      "anything",
    );
    const on = resource === undefined ? "" : ` on ${resource}`;
    const principal = principalOf(point);
    return [
      { name, principal, text: `assert ${name}\n deny ${who(principal)} to ${segments}${on}\n${clauses}\n` },
    ];
  });
}

function who({ type, role, other }: PrincipalEnvironment): string {
  return role === "actor" ? `${type} acting for ${other}` : type;
}

/** The assertions of a policy set's text with one more; undefined where that does not check, for it speaks of more than the condition. */
function assertionIn(set: RandomSet, { name, text }: Stated): TypedAssertion | undefined {
  const files = [...set.files, { path: "stated.pol", text }].map((file) => ({
    ...file,
    // A remedy is called by denies alone.
    text: file.text.replaceAll(/^remedy /gm, "def "),
  }));
  const { policySet } = check(files, { schemas: generatorSchemas });
  return policySet?.assertions.find((assertion) => assertion.name === name);
}

/** Requests for which a condition is true and the principal is denied, or the other way round. */
function disagreements(
  policySet: PolicySet,
  stated: Stated,
  assertion: TypedAssertion,
  requests: readonly unknown[],
) {
  const rule = {
    ...assertion,
    id: assertion.name,
    policy: "",
    effect: "oblige",
    because: undefined,
    heading: assertion.span,
  } as const;
  const extended = { ...policySet, rules: [...policySet.rules, rule] };
  const { role, type, other } = stated.principal;
  const principal = role === "actor" ? "actor" : "subject";
  return requests.flatMap((request) => {
    const { decision, outcomes } = interpretWithOutcomes(extended, request);
    const outcome = outcomes.find((each) => each.rule.id === rule.id && each.principal === principal);
    if (outcome === undefined || !isOf(request, role, type, other)) return [];
    const isAllowed = decision[principal]?.decision ?? false;
    return [
      { agrees: (outcome.outcome === true) === isAllowed, isAllowed, request, condition: assertion.text },
    ];
  });
}

function isOf(request: unknown, role: PrincipalEnvironment["role"], type: string, other: string | undefined) {
  const { subject, actor } = request as { subject: { type: string }; actor?: { type: string } };
  if (role === "alone") return actor === undefined && subject.type === type;
  const [own, another] = role === "actor" ? [actor, subject] : [subject, actor];
  return own?.type === type && another?.type === other;
}

describe("conditions as they are written back", () => {
  it("written-condition-decides: a principal is allowed iff its condition is true, on random sets and requests", () => {
    const compared = randomSets(24, 8_100).flatMap((set) => {
      const generate = createRequestGenerator(set.policySet);
      const requests = Array.from({ length: 60 }, (_, index) => set.seed * 100 + index).flatMap(
        (seed) => inAWorld(set.policySet, generate(seededChoices(seed)), seed) ?? [],
      );
      return statedBy(set.policySet)
        .slice(0, 6)
        .flatMap((stated) => {
          const assertion = assertionIn(set, stated);
          return assertion === undefined ? [] : disagreements(set.policySet, stated, assertion, requests);
        });
    });
    expect(compared.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(compared.filter(({ isAllowed }) => isAllowed).length).toBeGreaterThan(30);
    expect(compared.filter(({ isAllowed }) => !isAllowed).length).toBeGreaterThan(25);
  });
});
