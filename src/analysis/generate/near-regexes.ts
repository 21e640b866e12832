import { anyCharacter, type CharacterSet } from "../../syntax/character-set.js";
import type { RegexNode } from "../../syntax/regex.js";
import type { Pattern } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { anyOne, anyRun, sequence } from "../texts/regex-parts.js";

/**
 * Patterns that one might have written for another: not anchored at an end, a repetition once more or once less, an alternative or a
 * range of characters left out, any character for some.
 */
export function nearRegexes({ source, tree }: Pattern): readonly Pattern[] {
  const trees = [sequence(anyRun, tree), sequence(tree, anyRun), ...nearTrees(tree).slice(0, mostTrees)];
  // No text of Pol stands for them: a name that tells them apart does.
  return trees.map((near, index) => ({ source: `${source} with mistake ${index}`, tree: near }));
}

const mostTrees = 24;

function nearTrees(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case "characters":
      return nearCharacters(node);
    case "sequence":
      return node.parts.flatMap((part, index) =>
        nearTrees(part).map((near): RegexNode => ({ ...node, parts: node.parts.with(index, near) })),
      );
    case "alternation":
      return node.alternatives.flatMap((alternative, index) => [
        { ...node, alternatives: node.alternatives.filter((_, other) => other !== index) },
        ...nearTrees(alternative).map(
          (near): RegexNode => ({ ...node, alternatives: node.alternatives.with(index, near) }),
        ),
      ]);
    case "repeat":
      return [...nearCounts(node), ...nearTrees(node.body).map((body): RegexNode => ({ ...node, body }))];
    default:
      return assertNever(node);
  }
}

function nearCharacters(node: Extract<RegexNode, { readonly kind: "characters" }>): readonly RegexNode[] {
  const { set } = node;
  if (set === anyCharacter) return [];
  const fewer = set.map((_, dropped) => ({ ...node, set: set.filter((_, index) => index !== dropped) }));
  return [anyOne, ...(set.length > 1 && !isComplement(set) ? fewer : [])];
}

/** Whether it is written as what it does not have (`[^/]`): nobody forgets one of the ranges that it comes to, which begin at characters that nobody sees. */
function isComplement(set: CharacterSet): boolean {
  return set.at(-1)?.[1] === anyCharacter.at(-1)?.[1];
}

function nearCounts(node: Extract<RegexNode, { readonly kind: "repeat" }>): readonly RegexNode[] {
  const { min, max } = node;
  return [
    ...(min > 0 ? [{ ...node, min: min - 1 }] : []),
    ...(max === undefined || max > min ? [{ ...node, min: min + 1 }] : []),
    ...(max === undefined ? [{ ...node, max: Math.max(min, 1) }] : [{ ...node, max: max + 1 }]),
    ...(max !== undefined && max > Math.max(min, 1) ? [{ ...node, max: max - 1 }] : []),
  ];
}
