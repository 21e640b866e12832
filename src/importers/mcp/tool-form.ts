import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";

/** A tool as a list has it: in MCP's own form, or as a function that a model is given. */
export interface ToolForm {
  /** The object that has the tool's name. */
  readonly raw: JsonObject;
  readonly pointer: string;
  /** Its member that is the schema of the arguments. */
  readonly schemaMember: string;
}

/**
 * Finds the parts of a tool: `{name, inputSchema}` is MCP's, `{name, input_schema}` Anthropic's, `{name, parameters}` OpenAI's, there also
 * as `{type: "function", function: {…}}`.
 */
export function toolForm(raw: JsonObject, pointer: string): ToolForm {
  if (raw.type === "function" && isJsonObject(raw.function))
    return toolForm(raw.function, pointerTo(pointer, "function"));
  const schemaMember = schemaMembers.find((member) => Object.hasOwn(raw, member)) ?? "inputSchema";
  return { raw, pointer, schemaMember };
}

const schemaMembers = ["inputSchema", "input_schema", "parameters"];

/** What the tool would be in MCP's form. */
export function asDeclared({ raw, schemaMember }: ToolForm): JsonObject {
  const { [schemaMember]: inputSchema, ...others } = raw;
  return inputSchema === undefined ? raw : { ...others, inputSchema };
}
