import { type Cidr, formatCidr, formatIp, type Ip, parseCidr, parseIp } from "../runtime/ip.js";
import { parseTime } from "../runtime/time.js";
import type { TypeKind } from "../types/type.js";

/** A text that is no value of a type as the one that was meant, where everybody who reads such a text at all agrees on it. */
export function mendLiteral(text: string, kind: TypeKind): string | undefined {
  if (kind === "Cidr") return mendBlock(text);
  if (kind !== "Time") return undefined;
  const mended = text.replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, "$1T");
  return parseTime(mended) === undefined ? undefined : mended;
}

/** An address alone is the block of just it; one with host bits names the block that it is in. */
function mendBlock(text: string): string | undefined {
  const [address = "", length, ...more] = text.split("/");
  const ip = parseIp(address);
  if (ip === undefined || more.length > 0) return undefined;
  const width = typeof ip === "number" ? 32 : 128;
  if (length === undefined) return `${formatIp(ip)}/${width}`;
  // A mapped address of IPv4 counts its bits as IPv6 does: what is meant by it is seldom what it says.
  if (!/^\d{1,3}$/.test(length) || (width === 32 && address.includes(":"))) return undefined;
  const block = blockOf(ip, Number(length), width);
  return block && parseCidr(formatCidr(block)) ? formatCidr(block) : undefined;
}

function blockOf(ip: Ip, bits: number, width: number): Cidr | undefined {
  if (bits > width) return undefined;
  if (typeof ip === "number") return { base: ip - (ip % 2 ** (width - bits)), bits };
  return { base: ip - (ip % (1n << BigInt(width - bits))), bits };
}
