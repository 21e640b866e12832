import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Cidr,
  cidrEquals,
  formatCidr,
  formatIp,
  type Ip,
  ipInCidr,
  parseCidr,
  parseIp,
} from "../../src/runtime/ip.js";

const seed = 20261121;
const v4 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Bigints with runs of zero groups, without those that are IPv4. */
const v6 = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => groups.reduce((value, group) => value * 65536n + BigInt(group), 0n))
  .filter((value) => value >> 32n !== 0xffffn);

describe("parseIp", () => {
  it.each<[string, Ip]>([
    ["0.0.0.0", 0],
    ["10.2.3.4", 0x0a020304],
    ["255.255.255.255", 0xffffffff],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["2001:db8::1", 0x20010db8000000000000000000000001n],
    ["2001:DB8::A", 0x20010db800000000000000000000000an],
    ["1:2:3:4:5:6:7:8", 0x00010002000300040005000600070008n],
    ["1:2:3:4:5:6:7::", 0x00010002000300040005000600070000n],
    ["::2:3:4:5:6:7:8", 0x00000002000300040005000600070008n],
    ["64:ff9b::1.2.3.4", 0x0064ff9b000000000000000001020304n],
    ["1:2:3:4:5:6:1.2.3.4", 0x00010002000300040005000601020304n],
    ["::1.2.3.4", 0x01020304n],
  ])("reads %s", (text, ip) => {
    expect(parseIp(text)).toBe(ip);
  });

  it.each(["::ffff:10.2.3.4", "::FFFF:10.2.3.4", "::ffff:a02:304", "0:0:0:0:0:ffff:a02:304"])(
    "takes the mapped address %s for the IPv4 address that it is",
    (text) => {
      expect(parseIp(text)).toBe(0x0a020304);
    },
  );

  it.each([
    "",
    " ",
    "1",
    "10",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "1.2.3.256",
    "1.2.3.1000",
    "01.2.3.4",
    "1.2.3.00",
    "0x1.2.3.4",
    "1.2.3.-4",
    "+1.2.3.4",
    "1.2.3.4 ",
    "\n1.2.3.4",
    "1.2.3.4\n",
    "1.2.3.٤",
    "1.2.3.4/32",
    "1e1.2.3.4",
    "127.1",
    "2130706433",
    ":",
    ":::",
    "1:::2",
    "1::2::3",
    ":1::2",
    "1::2:",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    "12345::",
    "g::",
    "2001:0db8::1",
    "::00",
    "fe80::1%eth0",
    "[::1]",
    "::1 ",
    "::01.2.3.4",
    "::1.2.3",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::ffff:1.2.3.4%1",
    "-1::",
    "::".repeat(100_000),
  ])("refuses %j", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

describe("formatIp", () => {
  it.each([
    [0x0a020304, "10.2.3.4"],
    [0xffffffff, "255.255.255.255"],
    [0n, "::"],
    [1n, "::1"],
    [1n << 112n, "1::"],
    [0x20010db8000000000000000000000001n, "2001:db8::1"],
    [0x20010db8000000010000000000000001n, "2001:db8:0:1::1"],
    [0x20010db8000000000001000000000001n, "2001:db8::1:0:0:1"],
    [0x20010db8000000010001000100010001n, "2001:db8:0:1:1:1:1:1"],
  ])("of %s is %s", (ip, text) => {
    expect(formatIp(ip)).toBe(text);
  });

  it("is undone by parseIp", () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (ip) => {
        expect(parseIp(formatIp(ip))).toBe(ip);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

describe("parseCidr", () => {
  it.each<[string, Cidr]>([
    ["10.0.0.0/8", { base: 0x0a000000, bits: 8 }],
    ["0.0.0.0/0", { base: 0, bits: 0 }],
    ["10.2.3.4/32", { base: 0x0a020304, bits: 32 }],
    ["10.2.3.4/31", { base: 0x0a020304, bits: 31 }],
    ["::/0", { base: 0n, bits: 0 }],
    ["2001:db8::/32", { base: 0x20010db8n << 96n, bits: 32 }],
    ["::1/128", { base: 1n, bits: 128 }],
    ["::ffff:10.0.0.0/104", { base: 0x0a000000, bits: 8 }],
    ["::ffff:0.0.0.0/96", { base: 0, bits: 0 }],
    ["::ffff:0:0/96", { base: 0, bits: 0 }],
  ])("reads %s", (text, cidr) => {
    expect(parseCidr(text)).toEqual(cidr);
  });

  it.each([
    "",
    "/",
    "/8",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/+8",
    "10.0.0.0/-0",
    "10.0.0.0/8/8",
    "10.0.0.0/255.0.0.0",
    "10/8",
    "10.0.0.1/8",
    "10.2.3.5/31",
    "::1/127",
    "::/129",
    "::ffff:10.0.0.0/8",
    "::ffff:0.0.0.0/95",
    "::ffff:0.0.0.0/0",
    "::ffff:10.0.0.1/104",
    "10.0.0.0/8 ",
    "10.0.0.0 /8",
    "10.0.0.0/1e0",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

/** The leading bits of an address, one character a bit: the plainest reading of "in a block". */
function bitsOf(ip: Ip, length: number): string {
  const width = typeof ip === "number" ? 32 : 128;
  return ip.toString(2).padStart(width, "0").slice(0, length);
}

function blockOf(ip: Ip, bits: number): Cidr {
  const width = typeof ip === "number" ? 32 : 128;
  const digits = `0b${bitsOf(ip, bits).padEnd(width, "0")}`;
  return { base: typeof ip === "number" ? Number(digits) : BigInt(digits), bits };
}

const blocks = fc.oneof(
  fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => blockOf(ip, bits)),
  fc
    .tuple(v6, fc.integer({ min: 0, max: 128 }))
    .map(([ip, bits]) => blockOf(ip, bits))
    .filter(({ base }) => typeof base === "number" || base >> 32n !== 0xffffn),
);

describe("blocks", () => {
  it("formatCidr is undone by parseCidr", () => {
    fc.assert(
      fc.property(blocks, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("ipInCidr compares the leading bits", () => {
    const near = fc.tuple(blocks, fc.oneof(v4, v6), fc.nat(127)).map(([cidr, other, flip]) => {
      const ip =
        typeof cidr.base === "number"
          ? (cidr.base ^ (1 << (flip % 32))) >>> 0
          : cidr.base ^ (1n << BigInt(flip));
      return { cidr, ips: [cidr.base, ip, other] };
    });
    fc.assert(
      fc.property(near, ({ cidr, ips }) => {
        for (const ip of ips) {
          const expected =
            typeof ip === typeof cidr.base && bitsOf(ip, cidr.bits) === bitsOf(cidr.base, cidr.bits);
          expect(ipInCidr(ip, cidr)).toBe(expected);
        }
      }),
      { seed, numRuns: 2000 },
    );
  });

  it("an IPv4 address is in no IPv6 block, not even in the one of everything", () => {
    expect(ipInCidr(0, { base: 0n, bits: 0 })).toBe(false);
    expect(ipInCidr(0n, { base: 0, bits: 0 })).toBe(false);
  });

  it("are equal by base and length", () => {
    expect(cidrEquals({ base: 0, bits: 8 }, { base: 0, bits: 8 })).toBe(true);
    expect(cidrEquals({ base: 0, bits: 8 }, { base: 0, bits: 9 })).toBe(false);
    expect(cidrEquals({ base: 0, bits: 8 }, { base: 0n, bits: 8 })).toBe(false);
  });
});
