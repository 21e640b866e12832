import type { v1 } from "@authzed/authzed-node";
import { assertNever } from "../../util/invariant.js";
import type { ReadOptions } from "../relations/relation-engine.js";
import type { Freshness, OwnWrites } from "./own-writes.js";

/** What a read asks of SpiceDB: what the caller says, else at least what this engine wrote. */
export function consistencyOf({ consistency, token }: ReadOptions, { freshness }: OwnWrites): v1.Consistency {
  if (consistency === "full") return requirementOf({ kind: "full" });
  return requirementOf(token === undefined ? freshness : { kind: "token", token });
}

function requirementOf(freshness: Freshness): v1.Consistency {
  switch (freshness.kind) {
    case "any":
      return { requirement: { oneofKind: "minimizeLatency", minimizeLatency: true } };
    case "token":
      return { requirement: { oneofKind: "atLeastAsFresh", atLeastAsFresh: { token: freshness.token } } };
    case "full":
      return { requirement: { oneofKind: "fullyConsistent", fullyConsistent: true } };
    default:
      return assertNever(freshness);
  }
}
