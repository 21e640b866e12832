import type { Service } from "./service.js";

/** The paths of the API, below the address of the decision point. */
export const endpoints = {
  access_evaluation_endpoint: "/access/v1/evaluation",
  access_evaluations_endpoint: "/access/v1/evaluations",
  search_subject_endpoint: "/access/v1/search/subject",
  search_resource_endpoint: "/access/v1/search/resource",
  search_action_endpoint: "/access/v1/search/action",
} as const;

/** Where metadata is published, before the path of the decision point's address. */
export const wellKnown = "/.well-known/authzen-configuration";

/** What a decision point publishes of itself, at an address that it was told: never at one that a request names. */
export function metadataOf(publicUrl: string, { entities }: Pick<Service, "entities">) {
  const offered = Object.entries(endpoints).filter(
    ([name]) => entities !== undefined || !needsEntities.includes(name),
  );
  const base = publicUrl.replace(/\/$/, "");
  return {
    policy_decision_point: publicUrl,
    ...Object.fromEntries(offered.map(([name, path]) => [name, base + path])),
  };
}

const needsEntities: readonly string[] = ["search_subject_endpoint", "search_resource_endpoint"];

/** Why `text` is no address of a decision point; undefined if it is one. */
export function publicUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    return "it is no address that begins with https://";
  if (url.protocol === "http:" && !isLoopback(url.hostname)) return "it does not begin with https://";
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(text)) return "it has a query or a fragment";
  return url.username === "" && url.password === "" ? undefined : "it has a user name or a password";
}

/** Whether only this machine can be reached by `host`. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
