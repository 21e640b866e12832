import type { Decision, Problem, ReportedObligation } from "../../runtime/decision.js";
import type { Secrets, ShownMembers } from "../../runtime/secrets.js";
import type { AuditLine } from "./audit-line.js";
import { filled, presentMembers } from "./present-members.js";
import { ownOf, type ShownSize, showValue } from "./show-value.js";
import { shownPath } from "./shown-path.js";

/** What may be shown of one decision. */
export interface Masks {
  /** Of the policy set that decided. */
  readonly secrets: Secrets | undefined;
  /** What was decided. */
  readonly request: unknown;
  readonly size: ShownSize;
}

/** The parts of an audit line that say why it was decided so. */
export type DescribedDecision = Pick<
  AuditLine,
  "because" | "remedies" | "obligations" | "errors" | "problems" | "rules"
>;

/** A decision's reasons as the log shows them: what is secret is masked, long lists are cut. */
export function describeDecision(decision: Decision, masks: Masks): DescribedDecision {
  const { subject, actor, because, remedies, obligations, errors, problems } = decision;
  return presentMembers<DescribedDecision>({
    rules: subject && {
      subject: showPlain(subject.rules, masks),
      ...(actor && { actor: showPlain(actor.rules, masks) }),
    },
    because: filled(showPlain(because, masks)),
    remedies: filled(describeCalls(remedies, masks.secrets?.remedies, masks)),
    obligations: filled(describeObligations(obligations, masks)),
    errors: filled(showPlain(errors, masks)),
    problems: filled(describeProblems(problems, masks)),
  });
}

/** Obligations without what is secret. */
export function describeObligations(
  obligations: readonly ReportedObligation[],
  masks: Masks,
): readonly ReportedObligation[] {
  return describeCalls(obligations, masks.secrets?.obligations, masks);
}

/** What holds no value of a request, but may be long. */
export function showPlain<T>(value: T, { size }: Masks): T {
  return showValue(value, "json", undefined, size) as T;
}

/** A remedy or an obligation: a name, and arguments that are made of a request's values. */
interface Call {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

function describeCalls<T extends Call>(
  calls: readonly T[],
  tables: { readonly [name: string]: ShownMembers } | undefined,
  { secrets, size }: Masks,
): readonly T[] {
  return calls.slice(0, size.elements).map((call) => {
    const record = ownOf(tables ?? {}, call.name) ?? {};
    return { ...call, arguments: showValue(call.arguments, { record }, secrets, size) };
  });
}

/** Where what is wrong: what was expected there the policy says. */
function describeProblems(problems: readonly Problem[], masks: Masks): NonNullable<AuditLine["problems"]> {
  const { secrets, request, size } = masks;
  return problems.slice(0, size.elements).map(({ path, kind }) => {
    const shown = secrets === undefined ? path : shownPath(path, request, secrets);
    return { path: showPlain(shown, masks), kind };
  });
}
