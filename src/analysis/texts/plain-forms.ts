import { parseHost } from "../../runtime/host.js";
import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import type { RegexNode } from "../../syntax/regex.js";
import type { Type } from "../../types/type.js";
import {
  type Language,
  type LanguageBounds,
  lengthLanguage,
  regexLanguage,
  type SignedLanguage,
  wordsLanguage,
} from "./language.js";
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
        ...(type.pattern ? [wanted(regexLanguage(`matches ${type.pattern.source}`, type.pattern.tree))] : []),
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

function unwanted(language: Language): SignedLanguage {
  return { language, wanted: false };
}

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

const hosts = [wanted(regexLanguage("Host", hostCharacters)), wanted(regexLanguage("Host end", hostEnds))];

// ── e-mail addresses ──

const atom = repeat(oneOf("azAZ09!!##$$%%&&''**++//==??^^__``{{||}}~~--"), 1);
/** The part before the `@`. */
export const localPart = sequence(atom, repeat(sequence(dot, atom), 0));

const emails = [
  wanted(regexLanguage("Email", sequence(localPart, text("@"), name))),
  wanted(regexLanguage("Email end", sequence(repeat(noneOf("@@"), 1), text("@"), namesEnd))),
];

// ── blocks of addresses: that the bits after the prefix are zero is not said, nor the one text of IPv6 ──

const bits = choice(
  oneOf("09"),
  sequence(oneOf("19"), oneOf("09")),
  sequence(text("1"), oneOf("02"), oneOf("09")),
);
const cidrs = [
  wanted(regexLanguage("Cidr", sequence(choice(quad, repeat(oneOf("09af::"), 2, 39)), text("/"), bits))),
];

// ── paths ──

const segment = repeat(noneOf("//\0\0\\\\"), 1);
const slash = text("/");
const below = choice(text(""), sequence(slash, anyRun));
const paths = [
  wanted(regexLanguage("Path", choice(slash, repeat(sequence(slash, segment), 1)))),
  unwanted(regexLanguage("Path dots", sequence(anyRun, text("/."), choice(text(""), dot), below))),
  unwanted(regexLanguage("Path drive", sequence(slash, oneOf("azAZ"), text(":"), below))),
];

// ── URLs: ports up to 99999; white space beyond ASCII is let through ──

/** The scheme of a URL. */
export const scheme = sequence(oneOf("az"), repeat(oneOf("az09++..--"), 0));
/** The port of a URL, with its colon. */
export const port = sequence(text(":"), choice(text("0"), sequence(oneOf("19"), repeat(oneOf("09"), 0, 4))));
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
const afterDots = choice(text(""), sequence(oneOf("??##"), anyRun));
const standardPorts = [
  ["http", 80],
  ["ws", 80],
  ["https", 443],
  ["wss", 443],
  ["ftp", 21],
] as const;
/** A scheme without a port of its own; too small, so that for URLs without a port one of few schemes is found. */
const otherScheme = choice(...["ssh", "s3", "git", "x"].map(text));
const standardPort = choice(
  ...standardPorts.map(([of, standard]) =>
    sequence(text(`${of}://`), repeat(noneOf("//??##"), 1), text(`:${standard}/`), anyRun),
  ),
);

const urls = [
  wanted(regexLanguage("Url", sequence(toHost, hostCharacters, fromHost))),
  wanted(regexLanguage("Url host", sequence(toHost, hostEnds, fromHost))),
  unwanted(regexLanguage("Url escapes", sequence(toHost, beforeRest, refused, anyRun))),
  unwanted(
    regexLanguage("Url dots", sequence(toHost, beforeRest, text("/."), choice(text(""), dot), afterDots)),
  ),
  unwanted(regexLanguage("Url port", standardPort)),
];

/** The URLs of which a part is in a language. Of hosts in brackets only their characters are said, but where they are listed. */
export function urlsWith(part: "scheme" | "host" | "path", { key, regex, words }: Language): LanguageBounds {
  const anyHost = repeat(noneOf("//??##"), 1);
  switch (part) {
    case "scheme":
      return exactly(`scheme ${key}`, sequence(within(regex, "az09++..--"), text("://"), anyRun));
    case "host": {
      const withHost = (host: RegexNode) => sequence(toHost, host, choice(text(""), port), slash, anyRun);
      if (words) return exactly(`host ${key}`, withHost(choice(...[...words].filter(isHost).map(text))));
      const plain = withHost(within(regex, "az09__--.."));
      const open = choice(plain, withHost(within(regex, "[[]]09af::")));
      return { upper: regexLanguage(`host ${key} or [`, open), lower: regexLanguage(`host ${key}`, plain) };
    }
    case "path":
      return exactly(
        `path ${key}`,
        sequence(toHost, anyHost, without(regex, "??##"), choice(text(""), sequence(oneOf("??##"), anyRun))),
      );
  }
}

function isHost(word: string): boolean {
  return parseHost(word) === word;
}

/** The URLs that have one of these ports, given or by their scheme; for none, those that have no port. */
export function urlsWithPort(ports: readonly number[]): Language {
  const anyHost = choice(repeat(noneOf("//??##::[["), 1), bracketed);
  const bySchemes = (schemes: readonly string[]) =>
    schemes.map((each) => sequence(text(each), text("://"), anyHost, slash, anyRun));
  const standard = standardPorts.filter(([, each]) => ports.includes(each)).map(([each]) => each);
  const given = ports.map((each) => sequence(toHost, anyHost, text(`:${each}/`), anyRun));
  const none = sequence(otherScheme, text("://"), anyHost, slash, anyRun);
  return regexLanguage(
    `port ${ports.join()}`,
    choice(...given, ...bySchemes(standard), ...(ports.length === 0 ? [none] : [])),
  );
}

/** The e-mail addresses of which a part is in a language. */
export function emailsWith(part: "local" | "domain", { key, regex }: Language): LanguageBounds {
  const others = repeat(noneOf("@@"), 1);
  const inside = without(regex, "@@");
  return exactly(
    `${part} ${key}`,
    part === "local" ? sequence(inside, text("@"), others) : sequence(others, text("@"), inside),
  );
}

function exactly(key: string, regex: RegexNode): LanguageBounds {
  const language = regexLanguage(key, regex);
  return { upper: language, lower: language };
}

/** What `regex` matches with these characters alone, so that it cannot run over into the next part. */
function within(regex: RegexNode, pairs: string): RegexNode {
  return mapCharacters(regex, (set) => common(set, oneOf(pairs)));
}

function without(regex: RegexNode, pairs: string): RegexNode {
  return mapCharacters(regex, (set) => common(set, noneOf(pairs)));
}

function common(set: CharacterSet, node: RegexNode): CharacterSet {
  if (node.kind !== "characters") return set;
  return complement(characterSet([...complement(set), ...complement(node.set)]));
}
