import { type Cidr, formatCidr, formatIp, type Ip, parseCidr, parseIp } from "../../runtime/ip.js";
import { formatDate, formatTime, parseDate, parseTime } from "../../runtime/time.js";
import type { DurationLiteral, NumberLiteral, RegexLiteral, StringLiteral } from "../../syntax/ast.js";
import { parseLikePattern } from "../../syntax/like-pattern.js";
import { parseRegex } from "../../syntax/regex.js";
import type { MutationOperator } from "./mutant.js";

/** One more and one less. */
export function nearNumbers(node: NumberLiteral): readonly NumberLiteral[] {
  return [node.value - 1, node.value + 1]
    .filter((value) => value >= 0 && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    .map((value) => ({ ...node, value, text: node.integer ? String(value) : withFraction(value) }));
}

function withFraction(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** One more and one less of the unit that is written last. */
export function nearDurations(node: DurationLiteral): readonly DurationLiteral[] {
  const last = /(\d+)(\D+)$/.exec(node.text);
  if (last === null) return [];
  return [-1, 1].flatMap((step) => {
    const count = Number(last[1]) + step;
    return count < 0 ? [] : [{ ...node, text: `${node.text.slice(0, last.index)}${count}${last[2]}` }];
  });
}

/** A text with one mistake. */
export type NearText = readonly [MutationOperator, StringLiteral];

/** A block twice and half as large; the day, second or address before and after; of any other text one that goes on, and one that ends sooner. */
export function nearTexts(node: StringLiteral): readonly NearText[] {
  const { value } = node;
  const near = (operator: MutationOperator, texts: readonly string[]): readonly NearText[] =>
    texts.map((text) => [operator, { ...node, value: text }]);
  const block = parseCidr(value);
  if (block !== undefined) return near("mask changed", nearBlocks(block));
  const neighbours = neighboursOf(value);
  return neighbours === undefined ? near("text changed", nearWords(value)) : near("off by one", neighbours);
}

function nearBlocks({ base, bits }: Cidr): readonly string[] {
  const length = typeof base === "bigint" ? 128 : 32;
  return [bits - 1, bits + 1]
    .filter((size) => size >= 0 && size <= length)
    .map((size) => formatCidr({ base: startOf(base, length - size), bits: size }));
}

/** The first address of the block with so many free bits. */
function startOf(address: Ip, free: number): Ip {
  return typeof address === "bigint"
    ? (address >> BigInt(free)) << BigInt(free)
    : address - (address % 2 ** free);
}

/** What comes right before and after a day, a time, an address. */
function neighboursOf(text: string): readonly string[] | undefined {
  const day = parseDate(text);
  if (day !== undefined) return [formatDate(day - 1), formatDate(day + 1)];
  const time = parseTime(text);
  if (time !== undefined) return [formatTime(time - 1000), formatTime(time + 1000)];
  const address = parseIp(text);
  if (address === undefined) return undefined;
  return [-1, 1].flatMap((step) => addressAt(address, step));
}

function addressAt(address: Ip, step: number): readonly string[] {
  const near = typeof address === "bigint" ? address + BigInt(step) : address + step;
  const last = typeof near === "bigint" ? 2n ** 128n - 1n : 2 ** 32 - 1;
  return near < 0 || near > last ? [] : [formatIp(near)];
}

function nearWords(text: string): readonly string[] {
  const characters = [...text];
  return [`${text}x`, ...(characters.length > 1 ? [characters.slice(0, -1).join("")] : [])];
}

/** Without a `*`, with one more, with a character less. */
export function nearPatterns(node: StringLiteral): readonly StringLiteral[] {
  const { value } = node;
  const stars = [...value.matchAll(/(?<!\\)\*/g)].map(
    ({ index }) => value.slice(0, index) + value.slice(index + 1),
  );
  const shorter = /[^*?\\](?=\*|$)/.exec(value);
  const near = [
    ...stars,
    ...(value.endsWith("*") ? [] : [`${value}*`]),
    ...(value.startsWith("*") ? [] : [`*${value}`]),
    ...(shorter ? [value.slice(0, shorter.index) + value.slice(shorter.index + 1)] : []),
  ];
  return near
    .filter((text) => text !== "" && parseLikePattern(text).tokens !== undefined)
    .map((text) => ({ ...node, value: text }));
}

/** With another count, without a quantifier, going on behind. */
export function nearRegexes(node: RegexLiteral): readonly RegexLiteral[] {
  const { source } = node;
  const counts = [...source.matchAll(/(?<=[{,])\d+(?=[,}])/g)].map(
    ({ 0: digits, index }) =>
      source.slice(0, index) + (Number(digits) + 1) + source.slice(index + digits.length),
  );
  const quantifiers = [...source.matchAll(/(?<!\\)[+*?](?![^[]*\])/g)].map(
    ({ index }) => source.slice(0, index) + source.slice(index + 1),
  );
  return [...counts, ...quantifiers, `(${source}).*`, `.*(${source})`]
    .filter((text) => parseRegex(text).tree !== undefined)
    .map((text) => ({ ...node, source: text }));
}
