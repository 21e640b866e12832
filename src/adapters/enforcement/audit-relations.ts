import type { AnsweredRelation, EntityKey } from "../../runtime/decision.js";
import type { Secrets } from "../../runtime/secrets.js";
import type { AuditRequest } from "./audit-line.js";
import { showPlain, undeclaredText } from "./show-value.js";

/** What a log knows of a request. */
export interface ShownRequest {
  readonly request: unknown;
  /** What the log shows of it. */
  readonly shown: AuditRequest;
  /** Of the policy set; undefined where nothing is secret. */
  readonly secrets: Secrets | undefined;
}

/**
 * What was asked about relations, for the log. An entity that a request names in a place that is not shown is not shown here either; one
 * that the policy names is no secret of the request's.
 */
export function auditRelations(
  known: readonly AnsweredRelation[],
  { request, shown, secrets }: ShownRequest,
): readonly AnsweredRelation[] {
  const isHidden = secrets === undefined ? () => false : hiddenTexts(request, shown);
  const entity = ({ type, id }: EntityKey) => ({ type, id: isHidden(id) ? undeclaredText : id });
  const all = known.map(({ subject, relation, object, answer }) => ({
    subject: entity(subject),
    relation,
    object: entity(object),
    answer,
  }));
  return showPlain(all);
}

/** Whether a text stands in the request, but nowhere in what is shown of it. Where the request cannot be looked at, each may. */
function hiddenTexts(request: unknown, shown: AuditRequest): (text: string) => boolean {
  const visible = textsIn(shown);
  try {
    const given = textsIn(request);
    return (text) => given.has(text) && !visible.has(text);
  } catch {
    return (text) => !visible.has(text);
  }
}

/** All texts in a value, which may go round in circles. */
function textsIn(value: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const seen = new Set<object>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") texts.add(next);
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const each of Object.values(next)) open.push(each);
  }
  return texts;
}
