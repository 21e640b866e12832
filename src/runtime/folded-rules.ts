import type { PolicyFacts } from "./conclude.js";
import { frozen } from "./frozen.js";

/** What a module says about its rules, as one of many rules holds it: in columns, and what their texts have in common once. */
export interface FoldedRules {
  /** The first letter of each rule's effect. */
  readonly effects: string;
  /** What lines of texts are made of: texts, 0 for the rule's own name, 1 for the next word. */
  readonly forms: readonly (readonly (string | 0 | 1)[])[];
  /** The forms of the lines of all rules, with -1 after each rule. */
  readonly lines: readonly number[];
  /** The words of all rules, one after the other. */
  readonly words: readonly string[];
  readonly files: readonly string[];
  /** File, line and column of each rule in turn. */
  readonly places: readonly number[];
  /** By the number of the rule. */
  readonly documentation: ReadonlyMap<number, string>;
}

/** A rule as `policySet.rules` says it. */
interface Rule {
  readonly id: string;
  readonly effect: string;
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number };
  readonly because?: string;
  readonly documentation?: string;
}

/** The rules, frozen; made when they are first asked for. */
export function foldedRules(facts: PolicyFacts, fold: () => FoldedRules): () => readonly Rule[] {
  let rules: readonly Rule[] | undefined;
  return () => {
    rules ??= frozen(unfoldRules(facts, fold()));
    return rules;
  };
}

function unfoldRules({ ids, because }: PolicyFacts, folded: FoldedRules): readonly Rule[] {
  let nextWord = 0;
  let nextLine = 0;
  const pieceOf = (piece: string | 0 | 1, id: string) => {
    if (piece === 0) return id.slice(id.lastIndexOf(".") + 1);
    return piece === 1 ? folded.words[nextWord++] : piece;
  };
  const textOf = (id: string): string => {
    const lines: string[] = [];
    for (let form = folded.lines[nextLine++] ?? -1; form >= 0; form = folded.lines[nextLine++] ?? -1) {
      lines.push((folded.forms[form] ?? []).map((piece) => pieceOf(piece, id)).join(""));
    }
    return lines.join("\n");
  };
  return ids.map((id, index) => {
    const [file = 0, line = 0, column = 0] = folded.places.slice(3 * index, 3 * index + 3);
    const reason = because.get(index);
    const documentation = folded.documentation.get(index);
    return {
      id,
      effect: { a: "allow", d: "deny" }[folded.effects[index] ?? ""] ?? "oblige",
      text: textOf(id),
      location: { file: folded.files[file] ?? "", line, column },
      ...(reason !== undefined && { because: reason }),
      ...(documentation !== undefined && { documentation }),
    };
  });
}
