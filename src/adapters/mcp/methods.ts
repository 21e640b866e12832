import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/** What a client may call undecided: none of them reads data or does anything. */
const plainMethods: ReadonlySet<string> = new Set([
  "initialize",
  "server/discover",
  "ping",
  "logging/setLevel",
  "subscriptions/listen",
]);

/** What can be passed on undecided, where the host says so. */
const methodGroups: { readonly [group: string]: readonly string[] } = {
  resources: [
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "resources/subscribe",
    "resources/unsubscribe",
  ],
  prompts: ["prompts/list", "prompts/get"],
  completion: ["completion/complete"],
};

/** The capability of a server that stands for a group of methods, where it has another name. */
const capabilityOfGroup: { readonly [group: string]: string } = { completion: "completions" };

/** What a server may ask its client for. */
const serverMethods: ReadonlySet<string> = new Set([
  "ping",
  "sampling/createMessage",
  "elicitation/create",
  "roots/list",
]);

/** The names of the groups that can be passed on. */
export const groupNames: readonly string[] = Object.keys(methodGroups);

/** The methods of a client that are forwarded undecided; `pass` has groups and methods. */
export function forwardedMethods(pass: readonly string[]): ReadonlySet<string> {
  return new Set([...plainMethods, ...pass.flatMap((name) => methodsOf(name))]);
}

function methodsOf(name: string): readonly string[] {
  // Tools are decided one by one: they cannot be waved through.
  if (name.startsWith("tools/")) return [];
  return Object.hasOwn(methodGroups, name) ? (methodGroups[name] ?? []) : [name];
}

/** Whether a server may ask its client for this. */
export function mayServerAsk(method: string): boolean {
  return serverMethods.has(method);
}

/**
 * The capabilities of a server as its client sees them: without what is refused anyway. Lists of tools may change when the policy does,
 * whatever the server says.
 */
export function shownCapabilities(capabilities: unknown, forwarded: ReadonlySet<string>): JsonObject {
  if (!isJsonObject(capabilities)) return {};
  const refused = new Set([
    "tasks",
    ...groupNames.filter((group) => !isForwarded(group, forwarded)).map(nameOf),
  ]);
  const shown = Object.entries(capabilities).filter(([name]) => !refused.has(name));
  const { tools, ...others } = Object.fromEntries(shown);
  return isJsonObject(tools) ? { ...others, tools: { ...tools, listChanged: true } } : others;
}

function isForwarded(group: string, forwarded: ReadonlySet<string>): boolean {
  return methodsOf(group).some((method) => forwarded.has(method));
}

function nameOf(group: string): string {
  return capabilityOfGroup[group] ?? group;
}
