/** What an lcov tracefile says of a source file. */
export interface LcovFile {
  readonly path: string;
  /** Times that each line was reached. */
  readonly lines: ReadonlyMap<number, number>;
  /** By name: the line, and how often it was called. */
  readonly functions: ReadonlyMap<string, { readonly line: number; readonly count: number }>;
  /** `line block branch` and how often it was taken; undefined where the block was never evaluated. */
  readonly branches: ReadonlyMap<string, number | undefined>;
}

/**
 * Reads a tracefile as geninfo(1) describes it, and throws where genhtml or Codecov would have to guess: a record that is none, out of order
 * or twice, a sum that does not hold, a block of which one branch was evaluated and another was not.
 */
export function readLcov(text: string): readonly LcovFile[] {
  if (text !== "" && !text.endsWith("end_of_record\n")) throw new SyntaxError("the end is missing");
  return text
    .split(/(?<=^end_of_record\n)/m)
    .filter((section) => section !== "")
    .map(readSection);
}

const order = [
  "TN",
  "SF",
  "FN",
  "FNDA",
  "FNF",
  "FNH",
  "BRDA",
  "BRF",
  "BRH",
  "DA",
  "LF",
  "LH",
  "end_of_record",
];

function readSection(section: string): LcovFile {
  const records = section.trimEnd().split("\n").map(readRecord);
  const places = records.map(({ name }) => order.indexOf(name));
  if (places.includes(-1)) throw new SyntaxError("a record that is none");
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) throw new SyntaxError("out of order");
  const all = (name: string) => records.filter((record) => record.name === name).map(({ value }) => value);
  const functions = readFunctions(all("FN"), all("FNDA"));
  const branches = unique(all("BRDA").map((value) => fieldsOf(value, /^(\d+,\d+,\d+),(-|\d+)$/)));
  const lines = unique(all("DA").map((value) => fieldsOf(value, /^(\d+),(\d+)$/)));
  const file = {
    path: only(all("SF")),
    lines: new Map([...lines].map(([line, count]) => [Number(line), Number(count)])),
    functions,
    branches: new Map([...branches].map(([key, taken]) => [key, taken === "-" ? undefined : Number(taken)])),
  };
  checkSum(
    all("FNF"),
    all("FNH"),
    [...functions.values()].map(({ count }) => count),
  );
  checkSum(
    all("BRF"),
    all("BRH"),
    [...file.branches.values()].map((taken) => taken ?? 0),
  );
  checkSum(all("LF"), all("LH"), [...file.lines.values()]);
  checkBlocks(file.branches);
  return file;
}

function readRecord(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(":");
  return colon < 0 ? { name: line, value: "" } : { name: line.slice(0, colon), value: line.slice(colon + 1) };
}

function readFunctions(declared: readonly string[], called: readonly string[]): LcovFile["functions"] {
  const lines = unique(
    declared.map((value) => fieldsOf(value, /^(\d+),(.+)$/)).map(([line, name]) => [name, line] as const),
  );
  const counts = unique(
    called.map((value) => fieldsOf(value, /^(\d+),(.+)$/)).map(([count, name]) => [name, count] as const),
  );
  if (lines.size !== counts.size) throw new SyntaxError("functions without a count");
  return new Map(
    [...lines].map(([name, line]) => [name, { line: Number(line), count: Number(counts.get(name)) }]),
  );
}

function fieldsOf(value: string, form: RegExp): readonly [string, string] {
  const [, first, second] = form.exec(value) ?? [];
  if (first === undefined || second === undefined) throw new SyntaxError(`a field that is none: ${value}`);
  return [first, second];
}

function unique(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const map = new Map(entries);
  if (map.size !== entries.length) throw new SyntaxError("twice the same");
  return map;
}

function only(values: readonly string[]): string {
  const [value] = values;
  if (value === undefined || values.length !== 1) throw new SyntaxError("once, and no more");
  return value;
}

function checkSum(found: readonly string[], hit: readonly string[], counts: readonly number[]): void {
  const sums = [counts.length, counts.filter((count) => count > 0).length];
  if (Number(only(found)) !== sums[0] || Number(only(hit)) !== sums[1])
    throw new SyntaxError("a sum that does not hold");
}

function checkBlocks(branches: LcovFile["branches"]): void {
  for (const [key, taken] of branches) {
    const block = key.slice(0, key.lastIndexOf(",") + 1);
    const isMixed = [...branches].some(
      ([other, count]) => other.startsWith(block) && (count === undefined) !== (taken === undefined),
    );
    if (isMixed) throw new SyntaxError("a block that was evaluated and was not");
  }
}
