/*
 * What a decision point adds to the module's own `decide`: processor time and bytes of heap of one decision, without and with a candidate, and with
 * its audit line, to a sink that only makes the text and to a file.
 *
 *   node --expose-gc --max-semi-space-size=256 --import tsx scripts/measure-decision-point.ts [--rounds 30] [--decisions 4000]
 *
 * The ways take turns, so that a busy machine slows all of them; medians are told. Heap is what a round leaves before anything is collected.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  type AuditSink,
  auditFile,
  createDecisionPoint,
  type DecisionPoint,
  type DecisionPointOptions,
  fixedPolicy,
  readDecisionModule,
} from "../src/adapters/enforcement.js";
import { emitModule } from "../src/codegen/emit-module.js";
import { check } from "../src/compiler.js";
import { lower } from "../src/ir/lower.js";
import type { DecisionRequest } from "../src/runtime/decision.js";
import { loadModule } from "../src/testing/load-module.js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "30" }, decisions: { type: "string", default: "4000" } },
});
const rounds = Number(values.rounds);
const decisions = Number(values.decisions);

const path = new URL("../examples/analytics/analytics.pol", import.meta.url);
const { policySet, files } = check([{ path: "analytics.pol", text: readFileSync(path, "utf8") }]);
if (policySet === undefined) throw new Error("the example does not check");
const { code } = emitModule(lower(policySet), { sources: files });
const module = readDecisionModule(loadModule(code));
const policy = fixedPolicy(module);
const candidate = fixedPolicy(readDecisionModule(loadModule(code)));
const folder = mkdtempSync(join(tmpdir(), "polc-measure-"));
const file = auditFile(join(folder, "audit.jsonl"));
const text: AuditSink = { write: (line) => void JSON.stringify(line) };

const request: DecisionRequest = {
  subject: { type: "User", id: "alice", properties: { team: "sales" } },
  actor: { type: "Agent", id: "bot-7", properties: { team: "sales" } },
  action: { name: "postgres.query", properties: { table: "sales_2026", columns: ["id"], limit: 10 } },
  resource: { type: "Database", id: "prod" },
  context: { ip: "10.2.3.4", now: "2026-11-21T10:00:00Z" },
};

/** Makes some decisions; the last resolves when all is written. */
type Way = () => Promise<void> | void;

const ways: Readonly<Record<string, Way>> = {
  "the module's decide": () => {
    for (let i = 0; i < decisions; i++) module.decide(request);
  },
  "a decision point": deciding({ policy }),
  "and a candidate": deciding({ policy, candidate }),
  "and the line": recording({ policy, audit: text }),
  "and the line, in a file": recording({ policy, audit: file }),
};

const measured = new Map(
  Object.keys(ways).map((name) => [name, { micros: [] as number[], bytes: [] as number[] }]),
);
for (let round = 0; round < rounds; round++) {
  for (const [name, way] of Object.entries(ways)) {
    const { micros, bytes } = await measure(way);
    if (round < rounds / 5) continue; // not compiled yet
    measured.get(name)?.micros.push(micros);
    measured.get(name)?.bytes.push(bytes);
  }
}
for (const [name, { micros, bytes }] of measured) {
  const time = ((median(micros) / decisions) * 1000).toFixed(0);
  console.log(`${name}: ${time} ns, ${(median(bytes) / decisions).toFixed(0)} bytes`);
}
await file.close();
rmSync(folder, { recursive: true });

function deciding(options: DecisionPointOptions): Way {
  const point = createDecisionPoint(options);
  return () => {
    for (let i = 0; i < decisions; i++) point.decide(request, { adapter: "measure" });
  };
}

/** As servers do: some calls are under way at once. */
function recording(options: DecisionPointOptions): Way {
  const point = createDecisionPoint(options);
  return async () => {
    for (let i = 0; i < decisions; i += 20) {
      await Promise.all(Array.from({ length: 20 }, () => decideAndRecord(point)));
    }
  };
}

function decideAndRecord(point: DecisionPoint): Promise<void> {
  return point.record(point.decide(request, { adapter: "measure" }));
}

async function measure(way: Way): Promise<{ micros: number; bytes: number }> {
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  const start = process.cpuUsage();
  await way();
  const { user, system } = process.cpuUsage(start);
  return { micros: user + system, bytes: process.memoryUsage().heapUsed - heapUsed };
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}
