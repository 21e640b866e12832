import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject } from "../../../util/json-object.js";
import type { ObligationHandler } from "../obligation-handler.js";

type Content = CallToolResult["content"][number];

/** What stands where a text was. */
const masked = "***";

/**
 * `mask(field: name)` or `mask(column: name)`: wherever an answer has a member of the name, its value is masked: a text becomes `***`,
 * anything else null. Answers are structured content, and texts that are JSON. In what is neither, nobody can find the member: such
 * content is withheld.
 */
export const mask: ObligationHandler = (args) => {
  const [[kind, name] = [], ...others] = Object.entries(args);
  if ((kind !== "field" && kind !== "column") || typeof name !== "string" || others.length > 0)
    return undefined;
  return { onResult: (result) => maskResult(result, name) };
};

function maskResult(result: CallToolResult, name: string): CallToolResult {
  const { structuredContent } = result;
  const content = result.content.map((item) => maskContent(item, name));
  if (structuredContent === undefined) return { ...result, content };
  return { ...result, content, structuredContent: maskMembers(structuredContent, name) };
}

/** Items are made anew of what was looked at: whatever else a server puts there (`_meta`, a link's description) may hold the value. */
function maskContent(item: Content, name: string): Content {
  if (item.type === "text") {
    const text = maskText(item.text, name);
    return text === undefined ? withheld(name) : { type: "text", text };
  }
  if (item.type === "resource" && "text" in item.resource) {
    const { uri, mimeType, text } = item.resource;
    const shown = maskText(text, name);
    if (shown === undefined) return withheld(name);
    return { type: "resource", resource: { uri, text: shown, ...(mimeType !== undefined && { mimeType }) } };
  }
  return withheld(name);
}

function withheld(name: string): Content {
  return {
    type: "text",
    text: `[Withheld by policy: \`${name}\` is to be masked, and this content is no JSON in which it could be found.]`,
  };
}

/** A text of JSON with the member masked, laid out as it was; undefined where it is no object or array of JSON. */
function maskText(text: string, name: string): string | undefined {
  const value = parsedContainer(text);
  if (value === undefined) return undefined;
  const indent = /^[[{]\r?\n([ \t]+)/.exec(text)?.[1];
  return JSON.stringify(maskMembers(value, name), undefined, indent);
}

function parsedContainer(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function maskMembers<Value>(value: Value, name: string): Value;
function maskMembers(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((element) => maskMembers(element, name));
  if (isJsonObject(value)) return maskedObject(value, name);
  // JSON within JSON is how tools hand on what others answered.
  return typeof value === "string" ? (maskText(value, name) ?? value) : value;
}

function maskedObject(object: object, name: string): object {
  const members = Object.entries(object).map(([key, value]) => {
    if (key !== name) return [key, maskMembers(value, name)];
    return [key, typeof value === "string" ? masked : null];
  });
  return Object.fromEntries(members);
}
