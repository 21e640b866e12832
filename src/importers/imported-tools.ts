import type { ImportedTool } from "../runtime/decision.js";
import type { LockFile } from "./lock-file.js";

/** The tools of a lock file that are actions of a policy set, sorted by action. */
export function importedTools(
  { imports }: LockFile,
  actions: { has(name: string): boolean },
): readonly ImportedTool[] {
  return imports
    .flatMap(({ server, tools }) =>
      tools.map(({ action, tool, digest }) => ({ action, server, tool, digest })),
    )
    .filter(({ action }) => actions.has(action))
    .sort((left, right) => (left.action < right.action ? -1 : 1));
}
