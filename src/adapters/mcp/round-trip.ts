import { createHmac, randomBytes } from "node:crypto";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { type Approvals, type ApprovedCall, createApprovals } from "../enforcement/approvals.js";
import { approvalForm, isYes } from "./approval.js";

/*
 * Approvals of the stateless protocol: a call that needs one is answered with the question and a sealed text; the client makes the call once
 * more, with the answer and that text. The server behind the guard may ask in the same way, so what it sealed travels inside.
 */

/** The guard's own question among those that a call is answered with. */
const questionKey = "polc.approval";
const statePrefix = "polc1";

/** What the parameters of a call say of approvals. */
export interface RoundTrip {
  /** What the guard sealed when it asked, or when it let the call pass. */
  readonly sealed: string | undefined;
  readonly kind: "asked" | "given" | undefined;
  /** The answer to the guard's question. */
  readonly answer: unknown;
  /** The parameters as the server gets them: with what is its own. */
  readonly params: JsonObject;
}

/** Seals and opens the states of calls. One for all connections of a process, unless a host has a key for several. */
export interface RoundTrips {
  /** Answers a call with a question. */
  question(call: ApprovedCall, question: QuestionToPerson, roundTrip: RoundTrip): JsonObject;
  /** Whether what came back with the call is an approval of just this call by `from`, which counts once. */
  outcome(
    call: ApprovedCall,
    from: string,
    roundTrip: RoundTrip,
  ): "none" | "approved" | "declined" | "refused";
  /** The server's own question about a call that was approved: the approval goes along, for the call that brings the answer. */
  carry(call: ApprovedCall, from: string, result: JsonObject): JsonObject;
}

/** What a person is asked. */
export interface QuestionToPerson {
  readonly message: string;
  readonly from: string;
  /** In milliseconds. */
  readonly timeout: number;
}

/** Creates what seals states; with a key, those of every process that has it can be opened. */
export function createRoundTrips(key: Uint8Array = randomBytes(32)): RoundTrips {
  const asked = createApprovals({ key: derivedKey(key, "asked") });
  const given = createApprovals({ key: derivedKey(key, "given") });
  return {
    question: (call, { message, from, timeout }, { params }) => ({
      resultType: "input_required",
      inputRequests: {
        [questionKey]: {
          method: "elicitation/create",
          params: { mode: "form", message, requestedSchema: approvalForm },
        },
      },
      requestState: stateOf("asked", seal(asked, call, from, timeout), params.requestState),
    }),
    outcome: (call, from, { kind, sealed, answer }) => {
      if (sealed === undefined) return "none";
      if (kind === "asked" && answer === undefined) return "none";
      if (kind === "asked" && !isYes(answer)) return "declined";
      const opened = (kind === "asked" ? asked : given).open(sealed, call);
      return opened.ok && opened.approval.from === from ? "approved" : "refused";
    },
    carry: (call, from, result) =>
      result.resultType === "input_required"
        ? {
            ...result,
            requestState: stateOf("given", seal(given, call, from, carriedFor), result.requestState),
          }
        : result,
  };
}

/** How long an approval waits for what the server asked, in milliseconds. */
const carriedFor = 600_000;

function derivedKey(key: Uint8Array, use: string): Uint8Array {
  return createHmac("sha256", key).update(`polc round trip ${use}`).digest();
}

function seal(approvals: Approvals, call: ApprovedCall, from: string, lasts: number): string {
  return approvals.bind(call, { from, expires: new Date(Date.now() + lasts) });
}

/** Reads what is the guard's own in the parameters of a call, and takes it out. A text that the guard did not make is the server's. */
export function readRoundTrip(params: JsonObject): RoundTrip {
  const { requestState, inputResponses, ...others } = params;
  const [prefix, kind, sealed, inner, ...more] =
    typeof requestState === "string" ? requestState.split("~") : [];
  const isOwn = prefix === statePrefix && (kind === "asked" || kind === "given") && more.length === 0;
  const { [questionKey]: answer, ...theirs } = isJsonObject(inputResponses) ? inputResponses : {};
  const state = isOwn ? innerState(inner) : requestState;
  const answers = isJsonObject(inputResponses) ? emptyToNone(theirs) : inputResponses;
  return {
    sealed: isOwn ? sealed : undefined,
    kind: isOwn ? kind : undefined,
    answer,
    params: {
      ...others,
      ...(state !== undefined && { requestState: state }),
      ...(answers !== undefined && { inputResponses: answers }),
    },
  };
}

function emptyToNone(members: JsonObject): JsonObject | undefined {
  return Object.keys(members).length === 0 ? undefined : members;
}

function stateOf(kind: "asked" | "given", sealed: string, inner: unknown): string {
  const carried = typeof inner === "string" ? Buffer.from(inner).toString("base64url") : "";
  return [statePrefix, kind, sealed, carried].join("~");
}

function innerState(carried: string | undefined): string | undefined {
  return carried === undefined || carried === "" ? undefined : Buffer.from(carried, "base64url").toString();
}
