/*
 * What building costs again after an edit, as `polc build --watch` does it: the versions of a policy set one after the other, each
 * with one rule changed in the middle of its file.
 *
 *   npx tsx scripts/measure-edits.ts [--rules 1000] [--actions 100] [--edits 25]
 *
 * Processor time and wall time, medians. The bar: 1,000 rules under 200 ms.
 */
import { parseArgs } from "node:util";
import { createCompiler } from "../src/compiler/create-compiler.js";
import type { SourceFile } from "../src/source/source-file.js";
import { generateLargeSet } from "../src/testing/generated-set.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000" },
    actions: { type: "string", default: "100" },
    edits: { type: "string", default: "25" },
  },
});

const files = generateLargeSet({ rules: Number(values.rules), actions: Number(values.actions) });
const compiler = createCompiler();
build(files);
const costs = Array.from({ length: Number(values.edits) }, (_, edit) => measure(edited(edit)));
console.log(`${values.rules} rules over ${values.actions} actions, one edited`);
console.log(`  processor ${median(costs.map(({ processor }) => processor))} ms`);
console.log(`  wall      ${median(costs.map(({ wall }) => wall))} ms`);

function build(version: readonly SourceFile[]): void {
  const { module } = compiler.compile(version, { verify: "sample" });
  if (module === undefined) throw new Error("the policy set does not compile");
}

/** The last file with another constant in its middle. */
function edited(edit: number): readonly SourceFile[] {
  return files.map((file, index) => {
    if (index < files.length - 1) return file;
    const middle = file.text.indexOf('like "', file.text.length >> 1) + 'like "'.length;
    return { ...file, text: `${file.text.slice(0, middle)}edit${edit}${file.text.slice(middle)}` };
  });
}

function measure(version: readonly SourceFile[]): { readonly processor: number; readonly wall: number } {
  const [before, start] = [process.cpuUsage(), performance.now()];
  build(version);
  const { user, system } = process.cpuUsage(before);
  return { processor: (user + system) / 1000, wall: performance.now() - start };
}

function median(times: readonly number[]): string {
  return ([...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN).toFixed(0);
}
