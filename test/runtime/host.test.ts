import { describe, expect, it } from "vitest";
import { hostIp, hostWithin, parseHost } from "../../src/runtime/host.js";

describe("parseHost", () => {
  it.each([
    ["example.com", "example.com"],
    ["Example.COM", "example.com"],
    ["example.com.", "example.com"],
    ["localhost", "localhost"],
    ["a-b.c_d.x1", "a-b.c_d.x1"],
    ["_dmarc.example.com", "_dmarc.example.com"],
    ["XN--Bcher-KVA.example", "xn--bcher-kva.example"],
    ["1a.2b", "1a.2b"],
    ["1.2.3.4.example", "1.2.3.4.example"],
    ["0xg", "0xg"],
    ["10.2.3.4", "10.2.3.4"],
    ["10.2.3.4.", "10.2.3.4"],
    ["[2001:DB8:0:0::1]", "[2001:db8::1]"],
    ["[::]", "[::]"],
    ["[::ffff:10.2.3.4]", "10.2.3.4"],
    ["[::ffff:a02:304]", "10.2.3.4"],
    [`${"a".repeat(63)}.b`, `${"a".repeat(63)}.b`],
  ])("reads %s as %s", (text, host) => {
    expect(parseHost(text)).toBe(host);
    expect(parseHost(host)).toBe(host);
  });

  it.each([
    "",
    ".",
    "..",
    ".example.com",
    "example..com",
    "example.com..",
    "-a.com",
    "a-.com",
    "exa mple.com",
    "example.com ",
    "example.com\n",
    "bücher.example",
    "ｅxample.com",
    "example。com",
    "exam%70le.com",
    "user@example.com",
    "example.com:80",
    "example.com/",
    "a\\b",
    "*.example.com",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "127.1",
    "01.2.3.4",
    "1.2.3.256",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0X7F.0.0.1",
    "0x",
    "foo.0x",
    "foo.1",
    "foo.0x1f",
    "foo.09",
    "[",
    "[]",
    "[::1",
    "::1",
    "[::1].",
    "[::1]x",
    "[[::1]]",
    "[1.2.3.4]",
    "[fe80::1%25eth0]",
    "[v1.a]",
    `${"a".repeat(64)}.b`,
    "abc.".repeat(64),
    "a".repeat(1_000_000),
  ])("refuses %j", (text) => {
    expect(parseHost(text)).toBeUndefined();
  });
});

describe("hostWithin", () => {
  it.each([
    ["example.com", "example.com", true],
    ["a.example.com", "example.com", true],
    ["a.b.example.com", "example.com", true],
    ["notexample.com", "example.com", false],
    ["example.com", "a.example.com", false],
    ["example.com.evil.net", "example.com", false],
    ["1.2.3.4", "1.2.3.4", true],
    ["1.2.3.4", "4", false],
    ["1.2.3.4.example", "example", true],
    ["[2001:db8::1]", "[2001:db8::1]", true],
    ["[2001:db8::1]", "[::1]", false],
  ])("%s within %s: %s", (host, base, expected) => {
    expect(hostWithin(host, base)).toBe(expected);
  });
});

describe("hostIp", () => {
  it.each([
    ["10.2.3.4", 0x0a020304],
    ["[::1]", 1n],
    ["example.com", undefined],
    ["1.2.3.4.example", undefined],
  ])("of %s is %s", (host, ip) => {
    expect(hostIp(host)).toBe(ip);
  });
});
