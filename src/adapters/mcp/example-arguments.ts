import type { Decision, DecisionRequest } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { DecisionModule } from "../enforcement/decision-module.js";

/** Rounds in which values are made up: one for each level of what is declared, and none of it is deep. */
const mostRounds = 8;

/**
 * Arguments with which `request` is one that can be judged, made up of what the module finds missing; undefined where they cannot be made up, or
 * something else is wrong. Of a tool that is not listed no arguments would be allowed: why not, any of them tells.
 */
export function exampleArguments(
  module: DecisionModule | undefined,
  request: DecisionRequest,
): JsonObject | undefined {
  const args: Record<string, unknown> = {};
  for (let round = 0; module !== undefined && round < mostRounds; round++) {
    const decision = module.decide({ ...request, action: { ...request.action, properties: args } });
    if (decision.reason !== "invalid_request") return args;
    if (!mend(args, decision.problems)) return undefined;
  }
  return undefined;
}

const argumentsPath = "/action/properties/";

/** Puts a value wherever one is missing; whether that is all that is wrong. */
function mend(args: Record<string, unknown>, problems: Decision["problems"]): boolean {
  return problems.every(({ path, kind, expected }) => {
    if (kind !== "missing" || !path.startsWith(argumentsPath)) return false;
    const value = exampleOf(expected);
    return (
      value !== undefined && put(args, path.slice(argumentsPath.length).split("/").map(unescaped), value)
    );
  });
}

/** RFC 6901 §4. */
function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function put(
  target: Record<string, unknown>,
  [name = "", ...below]: readonly string[],
  value: unknown,
): boolean {
  if (below.length === 0) {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
    return true;
  }
  const next = Object.hasOwn(target, name) ? target[name] : undefined;
  return (Array.isArray(next) || isJsonObject(next)) && put(next as Record<string, unknown>, below, value);
}

/** A value of a type as Pol prints it; undefined where none comes to mind. */
function exampleOf(type: string): unknown {
  const literal = /^"(?:[^"\\]|\\.)*"/.exec(type)?.[0];
  if (literal !== undefined) return JSON.parse(literal);
  if (type.startsWith("{")) return {};
  const list = /^List<(.*)>(?: length (\d+)?\.\.)?/.exec(type);
  if (list !== null) return listOf(list[1] ?? "", Number(list[2] ?? 0));
  const [name = ""] = /^\w+/.exec(type) ?? [];
  const minimum = Number(/(?: in | length )(-?\d+)\.\./.exec(type)?.[1] ?? 0);
  if (name === "Int" || name === "Number") return minimum;
  if (name === "String") return "x".repeat(Math.min(Math.max(minimum, 1), 1000));
  return examples.get(name);
}

function listOf(element: string, length: number): readonly unknown[] | undefined {
  const value = exampleOf(element);
  if (length > 0 && value === undefined) return undefined;
  return Array.from({ length: Math.min(length, 100) }, () => structuredClone(value));
}

const examples: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["Bool", false],
  ["Time", "2000-01-01T00:00:00Z"],
  ["Date", "2000-01-01"],
  ["Duration", "PT1M"],
  ["Ip", "192.0.2.1"],
  ["Cidr", "192.0.2.0/24"],
  ["Url", "https://example.com/"],
  ["Host", "example.com"],
  ["Email", "someone@example.com"],
  ["Path", "/example"],
  ["Map", {}],
  ["Json", {}],
]);
