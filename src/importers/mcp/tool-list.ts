import type { SourceFile } from "../../source/source-file.js";
import type { JsonSchema } from "../../types/from-json-schema.js";
import type { ToolDefinition } from "./tool-digest.js";

/** One tool as a server declares it; a member of the wrong kind is left out, but for `raw`, which has everything. */
export interface Tool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Where a server gives none, the schema that accepts anything. */
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: unknown;
  readonly annotations?: { readonly [hint: string]: unknown };
  /** JSON Pointer of the tool in the text that it was read from. */
  readonly pointer: string;
  /** JSON Pointer of its schema of arguments there. */
  readonly schemaPointer: string;
  readonly raw: { readonly [member: string]: unknown };
  /** `raw` in MCP's form: what digests are of. */
  readonly definition: ToolDefinition;
}

/** The tools of one server. */
export interface ToolList {
  /** The first word of its actions' names. */
  readonly server: string;
  /** What the server calls itself, where it says so. */
  readonly serverInfo?: { readonly name: string; readonly version?: string };
  /** The text that spans point into. */
  readonly source: SourceFile;
  readonly tools: readonly Tool[];
  /** What it says of its tools in annotations is not believed. */
  readonly untrusted?: true;
}
