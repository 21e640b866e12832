import type { Secrets, Showing } from "../../runtime/secrets.js";
import { elementOf, membersOf, ownOf } from "./show-value.js";

/**
 * As much of a path into a request as may be shown: it ends at a value that is secret, and does not tell what names stand in it.
 *
 * @example
 * shownPath("/action/properties/credentials/pass word", request, secrets) // "/action/properties/credentials"
 */
export function shownPath(path: string, request: unknown, secrets: Secrets): string {
  const [, party, ...steps] = path.split("/");
  if (party === undefined) return path;
  try {
    return [`/${party}`, ...shownSteps(party, steps, request, secrets)].join("/");
  } catch {
    // An object that throws when it is read.
    return `/${party}`;
  }
}

function shownSteps(
  party: string,
  steps: readonly string[],
  request: unknown,
  secrets: Secrets,
): readonly string[] {
  let value = memberOf(request, party);
  let showing: Showing | undefined = showingOf(party, value, secrets);
  for (const [index, step] of steps.entries()) {
    if (showing === undefined || showing === "secret") return steps.slice(0, index);
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    showing = stepInto(showing, value, name, secrets);
    value = memberOf(value, name);
  }
  return steps;
}

function showingOf(party: string, value: unknown, secrets: Secrets): Showing {
  if (party === "context") return { record: secrets.context };
  if (party !== "action") return "entity";
  const name = memberOf(value, "name");
  const properties = typeof name === "string" ? ownOf(secrets.actions, name) : undefined;
  return { record: { name: "scalar", properties: { record: properties ?? {} } } };
}

function stepInto(showing: Showing, value: unknown, name: string, secrets: Secrets): Showing | undefined {
  if (Array.isArray(value)) return elementOf(showing);
  return typeof value === "object" && value !== null ? membersOf(showing, value, secrets)?.(name) : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? ownOf(value as { readonly [name: string]: unknown }, name)
    : undefined;
}
