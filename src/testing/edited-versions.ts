import type { SourceFile } from "../source/source-file.js";
import { parse } from "../syntax/parse.js";
import { type Choices, chance, pick } from "./choices.js";
import { mutateTokens, tokensOf } from "./mutate-tokens.js";

/**
 * A policy set and `count` versions of it, each edited from one before as people do: a word changed, a line put in, a policy added, a
 * file removed, an edit taken back. Many of them have mistakes.
 */
export function generateVersions(
  choices: Choices,
  files: readonly SourceFile[],
  count: number,
): readonly (readonly SourceFile[])[] {
  const versions = [chance(choices, 70) ? policiesApart(files) : files];
  for (let left = count; left > 0; left--) versions.push(edited(choices, versions));
  return versions;
}

/** Each policy in a file of its own: most edits are of one of many such files. */
function policiesApart(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.flatMap((file) => {
    const { declarations } = parse(file).file;
    const textOf = (kept: typeof declarations) =>
      kept.map(({ span }) => file.text.slice(span.start, span.end)).join("\n\n");
    const policies = declarations.filter(({ kind }) => kind === "PolicyDeclaration");
    const others = declarations.filter(({ kind }) => kind !== "PolicyDeclaration");
    return [
      { path: file.path, text: `${textOf(others)}\n` },
      ...policies.map((policy, index) => ({
        path: `policies/${index}-${file.path}`,
        text: `${textOf([policy])}\n`,
      })),
    ];
  });
}

function edited(choices: Choices, versions: readonly (readonly SourceFile[])[]): readonly SourceFile[] {
  const latest = versions.at(-1) ?? [];
  const file = pick(choices, [...latest, { path: "new.pol", text: "tag fresh\n" }]);
  const others = latest.filter(({ path }) => path !== file.path);
  switch (choices.int(0, 9)) {
    case 0:
      return pick(choices, versions);
    case 1:
      return latest.length > 1 ? others : latest;
    case 2:
      return [...others, { ...file, path: `moved/${file.path}` }];
    case 3:
    case 4:
      return [...others, { ...file, text: `// edited\n${file.text}` }];
    case 5:
      return [...others, { ...file, text: `${file.text}\n${addedPolicy(choices, latest)}` }];
    default:
      return [...others, { ...file, text: mutateTokens(file.text, choices, wordsOf(latest)) }];
  }
}

/** A policy like one that there is, under another name. */
function addedPolicy(choices: Choices, files: readonly SourceFile[]): string {
  const policies = files.flatMap(({ text }) => text.match(/^policy [^{]*\{[\s\S]*?^\}/gm) ?? []);
  const like = pick(choices, [...policies, "policy other {\n}"]);
  return `${like.replace(/^policy \S+/, `policy added_${choices.int(0, 99)}`)}\n`;
}

function wordsOf(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ text }) => tokensOf(text));
}
