import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composedTexts } from "../../../src/analysis/texts/composed-texts.js";
import { likeLanguage, type SignedLanguage, wordsLanguage } from "../../../src/analysis/texts/language.js";
import { emailsWith, urlsWith, urlsWithPort } from "../../../src/analysis/texts/plain-forms.js";
import { seedsOf } from "../../../src/analysis/texts/seeds.js";
import { parseUrl } from "../../../src/runtime/url.js";
import { parseLikePattern } from "../../../src/syntax/like-pattern.js";

function first(kind: "Url" | "Email" | "Host" | "Path", ...languages: readonly SignedLanguage[]) {
  const [text] = composedTexts({ kind }, seedsOf("args.x", { kind }), languages);
  return text;
}

function urlPart(part: "scheme" | "host" | "path", ...words: readonly string[]): SignedLanguage {
  return { language: urlsWith(part, wordsLanguage(words)).lower, wanted: true };
}

function like(pattern: string) {
  const { tokens } = parseLikePattern(pattern);
  if (tokens === undefined) throw new Error(`${pattern} is no pattern`);
  return likeLanguage(tokens);
}

function without({ language }: SignedLanguage): SignedLanguage {
  return { language, wanted: false };
}

function port(from: number, to = from): SignedLanguage {
  return { language: urlsWithPort([[from, to]]), wanted: true };
}

describe("texts that are put together", () => {
  it("have what is asked of each part", () => {
    expect(first("Url", urlPart("host", "a.example"), urlPart("path", "/b/c"))).toBe("https://a.example/b/c");
    expect(first("Url", port(8000, 8080), urlPart("host", "a.example"))).toBe("https://a.example:8000/");
    const host = { language: urlsWith("host", like("*.b.example")).lower, wanted: true };
    expect(first("Url", host, urlPart("path", "/x"))).toBe("https://a.b.example/x");
    const [local, domain] = [emailsWith("local", wordsLanguage(["bo"])), emailsWith("domain", like("*.org"))];
    const wanted = [local, domain].map(({ lower }) => ({ language: lower, wanted: true }));
    expect(first("Email", ...wanted)).toBe("bo@example.org");
    expect(first("Host", { language: like("*.b.example"), wanted: true })).toBe("a.b.example");
  });

  it("have nothing of what is kept out", () => {
    const path = urlPart("path", "/b", "/c");
    expect(first("Url", path, without(urlPart("path", "/b")))).toBe("https://example.com/c");
    expect(first("Url", path, without(urlPart("scheme", "https")))).toBe("wss://example.com/b");
    expect(first("Url", path, without(port(0, 65_535)))).toBe("a://example.com/b");
  });

  it("are none where parts contradict each other, or a type has none", () => {
    expect(first("Url", urlPart("host", "a.example"), urlPart("host", "b.example"))).toBeUndefined();
    expect(first("Url", urlPart("path", "/b"), without(urlPart("path", "/b")))).toBeUndefined();
    expect(first("Path", { language: wordsLanguage(["/b"]), wanted: true })).toBeUndefined();
  });

  it("parts-make-a-url: whatever the parts of a URL are, it is made of what each of them has to be", () => {
    const scheme = fc.constantFrom("https", "http", "ws", "a", "git+ssh");
    const host = fc.constantFrom("example.com", "a.example", "10.0.0.1", "[2001:db8::1]");
    const path = fc.constantFrom("/", "/a", "/a/b.c");
    const ports = fc.option(fc.nat(65_535), { nil: undefined });
    fc.assert(
      fc.property(scheme, host, path, ports, (...parts) => {
        const [ofScheme, ofHost, ofPath, ofPort] = parts;
        const given = `${ofScheme}://${ofHost}${ofPort === undefined ? "" : `:${ofPort}`}${ofPath}`;
        const url = parseUrl(given);
        const asked = url?.port === undefined ? without(port(0, 65_535)) : port(url.port);
        const all = [urlPart("scheme", ofScheme), urlPart("host", ofHost), urlPart("path", ofPath), asked];
        expect(first("Url", ...all)).toBe(url?.text);
      }),
      { seed: 31, numRuns: 200 },
    );
  });
});
