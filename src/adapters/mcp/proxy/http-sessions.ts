import { randomUUID } from "node:crypto";
import { messageOf } from "../../../util/message-of.js";
import { type HttpSession, type HttpSessionOptions, openHttpSession } from "./http-session.js";

/** How many sessions there may be, and how long one may be unused, in milliseconds. */
export interface SessionLimits {
  readonly most: number;
  readonly idle: number;
}

/** The sessions of all clients. */
export interface HttpSessions {
  /** A new session of `owner`; undefined if there are too many. */
  open(owner: string): Promise<OwnedSession | undefined>;
  /** The session of this id, if it is one of `owner`. */
  find(id: string, owner: string): OwnedSession | undefined;
  close(): Promise<void>;
}

/** A session, and that it is in use. */
export interface OwnedSession {
  readonly session: HttpSession;
  /** It is in use from now on, until what is returned is called. */
  use(): () => void;
}

type Opening = Omit<HttpSessionOptions, "id" | "onClose">;

interface Entry extends OwnedSession {
  readonly owner: string;
}

/**
 * Sessions by id. One belongs to the principals that opened it: to all others it does not exist, so knowing its id is of no use. One that nobody
 * uses for a while ends.
 */
export function createHttpSessions(opening: Opening, limits: SessionLimits): HttpSessions {
  const entries = new Map<string, Entry>();
  let coming = 0;
  const add = async (owner: string): Promise<OwnedSession> => {
    const id = randomUUID();
    const use = usage(limits.idle, () => void entries.get(id)?.session.close());
    const onClose = () => {
      use.end();
      entries.delete(id);
    };
    const session = await openHttpSession({ ...opening, id, onClose }).catch((error) => {
      opening.tell(`server: it cannot be reached: ${messageOf(error)}`);
      use.end();
      throw error;
    });
    const entry = { owner, session, use: use.begin };
    entries.set(id, entry);
    return entry;
  };
  return {
    open: async (owner) => {
      if (entries.size + coming >= limits.most) return undefined;
      coming += 1;
      return add(owner).finally(() => {
        coming -= 1;
      });
    },
    find: (id, owner) => {
      const entry = entries.get(id);
      return entry?.owner === owner ? entry : undefined;
    },
    close: async () => {
      await Promise.all([...entries.values()].map(({ session }) => session.close()));
    },
  };
}

/** Calls `onIdle` once nobody has used something for `time`. */
function usage(time: number, onIdle: () => void) {
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(onIdle, time);
    timer.unref();
  };
  rest();
  return {
    begin: () => {
      users += 1;
      clearTimeout(timer);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        users -= 1;
        if (users === 0) rest();
      };
    },
    end: () => clearTimeout(timer),
  };
}
