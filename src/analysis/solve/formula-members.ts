import type { Formula } from "../encode/formula.js";
import { keysOf } from "../encode/keys-of.js";
import { requestMembers } from "./request-members.js";

/** The members of the request that a formula names; undefined where one of its keys names none. Of what is asked of elements: their list. */
export function formulaMembers(formula: Formula): readonly string[] | undefined {
  const known = remembered.get(formula);
  if (known !== undefined) return known.members;
  const named = keysIn(formula).map(requestMembers);
  const members = named.some((some) => some.length === 0) ? undefined : [...new Set(named.flat())];
  remembered.set(formula, { members });
  return members;
}

const remembered = new WeakMap<Formula, { readonly members: readonly string[] | undefined }>();

/** The keys that a formula speaks of. */
function keysIn(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case "literal":
      return keysOf(formula.atom);
    case "and":
    case "or":
      return formula.operands.flatMap(keysIn);
    case "some":
    case "every":
      return [formula.list.key];
    default:
      return [];
  }
}

/** Whether some members and others have one in common, or one of them is a part of another one. */
export function shareMembers(some: readonly string[], others: readonly string[]): boolean {
  // Asked of all parts of a request for each member: loops make nothing.
  for (const member of some) if (touches(others, member)) return true;
  return false;
}

/** Whether a member is among some members, or is a part of one of them, or the other way round. */
export function touches(members: readonly string[], member: string): boolean {
  for (const other of members) if (overlap(member, other)) return true;
  return false;
}

function overlap(left: string, right: string): boolean {
  return left === right || isMemberOf(left, right) || isMemberOf(right, left);
}

/** Whether one is `args.url` and the other one `args`. */
function isMemberOf(member: string, root: string): boolean {
  if (!member.startsWith(root)) return false;
  const next = member[root.length];
  return next === "." || next === "#";
}
