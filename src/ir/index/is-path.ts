import type { ValueNode } from "../node.js";

/**
 * Whether a value is one of the request's, or a part of one, that can be looked at before any guard was asked: where it is absent there
 * is nothing, and no error.
 */
export function isPath(node: ValueNode): boolean {
  if (node.canErr) return false;
  switch (node.kind) {
    case "root":
      return true;
    case "read":
    case "identity":
    case "part":
      return isPath(node.object);
    default:
      return false;
  }
}
