/*
 * Random small policy sets over finite domains: whether each rule can match, whether each allow can decide and whether each assertion
 * holds, as the analysis says it and as trying every request says it. Every wrong answer is printed with its policy set.
 *
 *   npx tsx scripts/fuzz-analysis.ts [--sets 2000] [--seed 1] [--show 3] [--texts] [--relations] [--unknown]
 *
 * --texts makes sets over short texts, their lower-case forms and their lengths; --relations makes sets whose rules test relations, which
 * are tried with every set of answers that tuples can give. --unknown shows the sets with answers that are open, too.
 * Exits with 1 if an answer is wrong. A set is made from its own seed alone: `--sets 1 --seed N` repeats the one that is named N.
 */
import { parseArgs } from "node:util";
import { seededChoices } from "../src/testing/choices.js";
import { compareWithAll } from "../src/testing/finite/finite-oracle.js";
import { generateFiniteSet, generateRelationSet, generateTextSet } from "../src/testing/finite/finite-set.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "3" },
    texts: { type: "boolean", default: false },
    relations: { type: "boolean", default: false },
    unknown: { type: "boolean", default: false },
  },
});
const options = { sets: Number(values.sets), seed: Number(values.seed), show: Number(values.show) };

const generate = values.texts ? generateTextSet : values.relations ? generateRelationSet : generateFiniteSet;
const totals = { compared: 0, rejected: 0, answers: 0, unknown: 0, wrong: 0 };
const started = Date.now();
let spoken = started;
let shown = 0;

for (let seed = options.seed; seed < options.seed + options.sets; seed++) {
  const set = generate(seededChoices(seed));
  const comparison = compareWithAll(set);
  if (comparison === undefined) {
    totals.rejected++;
    continue;
  }
  totals.compared++;
  totals.answers += comparison.answers;
  totals.unknown += comparison.open.length;
  if (comparison.wrong.length > 0) totals.wrong++;
  const said = [...comparison.wrong, ...(values.unknown ? comparison.open : [])];
  if (said.length > 0 && shown++ < options.show)
    console.log(`\n── set ${seed}: ${said.join(", ")}\n${set.files.map(({ text }) => text).join("\n")}`);
  if (Date.now() - spoken > 5000) {
    spoken = Date.now();
    console.error(
      `${totals.compared} sets, ${totals.answers} answers, ${totals.wrong} sets with a wrong one`,
    );
  }
}

console.log(
  `${totals.compared} sets (${totals.rejected} rejected), seed ${options.seed}: ${totals.answers} answers, ${totals.unknown} unknown, ` +
    `${totals.wrong} sets with a wrong one, ${Math.round((Date.now() - started) / 1000)} s`,
);
process.exitCode = totals.wrong > 0 ? 1 : 0;
