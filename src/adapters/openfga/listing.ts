import type { Slot } from "../../relations/relation-plan.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { type CallSettings, callServer } from "./call-server.js";
import type { OpenFgaServer } from "./openfga-server.js";

/**
 * Asks for a list. When a server has looked for as long as it may, it sends what it found as if that were all: so a list that took as long as
 * that is an error.
 */
export function withinListing<Answer>(
  server: OpenFgaServer,
  options: ReadOptions,
  call: (settings: CallSettings) => Promise<Answer>,
): Promise<Answer> {
  const timeout = Math.min(options.timeout ?? server.limits.listing, server.limits.listing);
  // Made again it would have less time than the server: what it cut short could not be told.
  return callServer(server, { timeout, signal: options.signal, isRepeatable: false }, call);
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
