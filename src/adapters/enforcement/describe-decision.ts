import type { Decision, Problem, ReportedObligation } from "../../runtime/decision.js";
import type { Secrets, ShownMembers } from "../../runtime/secrets.js";
import type { AuditLine } from "./audit-line.js";
import { filled, presentMembers } from "./present-members.js";
import { mostElements, ownOf, showPlain, showValue } from "./show-value.js";
import { shownPath } from "./shown-path.js";

/** What may be shown of one decision. */
export interface Masks {
  /** Of the policy set that decided. */
  readonly secrets: Secrets | undefined;
  /** What was decided. */
  readonly request: unknown;
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
      subject: showPlain(subject.rules),
      ...(actor && { actor: showPlain(actor.rules) }),
    },
    because: filled(showPlain(because)),
    remedies: filled(describeCalls(remedies, masks.secrets?.remedies, masks)),
    obligations: filled(describeObligations(obligations, masks)),
    errors: filled(errors.slice(0, mostElements)),
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

/** A remedy or an obligation: a name, and arguments that are made of a request's values. */
interface Call {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

function describeCalls<T extends Call>(
  calls: readonly T[],
  tables: { readonly [name: string]: ShownMembers } | undefined,
  { secrets }: Masks,
): readonly T[] {
  return calls.slice(0, mostElements).map((call) => {
    const record = ownOf(tables ?? {}, call.name) ?? {};
    return { ...call, arguments: showValue(call.arguments, { record }, secrets) };
  });
}

/** Where what is wrong: what was expected there the policy says. */
function describeProblems(problems: readonly Problem[], masks: Masks): NonNullable<AuditLine["problems"]> {
  const { secrets, request } = masks;
  return problems.slice(0, mostElements).map(({ path, kind }) => {
    const shown = secrets === undefined ? path : shownPath(path, request, secrets);
    return { path: showPlain(shown), kind };
  });
}
