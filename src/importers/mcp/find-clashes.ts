import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../source/span.js";
import { jsonPlaces, pointerTo } from "../../util/json-places.js";
import { spanAt } from "./span-at.js";
import type { ToolList } from "./tool-list.js";

/** Errors for servers of one name, and for tools of one name on a server: an action stands for one tool. */
export function findClashes(lists: readonly ToolList[]): readonly Diagnostic[] {
  return [...findServerClashes(lists), ...lists.flatMap(findToolClashes)];
}

/** Whatever the case: some disks take `imports/GitHub.pol` and `imports/github.pol` for one file. */
function findServerClashes(lists: readonly ToolList[]): readonly Diagnostic[] {
  const first = new Map<string, ToolList>();
  return lists.flatMap((list) => {
    const other = first.get(list.server.toLowerCase());
    if (!other) first.set(list.server.toLowerCase(), list);
    return other ? [serverClash(list, other)] : [];
  });
}

function serverClash(list: ToolList, other: ToolList): Diagnostic {
  return createDiagnostic("POL4014", startOf(list), `there are two servers \`${list.server}\``, {
    related: [{ span: startOf(other), message: `the other \`${other.server}\`` }],
    help: renaming,
  });
}

const renaming = "import one of them alone, under another name: `--as NAME`";

function startOf({ source }: ToolList): Span {
  return { file: source.path, start: 0, end: 1 };
}

/**
 * Errors for types of one name in the files of several servers: `TeamNote` is the `Note` of `team`, and the `ote` of `teamN`. A name does
 * not hang on what else is imported, so such a pair is not numbered.
 */
export function findTypeClashes(
  lists: readonly ToolList[],
  imported: readonly { readonly types: readonly string[] }[],
): readonly Diagnostic[] {
  const first = new Map<string, ToolList>();
  return lists.flatMap((list, index) =>
    (imported[index]?.types ?? []).flatMap((name) => {
      const other = first.get(name);
      if (!other) first.set(name, list);
      if (!other || other.server === list.server) return [];
      const message = `the servers \`${other.server}\` and \`${list.server}\` both give a type \`${name}\``;
      const related = [{ span: startOf(other), message: `the other \`${name}\`` }];
      return [createDiagnostic("POL4014", startOf(list), message, { related, help: renaming })];
    }),
  );
}

function findToolClashes({ server, source, tools }: ToolList): readonly Diagnostic[] {
  const root = jsonPlaces(source.text);
  const first = new Map<string, Span>();
  return tools.flatMap(({ name, pointer }) => {
    const span = spanAt(source, root, pointerTo(pointer, "name"));
    const other = first.get(name);
    if (!other) {
      first.set(name, span);
      return [];
    }
    const related = [{ span: other, message: "the first one" }];
    return [createDiagnostic("POL4014", span, `\`${server}\` has two tools \`${name}\``, { related })];
  });
}
