import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "../../util/canonical-json.js";
import type { Caller } from "./caller.js";

/** The one call that an approval is for. */
export interface ApprovedCall {
  /** Who calls: the subject and, where there is one, the actor. */
  readonly caller: Pick<Caller, "subject" | "actor">;
  readonly server: string;
  readonly tool: string;
  /** The call's arguments in plain form. */
  readonly arguments: unknown;
  /** The digest of the policy set that asked for the approval. */
  readonly policy: string;
}

/** An approval as policies read it: `context.approval`. */
export interface Approval {
  /** The party that approved. */
  readonly from: string;
  /** When it did, as RFC 3339. */
  readonly at: string;
  /** From when on it counts no more. */
  readonly expires: string;
}

/** Why an approval does not count for a call. */
export type ApprovalRefusal =
  | "forged"
  | "expired"
  | "other_caller"
  | "other_server"
  | "other_tool"
  | "other_arguments"
  | "other_policy"
  | "used";

/** What {@link Approvals.open} finds. */
export type OpenedApproval =
  | { readonly ok: true; readonly approval: Approval }
  | { readonly ok: false; readonly code: ApprovalRefusal };

/** Approvals as sealed texts, which may pass through any hands: each counts for one call, once. */
export interface Approvals {
  /** Seals that `from` approved of the call, until it expires. */
  bind(call: ApprovedCall, approval: { readonly from: string; readonly expires: Date }): string;
  /** Opens what was sealed, for a call that is to be made with it. If it counts it is used then. */
  open(text: string, call: ApprovedCall): OpenedApproval;
}

/** What {@link createApprovals} may be told. */
export interface ApprovalsOptions {
  /** Whoever has it can approve: 32 random bytes or more. One that this process makes up unless given. */
  readonly key?: Uint8Array;
  readonly clock?: () => Date;
  /**
   * Notes that an approval is used; false if it was before. This process remembers it by itself unless given: where several share a key,
   * let them ask one store.
   */
  readonly use?: (id: string, expires: Date) => boolean;
}

/**
 * Creates what seals and opens approvals, by HMAC-SHA-256.
 *
 * @example
 * const approvals = createApprovals({ key });
 * const sealed = approvals.bind(call, { from: "data-owners", expires: new Date(Date.now() + 600_000) });
 * const opened = approvals.open(sealed, call); // { ok: true, approval: { from: "data-owners", … } }
 */
export function createApprovals({
  key = randomBytes(32),
  clock = () => new Date(),
  use = rememberUses(clock),
}: ApprovalsOptions = {}): Approvals {
  if (key.length < 32) throw new RangeError("the key of approvals has 32 bytes or more");
  const seal = createSeal(key);
  return {
    bind: (call, { from, expires }) => {
      const times = { at: clock().toISOString(), expires: expires.toISOString() };
      const content: Content = { id: randomUUID(), from, ...times, ...boundMembers(seal, call) };
      const text = Buffer.from(canonicalJson(content)).toString("base64url");
      return `${text}.${seal("approval", text)}`;
    },
    open: (text, call) => {
      const content = readSealed(seal, text);
      if (content === undefined) return { ok: false, code: "forged" };
      const expires = new Date(content.expires);
      const code =
        refusalOf(content, boundMembers(seal, call), clock() >= expires) ??
        (use(content.id, expires) ? undefined : "used");
      if (code !== undefined) return { ok: false, code };
      return { ok: true, approval: { from: content.from, at: content.at, expires: content.expires } };
    },
  };
}

/** What is sealed: the approval, and of the call what tells it from any other, without telling what it is. */
interface Content extends Approval, BoundMembers {
  readonly id: string;
}

interface BoundMembers {
  readonly caller: string;
  readonly server: string;
  readonly tool: string;
  readonly arguments: string;
  readonly policy: string;
}

/** A text by which one can tell whether another one of the same kind is the same; only who has the key can make it. */
type Seal = (kind: string, text: string) => string;

function createSeal(key: Uint8Array): Seal {
  return (kind, text) => createHmac("sha256", key).update(`polc ${kind} 1\n${text}`).digest("base64url");
}

function boundMembers(seal: Seal, call: ApprovedCall): BoundMembers {
  const { subject, actor } = call.caller;
  const caller = [subject, actor].map((party) => party && { type: party.type, id: party.id });
  return {
    caller: seal("caller", canonicalJson(caller)),
    server: seal("server", call.server),
    tool: seal("tool", call.tool),
    arguments: seal("arguments", canonicalJson(call.arguments)),
    policy: seal("policy", call.policy),
  };
}

/** Longer ones nobody has sealed. */
const longestText = 4096;

/** Undefined for a text that was not sealed with this key. */
function readSealed(seal: Seal, sealed: unknown): Content | undefined {
  if (typeof sealed !== "string" || sealed.length > longestText) return undefined;
  const [text = "", mac = "", ...others] = sealed.split(".");
  if (others.length > 0 || !isSame(mac, seal("approval", text))) return undefined;
  return JSON.parse(Buffer.from(text, "base64url").toString()) as Content;
}

/** Takes the same time wherever texts of one length differ. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refusalOf(content: Content, call: BoundMembers, isExpired: boolean): ApprovalRefusal | undefined {
  if (isExpired) return "expired";
  const other = (["caller", "server", "tool", "arguments", "policy"] as const).find(
    (member) => !isSame(content[member], call[member]),
  );
  return other && `other_${other}`;
}

/** Remembers for as long as it matters. */
function rememberUses(clock: () => Date): (id: string, expires: Date) => boolean {
  const used = new Map<string, Date>();
  return (id, expires) => {
    if (used.has(id)) return false;
    const now = clock();
    for (const [old, end] of used) if (end <= now) used.delete(old);
    used.set(id, expires);
    return true;
  };
}
