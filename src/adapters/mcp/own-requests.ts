import { randomUUID } from "node:crypto";
import type { TransportSendOptions } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { JsonObject } from "../../util/json-object.js";

/** Requests that the guard makes itself, of the client or of the server, on the connection that they share. */
export interface OwnRequests {
  /** Resolves with the result; rejects with {@link RequestFailed}. */
  ask(question: Question): Promise<JsonObject>;
  /** Takes a response, if it answers a request of the guard's; says whether it did. */
  takes(message: JSONRPCMessage): boolean;
  /** Rejects whatever is open. */
  close(): void;
}

/** One request of the guard. */
export interface Question {
  readonly method: string;
  readonly params: JsonObject;
  /** In milliseconds. */
  readonly timeout: number;
  readonly sendOptions?: TransportSendOptions;
  /** Aborted when nobody needs the answer any more. */
  readonly signal?: AbortSignal;
}

/** Why a request of the guard's has no result. */
export class RequestFailed extends Error {
  readonly reason: "timed_out" | "closed" | "error";

  constructor(reason: RequestFailed["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

type Send = (message: JSONRPCMessage, options?: TransportSendOptions) => void;

interface Open {
  readonly resolve: (result: JsonObject) => void;
  readonly reject: (error: RequestFailed) => void;
}

/** Own requests that are sent by `send`. Their ids begin with a text that nobody else can know. */
export function createOwnRequests(send: Send): OwnRequests {
  const prefix = `polc-${randomUUID()}-`;
  const open = new Map<unknown, Open>();
  let made = 0;
  return {
    ask: (question) => askOnce(send, open, `${prefix}${++made}`, question),
    takes: (message) => takeResponse(open, message),
    close: () => {
      for (const { reject } of [...open.values()])
        reject(new RequestFailed("closed", "the connection is closed"));
    },
  };
}

function askOnce(send: Send, open: Map<unknown, Open>, id: string, question: Question): Promise<JsonObject> {
  const { method, params, timeout, sendOptions, signal } = question;
  return new Promise((resolve, reject) => {
    const giveUp = (reason: "timed_out" | "closed") => {
      send(cancellation(id), sendOptions);
      open.get(id)?.reject(new RequestFailed(reason, `no answer to ${method}`));
    };
    const abandon = () => giveUp("closed");
    const timer = setTimeout(() => giveUp("timed_out"), timeout);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abandon);
      open.delete(id);
    };
    open.set(id, {
      resolve: (result) => {
        settle();
        resolve(result);
      },
      reject: (error) => {
        settle();
        reject(error);
      },
    });
    signal?.addEventListener("abort", abandon, { once: true });
    send({ jsonrpc: "2.0", id, method, params }, sendOptions);
  });
}

function cancellation(requestId: string): JSONRPCMessage {
  return { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } };
}

function takeResponse(open: ReadonlyMap<unknown, Open>, message: JSONRPCMessage): boolean {
  if ("method" in message || message.id === undefined) return false;
  const waiting = open.get(message.id);
  if (waiting === undefined) return false;
  if ("error" in message) waiting.reject(new RequestFailed("error", message.error.message));
  else waiting.resolve(message.result);
  return true;
}
