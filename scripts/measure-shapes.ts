/*
 * What large policy sets of quite different shapes cost: reading and checking, all default analyses, building with validation, generated
 * tests, a report, and the difference that one edit makes. Processor time, the time that passed, and the largest memory so far. Each policy
 * set in a process of its own, bundled as the package is, so that everything is cold.
 *
 *   npx tsx scripts/measure-shapes.ts [--rules 1000] [--actions 100] [--phases check,analyze,build] [--shapes times,arithmetic] [--limit 120]
 *
 * A process that takes longer than the limit, in seconds, is ended, and what it has printed by then is told.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { shapes } from "./measure-shapes/shapes.js";
import { withBundledProbe } from "./with-bundled-probe.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000" },
    actions: { type: "string", default: "100" },
    phases: { type: "string", default: "check,analyze,build" },
    shapes: { type: "string", default: shapes.map(({ name }) => name).join() },
    limit: { type: "string", default: "120" },
  },
});

withBundledProbe(new URL("measure-shapes/probe.ts", import.meta.url), (probe) => {
  for (const shape of values.shapes.split(",")) {
    const { stdout, stderr, status, signal } = spawnSync(
      process.execPath,
      [probe, shape, values.rules, values.actions, values.phases],
      { encoding: "utf8", timeout: Number(values.limit) * 1000 },
    );
    console.log(`${shape}, ${values.rules} rules over ${values.actions} actions\n${stdout.trimEnd()}`);
    if (signal !== null) console.log(`  ended after ${values.limit} s`);
    else if (status !== 0) console.log(stderr.split("\n").slice(0, 8).join("\n"));
  }
});
