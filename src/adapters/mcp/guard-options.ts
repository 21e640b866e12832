import type { MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import type { EntityRecord } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Caller } from "../enforcement/caller.js";
import type { DecisionPoint } from "../enforcement/decision-point.js";
import type { GuardSession } from "./guard-session.js";
import type { ObligationHandler } from "./obligation-handler.js";

/** How a connection of a client is guarded. */
export interface GuardOptions {
  readonly point: DecisionPoint;
  /** What the policy set calls the server: its tools are the actions `server.tool`. */
  readonly server: string;
  /** Whether what the server says of its tools in annotations is believed. Where it is not, each is taken for the worst. */
  readonly trusted?: boolean;
  /** Who calls, by what the transport knows of a message; a caller that cannot be told is refused by an exception. */
  readonly caller: (extra: MessageExtraInfo | undefined) => Caller | Promise<Caller>;
  /** What a call is about, for actions that are declared `on` a type of resource. */
  readonly resource?: (call: GuardedCall) => EntityRecord | undefined;
  /** What else the host vouches for: attributes of `context`. */
  readonly context?: (call: GuardedCall) => JsonObject;
  /** The parties for which the person at the client can approve; `["user"]` by default. */
  readonly approvers?: readonly string[];
  /** How long a person is waited for, in milliseconds; two minutes by default. */
  readonly approvalTimeout?: number;
  /**
   * By what approvals are sealed that travel with calls of clients without sessions: 32 random bytes or more. One that this process makes up
   * unless given; processes that stand for one another share one.
   */
  readonly approvalKey?: Uint8Array;
  /** Methods beyond tools that are forwarded undecided: groups (`resources`, `prompts`, `completion`) or methods by name. */
  readonly pass?: readonly string[];
  /** Obligations that the host carries out itself, by name; before those that the guard knows. */
  readonly obligations?: { readonly [name: string]: ObligationHandler };
  /** What is remembered between calls; by default nothing of what other connections did. */
  readonly session?: GuardSession;
  /** How old the list of tools may be that definitions are compared by, in milliseconds; a minute by default. */
  readonly toolsMaxAge?: number;
  /** Hears of what an operator should know. */
  readonly tell?: (event: GuardEvent) => void;
}

/** One call of a tool. */
export interface GuardedCall {
  /** The tool's name on the server. */
  readonly tool: string;
  /** The action that it is in the policy set. */
  readonly action: string;
  /** As the client sent them. */
  readonly arguments: JsonObject;
  readonly caller: Caller;
}

/** What an operator should know. */
export type GuardEvent =
  /** A tool that is not what was imported and reviewed: neither listed nor called. */
  | {
      readonly kind: "tool_withheld";
      readonly tool: string;
      /** The digest that the policy set was compiled for. */
      readonly expected: string;
      /** The live definition's; undefined where the server lists two tools of the name, or none that could be read. */
      readonly actual: string | undefined;
    }
  /** A call that is allowed, and not made: the policy obliges to what nobody here knows, or with arguments that are not understood. */
  | { readonly kind: "obligation_unknown"; readonly tool: string; readonly name: string }
  /** A message that no policy speaks of. */
  | { readonly kind: "message_refused"; readonly from: "client" | "server"; readonly method: string }
  /** Nobody could tell who sent a message. */
  | { readonly kind: "caller_refused"; readonly problem: string }
  /** The server's tools could not be listed: those that were imported are withheld. */
  | { readonly kind: "tools_not_listed"; readonly problem: string }
  /** A decision that the audit log does not have. */
  | { readonly kind: "audit_failed"; readonly problem: string };
