import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject } from "../../../util/json-object.js";
import { messageOf } from "../../../util/message-of.js";
import type { Answer } from "../connection.js";
import type { ObligationPlan } from "../obligation-handler.js";

/**
 * What the client sees of what a tool answered, after all that `plans` ask for. An answer with which it cannot be done is withheld, and
 * `withheld` hears why.
 */
export function answerAfter(
  plans: readonly ObligationPlan[],
  answer: Answer,
  withheld: (problem: string) => void,
): Answer {
  const changes = plans.flatMap(({ onResult }) => onResult ?? []);
  if (changes.length === 0) return answer;
  // The message of an error is the server's own; its data may be anything.
  if ("error" in answer) return { error: { code: answer.error.code, message: answer.error.message } };
  try {
    return { result: changes.reduce((result, change) => change(result), toolResult(answer.result)) };
  } catch (error) {
    withheld(messageOf(error));
    return { result: withheldResult };
  }
}

const withheldResult: CallToolResult = {
  content: [
    { type: "text", text: "[Withheld by policy: what it asks for cannot be done with this answer.]" },
  ],
  isError: true,
};

/** Of what has the form of a tool's result; anything else has places that nobody looked at. */
function toolResult(result: { readonly [member: string]: unknown }): CallToolResult {
  const { content, structuredContent, isError, _meta: _, ...others } = result;
  const unknown = Object.keys(others).filter((member) => member !== "resultType");
  if (unknown.length > 0) throw new TypeError(`the result has \`${unknown.join("`, `")}\``);
  if (!Array.isArray(content) || !content.every(isContent))
    throw new TypeError("the result has no list of content");
  if (structuredContent !== undefined && !isJsonObject(structuredContent))
    throw new TypeError("the structured content is no object");
  return {
    content,
    ...(structuredContent !== undefined && { structuredContent }),
    ...(isError === true && { isError }),
  };
}

function isContent(item: unknown): item is CallToolResult["content"][number] {
  return (
    isJsonObject(item) &&
    typeof item.type === "string" &&
    (item.type !== "text" || typeof item.text === "string")
  );
}
