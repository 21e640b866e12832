import type { SourceFile } from "../source/source-file.js";
import { type Choices, chance, pick } from "./choices.js";

/**
 * A generated policy set and `count` versions of it, one rule edited in each but the schema: numbers changed, rules renamed, moved, copied and
 * taken out, effects and targets changed, lines put above them. All of them check.
 */
export function generateRuleEdits(
  choices: Choices,
  files: readonly SourceFile[],
  count: number,
): readonly (readonly SourceFile[])[] {
  const versions = [files];
  for (let left = count; left > 0; left--) {
    const latest = versions.at(-1) ?? [];
    versions.push(latest.map((file) => (file.path === "schema.pol" ? file : editedRules(choices, file))));
  }
  return versions;
}

function editedRules(choices: Choices, { path, text }: SourceFile): SourceFile {
  const [head = "", ...rules] = text.split(/(?= {2}rule )/);
  const last = rules.pop() ?? "";
  const index = choices.int(0, rules.length - 1);
  const rule = rules[index] ?? "";
  const others = rules.filter((_, place) => place !== index);
  const newName = () => `${choices.int(0, 999_999)}`;
  const edits: readonly (() => readonly string[])[] = [
    () => others,
    () => [...others, rule],
    () => [...rules, rule.replace(/rule \w+/, `rule copy_${newName()}`)],
    () => rules.with(index, rule.replace(/rule \w+/, `rule name_${newName()}`)),
    () =>
      rules.with(
        index,
        rule.replace(/\d{2,}/, (digits) => String(Number(digits) - 1)),
      ),
    () => rules.with(index, rule.replace(/\b(allow|deny)\b/, chance(choices, 50) ? "allow" : "deny")),
    () => rules.with(index, rule.replace(/ to [^\n]*/, targetIn(pick(choices, others)))),
    () => rules.with(index, rule.replace(/\n {4}when [^\n]*/, "")),
    () => ["  // A comment.\n", ...rules],
  ];
  return { path, text: head + pick(choices, edits)().join("") + last };
}

/** What another rule is about. */
function targetIn(rule: string): string {
  return / to [^\n]*/.exec(rule)?.[0] ?? " to anything";
}
