import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check } from "../src/compiler.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { format } from "../src/syntax/format.js";
import { parse } from "../src/syntax/parse.js";
import { childrenOf, type SyntaxNode } from "../src/syntax/walk.js";
import { seededChoices } from "../src/testing/choices.js";
import { mutateTokens, tokensOf } from "../src/testing/mutate-tokens.js";

/*
 * Fuzzes the parser with mutated source texts: `npx tsx scripts/fuzz-parser.ts --count 20000 --seed 1`. No text may make it
 * throw, hang (a second is the limit), give a place outside the file, or, where it parses, change its meaning when formatted.
 * The first text that does is written out, and the exit code is 1. With `--check`, texts with a few other tokens go through the checker
 * as well.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const timeLimit = 1000;

/** Random numbers that a seed decides (xorshift32). */
class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed | 1;
  }
  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }
  pick<T>(items: readonly T[], otherwise: T): T {
    return items[this.below(items.length)] ?? otherwise;
  }
}

function readSeeds(): readonly string[] {
  const folders = ["examples", "stdlib", "test"].map((name) => join(root, name));
  const seeds = folders.flatMap(polFiles).map((path) => readFileSync(path, "utf8"));
  return seeds.length > 0 ? seeds : ["policy p { rule r allow User to read when a == 1 }"];
}

function polFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".pol"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const fragments = [
  ...['"', "\\", "/", "//", "///", "/*", "{", "}", "(", ")", "[", "]", "...", "..", "??", "==", "=", ","],
  ...[
    "not ",
    "and ",
    "or ",
    "any x in xs: ",
    "if a then b else ",
    "when ",
    "unless ",
    "rule r ",
    "policy p {",
  ],
  ...[
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ud800",
    "\0",
    "\u{1f600}",
    "é",
    "\r",
    "\n",
    "\t",
    ";",
    "&&",
    "'",
    "1e9",
    "15min",
  ],
  ...[
    "entity E { ",
    'test "t" { ',
    "type T = { ",
    "context { ",
    "action a.b(",
    "allow ",
    "deny ",
    " to ",
    " on ",
  ],
];

type Mutation = (text: string, random: Random, seeds: readonly string[]) => string;

const mutations: readonly Mutation[] = [
  (text, random) => splice(text, random, random.below(20), ""),
  (text, random) => splice(text, random, 0, random.pick(fragments, "")),
  (text, random) => splice(text, random, 1, String.fromCharCode(random.below(0x10000))),
  (text, random) => splice(text, random, 0, random.pick(fragments, "").repeat(1 + random.below(400))),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => splice(text, random, random.below(200), ""),
  (text, random, seeds) => splice(text, random, 0, slice(random.pick(seeds, ""), random)),
  (text, random) => splice(text, random, 0, slice(text, random).repeat(1 + random.below(3))),
  (text, random) =>
    text
      .split("\n")
      .filter(() => random.below(10) > 0)
      .join("\n"),
];

function splice(text: string, random: Random, remove: number, insert: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + insert + text.slice(at + remove);
}

function slice(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + random.below(300));
}

function mutate(text: string, random: Random, seeds: readonly string[]): string {
  let mutated = text;
  for (let count = random.below(5); count >= 0; count--) {
    mutated = random.pick(mutations, (same) => same)(mutated, random, seeds);
  }
  return mutated.slice(0, 20_000);
}

/** Milliseconds of this process alone: what else the machine does is no fault of the parser. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What is wrong with the parser's answer to `text`, or undefined. */
function complaint(text: string): string | undefined {
  const started = processorTime();
  const { file, diagnostics } = parse({ path: "fuzz.pol", text });
  const took = processorTime() - started;
  if (took > timeLimit) return `took ${Math.round(took)} ms`;
  const outside = [...diagnostics, ...file.comments, ...nodesOf(file)].find(
    ({ span }) => !isInside(span, text),
  );
  if (outside !== undefined) return `has a place outside the file: ${JSON.stringify(outside.span)}`;
  if (diagnostics.length > 0) return undefined;
  const once = format({ path: "fuzz.pol", text });
  if (parse({ path: "fuzz.pol", text: once.text }).diagnostics.length > 0)
    return "does not parse once formatted";
  return format({ path: "fuzz.pol", text: once.text }).text === once.text ? undefined : "formats in two ways";
}

/** What is wrong with the checker's answer to `text`, or undefined. */
function checkComplaint(text: string): string | undefined {
  const started = processorTime();
  const { diagnostics, files } = check([{ path: "fuzz.pol", text }]);
  const took = processorTime() - started;
  if (took > timeLimit) return `took ${Math.round(took)} ms to check`;
  const lengths = new Map(files.map((file) => [file.path, file.text]));
  const stray = diagnostics.flatMap(placesOf).find((span) => !isInside(span, lengths.get(span.file) ?? ""));
  return stray && `has a place outside of its files: ${JSON.stringify(stray)}`;
}

function placesOf({ span, related = [] }: Diagnostic): readonly Diagnostic["span"][] {
  return [span, ...related.map((place) => place.span)];
}

function isInside({ start, end }: { start: number; end: number }, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function nodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const nodes = [node];
  for (const next of nodes) nodes.push(...childrenOf(next));
  return nodes;
}

function complaintOrCrash(text: string, find: (text: string) => string | undefined): string | undefined {
  try {
    return find(text);
  } catch (error) {
    return `throws ${error instanceof Error ? error.stack : String(error)}`;
  }
}

function main(): number {
  const options = {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    check: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ options });
  const random = new Random(Number(values.seed));
  const seeds = readSeeds();
  const pool = [...new Set(seeds.flatMap(tokensOf))];
  const choices = seededChoices(Number(values.seed));
  const started = performance.now();
  for (let count = 0; count < Number(values.count); count++) {
    const seed = random.pick(seeds, "");
    const text = values.check ? mutateTokens(seed, choices, pool) : mutate(seed, random, seeds);
    const found = complaintOrCrash(text, values.check ? checkComplaint : complaint);
    if (found !== undefined) {
      console.error(`text ${count} of seed ${values.seed} ${found}\n${JSON.stringify(text)}`);
      return 1;
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${values.count} texts from ${seeds.length} seeds, seed ${values.seed}, ${seconds} s: no complaint`,
  );
  return 0;
}

process.exitCode = main();
