import type { SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import type { Comment, File, PolicyDeclaration, RuleDeclaration } from "../syntax/ast.js";
import { movedDeclaration, movedRuleNode } from "../syntax/moved-node.js";
import { type ParseResult, parse } from "../syntax/parse.js";
import { keepNodes, type ParsedFile, ruleKeeper } from "./keep-nodes.js";
import { movedBy, type TextChange, textChange } from "./text-change.js";

/**
 * Parses an edited file: no more of it than the rules that were edited, where it parsed without an error before, and they do now. Declarations
 * and rules that read as they did are the same objects, or, below the change, the same ones moved.
 */
export function parseEdited(before: ParsedFile, source: SourceFile): ParsedFile {
  const change = textChange(before.text, source.text);
  const result = withEditedRules(before, source, change) ?? keepNodes(before, source, change, parse(source));
  return { text: source.text, result };
}

/** What a change is of: whole lines that hold these rules of one policy and nothing else. */
interface EditedRules {
  readonly policy: PolicyDeclaration;
  /** The numbers of the first and last rule among those of the policy. */
  readonly first: number;
  readonly last: number;
  /** From where to where their lines went before. */
  readonly start: number;
  readonly end: number;
}

function withEditedRules(
  before: ParsedFile,
  source: SourceFile,
  change: TextChange,
): ParseResult | undefined {
  if (before.result.diagnostics.length > 0) return undefined;
  const edited = editedRules(before, change);
  const parsed = edited && parseLines(source, edited, edited.end + movedBy(change));
  if (edited === undefined || parsed === undefined) return undefined;
  const keep = ruleKeeper(before, source, change);
  const rules = parsed.rules.map((rule) => keep(rule, edited.policy));
  return { file: editedFile(before, edited, movedBy(change), { ...parsed, rules }), diagnostics: [] };
}

/** The rules that a change lies in, and those that it touches. */
function editedRules({ text, result }: ParsedFile, change: TextChange): EditedRules | undefined {
  const { declarations, extents } = result.file;
  const policy = declarations.find(({ span }) => span.start < change.start && change.beforeEnd < span.end);
  if (policy?.kind !== "PolicyDeclaration") return undefined;
  const lines = policy.rules.flatMap(({ span }) => extents.get(span.start) ?? []);
  const ends = [
    lines.findLastIndex(({ start }) => start <= change.start),
    lines.findIndex(({ end }) => end >= change.beforeEnd),
  ];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const [start, end] = [lines[first]?.start, lines[last]?.end];
  if (start === undefined || end === undefined) return undefined;
  const areWhole = text.charAt(start - 1) === "\n" && text.charAt(end - 1) === "\n";
  return areWhole ? { policy, first, last, start, end } : undefined;
}

/** What lines of a policy come to. */
interface ParsedLines {
  readonly rules: readonly RuleDeclaration[];
  readonly comments: readonly Comment[];
  readonly extents: File["extents"];
}

/**
 * Parses lines of a policy by themselves, where they stand. No token goes over the end of a line, so they are read as in the whole file, if they are rules
 * and nothing else: then the rules before and behind them are as well.
 */
function parseLines(
  { path, text }: SourceFile,
  { start }: EditedRules,
  end: number,
): ParsedLines | undefined {
  const lines = text.slice(start, end);
  if (start < policyHead.length || !lines.endsWith("\n")) return undefined;
  const { file, diagnostics } = parse({ path, text: `${policyHead.padStart(start)}${lines}}` });
  const [policy, ...others] = file.declarations;
  if (diagnostics.length > 0 || others.length > 0 || policy?.kind !== "PolicyDeclaration") return undefined;
  // It documents what stands behind these lines.
  if (file.comments.some((comment) => comment.text.startsWith("///"))) return undefined;
  return { rules: policy.rules, comments: file.comments, extents: file.extents };
}

const policyHead = "policy p {\n";

function editedFile(
  { result: { file } }: ParsedFile,
  edited: EditedRules,
  by: number,
  { rules, comments, extents }: ParsedLines,
): File {
  const { policy, first, last, start, end } = edited;
  const now: PolicyDeclaration = {
    ...policy,
    span: longer(policy.span, by),
    rules: [
      ...policy.rules.slice(0, first),
      ...rules,
      ...policy.rules.slice(last + 1).map((rule) => (by === 0 ? rule : movedRuleNode(rule, by))),
    ],
  };
  const declarations = file.declarations.map((declaration) => {
    if (declaration === policy) return now;
    return by === 0 || declaration.span.start < start ? declaration : movedDeclaration(declaration, by);
  });
  return {
    ...file,
    span: longer(file.span, by),
    declarations,
    comments: [
      ...file.comments.filter(({ span }) => span.start < start),
      ...comments,
      ...file.comments.filter(({ span }) => span.start >= end).map((comment) => movedComment(comment, by)),
    ],
    extents: movedExtents(file.extents, edited, by, extents),
  };
}

function longer({ file, start, end }: Span, by: number): Span {
  return { file, start, end: end + by };
}

function movedComment(comment: Comment, by: number): Comment {
  return { ...comment, span: further(comment.span, by) };
}

function further({ file, start, end }: Span, by: number): Span {
  return { file, start: start + by, end: end + by };
}

function movedExtents(
  before: File["extents"],
  { policy, start, end }: EditedRules,
  by: number,
  ofLines: File["extents"],
): File["extents"] {
  const extents = new Map<number, Span>();
  for (const [place, extent] of before) {
    if (place === policy.span.start) extents.set(place, longer(extent, by));
    else if (place < start) extents.set(place, extent);
    else if (place >= end) extents.set(place + by, further(extent, by));
  }
  for (const [place, extent] of ofLines) if (place >= start) extents.set(place, extent);
  return extents;
}
