import type { Secrets, Showing } from "../../runtime/secrets.js";
import { membersOf } from "./show-value.js";

/**
 * As much of a path into a request as may be shown: it ends at a value that is secret, and does not tell what names stand in it.
 *
 * @example
 * shownPath("/action/properties/credentials/pass word", request, secrets) // "/action/properties/credentials"
 */
export function shownPath(path: string, request: unknown, secrets: Secrets): string {
  const [party = "", ...steps] = path.split("/").slice(1);
  let showing: Showing | undefined = showingOf(party, request, secrets);
  let value = memberOf(request, party);
  let shown = `/${party}`;
  for (const step of steps) {
    if (showing === undefined || showing === "secret") break;
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    showing = stepInto(showing, value, name, secrets);
    value = memberOf(value, name);
    shown += `/${step}`;
  }
  return path === "" ? "" : shown;
}

function showingOf(party: string, request: unknown, secrets: Secrets): Showing | undefined {
  if (party === "context") return { record: secrets.context };
  if (party !== "action") return "entity";
  const { name } = (memberOf(request, "action") ?? {}) as { name?: unknown };
  const properties =
    typeof name === "string" && Object.hasOwn(secrets.actions, name) ? secrets.actions[name] : {};
  return { record: { name: "scalar", properties: { record: properties ?? {} } } };
}

function stepInto(showing: Showing, value: unknown, name: string, secrets: Secrets): Showing | undefined {
  if (Array.isArray(value))
    return typeof showing === "object" && "list" in showing ? showing.list : undefined;
  return typeof value === "object" && value !== null ? membersOf(showing, value, secrets)?.(name) : undefined;
}

/** Undefined where there is none, or it cannot be read. */
function memberOf(value: unknown, name: string): unknown {
  try {
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? (value as { readonly [name: string]: unknown })[name]
      : undefined;
  } catch {
    return undefined;
  }
}
