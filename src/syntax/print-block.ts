import {
  blankLine,
  concat,
  concatAll,
  type Doc,
  group,
  hardLine,
  indent,
  join,
  lastLine,
  line,
  memberLine,
  softLine,
} from "./doc.js";
import {
  type Anchored,
  blankBefore,
  danglingComments,
  hasCommentBefore,
  type PrintContext,
} from "./print-context.js";

/** A block in braces: where it ends, its items, and how one is printed. */
export interface Block<Item extends Anchored> {
  /** The end of the closing brace. */
  readonly end: number;
  readonly items: readonly Item[];
  readonly print: (item: Item) => Doc;
  /** What stands before the closing brace: the `...` of a record. */
  readonly last?: string;
}

/** A block that is one line where it fits, items with commas between them; open, without, where it was written so. */
export function printBraces<Item extends Anchored>(
  context: PrintContext,
  block: Block<Item>,
  opened: boolean,
): Doc {
  if (opened || hasCommentBefore(context, block.end)) return printLines(context, block);
  const docs: Doc[] = block.items.map(block.print);
  if (block.last !== undefined) docs.push(block.last);
  if (docs.length === 0) return "{}";
  return group("{", indent(concat(line, join(memberLine, docs))), line, "}");
}

/** A block with each item on a line of its own; an empty line between two where there is one in the source. */
export function printLines<Item extends Anchored>(context: PrintContext, block: Block<Item>): Doc {
  const docs = block.items.map((item, index) => {
    const blank = index > 0 && startsAfterBlank(context, item);
    return concat(blank ? blankLine : hardLine, block.print(item));
  });
  if (block.last !== undefined) docs.push(concat(hardLine, block.last));
  const dangling = danglingComments(context, block.end);
  if (docs.length + dangling.length === 0) return "{}";
  return concat("{", indent(concatAll([...docs, ...dangling])), hardLine, "}");
}

/** Whether the source has an empty line before an item or the comments above it. */
export function startsAfterBlank(context: PrintContext, item: Anchored): boolean {
  const comment = context.comments[context.next];
  const start = Math.min(item.span.start, comment?.span.start ?? item.span.start);
  return blankBefore(context, start);
}

/** Items in brackets with commas: on one line, or each on its own with a comma after the last too. */
export function printList(open: string, docs: readonly Doc[], close: string): Doc {
  if (docs.length === 0) return open + close;
  return group(open, indent(concat(softLine, join(concat(",", line), docs))), lastLine, close);
}

/** Items with commas between them, on lines further right where they are too many for one. */
export function printCommas(docs: readonly Doc[]): Doc {
  return group(indent(join(concat(",", line), docs)));
}
