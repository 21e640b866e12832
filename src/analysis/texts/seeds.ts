import { parseEmail } from "../../runtime/email.js";
import { parseHost } from "../../runtime/host.js";
import { formatCidr, parseCidr } from "../../runtime/ip.js";
import { parsePath } from "../../runtime/path.js";
import type { Type } from "../../types/type.js";
import { parsedUrl } from "./parsed-url.js";

/** Texts that a reader knows at once, tried before the shortest ones are searched for. */
export function seedsOf(key: string, type: Type): readonly string[] {
  switch (type.kind) {
    case "Host":
      return ["example.com", "example.org", "10.0.0.1", "[2001:db8::1]"];
    case "Email":
      return ["alice@example.com", "bob@example.com", "alice@example.org"];
    case "Url":
      return ["https://example.com/", "https://example.org/", "https://10.0.0.1/", "https://[2001:db8::1]/"];
    case "Path":
      return ["/a", "/b"];
    case "Cidr":
      return ["10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/0", "10.0.0.1/32"];
    case "String":
      return key.endsWith("#id") ? idSeeds(key) : [];
    default:
      return [];
  }
}

/** The id of an entity by its place: `subject-1`. */
function idSeeds(key: string): readonly string[] {
  const name = /([A-Za-z_]\w*)#id$/.exec(key)?.[1] ?? "entity";
  return [`${name}-1`, `${name}-2`, `${name}-3`];
}

/** Whether a text is a value of its type: what a language lets through that is too large. */
export function isPlainText(type: Type, word: string): boolean {
  switch (type.kind) {
    case "Host":
      return parseHost(word) === word;
    case "Email":
      return parseEmail(word) === word;
    case "Url":
      return parsedUrl(word)?.text === word;
    case "Path":
      return parsePath(word) === word;
    case "Cidr": {
      const block = parseCidr(word);
      return block !== undefined && formatCidr(block) === word;
    }
    default:
      return true;
  }
}
