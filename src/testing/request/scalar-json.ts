import type { Scalar } from "../../check/typed-expression.js";
import { formatCidr, formatIp } from "../../runtime/ip.js";
import { formatDate, formatDuration, formatTime } from "../../runtime/time.js";
import type { Type } from "../../types/type.js";

/** A scalar as a request writes it; undefined where it has no written form (a time beyond the year 9999). */
export function scalarJson(value: Scalar, type: Type): unknown {
  switch (type.kind) {
    case "Time":
      return timeJson(Number(value));
    case "Date":
      return formatDate(Number(value));
    case "Duration":
      return formatDuration(Number(value));
    case "Ip":
      return typeof value === "number" || typeof value === "bigint" ? formatIp(value) : value;
    default:
      return compoundJson(value);
  }
}

const lastMillisecond = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const firstMillisecond = -62_167_219_200_000;

function timeJson(milliseconds: number): string {
  return formatTime(Math.min(Math.max(milliseconds, firstMillisecond), lastMillisecond));
}

function compoundJson(value: Scalar): unknown {
  if (typeof value !== "object") return value;
  return "text" in value ? value.text : formatCidr(value);
}
