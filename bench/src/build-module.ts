import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { transformSync } from "esbuild";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { compile } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { printPol } from "./print-pol.js";
import type { Workload } from "./workload.js";

/** What building a workload's policy set took, and gave. */
export interface BuildFigures {
  /** Checking, lowering, verifying and printing, as `polc build` does, in seconds. */
  readonly seconds: number;
  /** The same of processor time, which does not depend on what else the machine does. */
  readonly processorSeconds: number;
  /** The most memory that the process ever had, in bytes. */
  readonly peakBytes: number;
  readonly moduleBytes: number;
  /** Minified and gzipped. */
  readonly gzippedBytes: number;
  /** What the interpreter says to the first requests, `1` for allowed: to as many as it gets through in its time. */
  readonly answers: string;
  /** Which of these requests are invalid, as `1`. */
  readonly invalid: string;
}

/** Builds the module of a workload and writes it to `path`, in a process made for this: its memory is what building takes. */
export function buildModule(workload: Workload, path: string, referenceSeconds: number): BuildFigures {
  const files = printPol(workload.grants);
  const start = performance.now();
  const before = process.cpuUsage();
  const { policySet, module, diagnostics } = compile(files, { verify: "full" });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (policySet === undefined || module === undefined) {
    const problem = diagnostics.find(({ severity }) => severity === "error");
    throw new Error(`the workload does not check: ${problem?.message}`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, module.code);
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakBytes,
    ...sizesOf(module.code),
    ...askInterpreter(policySet, workload, referenceSeconds),
  };
}

function sizesOf(code: string): Pick<BuildFigures, "moduleBytes" | "gzippedBytes"> {
  const minified = transformSync(code, { minify: true, format: "esm" }).code;
  return { moduleBytes: Buffer.byteLength(code), gzippedBytes: gzipSync(minified).length };
}

function askInterpreter(
  policySet: PolicySet,
  { requests }: Workload,
  seconds: number,
): Pick<BuildFigures, "answers" | "invalid"> {
  const until = performance.now() + seconds * 1000;
  let answers = "";
  let invalid = "";
  for (const request of requests) {
    if (performance.now() > until) break;
    const { reason } = interpret(policySet, request);
    answers += reason === "allowed" ? "1" : "0";
    invalid += reason === "invalid_request" ? "1" : "0";
  }
  return { answers, invalid };
}
