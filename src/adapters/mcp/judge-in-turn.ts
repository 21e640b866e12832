import { deny, refuseCaller } from "./answer-call.js";
import { type CallToJudge, type GivenApproval, judgeCall, relationsFor, type Verdict } from "./judge-call.js";
import type { Passage } from "./passage.js";
import { changeOf } from "./tool-standing.js";

/** What becomes of a call, in the synchronous step in which it is judged. */
export type Then = (verdict: Verdict, passage: Passage) => void;

/** An approval, with the digest of the policy set that asked for it. */
export interface BoundApproval extends GivenApproval {
  readonly policy: string | undefined;
}

/**
 * Judges a call in its turn, once all is known of relations that it hangs on. That is asked as soon as the call is there, so calls that
 * come together wait together. A call that cannot be judged, since the host throws, is refused.
 */
export function judgeInTurn(passage: Passage, then: Then, approval?: BoundApproval): void {
  const { connection, message, request } = passage;
  try {
    const asking = relationsFor(connection.options, callToJudge(passage, approval));
    // What goes wrong goes wrong again in the turn.
    const asked = asking instanceof Promise ? asking.catch(() => []) : asking;
    connection.turns.take(() =>
      request.cancelled.signal.aborted ? undefined : judgeNow(passage, then, { approval, asked }),
    );
  } catch (error) {
    refuseCaller(connection, message, error);
  }
}

interface Informed {
  readonly approval: BoundApproval | undefined;
  /** What is known of relations, or will be. */
  readonly asked: ReturnType<typeof relationsFor>;
}

function judgeNow(passage: Passage, then: Then, { approval, asked }: Informed): Promise<void> | undefined {
  const { connection, message } = passage;
  const refused = (error: unknown) => refuseCaller(connection, message, error);
  const goOn = (known: Known) => relationsFor(connection.options, callToJudge(passage, approval), known);
  try {
    // Calls before this one may have changed what has to be known.
    const known = asked instanceof Promise ? asked.then(goOn) : goOn(asked);
    if (!(known instanceof Promise)) return void conclude(passage, then, { approval, known });
    return known
      .then((answers) => afterWaiting(passage, (now) => conclude(now, then, { approval, known: answers })))
      .catch(refused);
  } catch (error) {
    return void refused(error);
  }
}

type Known = Parameters<typeof judgeCall>[2];

/** Judges a call, and has done with it, in one synchronous step. What was approved is judged by the policy that asked for the approval, or not at all. */
function conclude(
  passage: Passage,
  then: Then,
  { approval, known }: { readonly approval: BoundApproval | undefined; readonly known: Known },
): void {
  const { connection, message, call } = passage;
  const { options, tell } = connection;
  if (approval !== undefined && options.point.digest() !== approval.policy)
    return deny(connection, message, { code: "approval_outdated", because: [], remedies: [] });
  const judged = callToJudge(passage, approval);
  if (judged.change !== undefined) tell({ kind: "tool_withheld", tool: call.tool, ...judged.change });
  then(judgeCall(options, judged, known), passage);
}

/** While somebody was waited for, the server may have changed its tools, and the client its mind. */
export async function afterWaiting(passage: Passage, then: (passage: Passage) => void): Promise<void> {
  const tools = await passage.connection.tools.current();
  if (!passage.request.cancelled.signal.aborted) then({ ...passage, tools });
}

function callToJudge(
  { connection, call, tools, client }: Passage,
  approval: GivenApproval | undefined,
): CallToJudge {
  const { options, session } = connection;
  const tool = tools.get(call.tool);
  return {
    call,
    tool,
    change: changeOf(options, call.tool, tool),
    clientInfo: client.info,
    session,
    ...(approval !== undefined && { approval }),
  };
}
