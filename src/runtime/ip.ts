/** An IPv4 address as an unsigned 32-bit number, or an IPv6 address as a bigint: `===` compares, and v4 is never equal to v6. */
export type Ip = number | bigint;

/** A block of addresses: those whose first `bits` bits are those of `base`, whose other bits are zero. */
export interface Cidr {
  readonly base: Ip;
  readonly bits: number;
}

/**
 * Reads an address: four decimal numbers, or RFC 4291's text for IPv6. No zone, no leading zero (a group of IPv6 included: one
 * address, few spellings), no short form of IPv4. An IPv4-mapped address is the IPv4 address that it carries.
 */
export function parseIp(text: string): Ip | undefined {
  if (text.length > 45) return undefined; // longer than any address: keeps what follows cheap
  if (!text.includes(":")) return parseIpv4(text);
  const value = parseIpv6(text);
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? Number(value & 0xffffffffn) : value;
}

/** Reads a dotted quad. */
export function parseIpv4(text: string): number | undefined {
  if (text.length > 15) return undefined;
  const octets = text.split(".");
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    const number = parseDecimal(octet, 255);
    if (number === undefined) return undefined;
    value = value * 256 + number;
  }
  return value;
}

/** Reads a decimal number without sign or leading zero, at most `maximum` (of at most five digits). */
export function parseDecimal(text: string, maximum: number): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,4})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= maximum ? value : undefined;
}

/** Reads an IPv6 address, mapped or not, as its 128 bits. */
function parseIpv6(text: string): bigint | undefined {
  const plain = text.includes(".") ? withoutDottedQuad(text) : text;
  if (plain === undefined) return undefined;
  const [head, tail, ...more] = plain.split("::");
  if (head === undefined || more.length > 0) return undefined;
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return joinGroups([...left, ...new Array<string>(missing).fill("0"), ...right]);
}

/** `::ffff:10.2.3.4` → `::ffff:a02:304` */
function withoutDottedQuad(text: string): string | undefined {
  const start = text.lastIndexOf(":") + 1;
  const quad = parseIpv4(text.slice(start));
  if (quad === undefined) return undefined;
  return `${text.slice(0, start)}${Math.floor(quad / 65536).toString(16)}:${(quad % 65536).toString(16)}`;
}

/** The value of eight groups, unless one is no hexadecimal number of 16 bits without a leading zero. */
function joinGroups(groups: readonly string[]): bigint | undefined {
  let value = 0n;
  for (const group of groups) {
    if (!/^(?:0|[1-9a-fA-F][0-9a-fA-F]{0,3})$/.test(group)) return undefined;
    value = value * 65536n + BigInt(`0x${group}`);
  }
  return value;
}

/** The one text of an address: RFC 5952 for IPv6. */
export function formatIp(ip: Ip): string {
  if (typeof ip === "bigint") return formatIpv6(ip);
  return [24, 16, 8, 0].map((shift) => (ip >>> shift) & 255).join(".");
}

function formatIpv6(ip: bigint): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((ip >> shift) & 0xffffn));
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/** The first of the longest runs of zeros. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (let end = 0; end < groups.length; end += 1) {
    if (groups[end] !== 0) start = end + 1;
    else if (end + 1 - start > longest.length) longest = { start, length: end + 1 - start };
  }
  return longest;
}

/**
 * Reads a block, `10.0.0.0/8`: an address, its length without leading zero, no bit set after it. `::ffff:a.b.c.d/n` is the IPv4
 * block of n − 96 bits; with n below 96 it has a bit set after its length (the last of `ffff`), so it is no block at all.
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = text.slice(0, slash);
  const base = parseIp(address);
  const long = address.includes(":");
  const length = parseDecimal(text.slice(slash + 1), long ? 128 : 32);
  if (base === undefined || length === undefined) return undefined;
  const bits = typeof base === "number" && long ? length - 96 : length;
  return bits < 0 || hasHostBits(base, bits) ? undefined : { base, bits };
}

function hasHostBits(base: Ip, bits: number): boolean {
  if (typeof base === "number") return base % 2 ** (32 - bits) !== 0;
  return base % (1n << BigInt(128 - bits)) !== 0n;
}

/** The one text of a block. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr.base)}/${cidr.bits}`;
}

/** Whether an address lies in a block. One of IPv4 never lies in one of IPv6, nor the other way round. */
export function ipInCidr(ip: Ip, cidr: Cidr): boolean {
  const { base, bits } = cidr;
  if (typeof ip === "number") {
    const size = 2 ** (32 - bits);
    return typeof base === "number" && Math.floor(ip / size) === base / size;
  }
  const shift = BigInt(128 - bits);
  return typeof base === "bigint" && ip >> shift === base >> shift;
}

/** Whether two blocks are the same. */
export function cidrEquals(left: Cidr, right: Cidr): boolean {
  return left.base === right.base && left.bits === right.bits;
}
