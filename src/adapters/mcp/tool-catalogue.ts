import { type ToolDefinition, toolDigest } from "../../importers/mcp/tool-digest.js";
import { isJsonObject } from "../../util/json-object.js";

/**
 * What is known of a server's tools as it lists them now, by name. A name that is listed twice, with different definitions, has no tool.
 */
export type ToolCatalogue = ReadonlyMap<string, LiveTool | undefined>;

/** One tool as the server lists it. */
export interface LiveTool {
  readonly digest: string;
  readonly hints: ToolHints;
}

/** The annotations of a tool, with what MCP expects where a server says nothing. */
export interface ToolHints {
  readonly read_only: boolean;
  readonly destructive: boolean;
  readonly idempotent: boolean;
  readonly open_world: boolean;
}

/** What MCP says to expect of a tool without annotations: the worst. */
export const pessimisticHints: ToolHints = {
  read_only: false,
  destructive: true,
  idempotent: false,
  open_world: true,
};

/** The tools of a list. */
export function toolCatalogue(definitions: readonly unknown[]): ToolCatalogue {
  const listed = new Map<string, LiveTool | undefined>();
  for (const definition of definitions) {
    if (!isDefinition(definition)) continue;
    const tool = liveTool(definition);
    const isOther = listed.has(definition.name) && listed.get(definition.name)?.digest !== tool.digest;
    listed.set(definition.name, isOther ? undefined : tool);
  }
  return listed;
}

/** Whether `value` is a tool's definition, as far as a list of tools needs one. */
export function isDefinition(value: unknown): value is ToolDefinition & { readonly name: string } {
  return isJsonObject(value) && typeof value.name === "string";
}

function liveTool(definition: ToolDefinition): LiveTool {
  return { digest: toolDigest(definition), hints: hintsOf(definition.annotations) };
}

function hintsOf(annotations: unknown): ToolHints {
  if (!isJsonObject(annotations)) return pessimisticHints;
  const hint = (name: string, otherwise: boolean) => {
    const value = annotations[name];
    return typeof value === "boolean" ? value : otherwise;
  };
  return {
    read_only: hint("readOnlyHint", pessimisticHints.read_only),
    destructive: hint("destructiveHint", pessimisticHints.destructive),
    idempotent: hint("idempotentHint", pessimisticHints.idempotent),
    open_world: hint("openWorldHint", pessimisticHints.open_world),
  };
}
