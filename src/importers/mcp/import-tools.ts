import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../../diagnostics/sort-diagnostics.js";
import { importsFolder } from "../../source/file-names.js";
import { findClashes, findTypeClashes } from "./find-clashes.js";
import { importServer } from "./import-server.js";
import type { ToolList } from "./tool-list.js";

/** What lists of tools become. */
export interface ImportedTools {
  /** One for each server, below the root of the policy set. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Which tool each action stands for, sorted by action. */
  readonly actions: readonly ImportedAction[];
  /** With an error among them, nothing is to be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An action, by its name in requests, and the tool of which server it is. */
export interface ImportedAction {
  readonly action: string;
  readonly server: string;
  readonly tool: string;
}

/**
 * Declares the tools of servers as actions of Pol: one formatted file for each server, whatever the order of its tools and of the members of
 * its schemas. All that a server says is data: nothing in it can become code. What cannot be kept of it is named in the diagnostics.
 */
export function importTools(lists: readonly ToolList[]): ImportedTools {
  const imported = lists.map(importServer);
  const actions = lists.flatMap(({ server, tools }) =>
    tools.map(({ name }) => ({ action: `${server}.${name}`, server, tool: name })),
  );
  const diagnostics = imported.flatMap((one) => one.diagnostics);
  return {
    files: lists.map(({ server }, index) => ({
      path: `${importsFolder}${server}.pol`,
      text: imported[index]?.text ?? "",
    })),
    actions: actions.sort((left, right) => (left.action < right.action ? -1 : 1)),
    diagnostics: sortDiagnostics([
      ...findClashes(lists),
      ...findTypeClashes(lists, imported),
      ...diagnostics,
    ]),
  };
}
