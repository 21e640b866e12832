import { messageOf } from "../../util/message-of.js";
import type { Decided, DecisionOutcome } from "../enforcement/decision-point.js";
import type { Connection } from "./connection.js";

/** Writes a decision to the audit log, for which nobody waits. That it could not be written is told. */
export function recordDecision(connection: Connection, decided: Decided, outcome: DecisionOutcome): void {
  connection.options.point.record(decided, outcome).catch((error: unknown) => {
    connection.tell({
      kind: "audit_failed",
      problem: messageOf(error),
    });
  });
}
