import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { ObligationHandler } from "../obligation-handler.js";

type Content = CallToolResult["content"][number];

/**
 * `cap_result(bytes: n)`: of what a tool answers the client sees `n` bytes at most, in UTF-8. Texts are cut between characters; what is no
 * text, and does not fit, is left out; so is structured content, which cut would be another answer. A remark says that something is missing.
 */
export const capResult: ObligationHandler = ({ bytes, ...others }) => {
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 1) return undefined;
  return Object.keys(others).length > 0 ? undefined : { onResult: (result) => capped(result, bytes) };
};

function capped(result: CallToolResult, limit: number): CallToolResult {
  const { structuredContent, ...rest } = result;
  const size = sizeOf(result.content) + jsonSize(structuredContent);
  if (size <= limit) return result;
  const content = [...cutContent(result.content, limit), remark(size, limit)];
  const left = limit - sizeOf(content.slice(0, -1));
  if (structuredContent === undefined) return { ...rest, content };
  if (jsonSize(structuredContent) <= left) return { ...rest, structuredContent, content };
  // A result of a tool with an output schema has structured content, or is an error.
  return { ...rest, content, isError: true };
}

function remark(size: number, limit: number): Content {
  return {
    type: "text",
    text: `[Cut by policy: the answer has ${size} bytes, of which at most ${limit} are shown. Ask for less.]`,
  };
}

function cutContent(content: readonly Content[], limit: number): readonly Content[] {
  let left = limit;
  return content.flatMap((item) => {
    const fitting = fitted(item, left);
    if (fitting !== undefined) left -= sizeOfItem(fitting);
    return fitting ?? [];
  });
}

function fitted(item: Content, left: number): Content | undefined {
  if (sizeOfItem(item) <= left) return item;
  if (item.type !== "text" || left === 0) return undefined;
  return { ...item, text: cutText(item.text, left) };
}

/** The longest beginning of `text` that has at most `bytes` bytes; no character is cut in two. */
function cutText(text: string, bytes: number): string {
  const target = new Uint8Array(bytes);
  const { read } = new TextEncoder().encodeInto(text, target);
  return text.slice(0, read);
}

function sizeOf(content: readonly Content[]): number {
  return content.reduce((sum, item) => sum + sizeOfItem(item), 0);
}

function sizeOfItem(item: Content): number {
  return item.type === "text" ? Buffer.byteLength(item.text) : jsonSize(item);
}

function jsonSize(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
