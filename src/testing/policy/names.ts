import { type Choices, chance, pick } from "../choices.js";

/** Names for attributes, parameters and record properties: any word, and what must be quoted. */
export const attributeNames: readonly string[] = [
  "team",
  "level",
  "owner",
  "region",
  "labels",
  "limit",
  "score",
  "table",
  "due",
  "notes",
  "parent",
  "address",
  "link",
  "groups",
  "state",
  "max",
];

/** Words that mean something elsewhere in the language or in JavaScript, and names that are no words. */
export const strangeAttributeNames: readonly string[] = [
  "type",
  "id",
  "to",
  "in",
  "length",
  "matches",
  "relation",
  "host",
  "args",
  "principal",
  "true",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "__defineGetter__",
  "prototype",
  "default",
  "await",
  "arguments",
  "eval",
  "$ref",
  "content-type",
  "a/b~c",
  "sp ace",
  'quo"te',
  "back\\slash",
  "naïve ☃",
  "😀",
  "*/ alert(1) //",
  "</script>",
  "line\u2028separator",
  "`$`",
  "0",
];

const declarationNames: readonly string[] = [
  "User",
  "Agent",
  "Team",
  "Document",
  "Folder",
  "Service",
  "Org",
  "Repo",
  "Ticket",
  "Project",
];

const strangeDeclarationNames: readonly string[] = [
  "use",
  "policy",
  "rule",
  "when",
  "by",
  "of",
  "secret",
  "length",
  "any",
  "all",
  "type",
  "constructor",
  "__proto__",
  "toString",
  "Object",
  "function",
  "let",
  "undefined",
];

/** Gives names that are unique in their name space. */
export interface Namer {
  /** A new name of the big name space (entities, types, constants, definitions, remedies, fixtures). */
  declaration(prefix?: string): string;
  /** A new name made of `base`, unique among those of `space`. */
  unique(space: string, base: string): string;
}

/** A namer for one policy set. */
export function createNamer(choices: Choices): Namer {
  const used = new Set<string>();
  const unique = (space: string, base: string): string => {
    let name = base;
    for (let index = 2; used.has(`${space}:${name}`); index++) name = `${base}${index}`;
    used.add(`${space}:${name}`);
    return name;
  };
  return {
    unique,
    declaration: (prefix) => unique("declaration", prefix ?? declarationName(choices)),
  };
}

function declarationName(choices: Choices): string {
  return pick(choices, chance(choices, 8) ? strangeDeclarationNames : declarationNames);
}

/** Texts for strings that no rule constrains much: near misses of each other, other scripts, other planes. */
export const sampleTexts: readonly string[] = [
  "sales",
  "finance",
  "sales_2026",
  "Sales",
  "sale",
  "saless",
  "",
  "a",
  "pii_name",
  "x",
  "admin",
  "naïve",
  "nai\u0308ve",
  "日本語",
  "😀",
  "\u{1F600}x",
  "a b",
  "*",
  "a*b?c\\",
  "__proto__",
  "constructor",
  "null",
  "line\nbreak",
  '"',
  "*/",
  "\u2028",
  "</script><!--",
  "0",
];

/** Ids of entities in rules and requests. */
export const sampleIds: readonly string[] = ["a", "b", "alice", "bot-7", "7", "__proto__", "É☃", "A"];
