import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject, type JsonObject } from "../../../util/json-object.js";
import { parseJson } from "../../../util/parse-json.js";

/** A message of the protocol, or why a text is none. */
export type Frame =
  | { readonly ok: true; readonly message: JSONRPCMessage }
  | {
      readonly ok: false;
      /** The error of JSON-RPC that says so. */
      readonly code: number;
      readonly problem: string;
      /** The request's, where it can be told. */
      readonly id?: RequestId;
    };

const parseError = -32700;
const invalidRequest = -32600;

/**
 * Reads what a client sent. Strict, since what is decided must be what any server reads: a member that is named twice is refused, and so
 * is a batch, which only the revision of 2025-03-26 has.
 */
export function readClientFrame(text: string): Frame {
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, code: parseError, problem: `this is no JSON: ${parsed.message}` };
  const number = changedNumber(text);
  if (number === undefined) return toFrame(parsed.value);
  const id = isJsonObject(parsed.value) && isId(parsed.value.id) ? parsed.value.id : undefined;
  return invalid(`the number ${number} cannot be kept exactly`, id);
}

/**
 * A whole number that is another one as a double, or one that is too large for any: what is decided on would not be what was sent. Doubles as
 * JavaScript prints them stay what they are, and fractions are approximate everywhere.
 */
function changedNumber(text: string): string | undefined {
  if (!/\d{16}|[eE]\+?\d{3}/.test(text)) return undefined;
  for (const number of numbersOf(text)) {
    const value = Number(number);
    if (!Number.isFinite(value)) return number;
    const isWhole = /^-?\d+$/.test(number);
    if (isWhole && String(value) !== number && BigInt(value) !== BigInt(number)) return number;
  }
  return undefined;
}

/** The numbers of a JSON text: what stands outside of its strings. Strings are skipped by search, since an expression may not go so far. */
function* numbersOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const quote = text.indexOf('"', start);
    const end = quote < 0 ? text.length : quote;
    yield* text.slice(start, end).match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
    start = quote < 0 ? text.length : endOfString(text, quote);
  }
}

/** Where the string ends that begins at `quote`: behind the first quote that no backslash stands for. */
function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - backslashes - 1] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

/** Reads what a server sent: like {@link readClientFrame}, but of two members of one name the last counts, as it would for its client. */
export function readServerFrame(text: string): Frame {
  try {
    return toFrame(JSON.parse(text));
  } catch {
    return { ok: false, code: parseError, problem: "this is no JSON" };
  }
}

/** Holds a value against the form of a message; what else a message has is kept. */
export function toFrame(value: unknown): Frame {
  if (Array.isArray(value)) return invalid("batches are not supported: send one message at a time");
  if (!isJsonObject(value)) return invalid("a message is an object");
  const problem = problemOf(value);
  if (problem !== undefined) return invalid(problem, isId(value.id) ? value.id : undefined);
  return { ok: true, message: value as unknown as JSONRPCMessage };
}

function invalid(problem: string, id?: RequestId): Frame {
  return { ok: false, code: invalidRequest, problem, ...(id !== undefined && { id }) };
}

function problemOf(value: JsonObject): string | undefined {
  if (value.jsonrpc !== "2.0") return 'a message has the member `"jsonrpc": "2.0"`';
  const isCall = Object.hasOwn(value, "method");
  const isAnswer = Object.hasOwn(value, "result") || Object.hasOwn(value, "error");
  if (isCall === isAnswer) return "a message has either a `method`, or a `result` or an `error`";
  return isCall ? problemOfCall(value) : problemOfAnswer(value);
}

function problemOfCall(value: JsonObject): string | undefined {
  if (typeof value.method !== "string") return "a `method` is a string";
  if (Object.hasOwn(value, "id") && !isId(value.id)) return "an `id` is a string or a whole number";
  const hasParams = Object.hasOwn(value, "params");
  return hasParams && !isJsonObject(value.params) ? "`params` are an object" : undefined;
}

function problemOfAnswer(value: JsonObject): string | undefined {
  if (Object.hasOwn(value, "result")) {
    if (Object.hasOwn(value, "error")) return "an answer has a `result` or an `error`, not both";
    if (!isId(value.id)) return "an `id` is a string or a whole number";
    return isJsonObject(value.result) ? undefined : "a `result` is an object";
  }
  if (value.id !== undefined && value.id !== null && !isId(value.id))
    return "an `id` is a string or a whole number";
  const { error } = value;
  const isError = isJsonObject(error) && Number.isInteger(error.code) && typeof error.message === "string";
  return isError ? undefined : "an `error` has a `code` and a `message`";
}

function isId(value: unknown): value is RequestId {
  return typeof value === "string" || Number.isSafeInteger(value);
}
