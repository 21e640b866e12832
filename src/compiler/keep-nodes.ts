import type { SourceFile } from "../source/source-file.js";
import type { Declaration, PolicyDeclaration, RuleDeclaration } from "../syntax/ast.js";
import { movedRuleNode } from "../syntax/moved-node.js";
import type { ParseResult } from "../syntax/parse.js";
import { movedBy, type TextChange } from "./text-change.js";

/** A file as it was parsed. */
export interface ParsedFile {
  readonly text: string;
  readonly result: ParseResult;
}

/**
 * What was parsed, with the declarations and rules of the version before in the places of those that read the same, so that what was found
 * of them still holds: all that stands above a change, and the rules below it, moved where the change is longer or shorter.
 */
export function keepNodes(
  before: ParsedFile,
  source: SourceFile,
  change: TextChange,
  result: ParseResult,
): ParseResult {
  const old = new Map(before.result.file.declarations.map((node) => [node.span.start, node]));
  const keepRule = ruleKeeper(before, source, change);
  const declarations = result.file.declarations.map((node) => {
    const known = old.get(node.span.start);
    if (known !== undefined && readsSame(before.text, known, source.text, node)) return known;
    return node.kind === "PolicyDeclaration" ? withRules(node, keepRule) : node;
  });
  return { ...result, file: { ...result.file, declarations } };
}

/** Gives for a rule of a policy the one of the version before that reads the same, where it stands now; else itself. */
export type RuleKeeper = (rule: RuleDeclaration, policy: PolicyDeclaration) => RuleDeclaration;

export function ruleKeeper(before: ParsedFile, { text }: SourceFile, change: TextChange): RuleKeeper {
  const old = placedRules(before.result.file.declarations);
  return (rule, policy) => {
    const by = rule.span.start < change.nowEnd ? 0 : movedBy(change);
    const known = old.get(rule.span.start - by);
    // A rule is called by its policy's name, too.
    if (known === undefined || known.policy.name.text !== policy.name.text) return rule;
    if (!readsSame(before.text, known.rule, text, rule)) return rule;
    return by === 0 ? known.rule : movedRuleNode(known.rule, by);
  };
}

interface PlacedRule {
  readonly rule: RuleDeclaration;
  readonly policy: PolicyDeclaration;
}

/** By their start. */
function placedRules(declarations: readonly Declaration[]): ReadonlyMap<number, PlacedRule> {
  const policies = declarations.filter(
    (declaration): declaration is PolicyDeclaration => declaration.kind === "PolicyDeclaration",
  );
  return new Map(
    policies.flatMap((policy) => policy.rules.map((rule) => [rule.span.start, { rule, policy }] as const)),
  );
}

function withRules(policy: PolicyDeclaration, keep: RuleKeeper): PolicyDeclaration {
  return { ...policy, rules: policy.rules.map((rule) => keep(rule, policy)) };
}

/** Comments above a node document it and are not part of it. */
function readsSame(
  before: string,
  known: Declaration | RuleDeclaration,
  now: string,
  node: Declaration | RuleDeclaration,
): boolean {
  const [was, is] = [known.span, node.span];
  return (
    known.kind === node.kind &&
    before.slice(was.start, was.end) === now.slice(is.start, is.end) &&
    documentationOf(known) === documentationOf(node)
  );
}

function documentationOf(node: Declaration | RuleDeclaration): string {
  return "documentation" in node ? node.documentation.join("\n") : "";
}
