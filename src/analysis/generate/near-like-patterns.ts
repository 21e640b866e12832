import type { LikeToken } from "../../syntax/like-pattern.js";

/** Patterns that one might have written for another: with a `*` too many or too few, `?` for `*`, a character less beside a `*`. */
export function nearLikePatterns(pattern: readonly LikeToken[]): readonly (readonly LikeToken[])[] {
  const changed = pattern.flatMap((token, index) =>
    nearTokens(token, pattern[index - 1], pattern[index + 1]).map((near) => [
      ...pattern.slice(0, index),
      ...near,
      ...pattern.slice(index + 1),
    ]),
  );
  const widened = [
    ...(pattern[0]?.kind === "any-run" ? [] : [[run, ...pattern]]),
    ...(pattern.at(-1)?.kind === "any-run" ? [] : [[...pattern, run]]),
  ];
  return [...changed, ...widened].map(joined);
}

const run: LikeToken = { kind: "any-run" };
const one: LikeToken = { kind: "any-one" };

function nearTokens(
  token: LikeToken,
  before: LikeToken | undefined,
  after: LikeToken | undefined,
): readonly (readonly LikeToken[])[] {
  switch (token.kind) {
    case "any-run":
      return [[], [one]];
    case "any-one":
      return [[], [run]];
    case "text": {
      const characters = [...token.value];
      return [
        ...(before?.kind === "any-run" ? [characters.slice(1)] : []),
        ...(after?.kind === "any-run" ? [characters.slice(0, -1)] : []),
      ].map((left) => [{ kind: "text", value: left.join("") }]);
    }
  }
}

/** Without empty texts, neighbouring texts and neighbouring runs as one: as the parser would have it. */
function joined(pattern: readonly LikeToken[]): readonly LikeToken[] {
  const result: LikeToken[] = [];
  for (const token of pattern) {
    const last = result.at(-1);
    if (token.kind === "text" && token.value === "") continue;
    if (token.kind === "any-run" && last?.kind === "any-run") continue;
    if (token.kind === "text" && last?.kind === "text")
      result[result.length - 1] = { kind: "text", value: last.value + token.value };
    else result.push(token);
  }
  return result;
}
