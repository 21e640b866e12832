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
  const address = parseIpv4(text);
  if (address !== undefined) return address;
  // Longer than any address: keeps what follows cheap.
  return text.length <= 45 && text.includes(":") ? parseIpv6(text) : undefined;
}

/** Reads a dotted quad. */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let octet = -1; // no digit of it yet
  let dots = 0;
  for (let position = 0; position < text.length; position += 1) {
    const digit = text.charCodeAt(position) - 48;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return undefined; // a leading zero
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return undefined;
    } else {
      if (digit !== -2 || octet < 0 || dots === 3) return undefined;
      address = address * 256 + octet;
      octet = -1;
      dots += 1;
    }
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : undefined;
}

/** Reads a decimal number without sign or leading zero, at most `maximum`. */
export function parseDecimal(text: string, maximum: number): number | undefined {
  if (text === "" || (text.length > 1 && text.charCodeAt(0) === 48)) return undefined;
  let number = 0;
  for (let position = 0; position < text.length; position += 1) {
    const digit = text.charCodeAt(position) - 48;
    number = number * 10 + digit;
    if (digit < 0 || digit > 9 || number > maximum) return undefined;
  }
  return number;
}

/** Reads an IPv6 address, or the IPv4 address that is mapped into one. */
function parseIpv6(text: string): Ip | undefined {
  const groups: number[] = [];
  let gap = -1; // the index of the groups that `::` stands for
  let position = 0;
  if (text.startsWith("::")) {
    gap = 0;
    position = 2;
  }
  while (position < text.length) {
    const colon = text.indexOf(":", position);
    const end = colon < 0 ? text.length : colon;
    if (!readGroups(groups, text, position, end) || end === text.length - 1) return undefined;
    position = end + 1;
    if (text.charCodeAt(position) !== 58) continue;
    if (gap >= 0) return undefined;
    gap = groups.length;
    position += 1;
  }
  const missing = 8 - groups.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  for (let group = 0; group < missing; group += 1) groups.splice(gap, 0, 0);
  return joinGroups(groups);
}

/** Reads a group, or the two of a dotted quad at the end. */
function readGroups(groups: number[], text: string, start: number, end: number): boolean {
  if (end === text.length && text.includes(".", start)) {
    const quad = parseIpv4(text.slice(start));
    if (quad === undefined) return false;
    groups.push(quad >>> 16, quad & 0xffff);
    return true;
  }
  const group = parseGroup(text, start, end);
  groups.push(group);
  return group >= 0;
}

/** Reads a hexadecimal number of 16 bits without a leading zero; -1 for anything else. */
function parseGroup(text: string, start: number, end: number): number {
  if (end === start || end > start + 4) return -1;
  if (end > start + 1 && text.charCodeAt(start) === 48) return -1;
  let group = 0;
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position);
    const isDecimal = code >= 48 && code <= 57;
    const digit = isDecimal ? code - 48 : (code | 32) - 87; // A and a are 10
    if (!isDecimal && (digit < 10 || digit > 15)) return -1;
    group = group * 16 + digit;
  }
  return group;
}

/** The address of eight groups. */
function joinGroups(groups: readonly number[]): Ip {
  const words = [0, 2, 4, 6].map((index) => (groups[index] ?? 0) * 65536 + (groups[index + 1] ?? 0));
  const [first = 0, second = 0, third = 0, fourth = 0] = words;
  if (first === 0 && second === 0 && third === 0xffff) return fourth;
  return (BigInt(first) << 96n) + (BigInt(second) << 64n) + (BigInt(third) << 32n) + BigInt(fourth);
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
