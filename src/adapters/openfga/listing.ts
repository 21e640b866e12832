import type { Slot } from "../../relations/relation-plan.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { type CallSettings, callServer } from "./call-server.js";
import type { OpenFgaServer } from "./openfga-server.js";

/**
 * Asks for a list. When a server has looked for as long as it may, it sends what it found as if that were all: so a list that took as long as
 * that is an error.
 */
export async function withinListing<Answer>(
  server: OpenFgaServer,
  { timeout = server.limits.listing, signal }: ReadOptions,
  call: (settings: CallSettings) => Promise<Answer>,
): Promise<Answer> {
  const { listing } = server.limits;
  const end = performance.now() + listing;
  const limits = { timeout: Math.min(timeout, listing), signal, isRepeatable: true };
  const answer = await callServer(server, limits, call);
  // A timer may be late.
  if (performance.now() < end) return answer;
  throw new RelationEngineError("timeout", "OpenFGA: the list may have been cut short");
}

/** Whoever has a relation whose `no` means nothing is in no list. */
export function requireWholeLists({ certain }: OpenFgaServer, { type, relation, index }: Slot): void {
  if (certain.has(index)) return;
  const name = `\`${relation.name}\` of \`${type}\``;
  throw new RelationEngineError(
    "refused",
    `OpenFGA's lists of ${name} are not whole: it excludes whom a cycle leads to`,
  );
}
