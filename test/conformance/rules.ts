import { diagnosticsOf, errorsOf, type Json } from "./support.js";

/* What the tests of §5 share: a schema, and what makes policies and requests of it. */

/** Principals, resources, actions, obligations and remedies. */
export const schema = `
principal User in Team { team: String, age?: Int }
principal Svc
principal Bot in Team acting for User, Svc { level: Int }
entity Team in Team
entity Folder in Folder
entity Doc in Folder { state: "draft" | "final", owner: User }
entity Pic { size: Int }
tag reading
action docs.read(id: String, n?: Int) on Doc tagged reading
action both.see on Doc, Pic tagged reading
action plain(n: Int, m?: Int) tagged reading
action other
context { region?: String, t: Time }
obligation log(to: String, n?: Int, at?: Time)
obligation key(kind: "a" | "b", n?: Int) once
remedy approval(from: String) = context.region ?? "" == from
remedy later(than: Time) = context.t > than
`;
/** A policy of rules over the schema. */
export const set = (...rules: readonly string[]) =>
  `${schema} policy p { ${rules.map((rule, index) => (rule.startsWith("rule ") ? rule : `rule r${index} ${rule}`)).join("\n")} }`;
/** What is said of a text, but for what is unused. */
export const complaints = (text: string) => diagnosticsOf(text).filter(({ code }) => code !== "POL2025");
/** The errors of rules. */
export const errors = (...rules: readonly string[]) => errorsOf(set(...rules));

/** A User. */
export const user = (properties: Json = {}, ancestors: readonly Json[] = []): Json => ({
  type: "User",
  id: "ann",
  properties: { team: "x", ...properties },
  ancestors,
});
/** A Bot. */
export const bot = (properties: Json = {}, ancestors: readonly Json[] = []): Json => ({
  type: "Bot",
  id: "b1",
  properties: { level: 1, ...properties },
  ancestors,
});
/** A Svc. */
export const svc: Json = { type: "Svc", id: "s" };
/** A Team. */
export const team = (id: string) => ({ type: "Team", id });
/** A request for the plain action. */
export const plain = (more: Json = {}, args: Json = { n: 1 }): Json => ({
  subject: user(),
  action: { name: "plain", properties: args },
  context: { t: "2026-01-01T00:00:00Z" },
  ...more,
});
/** A Doc. */
export const doc = (id: string, ancestors: readonly Json[] = [], properties: Json = {}): Json => ({
  type: "Doc",
  id,
  ancestors,
  properties: { state: "draft", owner: { type: "User", id: "ann" }, ...properties },
});
