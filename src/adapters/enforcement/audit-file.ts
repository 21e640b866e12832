import type { AuditLine, AuditSink } from "./audit-line.js";
import { fileOutput, type LineStream, streamOutput } from "./line-output.js";
import { createLineQueue } from "./line-queue.js";

/** An audit log in a file or a stream. */
export interface AuditFile extends AuditSink {
  write(line: AuditLine): Promise<void>;
  /** Opens the file of that name anew, after the one before was renamed: for programs that rotate logs. */
  reopen(): void;
  /** Resolves when all lines are written. A stream stays open. */
  close(): Promise<void>;
}

/**
 * An audit log as JSON Lines: in a file that lines are appended to, or in a stream such as `process.stderr`. Lines are written whole, one
 * after the other, also where several processes share a file. Throws if the file cannot be opened.
 *
 * @example
 * const point = createDecisionPoint({ policy, audit: auditFile("/var/log/polc/audit.jsonl") });
 */
export function auditFile(target: string | LineStream): AuditFile {
  const output = typeof target === "string" ? fileOutput(target) : streamOutput(target);
  const lines = createLineQueue(output.append);
  return {
    write: (line) => lines.push(`${JSON.stringify(line)}\n`),
    reopen: output.reopen,
    close: async () => {
      await lines.idle();
      await output.close();
    },
  };
}
