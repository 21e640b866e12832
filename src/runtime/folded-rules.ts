import { frozen } from "./frozen.js";

/** What a module says about its rules, as one of many rules holds it: in columns, and what their texts have in common once. */
export interface FoldedRules {
  readonly ids: readonly string[];
  /** An effect, then pieces of a text: 0 for the rule's own name, 1 for the next of its words. */
  readonly forms: readonly (readonly [string, ...(string | 0 | 1)[]])[];
  /** The form of each rule. */
  readonly formOf: readonly number[];
  /** The words of all rules, one after the other. */
  readonly words: readonly string[];
  readonly files: readonly string[];
  /** File, line and column of each rule in turn. */
  readonly places: readonly number[];
  /** By the number of the rule. */
  readonly because: ReadonlyMap<number, string>;
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
export function foldedRules(folded: FoldedRules): () => readonly Rule[] {
  let rules: readonly Rule[] | undefined;
  return () => {
    rules ??= frozen(unfoldRules(folded));
    return rules;
  };
}

function unfoldRules(folded: FoldedRules): readonly Rule[] {
  let nextWord = 0;
  const textOf = (id: string, pieces: readonly (string | 0 | 1)[]): string => {
    const name = id.slice(id.lastIndexOf(".") + 1);
    return pieces
      .map((piece) => (piece === 0 ? name : piece === 1 ? folded.words[nextWord++] : piece))
      .join("");
  };
  return folded.ids.map((id, index) => {
    const [effect = "", ...pieces] = folded.forms[folded.formOf[index] ?? 0] ?? [""];
    const [file = 0, line = 0, column = 0] = folded.places.slice(3 * index, 3 * index + 3);
    const because = folded.because.get(index);
    const documentation = folded.documentation.get(index);
    return {
      id,
      effect: String(effect),
      text: textOf(id, pieces),
      location: { file: folded.files[file] ?? "", line, column },
      ...(because !== undefined && { because }),
      ...(documentation !== undefined && { documentation }),
    };
  });
}
