import { parseArgs } from "node:util";
import { type EngineName, engineNames } from "./engines/engine.js";
import { shapes } from "./shapes/shapes.js";
import type { Shape } from "./workload.js";

/** What a run measures. */
export interface Options {
  readonly shapes: readonly Shape[];
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly engines: readonly EngineName[];
  /** How long each engine is timed at each size, in seconds. */
  readonly seconds: number;
  readonly requests?: number;
  /** Keep what was measured as `bench/results/`. */
  readonly save: boolean;
  /** Write the tables of docs/performance.md. */
  readonly docs: boolean;
  /** Compare with what is kept. */
  readonly check: boolean;
  /** How much larger than the kept one a ratio may be, with `check`. */
  readonly tolerance: number;
}

/** Reads the command line; gives what is wrong with it as text. */
export function readOptions(words: readonly string[]): Options | string {
  const values = readValues(words);
  if (typeof values === "string") return values;
  const usual = values.check ? checkedPart : everything;
  return (
    problemWith(values) ?? {
      shapes: shapes.filter(({ name }) => listed(values.shapes, shapeNames).includes(name)),
      sizes: numbersOf(values.rules) ?? usual.sizes,
      engines: enginesOf(values.engines) ?? usual.engines,
      seconds: Number(values.seconds ?? usual.seconds),
      ...(values.requests !== undefined && { requests: Number(values.requests) }),
      save: values.save,
      docs: values.docs,
      check: values.check,
      tolerance: Number(values.tolerance),
    }
  );
}

function readValues(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: known }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const known = {
  shapes: { type: "string" },
  rules: { type: "string" },
  engines: { type: "string" },
  seconds: { type: "string" },
  requests: { type: "string" },
  save: { type: "boolean", default: false },
  docs: { type: "boolean", default: false },
  check: { type: "boolean", default: false },
  tolerance: { type: "string", default: "1.3" },
} as const;

type Values = Exclude<ReturnType<typeof readValues>, string>;

function problemWith({ shapes, engines, rules, seconds, requests, tolerance }: Values): string | undefined {
  const unknown = [...unknownAmong(shapes, shapeNames), ...unknownAmong(engines, engineWords)];
  if (unknown.length > 0) {
    return `there is no ${unknown.join(", ")}: shapes are ${shapeNames.join(", ")}; engines ${engineWords.join(", ")}`;
  }
  const isSize = (size: number): boolean => Number.isInteger(size) && size >= fewestRules;
  if (numbersOf(rules)?.every(isSize) === false) return `\`--rules\` takes numbers from ${fewestRules} on`;
  const numbers = [seconds, requests, tolerance].flatMap((value) => numbersOf(value) ?? []);
  return numbers.every((value) => value > 0) ? undefined : "that is no positive number";
}

/** Of fewer there are not all kinds of requests. */
const fewestRules = 20;

const shapeNames = shapes.map(({ name }) => name);
const engineWords = ["polc", ...engineNames];

const everything = { sizes: [20, 200, 2000, 20_000, 100_000], engines: engineNames, seconds: 2 };
const checkedPart = { sizes: [20, 2000], engines: ["hand", "allows", "decide"] as const, seconds: 1 };

function unknownAmong(list: string | undefined, known: readonly string[]): readonly string[] {
  return (list?.split(",") ?? []).filter((word) => !known.includes(word));
}

function listed(list: string | undefined, all: readonly string[]): readonly string[] {
  return list?.split(",") ?? all;
}

function numbersOf(list: string | undefined): readonly number[] | undefined {
  return list
    ?.split(",")
    .map(Number)
    .sort((a, b) => a - b);
}

/** `polc` is both of its functions. */
function enginesOf(list: string | undefined): readonly EngineName[] | undefined {
  const words = list?.split(",");
  const isPolc = (name: EngineName): boolean => name === "allows" || name === "decide";
  return (
    words && engineNames.filter((name) => words.includes(name) || (isPolc(name) && words.includes("polc")))
  );
}
