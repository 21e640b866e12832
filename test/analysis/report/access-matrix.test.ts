import { describe, expect, it } from "vitest";
import type { Access, Verdict } from "../../../src/analysis/report/access.js";
import { accessDetails, detailIndex } from "../../../src/analysis/report/access-details.js";
import { type AccessMatrix, isReachable } from "../../../src/analysis/report/access-matrix.js";
import type { Witness } from "../../../src/analysis/report/settle.js";
import { interpret } from "../../../src/interpret/interpret.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { matrixOf, policySetOf, type RandomSet, randomSets } from "./sets.js";

const schema = `
principal User { team: String }
principal Agent acting for User { team: String }
entity Table
entity View { public: Bool }
action db.query(name: String, limit?: Int in 1..1000) on Table, View
action db.drop(name: String)
obligation log(level: Int)
obligation stamp(text: String) once
context { load: Int }
`;

function matrix(rules: string): AccessMatrix {
  return matrixOf(policySetOf(`${schema}policy p {\n${rules}\n}\n`));
}

/** A verdict for each asker and row, and in parentheses one for each side of a delegated request. */
function shown({ askers, rows }: AccessMatrix): readonly string[] {
  return rows.flatMap(({ action, resources, cells }) =>
    cells.map((cell, index) => {
      const sides = cell.sides.length < 2 ? "" : ` (${cell.sides.map(({ verdict }) => verdict).join(", ")})`;
      const what = resources === undefined ? action.name : `${action.name} on ${resources.join(", ")}`;
      return `${askers[index]?.words} ${what}: ${cell.verdict}${sides}`;
    }),
  );
}

function cellOf(rules: string, who: string, what: string): Access {
  const { askers, rows } = matrix(rules);
  const cell = rows.find(({ action }) => action.name === what)?.cells[
    askers.findIndex(({ words }) => words === who)
  ];
  if (cell === undefined) throw new Error(`${who} ${what}`);
  return cell;
}

describe("accessMatrix", () => {
  it("has a column for each asker, a row for each action and the resources that differ", () => {
    const result = matrix(`
rule people allow User to db.query on Table
rule views allow User, Agent to db.query on View when resource.public`);
    expect(shown(result)).toEqual([
      "Agent acting alone db.drop: never",
      "User db.drop: never",
      "Agent acting for User db.drop: never (never, never)",
      "Agent acting alone db.query on Table: never",
      "User db.query on Table: always",
      "Agent acting for User db.query on Table: never (always, never)",
      "Agent acting alone db.query on View: when",
      "User db.query on View: when",
      "Agent acting for User db.query on View: when (when, when)",
    ]);
    expect(result.rows.map(isReachable)).toEqual([false, true, true]);
  });

  it("joins resources that do not differ", () => {
    const { rows } = matrix("rule people allow User to db.query");
    expect(rows.map(({ resources }) => resources)).toEqual([undefined, ["Table", "View"]]);
  });

  it.each<[string, string, Verdict]>([
    ["nothing allows it", "rule no deny User to db.drop", "never"],
    [
      "denies take all of it together",
      'rule a allow User to db.drop rule b deny User to db.drop when args.name like "a*" rule c deny User to db.drop unless args.name like "a*"',
      "never",
    ],
    [
      "an allow that contradicts itself",
      'rule a allow User to db.drop when args.name like "a*" when args.name like "b*"',
      "never",
    ],
    [
      "an allow that errs at the edge",
      "rule a allow User to db.drop when context.load + 1 > context.load",
      "when",
    ],
    [
      "allows take all of it together",
      'rule a allow User to db.drop when args.name like "a*" rule b allow User to db.drop unless args.name like "a*"',
      "always",
    ],
    [
      "a deny that cannot be true",
      'rule a allow User to db.drop rule b deny User to db.drop when args.name like "a*" when args.name like "b*"',
      "always",
    ],
    ["a group", 'rule a allow User("ann") to db.drop', "when"],
  ])("%s", (_, rules, verdict) => {
    expect(cellOf(rules, "User", "db.drop").verdict).toBe(verdict);
  });

  it("does not say always where obligations may fail", () => {
    const allow = "rule a allow User to db.drop";
    const verdict = (rules: string) => cellOf(`${allow} ${rules}`, "User", "db.drop").verdict;
    expect(verdict("rule b oblige User to db.drop with log(level: 1)")).toBe("always");
    expect(verdict("rule b oblige User to db.drop with log(level: context.load + 1)")).toBe("unknown");
    expect(
      verdict(
        'rule b oblige User to db.drop with stamp(text: "b") rule c oblige User to db.drop with stamp(text: "c")',
      ),
    ).toBe("unknown");
  });

  it("needs both principals at once: what excludes each other is never allowed", () => {
    const { verdict, sides } = cellOf(
      `rule a allow User to db.drop when args.name == "a" rule b allow Agent acting for User to db.drop when args.name == "b"`,
      "Agent acting for User",
      "db.drop",
    );
    expect([verdict, ...sides.map((side) => side.verdict)]).toEqual(["never", "when", "when"]);
  });

  it("has nothing to say where nobody or nothing is declared", () => {
    expect(matrixOf(policySetOf("principal User\n"))).toEqual({ askers: [], rows: [] });
  });
});

describe("accessDetails", () => {
  it("puts cells that read the same together, and finds them again", () => {
    const result = matrix("rule people allow User to db.query, db.drop");
    const details = accessDetails(result);
    expect(details.map(({ asker, rows }) => `${asker.words} ${rows.length}`)).toEqual([
      "Agent acting alone 2",
      "User 2",
      "Agent acting for User 2",
    ]);
    const index = detailIndex(details);
    for (const { asker, access } of details) expect(details[index(asker, access)]?.access).toBe(access);
  });
});

// ── laws ──

function witnessesThatLie(set: RandomSet, { rows }: AccessMatrix): readonly string[] {
  const lies = (witness: Witness | undefined, allowed: boolean) =>
    witness !== undefined &&
    (interpret(set.policySet, witness.request).decision !== allowed ||
      witness.decision.reason === "invalid_request");
  return rows.flatMap(({ action, cells }) =>
    cells.flatMap(({ allowed, denied }) =>
      lies(allowed, true) || lies(denied, false) ? [`${set.seed} ${action.name}`] : [],
    ),
  );
}

/** Requests that speak against a verdict of their kind, or of one of their principals. */
function contradictions(set: RandomSet, matrix: AccessMatrix, requests: number): readonly string[] {
  const generate = createRequestGenerator(set.policySet);
  return Array.from({ length: requests }, (_, index) =>
    generate(seededChoices(set.seed * 1_000 + index)),
  ).flatMap((request) => {
    const decision = interpret(set.policySet, request);
    if (decision.reason === "invalid_request") return [];
    const cell = cellFor(matrix, request as unknown as RequestShape);
    if (cell === undefined) return [`${set.seed} no cell for ${JSON.stringify(request)}`];
    const found = [
      [cell.verdict, decision.decision],
      [cell.sides[0]?.verdict, decision.subject?.decision],
      ...(cell.sides.length < 2 ? [] : [[cell.sides[1]?.verdict, decision.actor?.decision]]),
    ] as const;
    return found.some(([verdict, isAllowed]) => verdict === (isAllowed === true ? "never" : "always"))
      ? [`${set.seed} ${JSON.stringify(request)}`]
      : [];
  });
}

interface RequestShape {
  readonly subject: { readonly type: string };
  readonly actor?: { readonly type: string };
  readonly action: { readonly name: string };
  readonly resource?: { readonly type: string };
}

function cellFor({ askers, rows }: AccessMatrix, request: RequestShape): Access | undefined {
  const row = rows.find(
    ({ action, resources }) =>
      action.name === request.action.name &&
      (resources === undefined || resources.includes(request.resource?.type ?? "")),
  );
  const column = askers.findIndex(
    ({ subject, actor }) => subject === request.subject.type && actor === request.actor?.type,
  );
  return row?.cells[column];
}

describe("the verdicts of the matrix", () => {
  const sets = randomSets(10, 7_000);

  it("report-agrees-with-requests: no request is decided against its cell, every witness replays", () => {
    const matrices = sets.map((set) => ({ set, matrix: matrixOf(set.policySet) }));
    expect(matrices.flatMap(({ set, matrix }) => witnessesThatLie(set, matrix))).toEqual([]);
    expect(matrices.flatMap(({ set, matrix }) => contradictions(set, matrix, 40))).toEqual([]);
    const verdicts = matrices.flatMap(({ matrix }) =>
      matrix.rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict)),
    );
    const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
    expect(Math.min(count("never"), count("when"))).toBeGreaterThan(20);
    expect(count("unknown") / verdicts.length).toBeLessThan(0.05);
  });
});
