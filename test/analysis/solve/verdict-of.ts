import { ask, createAnalysis, matches, noneMatches } from "../../../src/analysis/analysis.js";
import { and } from "../../../src/analysis/encode/formula.js";
import type { Answer } from "../../../src/analysis/solve/find-request.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";

/** Whether the set's first allow can decide: at the first point where it can, else at its last. */
export function answerFor(text: string): Answer {
  const { policySet, diagnostics } = check([{ path: "policy.pol", text }], {});
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const analysis = createAnalysis(lower(policySet));
  const answers: Answer[] = [];
  for (const point of analysis.points) {
    const [allow] = point.scope.allows;
    if (allow === undefined) continue;
    const goal = and(matches(point, allow), noneMatches(point, point.scope.denies));
    const isAsked = (isAllowed: boolean, matching: ReadonlySet<string>) =>
      isAllowed && matching.has(allow.rule.id);
    answers.push(ask(analysis, point, goal, ({ isAllowed, matching }) => isAsked(isAllowed, matching)));
  }
  const found = answers.find(({ kind }) => kind === "found") ?? answers.at(-1);
  if (found === undefined) throw new Error("no allow is in scope anywhere");
  return found;
}

/** {@link answerFor} a policy of one allow with this condition, on an action with these arguments. */
export function answerTo(parameters: string, condition: string, denies: readonly string[] = []): Answer {
  const rules = denies.map((deny, index) => `rule no_${index}\n deny User to act when ${deny}`);
  return answerFor(`
    principal User in Team { team: Team }
    entity Team
    entity File { owner: User, size: Int }
    entity Image { size: String }
    context { now: Time, networks: List<Cidr>, office: Cidr, ip: Ip }
    action act(${parameters})
    policy p {
      rule yes
        allow User to act when ${condition}
      ${rules.join("\n")}
    }`);
}
