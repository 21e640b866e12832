import { suggestion } from "./checker.js";

/** How many relations are named to whom none of them was near. */
const mostNamed = 8;

/** What to write in the place of a relation that there is not: the one that was meant, or which there are. */
export function relationHelp(word: string, names: readonly string[]): { help?: string } {
  const near = suggestion(word, names);
  if (near.help !== undefined || names.length === 0) return near;
  const named = names.slice(0, mostNamed).map((name) => `\`${name}\``);
  const more = names.length - named.length;
  return {
    help: `there ${names.length === 1 ? "is" : "are"} ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  };
}
