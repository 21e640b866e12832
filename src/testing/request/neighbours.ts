import type { Cidr, Ip } from "../../runtime/ip.js";
import type { Type } from "../../types/type.js";
import { type Choices, pick } from "../choices.js";

/** A value near `value` of the type, both as JSON: across the edge of a bound, one edit away, in another case. */
export function neighbour(choices: Choices, value: unknown, type: Type): unknown {
  if (typeof value === "number") return value + pick(choices, [-1, 1, 0, type.kind === "Number" ? 0.5 : 2]);
  if (typeof value !== "string") return value;
  const shift = { Time: shiftTime, Date: shiftDate } as const;
  if (type.kind === "Time" || type.kind === "Date") return shift[type.kind](value, pick(choices, [-1, 1]));
  return pick(choices, editsOf(value));
}

function editsOf(text: string): string[] {
  return [
    text.slice(0, -1),
    `${text}x`,
    text.toUpperCase(),
    text.toLowerCase(),
    `x${text}`,
    text.slice(1),
    `${text} `,
    text.normalize("NFD"),
  ];
}

function shiftTime(text: string, by: number): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time + by).toISOString();
}

function shiftDate(text: string, by: number): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? text : new Date(time + by * 86_400_000).toISOString().slice(0, 10);
}

/** The highest address of a block. */
export function lastAddress({ base, bits }: Cidr): Ip {
  if (typeof base === "bigint") return base | ((1n << BigInt(128 - bits)) - 1n);
  return base + 2 ** (32 - bits) - 1;
}
