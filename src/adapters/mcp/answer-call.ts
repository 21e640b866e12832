import type { JSONRPCRequest } from "@modelcontextprotocol/sdk/types.js";
import { messageOf } from "../../util/message-of.js";
import { type Answer, answerClient, type Connection } from "./connection.js";
import { type Denial, denialResult } from "./denial.js";
import { completeResult, statelessClient } from "./stateless.js";

/** Answers a call in the server's place. A client that is gone needs no answer. */
export function answer(connection: Connection, { id }: JSONRPCRequest, given: Answer): void {
  answerClient(connection, id, given).catch(() => undefined);
}

/** Answers a call with a denial. */
export function deny(connection: Connection, message: JSONRPCRequest, denial: Denial): void {
  const isStateless = statelessClient(message) !== undefined;
  answer(connection, message, { result: completeResult(denialResult(denial), isStateless) });
}

/** Denies a call of which the host cannot say who makes it, or with what. */
export function refuseCaller(connection: Connection, message: JSONRPCRequest, error: unknown): void {
  connection.tell({
    kind: "caller_refused",
    problem: messageOf(error),
  });
  deny(connection, message, { code: "caller_unknown", because: [], remedies: [] });
}
