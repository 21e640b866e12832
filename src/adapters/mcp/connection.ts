import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, MessageExtraInfo, RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { GuardEvent, GuardOptions } from "./guard-options.js";
import { createGuardSession, type GuardSession } from "./guard-session.js";
import { createLiveTools, type LiveTools } from "./live-tools.js";
import { forwardedMethods } from "./methods.js";
import { createOwnRequests, type OwnRequests } from "./own-requests.js";
import { createRoundTrips, type RoundTrips } from "./round-trip.js";
import { type ClientFacts, statelessMeta } from "./stateless.js";
import { createTurns, type Turns } from "./turns.js";

/** One guarded connection: what is known of both sides, and how to reach them. */
export interface Connection {
  readonly options: GuardOptions;
  readonly session: GuardSession;
  /** The methods that are forwarded undecided. */
  readonly forwarded: ReadonlySet<string>;
  /** The requests of the client that have no answer yet. */
  readonly requests: Map<RequestId, ClientRequest>;
  readonly askClient: OwnRequests;
  readonly askServer: OwnRequests;
  readonly tools: LiveTools;
  readonly peers: Peers;
  readonly tell: (event: GuardEvent) => void;
  /** The tools that were not shown, each with the digest of the policy, as the audit log has them already. */
  readonly hidden: Set<string>;
  readonly roundTrips: RoundTrips;
  /** In which calls are judged. */
  readonly turns: Turns;
  /** What the client said of itself in its handshake. */
  client: ClientFacts;
  /** The revision of the protocol that the client speaks without a handshake. */
  statelessVersion: string | undefined;
  /** Whether the client was told that there are tools. */
  hasTools: boolean;
}

/** A request of the client that has no answer yet. */
export interface ClientRequest {
  /** Whether the server has it, and so may answer. */
  isForwarded: boolean;
  /** Makes of what the server answers what the client gets. */
  onAnswer?: (answer: Answer) => Answer | Promise<Answer>;
  /** Aborted when the client does not want the answer any more. */
  readonly cancelled: AbortController;
}

/** What answers a request. */
export type Answer =
  | { readonly result: { readonly [member: string]: unknown } }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } };

/** How messages leave the guard. */
export interface Peers {
  toClient(message: JSONRPCMessage, options?: Parameters<Transport["send"]>[1]): Promise<void>;
  toServer(message: JSONRPCMessage, extra?: MessageExtraInfo): void;
}

const defaultToolsMaxAge = 60_000;

/** The connection between `peers`, of which nothing is known yet. */
export function createConnection(options: GuardOptions, peers: Peers): Connection {
  const tell = options.tell ?? (() => undefined);
  const askServer = createOwnRequests((message) => peers.toServer(message));
  const askClient = createOwnRequests((message, sendOptions) => {
    // A client that is gone does not answer, and that ends the question.
    peers.toClient(message, sendOptions).catch(() => undefined);
  });
  const maxAge = options.toolsMaxAge ?? defaultToolsMaxAge;
  const connection: Connection = {
    options,
    session: options.session ?? createGuardSession(),
    forwarded: forwardedMethods(options.pass ?? []),
    requests: new Map(),
    askClient,
    askServer,
    tools: createLiveTools({
      server: askServer,
      maxAge,
      tell,
      params: () => statelessMeta(connection.statelessVersion),
    }),
    peers,
    tell,
    hidden: new Set(),
    roundTrips: sharedRoundTrips(options.approvalKey),
    turns: createTurns(),
    statelessVersion: undefined,
    client: { info: undefined, capabilities: undefined },
    hasTools: false,
  };
  return connection;
}

const roundTripsByKey = new Map<string, RoundTrips>();

/** A server without sessions makes a connection for each request: what one of them asked, another one is answered, and counts once. */
function sharedRoundTrips(key: Uint8Array | undefined): RoundTrips {
  const name = key === undefined ? "" : Buffer.from(key).toString("base64");
  const found = roundTripsByKey.get(name) ?? createRoundTrips(key);
  roundTripsByKey.set(name, found);
  return found;
}

/** Answers a request of the client, which is then settled. */
export function answerClient(connection: Connection, id: RequestId, answer: Answer): Promise<void> {
  connection.requests.delete(id);
  // Whatever has neither an id nor a result of its own is made here, and so is of the form.
  return connection.peers.toClient({ jsonrpc: "2.0", id, ...answer } as JSONRPCMessage, {
    relatedRequestId: id,
  });
}
