/*
 * Random policy sets, each checked, interpreted and compiled; random requests for each; every difference between the two is
 * printed with the smallest policy set found that still shows it.
 *
 *   npx tsx scripts/fuzz-differential.ts [--sets 1000] [--requests 100] [--seed 1] [--hostile 20] [--size 6] [--alike 5000] [--relations]
 *
 * With --relations, sets that test no relation are passed over, and not counted. With --alike, sets have that many rules of a few shapes or of many, as large ones do, whose modules find rules by tables and indexes.
 * --hostile is the percentage of requests that are spoilt. Exits with 1 if there is a difference. A set is made from its own
 * seed alone: `--sets 1 --seed N` repeats the one that is named N.
 */
import { parseArgs } from "node:util";
import type { PolicySet } from "../src/check/typed-policy-set.js";
import { emitModule } from "../src/codegen/emit-module.js";
import { check } from "../src/compiler.js";
import { answersOf } from "../src/interpret/answers.js";
import { lower } from "../src/ir/lower.js";
import type { SourceFile } from "../src/source/source-file.js";
import { generateAlikeRules } from "../src/testing/alike-rules.js";
import { asksRelations } from "../src/testing/asks-relations.js";
import { addCensus, typedConstructs, typedConstructsOf } from "../src/testing/census.js";
import { chance, seededChoices } from "../src/testing/choices.js";
import { type Disagreement, findDisagreement } from "../src/testing/differential.js";
import { type DecisionModule, loadModule } from "../src/testing/load-module.js";
import { minimisePolicySet } from "../src/testing/minimise.js";
import { minimiseRequest } from "../src/testing/minimise-request.js";
import { generatePolicySet } from "../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../src/testing/policy/json-types.js";
import { relationLines } from "../src/testing/relation-lines.js";
import { createRequestGenerator } from "../src/testing/request/generate-request.js";
import { spoilRequest } from "../src/testing/request/hostile.js";
import { requestsWithOneWrong } from "../src/testing/request/one-wrong.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "1000" },
    requests: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    hostile: { type: "string", default: "20" },
    size: { type: "string", default: "6" },
    show: { type: "string", default: "5" },
    alike: { type: "string", default: "0" },
    relations: { type: "boolean", default: false },
  },
});
const options = {
  sets: Number(values.sets),
  requests: Number(values.requests),
  seed: Number(values.seed),
  hostile: Number(values.hostile),
  size: Number(values.size),
  show: Number(values.show),
  alike: Number(values.alike),
  relations: values.relations,
};

interface Compiled {
  readonly policySet: PolicySet;
  readonly module: DecisionModule;
}

function compile(files: readonly SourceFile[]): Compiled | undefined {
  const { policySet } = check(files, { schemas: generatorSchemas });
  return (
    policySet && { policySet, module: loadModule(emitModule(lower(policySet), { sources: files }).code) }
  );
}

/** The requests of one set, made anew each time they are asked for. */
function requestsFor(policySet: PolicySet, seed: number): (() => unknown)[] {
  const generate = createRequestGenerator(policySet);
  return Array.from({ length: options.requests }, (_, index) => () => {
    const choices = seededChoices(seed * 1_000_003 + index);
    const hostile = chance(choices, options.hostile);
    const request = generate(choices);
    return hostile ? spoilRequest(choices, request) : request;
  });
}

/** One allowed request with one thing wrong, in every way. */
function spoiltAllowed({ policySet, module }: Compiled, seed: number): (() => unknown)[] {
  const generate = createRequestGenerator(policySet);
  for (let index = 0; index < 20; index++) {
    const request = generate(seededChoices(seed * 999_983 + index));
    if (module.allows(request)) return requestsWithOneWrong(request).map((wrong) => () => wrong);
  }
  return [];
}

interface Found {
  readonly disagreement: Disagreement;
  readonly makeRequest: () => unknown;
}

function firstDisagreement(
  { policySet, module }: Compiled,
  requests: readonly (() => unknown)[],
): Found | undefined {
  for (const makeRequest of requests) {
    const disagreement = disagreementOn(policySet, module, makeRequest);
    if (disagreement) return { disagreement, makeRequest };
  }
  return undefined;
}

function disagreementOn(
  policySet: PolicySet,
  module: DecisionModule,
  makeRequest: () => unknown,
): Disagreement | undefined {
  try {
    return findDisagreement(policySet, module, makeRequest);
  } catch (error) {
    return {
      about: "a throw",
      interpreted: undefined,
      generated: error instanceof Error ? error.stack : error,
    };
  }
}

/** A smaller policy set in which the interpreter and the module still part on the same request. */
function minimise(files: readonly SourceFile[], { disagreement, makeRequest }: Found): readonly SourceFile[] {
  return minimisePolicySet(files, (smaller) => {
    const compiled = compile(smaller);
    const found = compiled && disagreementOn(compiled.policySet, compiled.module, makeRequest);
    return found?.about === disagreement.about;
  });
}

function report(seed: number, files: readonly SourceFile[], found: Found): void {
  const smallest = minimise(files, found);
  const compiled = compile(smallest);
  const { about } = found.disagreement;
  const request =
    compiled &&
    minimiseRequest(
      found.makeRequest(),
      (smaller) => disagreementOn(compiled.policySet, compiled.module, () => smaller)?.about === about,
    );
  const shown = compiled && disagreementOn(compiled.policySet, compiled.module, () => request);
  console.log(`\n── set ${seed}: they part on ${found.disagreement.about}`);
  for (const file of smallest) if (file.text.trim() !== "") console.log(file.text);
  console.log("request:", inspect(request ?? found.makeRequest()));
  for (const line of relationLines(answersOf(request ?? found.makeRequest()))) console.log(line);
  console.log("interpreted:", inspect(shown?.interpreted ?? found.disagreement.interpreted));
  console.log("generated:  ", inspect(shown?.generated ?? found.disagreement.generated));
}

function inspect(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}n` : inner));
  } catch {
    return String(value);
  }
}

const census = new Map<string, number>();
const reasons = new Map<string, number>();
const totals = { sets: 0, rejected: 0, pairs: 0, disagreements: 0, crashes: 0 };
const started = Date.now();
let spoken = started;

for (let seed = options.seed; totals.sets < options.sets; seed++) {
  runSet(seed);
  if (Date.now() - spoken > 5000) {
    spoken = Date.now();
    console.error(`${totals.sets} sets, ${totals.pairs} pairs, ${totals.disagreements} differences`);
  }
}

function filesOf(seed: number): readonly SourceFile[] {
  const choices = seededChoices(seed);
  if (options.alike === 0) return generatePolicySet(choices, options.size);
  const shapes = choices.int(1, Math.ceil(options.alike / (chance(choices, 50) ? 2 : 20)));
  return generateAlikeRules(choices, { rules: options.alike, shapes });
}

function testsRelations(files: readonly SourceFile[]): boolean {
  const { policySet } = check(files, { schemas: generatorSchemas });
  return policySet !== undefined && asksRelations(policySet);
}

function runSet(seed: number): void {
  const files = filesOf(seed);
  if (options.relations && !testsRelations(files)) return;
  totals.sets++;
  let compiled: Compiled | undefined;
  try {
    compiled = compile(files);
  } catch (error) {
    totals.crashes++;
    if (totals.crashes <= options.show) {
      const message = String(error instanceof Error ? error.message : error);
      console.log(`\n── set ${seed}: the compiler throws`, error);
      for (const file of minimisePolicySet(files, (smaller) => throwsWith(smaller, message)))
        console.log(file.text);
    }
    return;
  }
  if (!compiled) {
    totals.rejected++;
    return;
  }
  addCensus(census, typedConstructsOf(compiled.policySet));
  const requests = [...requestsFor(compiled.policySet, seed), ...spoiltAllowed(compiled, seed)];
  totals.pairs += requests.length;
  const found = firstDisagreement(compiled, requests);
  if (found) {
    totals.disagreements++;
    if (totals.disagreements <= options.show) report(seed, files, found);
  }
  for (const makeRequest of requests.slice(0, 10)) countReason(compiled.module, makeRequest);
}

function throwsWith(files: readonly SourceFile[], message: string): boolean {
  try {
    compile(files);
    return false;
  } catch (error) {
    return error instanceof Error && error.message === message;
  }
}

function countReason(module: DecisionModule, makeRequest: () => unknown): void {
  const { reason } = module.decide(makeRequest());
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

const missing = options.alike > 0 ? [] : typedConstructs.filter((name) => !census.has(name));
console.log(
  `\nreasons (of the first ten requests of each set): ${JSON.stringify(Object.fromEntries(reasons))}`,
);
console.log(`constructs never produced: ${missing.length === 0 ? "none" : missing.join(", ")}`);
console.log(
  `${totals.pairs} pairs of ${totals.sets} sets (${totals.rejected} rejected, ${totals.crashes} crashes), seed ${options.seed}, ` +
    `${totals.disagreements} sets with a difference, ${Math.round((Date.now() - started) / 1000)} s`,
);
process.exitCode = totals.disagreements + totals.crashes > 0 ? 1 : 0;
