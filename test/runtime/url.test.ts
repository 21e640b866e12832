import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUrl } from "../../src/runtime/url.js";

describe("parseUrl", () => {
  it.each([
    ["https://example.com/", "https://example.com/", "https", "example.com", 443, "/"],
    ["https://example.com", "https://example.com/", "https", "example.com", 443, "/"],
    ["https://example.com?q", "https://example.com/?q", "https", "example.com", 443, "/"],
    ["https://example.com#f", "https://example.com/#f", "https", "example.com", 443, "/"],
    ["HTTPS://Example.COM./A/b?Q#F", "https://example.com/A/b?Q#F", "https", "example.com", 443, "/A/b"],
    ["http://example.com:80/", "http://example.com/", "http", "example.com", 80, "/"],
    ["http://example.com:443/", "http://example.com:443/", "http", "example.com", 443, "/"],
    ["https://example.com:443/", "https://example.com/", "https", "example.com", 443, "/"],
    ["ws://h:80", "ws://h/", "ws", "h", 80, "/"],
    ["wss://h:443", "wss://h/", "wss", "h", 443, "/"],
    ["ftp://h:21/x", "ftp://h/x", "ftp", "h", 21, "/x"],
    [
      "postgres://db.internal/app",
      "postgres://db.internal/app",
      "postgres",
      "db.internal",
      undefined,
      "/app",
    ],
    ["postgres://db:5432/app", "postgres://db:5432/app", "postgres", "db", 5432, "/app"],
    ["git+ssh://h/x", "git+ssh://h/x", "git+ssh", "h", undefined, "/x"],
    ["http://10.2.3.4/", "http://10.2.3.4/", "http", "10.2.3.4", 80, "/"],
    ["http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/", "http", "[2001:db8::1]", 8080, "/"],
    ["http://[::ffff:10.2.3.4]/", "http://10.2.3.4/", "http", "10.2.3.4", 80, "/"],
    ["http://h/a//b/", "http://h/a//b/", "http", "h", 80, "/a//b/"],
    ["http://h/...", "http://h/...", "http", "h", 80, "/..."],
    ["http://h/.a/b..", "http://h/.a/b..", "http", "h", 80, "/.a/b.."],
    ["http://h/?a/../b", "http://h/?a/../b", "http", "h", 80, "/"],
    ["http://h/?%2e%2F%5c%00@:", "http://h/?%2e%2F%5c%00@:", "http", "h", 80, "/"],
    ["http://h/a:b@c;d=é%20", "http://h/a:b@c;d=é%20", "http", "h", 80, "/a:b@c;d=é%20"],
    ["http://h/%252e", "http://h/%252e", "http", "h", 80, "/%252e"],
    ["http://h:0/", "http://h:0/", "http", "h", 0, "/"],
    ["http://h:65535/", "http://h:65535/", "http", "h", 65535, "/"],
  ])("reads %s", (text, normal, scheme, host, port, path) => {
    expect(parseUrl(text)).toEqual({ text: normal, scheme, host, port, path });
    expect(parseUrl(normal)?.text).toBe(normal);
  });

  it.each([
    "",
    "example.com",
    "/a",
    "//example.com/",
    "https:",
    "https:/example.com",
    "https:example.com",
    "https://",
    "https:///etc/passwd",
    "file:///etc/passwd",
    "mailto:a@example.com",
    "data:,x",
    "1http://h/",
    "ht_tp://h/",
    "http ://h/",
    "://h/",
    "http://user@h/",
    "http://user:pw@h/",
    "http://@h/",
    "http://h@/",
    "http://h/../a",
    "http://h/a/..",
    "http://h/./a",
    "http://h/a/.",
    "http://h/a/..?x",
    "http://h/a/..#x",
    "http://h\\a",
    "http:\\\\h/a",
    "http://h/a\\b",
    "http://h/?a\\b",
    "http://h/a b",
    " http://h/",
    "http://h/ ",
    "http://h/\n",
    "http://h/\t",
    "http://h/\u0000",
    "http://h/\u007f",
    "http://h/\u0085",
    "http://h/\u00a0",
    "http://h/\u2028",
    "http://h/\u3000",
    "http://h/\ufeff",
    "http://h/?a b",
    "http://h/#a b",
    "http://h/%2e%2e/",
    "http://h/a%2Eb",
    "http://h/a%2fb",
    "http://h/a%2Fb",
    "http://h/a%5cb",
    "http://h/a%5Cb",
    "http://h/a%00b",
    "http://h/%",
    "http://h/%2",
    "http://h/%zz",
    "http://h/?%",
    "http://ex%61mple.com/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://1.2.3/",
    "http://bücher.example/",
    "http://ｅxample.com/",
    "http://example。com/",
    "http://exa\u00admple.com/",
    "http://h:/",
    "http://h:080/",
    "http://h:65536/",
    "http://h:-1/",
    "http://h:+80/",
    "http://h:8a/",
    "http://h:80:80/",
    "http://h:999999999999/",
    "http://[::1/",
    "http://::1/",
    "http://[::1]80/",
    "http://[fe80::1%25eth0]/",
    "http://h/\ud800",
    "http://h..com/",
    "http://.h/",
  ])("refuses %j", (text) => {
    expect(parseUrl(text)).toBeUndefined();
  });

  it("agrees with the platform wherever it accepts at all", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      ".",
      "/",
      "%",
      "2",
      "e",
      "@",
      ":",
      "8",
      "0",
      "?",
      "#",
      "[",
      "]",
      "\\",
      " ",
    );
    const texts = fc
      .tuple(fc.constantFrom("http", "https", "ws"), fc.array(piece, { maxLength: 12 }))
      .map(([scheme, pieces]) => `${scheme}://${pieces.join("")}`);
    fc.assert(
      fc.property(texts, (text) => {
        const url = parseUrl(text);
        if (url === undefined) return;
        const platform = new URL(text);
        expect({ scheme: `${url.scheme}:`, host: url.host, path: url.path }).toEqual({
          scheme: platform.protocol,
          host: platform.hostname.replace(/\.$/, ""),
          path: platform.pathname,
        });
        expect(parseUrl(url.text)).toEqual(url);
      }),
      { seed: 20261121, numRuns: 20_000 },
    );
  });
});
