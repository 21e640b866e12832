import { writeFileSync } from "node:fs";
import { interpret } from "../../src/interpret/interpret.js";
import { createLoop } from "./measure-loop.js";
import { buildPolicySet } from "./polc-module.js";
import { printPol } from "./print-pol.js";
import { createRequests } from "./requests.js";
import { mixture } from "./shapes/mixture.js";

const grants = mixture.grants(20);
const workload = {
  files: printPol(grants),
  requests: createRequests(200, (choices) => mixture.request(grants, choices)),
  byHand: () => mixture.byHandOf20,
};
const built = await buildPolicySet(workload.files);
if (process.argv.includes("--code")) {
  writeFileSync("/tmp/mixture-20.mjs", built.code);
  console.log("code in /tmp/mixture-20.mjs");
}
const engines = {
  hand: workload.byHand(),
  allows: built.module.allows,
  decide: (r: unknown) => built.module.decide(r).decision,
};
const reasons: Record<string, number> = {};
for (const request of workload.requests) {
  const reference = interpret(built.policySet, request);
  reasons[reference.reason] = (reasons[reference.reason] ?? 0) + 1;
  for (const [name, engine] of Object.entries(engines)) {
    if (engine(request) !== reference.decision) {
      console.error(
        name,
        "says",
        engine(request),
        JSON.stringify(request),
        JSON.stringify(reference, null, 1),
      );
      process.exit(1);
    }
  }
}
console.log(JSON.stringify(reasons));
const only = process.argv.find((word) => word.startsWith("--action="))?.slice(9);
const requests = workload.requests.filter((request) => only === undefined || request.action.name === only);
const runs = Object.entries(engines).map(([name, engine]) => ({
  name,
  engine,
  loop: createLoop(name),
  times: [] as number[],
}));
const rounds = 1500,
  repeats = 4;
for (let round = 0; round < rounds; round++)
  for (const run of runs) {
    const start = process.hrtime.bigint();
    for (let r = 0; r < repeats; r++) run.loop(run.engine, requests, 0, requests.length);
    if (round > rounds / 5)
      run.times.push(Number(process.hrtime.bigint() - start) / (requests.length * repeats));
  }
const q = (times: number[], part: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN;
const base = q(runs[0]?.times ?? [], 0.5);
const baseLow = q(runs[0]?.times ?? [], 0.1);
for (const { name, engine, loop, times } of runs) {
  const bytes: number[] = [];
  for (let r = 0; r < 7; r++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 20; i++) loop(engine, requests, 0, requests.length);
    bytes.push((process.memoryUsage().heapUsed - before) / (20 * requests.length));
  }
  console.log(
    `${name.padEnd(7)} median ${q(times, 0.5).toFixed(0).padStart(5)} ns  p10 ${q(times, 0.1).toFixed(0).padStart(5)} ns  ratio ${(q(times, 0.5) / base).toFixed(2)} (p10 ${(q(times, 0.1) / baseLow).toFixed(2)})  ${q(bytes, 0.5).toFixed(0)} bytes per call`,
  );
}
