import { createHash, timingSafeEqual } from "node:crypto";
import { type Authenticator, bearerToken } from "./authenticator.js";

/** A key, and the name of whoever has it. */
export interface ApiKey {
  readonly client: string;
  readonly key: string;
}

/** The shortest key that is one. */
export const shortestKey = 16;

/**
 * Knows callers by keys, which they send as `Authorization: Bearer KEY` or `X-API-Key: KEY`. Every key is compared, each in the same time
 * whatever was sent. Throws if a key is too short.
 *
 * @example
 * createAuthzen({ point, authenticate: apiKeys([{ client: "gateway", key: process.env.GATEWAY_KEY ?? "" }]) });
 */
export function apiKeys(keys: readonly ApiKey[]): Authenticator {
  for (const { client, key } of keys)
    if (key.length < shortestKey)
      throw new RangeError(`the key of ${client} has less than ${shortestKey} characters`);
  const known = keys.map(({ client, key }) => ({ client, digest: digestOf(key) }));
  return (request) => {
    const sent = bearerToken(request) ?? request.headers.get("x-api-key") ?? undefined;
    if (sent === undefined) return refused("no API key was sent", 'Bearer realm="polc"');
    const digest = digestOf(sent);
    const [found] = known.filter((each) => timingSafeEqual(each.digest, digest));
    return found === undefined
      ? refused("the API key is not known", 'Bearer realm="polc", error="invalid_token"')
      : { ok: true, client: found.client };
  };
}

function refused(message: string, challenge: string) {
  return { ok: false, status: 401, message, challenge } as const;
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * The keys of a text with one on each line, alone or after a name and spaces; lines that begin with `#` are notes. A line that is none
 * of this is a problem, which does not repeat it.
 *
 * @example
 * readApiKeys("# rotated in May\ngateway 2f6d…\n") // { keys: [{ client: "gateway", key: "2f6d…" }] }
 */
export function readApiKeys(
  text: string,
): { readonly keys: readonly ApiKey[]; readonly problem?: undefined } | { readonly problem: string } {
  const keys: ApiKey[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim().split(/\s+/);
    if (words[0] === "" || words[0]?.startsWith("#")) continue;
    const [first = "", second] = words;
    const key = second ?? first;
    if (words.length > 2) return { problem: `line ${index + 1} has more than a name and a key` };
    if (!/^[\w.~+/-]+=*$/.test(key))
      return { problem: `the key on line ${index + 1} has characters that no key has` };
    if (key.length < shortestKey)
      return { problem: `the key on line ${index + 1} has less than ${shortestKey} characters` };
    keys.push({ client: second === undefined ? `key ${keys.length + 1}` : first, key });
  }
  return keys.length === 0 ? { problem: "it has no key" } : { keys };
}
