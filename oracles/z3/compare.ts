/*
 * Random policy sets over texts, integers and lists: whether each rule can match and whether each allow can decide, as polc says it and
 * as Z3 says it of the same set written as SMT-LIB.
 *
 *   npx tsx compare.ts [--sets 200] [--seed 1] [--show 3] [--timeout 5000]
 *
 * --timeout is Z3's, in milliseconds for a question. Exits with 1 if the two disagree.
 */
import { parseArgs } from "node:util";
import { type Analysis, ask, createAnalysis, matches, noneMatches } from "../../src/analysis/analysis.js";
import { and } from "../../src/analysis/encode/formula.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { type Choices, pick, seededChoices, several } from "../../src/testing/choices.js";
import { type Condition, randomCondition, schema } from "./condition.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "3" },
    timeout: { type: "string", default: "5000" },
  },
});

/** Answers a text of SMT-LIB. */
type Solve = (text: string) => Promise<string>;

/** Undefined where Z3 is not installed. */
async function loadZ3(): Promise<Solve | undefined> {
  const name = "z3-solver";
  try {
    const { init } = (await import(name)) as {
      init(): Promise<{
        Z3: {
          mk_config(): unknown;
          mk_context(config: unknown): unknown;
          del_context(context: unknown): void;
          eval_smtlib2_string(context: unknown, text: string): Promise<string>;
        };
      }>;
    };
    const { Z3 } = await init();
    return async (text) => {
      const context = Z3.mk_context(Z3.mk_config());
      try {
        return (await Z3.eval_smtlib2_string(context, text)).trim();
      } finally {
        Z3.del_context(context);
      }
    };
  } catch {
    return undefined;
  }
}

interface Rule {
  readonly effect: "allow" | "deny";
  readonly condition: Condition;
}

function randomRules(choices: Choices): readonly Rule[] {
  return several(choices, 2, 4, () => ({
    effect: pick(choices, ["allow", "deny"] as const),
    condition: randomCondition(choices, 2),
  }));
}

function textOf(rules: readonly Rule[]): string {
  const lines = rules.map(
    ({ effect, condition }, index) => `  rule r${index} ${effect} User to go when ${condition.pol}`,
  );
  return `${schema.pol}policy p {\n${lines.join("\n")}\n}\n`;
}

interface Question {
  readonly name: string;
  readonly polc: "found" | "none" | "unknown";
  /** What is to be satisfied. */
  readonly smt: string;
}

/** The same questions of both; undefined if the set has errors. */
function questionsOf(rules: readonly Rule[]): readonly Question[] | undefined {
  const { policySet } = check([{ path: "a.pol", text: textOf(rules) }]);
  if (policySet === undefined) return undefined;
  const analysis = createAnalysis(lower(policySet));
  const denies = rules
    .filter(({ effect }) => effect === "deny")
    .map(({ condition }) => `(not ${condition.smt})`);
  return rules.flatMap(({ effect, condition }, index) => [
    { name: `r${index} matches`, polc: answerOf(analysis, index, false), smt: condition.smt },
    ...(effect === "allow"
      ? [
          {
            name: `r${index} decides`,
            polc: answerOf(analysis, index, true),
            smt: `(and ${[condition.smt, ...denies].join(" ")})`,
          },
        ]
      : []),
  ]);
}

/** Whether a rule can match, or decide. A rule that the graph has left out can do neither. */
function answerOf(analysis: Analysis, index: number, decides: boolean): Question["polc"] {
  const id = `p.r${index}`;
  for (const point of analysis.points) {
    const { allows, denies } = point.scope;
    const body = [...allows, ...denies].find(({ rule }) => rule.id === id);
    if (body === undefined) continue;
    const goal = decides ? and(matches(point, body), noneMatches(point, denies)) : matches(point, body);
    return ask(
      analysis,
      point,
      goal,
      ({ matching, isAllowed }) => matching.has(id) && (!decides || isAllowed),
    ).kind;
  }
  return "none";
}

async function compareAll(solve: Solve): Promise<void> {
  const totals = { sets: 0, rejected: 0, questions: 0, polcUnknown: 0, z3Unknown: 0, disagreements: 0 };
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.sets); seed++) {
    const rules = randomRules(seededChoices(seed));
    const questions = questionsOf(rules);
    if (questions === undefined) {
      totals.rejected++;
      continue;
    }
    totals.sets++;
    for (const { name, polc, smt } of questions) {
      const limit = `(set-option :timeout ${values.timeout})\n`;
      const z3 = await solve(`${limit}${schema.smt}(assert ${smt})\n(check-sat)\n`);
      totals.questions++;
      if (polc === "unknown") totals.polcUnknown++;
      else if (z3 !== "sat" && z3 !== "unsat") totals.z3Unknown++;
      else if ((polc === "found") !== (z3 === "sat") && totals.disagreements++ < Number(values.show))
        console.log(`\n── set ${seed}: ${name}: polc says ${polc}, Z3 ${z3}\n${textOf(rules)}`);
    }
  }
  console.log(
    `${totals.sets} sets (${totals.rejected} rejected), seed ${first}: ${totals.questions} questions, ` +
      `${totals.polcUnknown} unknown to polc, ${totals.z3Unknown} to Z3, ${totals.disagreements} disagreements`,
  );
  process.exitCode = totals.disagreements > 0 ? 1 : 0;
}

const solve = await loadZ3();
if (solve === undefined) console.log("skipped: z3-solver is not installed (npm install in oracles/z3)");
else await compareAll(solve);
// Z3's threads would keep the process.
process.exit();
