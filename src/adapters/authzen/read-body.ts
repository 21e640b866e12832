import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { parseJson } from "../../util/parse-json.js";
import { malformed, Refusal } from "./refusal.js";

/**
 * The JSON object that a request carries. Only what every reader reads alike is taken: `application/json` in UTF-8, no member named twice,
 * no half of a surrogate pair, no number beyond double precision (RFC 7493); and no more than `limit` bytes.
 */
export async function readBody(request: Request, limit: number): Promise<JsonObject> {
  if (!isJsonType(request.headers.get("content-type") ?? ""))
    malformed("the content type is not application/json in UTF-8");
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") malformed(`the content encoding ${encoding} is not taken`);
  return parseBody(decode(await readBytes(request, limit)));
}

function isJsonType(contentType: string): boolean {
  const [type = "", ...parameters] = contentType.toLowerCase().split(";");
  const charsets = parameters.map((each) => each.trim()).filter((each) => each.startsWith("charset="));
  return type.trim() === "application/json" && charsets.every((each) => /^charset="?utf-?8"?$/.test(each));
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const length = request.headers.get("content-length");
  if (length !== null && Number(length) > limit) tooLarge(limit);
  // Whoever says how long the body is cannot send more than that: HTTP ends it there.
  try {
    return length === null ? await collect(request, limit) : new Uint8Array(await request.arrayBuffer());
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return malformed("the body ends too early");
  }
}

async function collect({ body }: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limit) tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): never {
  throw new Refusal(413, `the body has more than ${limit} bytes`, { connection: "close" });
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return malformed("the body is not UTF-8");
  }
}

function parseBody(text: string): JsonObject {
  if (text === "") malformed("the body is empty");
  const parsed = parseJson(text);
  if (!parsed.ok) return malformed(`the body is not JSON: ${parsed.message} at offset ${parsed.offset}`);
  if (!isJsonObject(parsed.value)) return malformed("the body is not a JSON object");
  // Both are rare, and a search through the values is not free.
  if (/\\u[dD][89a-fA-F]|[eE]\+?\d{3}|\d{300}/.test(text)) onlyInterchangeable(parsed.value);
  return parsed.value;
}

function onlyInterchangeable(value: unknown): void {
  if (typeof value === "string" && !value.isWellFormed()) malformed("a string has half of a surrogate pair");
  if (typeof value === "number" && !Number.isFinite(value)) malformed("a number is too large");
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    onlyInterchangeable(name);
    onlyInterchangeable(member);
  }
}
