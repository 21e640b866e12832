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
  const spans = [list, other].map(({ source }): Span => ({ file: source.path, start: 0, end: 1 }));
  const [span = { file: list.source.path, start: 0, end: 1 }, related = span] = spans;
  return createDiagnostic("POL4014", span, `there are two servers \`${list.server}\``, {
    related: [{ span: related, message: `the other \`${other.server}\`` }],
    help: "import one of them alone, under another name: `--as NAME`",
  });
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
