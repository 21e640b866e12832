import { emailDomain, emailLocal, parseEmail } from "../../runtime/email.js";
import type { Type } from "../../types/type.js";
import { hostLike } from "./host-like.js";
import { accepts, type SignedLanguage, samplesOf } from "./language.js";
import { parsedUrl } from "./parsed-url.js";
import { isIn } from "./word-search.js";

/**
 * Texts in all the wanted languages and in none of the others, each made of one of the seeds: where that is not in one of them, the language's
 * samples say of which part. So URLs of a host and a path are found without automata of either.
 */
export function* composedTexts(
  type: Type,
  seeds: readonly string[],
  languages: readonly SignedLanguage[],
): Iterable<string> {
  const combine = combinationOf(type);
  if (combine === undefined) return;
  for (const seed of type.kind === "Url" ? [...seeds, ...otherUrls] : seeds) {
    const text = composedText(seed, languages, combine);
    if (text !== undefined) yield text;
  }
}

/** URLs of other schemes: with the same port, with another one, and without. */
const otherUrls = ["wss://example.com/", "http://example.com/", "a://example.com/"];

/** A text with what another one says; undefined where that is no value. */
type Combination = (text: string, other: string) => string | undefined;

function combinationOf({ kind }: Type): Combination | undefined {
  if (kind === "Url") return combinedUrl;
  if (kind === "Email") return combinedEmail;
  return kind === "Host" ? (_, other) => hostLike(other) : undefined;
}

function composedText(
  seed: string,
  languages: readonly SignedLanguage[],
  combine: Combination,
): string | undefined {
  const unwanted = languages.filter(({ wanted }) => !wanted);
  let text = seed;
  for (const { language, wanted } of languages) {
    if (!wanted || accepts(language, text)) continue;
    const better = samplesOf(language).flatMap((sample) => {
      const combined = combine(text, sample);
      return combined !== undefined && accepts(language, combined) ? [combined] : [];
    });
    const next = better.find((each) => isIn(each, unwanted)) ?? better[0];
    if (next === undefined) return undefined;
    text = next;
  }
  return isIn(text, languages) ? text : undefined;
}

/** A URL with those parts of another one that say something. */
function combinedUrl(text: string, other: string): string | undefined {
  const [own, its] = [parsedUrl(text), parsedUrl(other)];
  if (own === undefined || its === undefined) return undefined;
  const scheme = its.scheme === plainUrl.scheme ? own.scheme : its.scheme;
  const host = its.host === plainUrl.host ? own.host : its.host;
  const path = its.path === plainUrl.path ? own.path : its.path;
  const port = its.port === plainUrl.port ? own.port : its.port;
  return parsedUrl(`${scheme}://${host}${port === undefined ? "" : `:${port}`}${path}`)?.text;
}

/** The parts of `https://example.com/`, which samples have where nothing else is asked for. */
const plainUrl = { scheme: "https", host: "example.com", port: 443, path: "/" };

/** An e-mail address with those parts of another one that say something. */
function combinedEmail(text: string, other: string): string | undefined {
  if (parseEmail(text) !== text || parseEmail(other) !== other) return undefined;
  const local = emailLocal(other) === emailLocal(plainEmail) ? emailLocal(text) : emailLocal(other);
  const domain = emailDomain(other) === emailDomain(plainEmail) ? emailDomain(text) : emailDomain(other);
  return parseEmail(`${local}@${domain}`);
}

const plainEmail = "alice@example.com";
