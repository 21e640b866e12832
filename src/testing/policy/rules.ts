import { chance, pick, pickAny, several, some, weighted } from "../choices.js";
import { namedArguments } from "./callables.js";
import { literal } from "./literals.js";
import type { Generation } from "./model.js";
import { quote } from "./pol-text.js";
import { type Grow, knowing, openGuards, type Scope, sentenceScope } from "./scope.js";
import { generateHead } from "./sentence.js";
import { typeText } from "./type-text.js";
import { argumentOf, callOf } from "./values.js";

/** A rule that was generated: what tests refer to. */
export interface RuleModel {
  readonly id: string;
  readonly effect: "allow" | "deny" | "oblige";
}

/** Declares policies and assertions. */
export function generatePolicies(generation: Generation, grow: Grow, size: number): readonly RuleModel[] {
  const { choices } = generation;
  const rules = several(choices, 1, 3, () => declarePolicy(generation, grow, size)).flat();
  several(choices, 0, 2, () => declareAssertion(generation, grow));
  return rules;
}

function declarePolicy(generation: Generation, grow: Grow, size: number): RuleModel[] {
  const { choices, namer, declarations } = generation;
  const policy = namer.unique(
    "policy",
    pick(choices, ["main", "analytics", "rule", "constructor", "policy"]),
  );
  const rules = several(choices, 1, size, () => generateRule(generation, grow, policy));
  const documentation = chance(choices, 20)
    ? '/// Who may do what.\n///\n/// And why: \\u{1F600} */ "x"\n'
    : "";
  declarations.push(`${documentation}policy ${policy} {\n${rules.map((each) => each.text).join("\n\n")}\n}`);
  return rules;
}

function generateRule(generation: Generation, grow: Grow, policy: string): RuleModel & { text: string } {
  const { choices, namer } = generation;
  const name = namer.unique(
    `rules of ${policy}`,
    pick(choices, ["reads", "writes", "no_payroll", "when", "__proto__"]),
  );
  const effect = weighted(choices, [
    [5, "allow"],
    [3, "deny"],
    [2, "oblige"],
  ] as const);
  const head = generateHead(generation);
  const scope = sentenceScope(generation, grow, head.environments);
  const documentation = chance(choices, 15) ? "  /// What this rule is for.\n" : "";
  const parts = [`${effect} ${head.text}`, ...clauses(scope, effect), ...ending(scope, effect)];
  const text = `${documentation}  rule ${name}\n${parts.map((part) => `    ${part}`).join("\n")}`;
  return { id: `${policy}.${name}`, effect, text };
}

/** Each clause knows what the ones before it established. */
function clauses(start: Scope, effect: string): string[] {
  const { choices, schema } = start.generation;
  let scope = start;
  const texts: string[] = [];
  const count = weighted(choices, [
    [1, 0],
    [4, 1],
    [3, 2],
    [2, 3],
  ]);
  for (let index = 0; index < count; index++) {
    const condition = start.grow.condition(scope, choices.int(0, 2));
    const negative = index === count - 1 && chance(choices, 25);
    texts.push(`${negative ? "unless" : "when"} ${condition.text}`);
    scope = knowing(scope, negative ? [] : condition.known, condition.tested);
  }
  if (effect !== "deny" || schema.remedies.length === 0 || !chance(choices, 55)) return texts;
  const remedies = some(choices, schema.remedies, 1, 2).map((remedy) =>
    callOf({ ...scope, asks: false }, remedy, true),
  );
  return [...texts, ...remedies.flatMap((call) => (call ? [`unless ${call.text}`] : []))];
}

function ending(scope: Scope, effect: string): string[] {
  const { choices } = scope.generation;
  if (effect === "deny" && chance(choices, 60)) return [`because ${quote(pick(choices, becauseTexts))}`];
  if (effect !== "oblige") return [];
  const calls = several(choices, 1, 2, () => obligationCall({ ...scope, asks: false }));
  return [`with ${[...new Set(calls)].join(", ")}`];
}

/** Reasons to give to whoever is denied. */
export const becauseTexts: readonly string[] = [
  "Salary columns are never read.",
  "Ask the data owners.",
  "naïve ☃ */ </script>",
  'line\nbreak "quoted" \\ \u2028',
];

function obligationCall(scope: Scope): string {
  const { choices, schema } = scope.generation;
  const obligation = pick(choices, schema.obligations);
  const given = obligation.parameters.filter((own) => !own.optional || chance(choices, 60));
  const entries = given.map((own) => {
    const absent =
      own.optional && chance(choices, 40) ? absentArgument(scope, typeText(own.type)) : undefined;
    return [own.name, absent ?? argumentOf(scope, own.type) ?? literal(choices, own.type).text] as const;
  });
  return entries.length > 0 || chance(choices, 20)
    ? `${obligation.name}(${namedArguments(entries)})`
    : obligation.name;
}

/** An attribute that may be absent, for an optional parameter: the argument is then left out. */
function absentArgument(scope: Scope, type: string): string | undefined {
  const paths = scope.paths.filter(
    (each) => typeText(each.type) === type && openGuards(scope, each).length > 0,
  );
  return pickAny(scope.generation.choices, paths)?.text;
}

function declareAssertion(generation: Generation, grow: Grow): void {
  const { choices, namer, declarations } = generation;
  const name = namer.unique("assertion", pick(choices, ["never_destroys", "always_reads"]));
  const head = generateHead(generation);
  const scope = sentenceScope(generation, grow, head.environments);
  const effect = pick(choices, ["deny", "allow"]);
  const parts = [`${effect} ${head.text}`, ...clauses(scope, "assert")];
  declarations.push(`assert ${name}\n  ${parts.join("\n  ")}`);
}
