import { analyze, check } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Span } from "../../src/source/span.js";

/** What the analyses of rules have to say of a text, which checks without errors: POL3001 to POL3009. */
export function ruleFindings(text: string): readonly Diagnostic[] {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined)
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return analyze(policySet).filter(({ code }) => code >= "POL3001" && code <= "POL3009");
}

/** {@link ruleFindings} as `CODE text-at-its-span <- text-at-related, …`. */
export function findingWords(text: string): readonly string[] {
  const at = ({ start, end }: Span) => text.slice(start, end).split("\n")[0] ?? "";
  return ruleFindings(text).map(({ code, span, related = [] }) => {
    const places = related.map((place) => at(place.span)).join(", ");
    return `${code} ${at(span)}${places === "" ? "" : ` <- ${places}`}`;
  });
}

/** A schema that most of these tests share. */
export const schema = `
principal User in Team { team: String, role: "admin" | "editor" | "viewer", level: Int in 0..10, manager?: User }
principal Agent acting for User { team: String, trusted: Bool }
principal Service
entity Team
entity Document in Folder { owner: User, labels: List<String>, state: "draft" | "final" }
entity Folder in Folder
tag reading
action db.query(table: String, columns: List<String>, limit: Int in 1..1000) tagged reading
action db.drop(table: String)
action web.fetch(url: Url, host: Host, mode: "fast" | "slow", size?: Int) tagged reading
action docs.read(path: Path) on Document tagged reading
context { ip: Ip, now: Time, risk?: Int in 0..100, count: Int }
obligation log(reason: String)
`;

/** {@link findingWords} of rules over {@link schema}, in one policy called `p`. */
export function wordsOf(rules: string): readonly string[] {
  return findingWords(`${schema}\npolicy p {\n${rules}\n}\n`);
}
