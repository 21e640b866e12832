import type { PolicySet } from "../check/typed-policy-set.js";
import { decidingRules, decisionSentence, obligationNames } from "../interpret/describe-decision.js";
import type { Decision } from "../runtime/decision.js";
import { format } from "../syntax/format.js";
import { printAttributeName, printSegments, printString } from "../syntax/print-string.js";
import { lineWidth } from "../syntax/print-width.js";
import type { Field, Type } from "../types/type.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import { tuplesOf } from "./relations/given.js";
import { tupleWords } from "./relations/tuple-words.js";

/** A request as a `test` block that states what is decided of it, formatted: `polc test` passes it as it is. */
export function printTestBlock(
  policySet: PolicySet,
  name: string,
  request: JsonObject,
  decision: Decision,
): string {
  const items = [
    ...["subject", "actor", "resource"].flatMap((role) => entityItem(policySet, role, request[role])),
    ...actionItem(policySet, request.action),
    ...contextItem(policySet, request.context),
    ...tuplesOf(request).map((tuple) => `given ${tupleWords(tuple)}`),
    `expect ${expectation(decision)}`,
  ];
  const order = (item: string): number => itemOrder.indexOf(item.slice(0, item.indexOf(" ")));
  const sorted = items.sort((left, right) => order(left) - order(right));
  const known = formattedItems.get(policySet) ?? new Map<string, string>();
  formattedItems.set(policySet, known);
  const lines = sorted.map((item) => {
    const formatted = known.get(item) ?? formatItem(item);
    known.set(item, formatted);
    return formatted;
  });
  return `${opening(name)}${lines.join("")}${closing}`;
}

/** By their texts before: the tests of a policy set have most items in common. */
const formattedItems = new WeakMap<PolicySet, Map<string, string>>();

/** An item of a test with its line ends, as the formatter sets it: what stands beside it in the test does not matter. */
function formatItem(item: string): string {
  const line = `  ${item}\n`;
  if (line.length <= lineWidth) return line;
  const { text } = format({ path: "test.pol", text: `${opening("")}${item}\n${closing}` });
  return text.slice(opening("").length, -closing.length);
}

function opening(name: string): string {
  return `test ${printString(name)} {\n`;
}

const closing = "}\n";

/** The order in which a test is read: who does what to what, and when. */
const itemOrder = ["subject", "actor", "action", "resource", "context", "given", "expect"];

/** What a decision is in the words of `expect`: the reason where no rule decided. */
function expectation(decision: Decision): string {
  const { reason } = decision;
  const by =
    reason === "no_matching_rule" || reason === "invalid_request" ? [reason] : decidingRules(decision);
  const rules = reason === "obligation_error" ? undefined : by;
  return decisionSentence(decision.decision ? "allow" : "deny", rules, undefined, obligationNames(decision));
}

function entityItem(policySet: PolicySet, role: string, value: unknown): readonly string[] {
  return isJsonObject(value) ? [`${role} ${entityText(policySet, value)}`] : [];
}

function actionItem(policySet: PolicySet, action: unknown): readonly string[] {
  if (!isJsonObject(action)) return [];
  const name = String(action.name);
  const segments = printSegments(name.split(".").map((text) => ({ text })));
  const parameters = among(policySet.actions.get(name)?.parameters);
  return [`action ${segments}${propertiesText(policySet, action.properties, parameters)}`];
}

function contextItem(policySet: PolicySet, context: unknown): readonly string[] {
  return isJsonObject(context) ? [`context ${recordText(policySet, context, among(policySet.context))}`] : [];
}

/** `given Team("core").member is viewer of Document("7")` */
/** The type of each member of a record, as far as it is declared. */
type Members = (name: string) => Type | undefined;

function among(fields: ReadonlyMap<string, Field> | undefined): Members {
  return (name) => fields?.get(name)?.type;
}

/** `User("alice") in Team("sales") { team: "sales" }` */
function entityText(policySet: PolicySet, { type, id, properties, ancestors }: JsonObject): string {
  const ofId = id === undefined ? "" : printString(String(id));
  const above = (Array.isArray(ancestors) ? ancestors : [])
    .filter(isJsonObject)
    .map((group) => ` in ${String(group.type)}(${printString(String(group.id))})`);
  const attributes = among(policySet.entities.get(String(type))?.attributes);
  return `${String(type)}(${ofId})${above.join("")}${propertiesText(policySet, properties, attributes)}`;
}

function propertiesText(policySet: PolicySet, properties: unknown, members: Members): string {
  if (!isJsonObject(properties) || Object.keys(properties).length === 0) return "";
  return ` ${recordText(policySet, properties, members)}`;
}

function recordText(policySet: PolicySet, record: JsonObject, members: Members): string {
  const entries = Object.entries(record).map(
    ([name, value]) => `${printAttributeName({ text: name })}: ${valueText(policySet, value, members(name))}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function valueText(policySet: PolicySet, value: unknown, type: Type | undefined): string {
  if (typeof value === "string") return printString(value);
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) {
    const element = type?.kind === "List" ? type.element : undefined;
    return `[${value.map((each) => valueText(policySet, each, element)).join(", ")}]`;
  }
  if (!isJsonObject(value)) return String(value);
  if (type?.kind === "Entity") return entityText(policySet, value);
  return recordText(policySet, value, membersOf(type));
}

function membersOf(type: Type | undefined): Members {
  if (type?.kind === "Map") return () => type.value;
  return among(type?.kind === "Record" ? type.fields : undefined);
}

/** Pol's numbers have no exponent, and those without a fraction are safe integers. */
function numberText(value: number): string {
  const text = plainDigits(value);
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? `${text}.0` : text;
}

function plainDigits(value: number): string {
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  const shift = Number(exponent);
  const digits = whole + fraction;
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${digits}`;
  return `${sign}${digits}${"0".repeat(shift - fraction.length)}`;
}
