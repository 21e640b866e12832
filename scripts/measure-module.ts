/*
 * What the modules of the examples cost: bytes, time to import (cold, each in a process of its own), time for a decision.
 *
 *   npx tsx scripts/measure-module.ts [--runs 15]
 *
 * The bar: importing takes under 5 ms.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { emitModule } from "../src/codegen/emit-module.js";
import { check } from "../src/compiler.js";
import { lower } from "../src/ir/lower.js";
import { loadModule } from "../src/testing/load-module.js";

const { values } = parseArgs({ options: { runs: { type: "string", default: "15" } } });
const examples = new URL("../examples/", import.meta.url);

for (const example of readdirSync(examples)) {
  const folder = new URL(`${example}/`, examples);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".pol"),
  );
  const { policySet, files: sources } = check(
    files.map((path) => ({ path, text: readFileSync(new URL(path, folder), "utf8") })),
  );
  if (policySet === undefined) throw new Error(`${example} does not check`);
  const { code } = emitModule(lower(policySet), { sources });
  console.log(
    `${example}: ${policySet.rules.length} rules, ${code.length} bytes, ${gzipSync(code).length} gzipped`,
  );
  console.log(`  import ${median(importTimes(code)).toFixed(2)} ms`);
  measureDecisions(code, new URL("requests/", folder));
}

/** The time of `import()` in fresh processes, in milliseconds: of the module, after an empty one that has the loader start. */
function importTimes(code: string): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), "polc-module-"));
  const path = join(folder, "policy.mjs");
  const empty = join(folder, "empty.mjs");
  writeFileSync(path, code);
  writeFileSync(empty, "");
  const program = `
    await import(${JSON.stringify(empty)});
    const start = performance.now();
    await import(${JSON.stringify(path)});
    console.log(performance.now() - start);`;
  const time = () =>
    Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }));
  const times = Array.from({ length: Number(values.runs) }, time);
  rmSync(folder, { recursive: true });
  return times;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** Nanoseconds for a decision, and bytes of heap for `allows`, over all requests of the example. */
function measureDecisions(code: string, folder: URL): void {
  const module = loadModule(code);
  const requests = readdirSync(folder).map((file) => {
    const content = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { request?: unknown };
    return content.request ?? content;
  });
  for (const name of ["allows", "decide", "mayAllow"] as const) {
    const rounds = 20_000;
    const run = () => {
      for (let round = 0; round < rounds; round++) for (const request of requests) module[name](request);
    };
    run();
    const start = performance.now();
    run();
    console.log(
      `  ${name} ${(((performance.now() - start) * 1e6) / (rounds * requests.length)).toFixed(0)} ns`,
    );
  }
}
