import { type CheckedPolicySet, type CheckOptions, checkPolicySet } from "../../src/check/check.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { parse } from "../../src/syntax/parse.js";

/** Parses and checks texts as one policy set; the files are called `a.pol`, `b.pol`, … */
export function checkTexts(texts: readonly string[], options?: CheckOptions): CheckedPolicySet {
  const parsed = texts.map((text, index) => parse({ path: `${String.fromCharCode(97 + index)}.pol`, text }));
  const syntax = parsed.flatMap((result) => result.diagnostics);
  if (syntax.length > 0) throw new Error(syntax.map((diagnostic) => diagnostic.message).join("\n"));
  return checkPolicySet(
    parsed.map((result) => result.file),
    options,
  );
}

/** The diagnostics of one text as `CODE text-at-its-span`. */
export function codesOf(text: string): readonly string[] {
  return checkTexts([text]).diagnostics.map(
    ({ code, span }) => `${code} ${text.slice(span.start, span.end).split("\n")[0]}`,
  );
}

/** The typed set of a text that must check without an error. */
export function checkedSet(...texts: readonly string[]): PolicySet {
  const { policySet, diagnostics } = checkTexts(texts);
  if (!policySet) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return policySet;
}

/** A schema that most tests of rules share. */
export const schema = `
principal User in Team { team: String, role: "admin" | "editor", age?: Int in 0..150, boss?: User }
principal Agent acting for User { level: Int }
entity Team { lead: String }
entity Folder in Folder
entity Document in Folder {
  owner: User, editor: User | Team, labels: List<String>, meta: Map<String>, state: "draft" | "final", payload?: Json
}
tag reading
action docs.read(id: String, limit?: Int in 1..100, mode: "fast" | "slow", url: Url, host: Host, path: Path, mail: Email)
  on Document tagged reading
action docs.list(mode: "slow" | "lazy", since?: Time) tagged reading
context { ip: Ip, now: Time, region?: String, task?: { expires?: Time, name: String }, networks: List<Cidr> }
obligation log(to: String, rows?: Int in 1..100)
remedy approval(from: String) = context.region ?? "" == from
def owns(d: Document, u: User) = d.owner == u
`;

/** The diagnostics of one rule on top of {@link schema}, warnings that the schema itself gives aside. */
export function codesOfRule(rule: string): readonly string[] {
  const text = `${schema}\npolicy p {\n  ${rule}\n}\n`;
  const { diagnostics } = checkTexts([text]);
  return diagnostics
    .filter(({ span, code }) => span.start > schema.length && code !== "POL2025")
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}
