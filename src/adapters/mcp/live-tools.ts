import type { JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import type { GuardEvent } from "./guard-options.js";
import type { OwnRequests } from "./own-requests.js";
import { type ToolCatalogue, toolCatalogue } from "./tool-catalogue.js";

/** What a server says of its tools, asked again when it may have changed. */
export interface LiveTools {
  /** The catalogue, or the promise of one that is being listed. Never rejects: of tools that could not be listed none is known. */
  current(): ToolCatalogue | Promise<ToolCatalogue>;
  /** The server listed these to its client. */
  observe(definitions: readonly unknown[]): void;
  /** The server says that its tools changed. */
  invalidate(): void;
}

/** What listing needs. */
export interface LiveToolsOptions {
  readonly server: OwnRequests;
  /** In milliseconds. */
  readonly maxAge: number;
  /** What each request has to say. */
  readonly params: () => JsonObject;
  readonly tell: (event: GuardEvent) => void;
}

/** No server has so many pages; one that goes on for ever must not hold up its client for ever. */
const mostPages = 1000;
/** How long a page is waited for, in milliseconds. */
const pageTimeout = 30_000;

/** How long a list that could not be had is not asked for again, in milliseconds. */
const retryAfter = 5000;

/** The tools of the server that `server` asks; nothing is asked before it is needed. */
export function createLiveTools({ server, maxAge, params, tell }: LiveToolsOptions): LiveTools {
  let known: ToolCatalogue = new Map();
  let goodUntil = Number.NEGATIVE_INFINITY;
  let listing: Promise<ToolCatalogue> | undefined;
  const list = async () => {
    try {
      return { found: await listAll(server, params()), lasts: maxAge };
    } catch (error) {
      tell({ kind: "tools_not_listed", problem: messageOf(error) });
      return { found: new Map(), lasts: retryAfter };
    }
  };
  const start = () => {
    const mine: Promise<ToolCatalogue> = list().then(({ found, lasts }) => {
      // What was asked for before the server said that something changed is of no use.
      if (listing !== mine) return listing ?? start();
      listing = undefined;
      known = found;
      goodUntil = performance.now() + lasts;
      return known;
    });
    listing = mine;
    return mine;
  };
  return {
    current: () => (performance.now() < goodUntil ? known : (listing ?? start())),
    observe: (definitions) => {
      known = new Map([...known, ...toolCatalogue(definitions)]);
    },
    invalidate: () => {
      goodUntil = Number.NEGATIVE_INFINITY;
      listing = undefined;
    },
  };
}

async function listAll(server: OwnRequests, always: JsonObject): Promise<ToolCatalogue> {
  const definitions: unknown[] = [];
  let cursor: unknown;
  for (let page = 0; page < mostPages; page++) {
    const params = { ...always, ...(typeof cursor === "string" && { cursor }) };
    const { tools, nextCursor } = await server.ask({ method: "tools/list", params, timeout: pageTimeout });
    if (!Array.isArray(tools)) throw new TypeError("the server's answer to tools/list has no list of tools");
    definitions.push(...tools);
    if (typeof nextCursor !== "string") return toolCatalogue(definitions);
    cursor = nextCursor;
  }
  throw new RangeError(`the server's list of tools has more than ${mostPages} pages`);
}
