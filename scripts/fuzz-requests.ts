/*
 * Hostile requests against generated modules: those of the examples and of some random policy sets. None may make a module
 * throw, and none may be allowed that the interpreter denies.
 *
 *   npx tsx scripts/fuzz-requests.ts [--requests 1000000] [--sets 50] [--seed 1]
 *
 * The requests are shared out evenly; exits with 1 after a throw or a wrong allow.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, parseArgs } from "node:util";
import type { PolicySet } from "../src/check/typed-policy-set.js";
import { emitModule } from "../src/codegen/emit-module.js";
import { check } from "../src/compiler.js";
import { interpret } from "../src/interpret/interpret.js";
import { lower } from "../src/ir/lower.js";
import type { SourceFile } from "../src/source/source-file.js";
import { seededChoices } from "../src/testing/choices.js";
import { type DecisionModule, loadModule } from "../src/testing/load-module.js";
import { generatePolicySet } from "../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../src/testing/request/generate-request.js";
import { spoilRequest } from "../src/testing/request/hostile.js";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "1000000" },
    sets: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
  },
});
const options = { requests: Number(values.requests), sets: Number(values.sets), seed: Number(values.seed) };

interface Target {
  readonly name: string;
  readonly policySet: PolicySet;
  readonly module: DecisionModule;
}

function target(name: string, files: readonly SourceFile[]): Target[] {
  const { policySet } = check(files, { schemas: generatorSchemas });
  if (!policySet) {
    console.error(`${name} does not check: left out`);
    return [];
  }
  return [{ name, policySet, module: loadModule(emitModule(lower(policySet), { sources: files }).code) }];
}

function exampleTargets(): Target[] {
  const root = fileURLToPath(new URL("../examples", import.meta.url));
  return readdirSync(root).flatMap((name) => {
    const folder = path.join(root, name);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".pol"),
    );
    return target(
      name,
      files.map((file) => ({ path: file, text: readFileSync(path.join(folder, file), "utf8") })),
    );
  });
}

const targets = [
  ...exampleTargets(),
  ...Array.from({ length: options.sets }, (_, index) =>
    target(`set ${options.seed + index}`, generatePolicySet(seededChoices(options.seed + index))),
  ).flat(),
];
const perTarget = Math.ceil(options.requests / targets.length);
const totals = { requests: 0, allowed: 0, throws: 0, wronglyAllowed: 0 };
const started = Date.now();
let spoken = started;

function complain(name: string, seed: number, what: string, makeRequest: () => unknown): void {
  console.log(`${name}, request ${seed}: ${what}`, inspect(makeRequest(), { depth: 6, getters: false }));
}

/**
 * Every export is called. Only the first one sees the request as it was made, since getters may change their answer: `allows` and
 * `decide` take turns at it, and what that one allows is put to the interpreter.
 */
function attack({ name, policySet, module }: Target, seed: number, makeRequest: () => unknown): void {
  totals.requests++;
  const request = makeRequest();
  try {
    const allowed = totals.requests % 2 === 0 ? module.allows(request) : module.decide(request).decision;
    module.decide(request);
    module.allows(request);
    module.validate(request);
    module.mayAllow(request);
    if (!allowed) return;
    totals.allowed++;
    if (interpret(policySet, makeRequest()).decision) return;
    totals.wronglyAllowed++;
    complain(name, seed, "allowed, and the interpreter denies it", makeRequest);
  } catch (error) {
    totals.throws++;
    complain(name, seed, `throws ${String(error)}`, makeRequest);
  }
}

for (const each of targets) {
  const generate = createRequestGenerator(each.policySet);
  for (let index = 0; index < perTarget; index++) {
    const seed = options.seed * 1_000_003 + index;
    attack(each, seed, () => {
      const choices = seededChoices(seed);
      return spoilRequest(choices, generate(choices));
    });
    if (Date.now() - spoken > 5000) {
      spoken = Date.now();
      console.error(
        `${totals.requests} requests, ${totals.throws} throws, ${totals.wronglyAllowed} wrongly allowed`,
      );
    }
  }
}

console.log(
  `${totals.requests} hostile requests to ${targets.length} policy sets, seed ${options.seed}: ${totals.throws} throws, ` +
    `${totals.allowed} allowed, ${totals.wronglyAllowed} of them wrongly, ${Math.round((Date.now() - started) / 1000)} s`,
);
process.exitCode = totals.throws + totals.wronglyAllowed > 0 ? 1 : 0;
