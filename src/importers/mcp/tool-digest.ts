import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../../util/canonical-json.js";
import { canonicalSchema } from "./canonical-schema.js";

/** A tool as a server's `tools/list` gives it. */
export type ToolDefinition = { readonly [member: string]: unknown };

/** The parts of a definition whose changes are named; `other` is whatever else the server declares of the tool. */
export const toolParts = [
  "title",
  "description",
  "inputSchema",
  "outputSchema",
  "annotations",
  "other",
] as const;

/** See {@link toolParts}. */
export type ToolPart = (typeof toolParts)[number];

/** A short digest of each part that a definition has. */
export type ToolPartDigests = { readonly [Part in ToolPart]?: string };

/**
 * The digest of a tool's definition, `sha256:` and 64 hexadecimal digits: of the canonical JSON of all that the server declares of the tool.
 * It is the same whatever the order of members, the layout, and the order of what JSON Schema regards as a set; any other change changes it.
 *
 * `_meta` is no part of it: that is where servers and gateways put what belongs to one answer, such as a trace, and no model reads it.
 *
 * @example
 * toolDigest({ name: "search", inputSchema: { type: "object" } }) // "sha256:…"
 */
export function toolDigest(tool: ToolDefinition): string {
  return `sha256:${hexOf(declared(tool))}`;
}

/**
 * A digest of each part of a definition: they say which part changed, and are short, since that something changed is what
 * {@link toolDigest} says.
 */
export function toolPartDigests(tool: ToolDefinition): ToolPartDigests {
  const { title, description, inputSchema, outputSchema, annotations, name: _, ...other } = declared(tool);
  const parts = { title, description, inputSchema, outputSchema, annotations, other };
  const present = toolParts.filter((part) => parts[part] !== undefined && !isEmpty(part, other));
  return Object.fromEntries(present.map((part) => [part, hexOf(parts[part]).slice(0, 16)]));
}

function isEmpty(part: ToolPart, other: ToolDefinition): boolean {
  return part === "other" && Object.keys(other).length === 0;
}

/** What the digest is of. Schemas come last here: a canonical text does not depend on it. */
function declared({ _meta, inputSchema, outputSchema, ...others }: ToolDefinition): ToolDefinition {
  return {
    ...others,
    inputSchema: canonicalSchema(inputSchema),
    outputSchema: canonicalSchema(outputSchema),
  };
}

function hexOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}
