import type { LockedTool } from "./lock-file.js";
import { type ToolPart, toolParts } from "./mcp/tool-digest.js";

/** What became of one tool since it was imported. */
export interface ToolChange {
  readonly action: string;
  readonly kind: "added" | "removed" | "changed";
  /** Of a tool that changed: in what. */
  readonly parts: readonly ToolPart[];
}

/** The tools that are not what they were, sorted by action; none if a server lists the same in another order. */
export function compareTools(
  before: readonly LockedTool[],
  after: readonly LockedTool[],
): readonly ToolChange[] {
  const old = new Map(before.map((tool) => [tool.action, tool]));
  const now = new Map(after.map((tool) => [tool.action, tool]));
  const actions = [...new Set([...old.keys(), ...now.keys()])].sort();
  return actions.flatMap((action) => changeOf(action, old.get(action), now.get(action)) ?? []);
}

function changeOf(
  action: string,
  before: LockedTool | undefined,
  after: LockedTool | undefined,
): ToolChange | undefined {
  if (before === undefined) return { action, kind: "added", parts: [] };
  if (after === undefined) return { action, kind: "removed", parts: [] };
  if (before.digest === after.digest) return undefined;
  const parts = toolParts.filter((part) => before.parts[part] !== after.parts[part]);
  return { action, kind: "changed", parts };
}
