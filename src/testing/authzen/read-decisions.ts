import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";
import type { ExpectedDecision } from "../test-runner.js";
import { type JsonFileResult, listAt, objectAt, readJsonFile, type SpanOf, unexpected } from "./json-file.js";

/**
 * Reads a file of decisions as the AuthZEN working group publishes them: `evaluation` lists requests, `evaluations` batches of them, each
 * with what is expected. Every request of a batch is a decision of its own, with the defaults of the batch put in.
 *
 * @example
 * readDecisions({ path: "decisions.json", text: '{ "evaluation": [{ "request": {…}, "expected": true }] }' });
 */
export function readDecisions(file: SourceFile): JsonFileResult<readonly ExpectedDecision[]> {
  return readJsonFile(file, "POL5040", help, (value, spanOf) => {
    const members = objectAt(value, "");
    const lists = ["evaluation", "evaluations"].filter((name) => members[name] !== undefined);
    if (lists.length === 0) unexpected("", "a member `evaluation` or `evaluations`");
    return lists.flatMap((name) => {
      const cases = listAt(members[name], `/${name}`, "requests with what is expected");
      return cases.flatMap((each, index) =>
        readCase(each, { pointer: pointerTo("", name, index), label: `${name} ${index + 1}` }, spanOf),
      );
    });
  });
}

const help =
  'a case is `{ "request": {…}, "expected": true }`; of a batch, `expected` lists one decision for each evaluation';

/** Where something stands in the file, for readers and for programs. */
interface Place {
  readonly pointer: string;
  readonly label: string;
}

function readCase(value: unknown, { pointer, label }: Place, spanOf: SpanOf): readonly ExpectedDecision[] {
  const { request, expected } = objectAt(value, pointer);
  const place = `${pointer}/request`;
  const members = objectAt(request, place);
  const evaluations = listAt(members.evaluations ?? [], `${place}/evaluations`, "evaluations");
  if (evaluations.length === 0) {
    const decision = readExpected(expected, `${pointer}/expected`);
    return [decisionOf(members, decision, label, spanOf(place))];
  }
  const wanted = readExpectedOfBatch(expected, members, evaluations.length, `${pointer}/expected`);
  return wanted.map((decision, index) => {
    const at = pointerTo(`${place}/evaluations`, index);
    return decisionOf(
      { ...members, ...objectAt(evaluations[index], at) },
      decision,
      `${label}.${index + 1}`,
      spanOf(at),
    );
  });
}

function decisionOf(members: JsonObject, allowed: boolean, label: string, span: Span): ExpectedDecision {
  const request = withoutUnknown(members);
  return {
    name: `${label}: ${describeRequest(request)}`,
    request,
    expected: { decision: allowed ? "allow" : "deny" },
    span,
  };
}

function readExpected(value: unknown, pointer: string): boolean {
  if (typeof value === "boolean") return value;
  const decision = isJsonObject(value) ? value.decision : undefined;
  return typeof decision === "boolean" ? decision : unexpected(pointer, "a decision, `true` or `false`");
}

/** The decisions of a batch, which ends early where it says so: then there are fewer of them than evaluations. */
function readExpectedOfBatch(
  value: unknown,
  { options }: JsonObject,
  count: number,
  pointer: string,
): readonly boolean[] {
  const listed = isJsonObject(value) ? value.evaluations : value;
  const place = isJsonObject(value) ? `${pointer}/evaluations` : pointer;
  const decisions = listAt(listed, place, "decisions").map((each, index) =>
    readExpected(each, pointerTo(place, index)),
  );
  const last = lastDecision(isJsonObject(options) ? options.evaluations_semantic : undefined);
  const end = last === undefined ? -1 : decisions.indexOf(last);
  const length = end < 0 ? count : end + 1;
  // A server that goes on all the same decides nothing differently.
  if (decisions.length !== length && decisions.length !== count)
    return unexpected(place, `${length} decisions, and not ${decisions.length},`);
  return decisions;
}

function lastDecision(semantic: unknown): boolean | undefined {
  if (semantic === "deny_on_first_deny") return false;
  return semantic === "permit_on_first_permit" ? true : undefined;
}

const requestMembers = ["subject", "actor", "action", "resource", "context"];
const entityMembers = ["type", "id", "properties", "ancestors"];

/** AuthZEN has members ignored that are not known; a module would call the request invalid. Attributes are not such members. */
function withoutUnknown(request: JsonObject): JsonObject {
  const { action, ...rest } = pick(request, requestMembers);
  const parts = Object.entries(rest).map(([name, part]) =>
    name === "context" || !isJsonObject(part) ? [name, part] : [name, pick(part, entityMembers)],
  );
  const named = isJsonObject(action) ? pick(action, ["name", "properties"]) : action;
  return { ...Object.fromEntries(parts), ...(action !== undefined && { action: named }) };
}

function pick(record: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]),
  );
}

/** `user "ann" read record "7"` */
function describeRequest({ subject, actor, action, resource }: JsonObject): string {
  const verb = isJsonObject(action) && typeof action.name === "string" ? [action.name] : [];
  return [...entityWords(subject), ...entityWords(actor), ...verb, ...entityWords(resource)].join(" ");
}

function entityWords(entity: unknown): readonly string[] {
  if (!isJsonObject(entity) || typeof entity.type !== "string") return [];
  return [entity.type, ...(typeof entity.id === "string" ? [JSON.stringify(entity.id)] : [])];
}
