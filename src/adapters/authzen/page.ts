import { createHash } from "node:crypto";
import { canonicalJson } from "../../util/canonical-json.js";
import type { JsonObject } from "../../util/json-object.js";
import { optionalObject } from "./read-evaluation.js";
import { malformed } from "./refusal.js";

/** Which part of the results of a search is asked for. */
export interface PageRequest {
  /** At most so many results. */
  readonly limit: number;
  /** Those after this one; undefined where the first are asked for. */
  readonly after: string | undefined;
  /** Of what was asked, so that a token is of use for that alone. */
  readonly digest: string;
}

/**
 * The page that a search asks for, where `asked` is what it asks besides. A page after the first is asked for by the token that the one
 * before ended with; what else is asked must be the same, but the limit need not be said again.
 */
export function readPage(body: JsonObject, asked: unknown, most: number): PageRequest {
  const page = optionalObject(body.page, "page") ?? {};
  const limit = readLimit(page);
  optionalObject(page.properties, "page.properties");
  const digest = createHash("sha256").update(canonicalJson(asked)).digest("base64url").slice(0, 22);
  if (page.token === undefined) return { limit: Math.min(limit ?? most, most), after: undefined, digest };
  const begun = readToken(page.token);
  if (begun.digest !== digest || (limit !== undefined && Math.min(limit, most) !== begun.limit))
    malformed("page.token is that of another search");
  return { ...begun, limit: Math.min(begun.limit, most) };
}

/** The token of the page that begins after a result. It carries all that is needed to go on, so no server need remember it. */
export function pageToken({ limit, digest }: PageRequest, after: string | undefined): string {
  return Buffer.from(JSON.stringify([digest, limit, after ?? null])).toString("base64url");
}

function readLimit({ limit }: JsonObject): number | undefined {
  if (limit === undefined) return undefined;
  const isCount = typeof limit === "number" && Number.isSafeInteger(limit) && limit >= 0;
  return isCount ? limit : malformed("page.limit is not a whole number from 0");
}

function readToken(token: unknown): PageRequest {
  if (typeof token !== "string") return malformed("page.token is not a string");
  const [digest, limit, after] = contentOf(token);
  const isToken =
    typeof digest === "string" &&
    typeof limit === "number" &&
    Number.isSafeInteger(limit) &&
    limit >= 0 &&
    (typeof after === "string" || after === null);
  return isToken
    ? { digest, limit, after: after ?? undefined }
    : malformed("page.token is none that was given");
}

function contentOf(token: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(content) && content.length === 3 ? content : [];
  } catch {
    return [];
  }
}
