import { emailDomain, emailLocal, parseEmail } from "../../runtime/email.js";
import { parseHost } from "../../runtime/host.js";
import { parsePath } from "../../runtime/path.js";
import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import type { RegexNode } from "../../syntax/regex.js";
import type { Type } from "../../types/type.js";
import { contains, type IntervalSet } from "../encode/interval-set.js";
import { hostLike } from "./host-like.js";
import {
  accepts,
  type Language,
  type LanguageBounds,
  type LanguageHints,
  lengthLanguage,
  patternLanguage,
  regexLanguage,
  type SignedLanguage,
  samplesOf,
  wordsLanguage,
} from "./language.js";
import { decimalsBetween } from "./number-forms.js";
import { parsedUrl } from "./parsed-url.js";
import { anyRun, choice, mapCharacters, noneOf, oneOf, repeat, sequence, text } from "./regex-parts.js";

/*
 * The texts that a value of each type can have, in the plain form that rules see. Each is regular but for what a comment names, and
 * there the set is too large, never too small: what polc says holds of no text holds of none, and what it says holds of one is tried on
 * the interpreter before it is said.
 */

/** The texts of a type whose values are texts; undefined for another one. */
export function plainForms(type: Type): readonly SignedLanguage[] | undefined {
  switch (type.kind) {
    case "String":
      return [
        ...(type.length ? [wanted(lengthLanguage(type.length.minimum ?? 0, type.length.maximum))] : []),
        ...(type.pattern ? [wanted(patternLanguage(type.pattern))] : []),
      ];
    case "Literals":
      return [wanted(wordsLanguage(type.values))];
    case "Host":
      return hosts;
    case "Email":
      return emails;
    case "Path":
      return paths;
    case "Url":
      return urls;
    case "Cidr":
      return cidrs;
    default:
      return undefined;
  }
}

function wanted(language: Language): SignedLanguage {
  return { language, wanted: true };
}

/** A set that all values of a type are in: of a value that is seen without its automaton. */
function form(key: string, regex: () => RegexNode, isValue: (word: string) => boolean): SignedLanguage {
  return wanted(regexLanguage(key, regex, { knows: (word) => isValue(word) || undefined }));
}

/** A set that no value of a type is in. */
function fault(key: string, regex: () => RegexNode, isValue: (word: string) => boolean): SignedLanguage {
  const knows = (word: string) => (isValue(word) ? false : undefined);
  return { language: regexLanguage(key, regex, { knows }), wanted: false };
}

const isHost = (word: string): boolean => parseHost(word) === word;
const isEmail = (word: string): boolean => parseEmail(word) === word;
const isPath = (word: string): boolean => parsePath(word) === word;
const isUrl = (word: string): boolean => parsedUrl(word)?.text === word;

// ── hosts: the lengths of labels and names are not counted, nor are the groups of IPv6 ──

const edge = oneOf("az09__");
const inner = oneOf("az09__--");
const label = choice(edge, sequence(edge, repeat(inner, 0), edge));
const octet = choice(
  oneOf("09"),
  sequence(oneOf("19"), oneOf("09")),
  sequence(text("1"), oneOf("09"), oneOf("09")),
  sequence(text("2"), oneOf("04"), oneOf("09")),
  sequence(text("25"), oneOf("05")),
);
const dot = text(".");

/** A dotted quad. */
export const quad = sequence(octet, dot, octet, dot, octet, dot, octet);

/** An IPv6 address in brackets. */
export const bracketed = sequence(text("["), repeat(oneOf("09af::"), 2, 39), text("]"));

const name = sequence(label, repeat(sequence(dot, label), 0));
/** A label that no resolver takes for a number: see `parseHost`. */
const wordLabel = sequence(
  choice(
    oneOf("az__--"),
    sequence(oneOf("19"), repeat(oneOf("09"), 0), oneOf("az__--")),
    sequence(text("0"), repeat(oneOf("09"), 1), oneOf("az__--")),
    sequence(text("0"), oneOf("awyz__--")),
    sequence(text("0x"), repeat(oneOf("09af"), 0), oneOf("gz__--")),
  ),
  repeat(inner, 0),
);
const namesEnd = sequence(repeat(sequence(repeat(inner, 1), dot), 0), wordLabel);

/** A host, by its characters. */
export const hostCharacters = choice(name, bracketed);
/** A host, by its end: a name that is no number, or an address. */
const hostEnds = choice(namesEnd, quad, bracketed);

const hosts = [form("Host", () => hostCharacters, isHost), form("Host end", () => hostEnds, isHost)];

// ── e-mail addresses ──

const atom = repeat(oneOf("azAZ09!!##$$%%&&''**++//==??^^__``{{||}}~~--"), 1);
/** The part before the `@`. */
export const localPart = sequence(atom, repeat(sequence(dot, atom), 0));

const emails = [
  form("Email", () => sequence(localPart, text("@"), name), isEmail),
  form("Email end", () => sequence(repeat(noneOf("@@"), 1), text("@"), namesEnd), isEmail),
];

// ── blocks of addresses: that the bits after the prefix are zero is not said, nor the one text of IPv6 ──

const bits = choice(
  oneOf("09"),
  sequence(oneOf("19"), oneOf("09")),
  sequence(text("1"), oneOf("02"), oneOf("09")),
);
const cidrs = [
  wanted(
    regexLanguage("Cidr", () => sequence(choice(quad, repeat(oneOf("09af::"), 2, 39)), text("/"), bits)),
  ),
];

// ── paths ──

const segment = repeat(noneOf("//\0\0\\\\"), 1);
const slash = text("/");
const below = choice(text(""), sequence(slash, anyRun));
const paths = [
  form("Path", () => choice(slash, repeat(sequence(slash, segment), 1)), isPath),
  fault("Path dots", () => sequence(anyRun, text("/."), choice(text(""), dot), below), isPath),
  fault("Path drive", () => sequence(slash, oneOf("azAZ"), text(":"), below), isPath),
];

// ── URLs: white space beyond ASCII is let through ──

/** The scheme of a URL. */
export const scheme = sequence(oneOf("az"), repeat(oneOf("az09++..--"), 0));
/** The port of a URL, with its colon. */
export const port = sequence(text(":"), decimalsBetween(0, 65_535));
const hex = oneOf("09afAF");
const urlCharacter = (without: string): RegexNode =>
  choice(noneOf(`${without}%%\\\\\u0000\u0020\u007f\u00a0`), sequence(text("%"), hex, hex));
/** The path of a URL. */
export const urlPath = sequence(slash, repeat(urlCharacter("??##"), 0));
/** What follows the path of a URL. */
export const urlRest = choice(text(""), sequence(oneOf("??##"), repeat(urlCharacter(""), 0)));
const toHost = sequence(scheme, text("://"));
const fromHost = sequence(choice(text(""), port), urlPath, urlRest);
const refused = choice(
  sequence(text("%"), choice(...["2e", "2E", "2f", "2F", "5c", "5C", "00"].map(text))),
  sequence(text("/."), choice(text(""), dot), choice(slash)),
);
const beforeRest = repeat(noneOf("??##"), 0);
const someHost = repeat(noneOf("//??##"), 1);
const afterPath = choice(text(""), sequence(oneOf("??##"), anyRun));
const standardPorts = [
  ["http", 80],
  ["ws", 80],
  ["https", 443],
  ["wss", 443],
  ["ftp", 21],
] as const;

/** Whether URLs of a scheme always have a port: where none is given, that of the scheme. */
export function hasStandardPort(scheme: string): boolean {
  return standardPorts.some(([of]) => of === scheme);
}

const standardPort = choice(
  ...standardPorts.map(([of, standard]) =>
    sequence(text(`${of}://`), someHost, text(`:${standard}/`), anyRun),
  ),
);

const urls = [
  form("Url", () => sequence(toHost, hostCharacters, fromHost), isUrl),
  form("Url host", () => sequence(toHost, hostEnds, fromHost), isUrl),
  fault("Url escapes", () => sequence(toHost, beforeRest, refused, anyRun), isUrl),
  fault("Url dots", () => sequence(toHost, beforeRest, text("/."), choice(text(""), dot), afterPath), isUrl),
  fault("Url port", () => standardPort, isUrl),
];

/** The URLs of which a part is in a language. Of hosts in brackets only their characters are said, but where they are listed. */
export function urlsWith(part: "scheme" | "host" | "path", inside: Language): LanguageBounds {
  const { key, words, regex } = inside;
  const hints = urlHints(part, inside);
  switch (part) {
    case "scheme": {
      const withScheme = () => sequence(within(regex(), "az09++..--"), text("://"), anyRun);
      return exactly(`scheme ${key}`, withScheme, hints);
    }
    case "host": {
      if (words) {
        const listed = () => withHost(choice(...[...words].filter(isHost).map(text)));
        return exactly(`host ${key}`, listed, hints);
      }
      const plain = () => withHost(within(regex(), "az09__--.."));
      const open = () => choice(plain(), withHost(within(regex(), "[[]]09af::")));
      return {
        upper: regexLanguage(`host ${key} or [`, open, hints),
        lower: regexLanguage(`host ${key}`, plain, hints),
      };
    }
    case "path": {
      const withPath = () => sequence(toHost, someHost, without(regex(), "??##"), afterPath);
      return exactly(`path ${key}`, withPath, hints);
    }
  }
}

/** URLs are seen by their parts. */
function urlHints(part: "scheme" | "host" | "path", inside: Language): LanguageHints {
  const knows = (word: string): boolean | undefined => {
    const url = parsedUrl(word);
    return url?.text === word ? accepts(inside, url[part]) : undefined;
  };
  const samples = samplesOf(inside).map((sample) => {
    const parts = { scheme: "https", host: "example.com", path: "/" };
    parts[part] = part === "host" ? (hostLike(sample) ?? sample) : sample;
    return `${parts.scheme}://${parts.host}${parts.path}`;
  });
  return { knows, samples };
}

/** The texts that such a part of a URL or of an e-mail address can have, whatever stands around it. */
export function partForms(part: string, of: Type): readonly SignedLanguage[] {
  if (of.kind === "Url" && part === "scheme") return [wanted(regexLanguage("scheme", () => scheme))];
  if (of.kind === "Url" && part === "path") return [wanted(regexLanguage("path of a URL", () => urlPath))];
  return of.kind === "Email" && part === "local"
    ? [wanted(regexLanguage("local part", () => localPart))]
    : [];
}

/** The URLs of these hosts, which are given by nothing that a host cannot have. */
export function urlsOfHosts({ key, regex }: Language): Language {
  return regexLanguage(`of ${key}`, () => withHost(regex()));
}

function withHost(host: RegexNode): RegexNode {
  return sequence(toHost, host, choice(text(""), port), slash, anyRun);
}

/** The URLs that have a port in a set, given or by their scheme. */
export function urlsWithPort(set: IntervalSet<number>): Language {
  const knows = (word: string): boolean | undefined => {
    const url = parsedUrl(word);
    return url?.text === word ? url.port !== undefined && contains(set, url.port) : undefined;
  };
  const samples = set.slice(0, mostPorts).map(([first]) => `https://example.com:${first}/`);
  const plain = samples.flatMap((sample) => parsedUrl(sample)?.text ?? []);
  return regexLanguage(`port ${set.join()}`, () => urlsWithPortIn(set), { knows, samples: plain });
}

/** Of how many intervals of ports a URL is tried. */
const mostPorts = 4;

function urlsWithPortIn(set: IntervalSet<number>): RegexNode {
  const anyHost = choice(repeat(noneOf("//??##::[["), 1), bracketed);
  const given = choice(...set.map(([first, last]) => decimalsBetween(first, last)));
  const standard = standardPorts.filter(([, each]) => contains(set, each)).map(([each]) => each);
  return choice(
    sequence(toHost, anyHost, text(":"), given, slash, anyRun),
    ...standard.map((each) => sequence(text(`${each}://`), anyHost, slash, anyRun)),
  );
}

/** The e-mail addresses of which a part is in a language. */
export function emailsWith(part: "local" | "domain", inside: Language): LanguageBounds {
  const withPart = () => {
    const own = without(inside.regex(), "@@");
    const others = repeat(noneOf("@@"), 1);
    return part === "local" ? sequence(own, text("@"), others) : sequence(others, text("@"), own);
  };
  const partOf = part === "local" ? emailLocal : emailDomain;
  return exactly(`${part} ${inside.key}`, withPart, {
    knows: (word) => (isEmail(word) ? accepts(inside, partOf(word)) : undefined),
    samples: samplesOf(inside).map((sample) =>
      part === "local" ? `${sample}@example.com` : `alice@${sample}`,
    ),
  });
}

function exactly(key: string, regex: () => RegexNode, hints: LanguageHints = {}): LanguageBounds {
  const language = regexLanguage(key, regex, hints);
  return { upper: language, lower: language };
}

/** What `regex` matches with these characters alone, so that it cannot run over into the next part. */
function within(regex: RegexNode, pairs: string): RegexNode {
  const allowed = oneOf(pairs);
  return mapCharacters(regex, (set) => common(set, allowed));
}

function without(regex: RegexNode, pairs: string): RegexNode {
  const allowed = noneOf(pairs);
  return mapCharacters(regex, (set) => common(set, allowed));
}

function common(set: CharacterSet, node: RegexNode): CharacterSet {
  if (node.kind !== "characters") return set;
  return complement(characterSet([...complement(set), ...complement(node.set)]));
}
