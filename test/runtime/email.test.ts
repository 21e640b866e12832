import { describe, expect, it } from "vitest";
import { emailDomain, emailLocal, parseEmail } from "../../src/runtime/email.js";

describe("parseEmail", () => {
  it.each([
    ["alice@example.com", "alice@example.com"],
    ["Alice.B@Example.COM", "Alice.B@example.com"],
    ["a@example.com.", "a@example.com"],
    ["a+tag@localhost", "a+tag@localhost"],
    ["!#$%&'*+/=?^_`{|}~-@x", "!#$%&'*+/=?^_`{|}~-@x"],
    ["a@xn--bcher-kva.example", "a@xn--bcher-kva.example"],
  ])("reads %s", (text, email) => {
    expect(parseEmail(text)).toBe(email);
    expect(parseEmail(email)).toBe(email);
  });

  it.each([
    "",
    "@",
    "a",
    "a@",
    "@b",
    "a@b@c",
    ".a@b",
    "a.@b",
    "a..b@c",
    '"a"@b',
    '"a b"@c',
    "a b@c",
    "a@b c",
    " a@b",
    "a@b ",
    "a@b\n",
    "(c)a@b",
    "a@b(c)",
    "Alice <a@b>",
    "<a@b>",
    "a,b@c",
    "a:b@c",
    "a;b@c",
    "a\\b@c",
    "é@b",
    "a@bücher.example",
    "a@-b",
    "a@b..c",
    "a@1.2.3.4",
    "a@[1.2.3.4]",
    "a@[::1]",
    "a@[IPv6:::1]",
    "a@b:25",
    "a%40b",
    "mailto:a@b",
    "a\u0000@b",
    `${"a.".repeat(100_000)}@b`,
  ])("refuses %j", (text) => {
    expect(parseEmail(text)).toBeUndefined();
  });

  it("has a local part and a domain", () => {
    expect(emailLocal("a.b@example.com")).toBe("a.b");
    expect(emailDomain("a.b@example.com")).toBe("example.com");
  });
});
