import { answersOf, withAnswers } from "../interpret/answers.js";
import { isRecord } from "../runtime/record.js";
import type { JsonObject } from "../util/json-object.js";

/**
 * A valid request with what `mayAllow` may be asked without left out, in whole and in part, of its answers, too; each with what was done to
 * it. The request as it is comes first.
 */
export function incompleteRequests(request: JsonObject): readonly (readonly [string, JsonObject])[] {
  const answers = answersOf(request);
  const parts = withoutParts(request);
  if (answers.length === 0) return parts;
  const bare = withAnswers(request, []);
  return [
    ...parts,
    ["without answers", bare],
    [
      "with part of the answers",
      withAnswers(
        request,
        answers.filter((_, index) => index % 2 === 0),
      ),
    ],
    [
      "with the other part of the answers",
      withAnswers(
        request,
        answers.filter((_, index) => index % 2 === 1),
      ),
    ],
    ...withoutParts(bare)
      .slice(1)
      .map(([about, incomplete]) => [`${about} and answers`, incomplete] as const),
  ];
}

function withoutParts(request: JsonObject): readonly (readonly [string, JsonObject])[] {
  const { context, resource, action, ...rest } = request;
  const name = isRecord(action) ? (action as JsonObject).name : undefined;
  return [
    ["complete", request],
    ["without arguments", { ...request, action: { name } }],
    ["without context", { ...rest, action, ...(resource !== undefined && { resource }) }],
    ["without resource", { ...rest, action, ...(context !== undefined && { context }) }],
    ["with nothing but principals and action", { ...rest, action: { name } }],
    [
      "with part of the context",
      { ...request, ...(isRecord(context) && { context: everyOther(context, 0) }) },
    ],
    [
      "with the other part of the context",
      { ...request, ...(isRecord(context) && { context: everyOther(context, 1) }) },
    ],
    [
      "with part of the resource",
      { ...request, ...(isRecord(resource) && { resource: partOf(resource as JsonObject) }) },
    ],
  ];
}

function everyOther(record: object, first: 0 | 1): JsonObject {
  return Object.fromEntries(Object.entries(record).filter((_, index) => index % 2 === first));
}

function partOf(resource: JsonObject): JsonObject {
  const { type, properties } = resource;
  return { type, ...(isRecord(properties) && { properties: everyOther(properties, 0) }) };
}
