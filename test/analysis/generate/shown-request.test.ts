import { describe, expect, it } from "vitest";
import { type Change, nearChanges, withChange } from "../../../src/analysis/generate/near-changes.js";
import { type ShownRequest, showEdited, showRequest } from "../../../src/analysis/generate/shown-request.js";
import { conditionsOf } from "../../../src/analysis/generate/variant-formulas.js";
import { withTuples } from "../../../src/analysis/relations/given.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";

const text = `principal User in Team { level: Int in 0..9, home: Path }
principal Agent acting for User
entity Team
entity Doc { owner: User, tags: List<String>, relation viewer: User | Agent }
action read(limit?: Int in 1..5000, path: Path) on Doc
context { office: Bool, ip: Ip }
policy p {
  rule own allow User to read on Doc when resource.owner == principal
  rule team allow User in Team("sales"), Agent to read on Doc when context.office
  rule home allow User to read on Doc when args.path within principal.home
  rule viewers allow Agent to read on Doc when principal is viewer of resource
  rule limits deny User, Agent to read on Doc when (args.limit ?? 100) > 1000 or "secret" in resource.tags
  rule levels deny Agent acting for User to read on Doc when subject.level < 3
  rule networks deny User to read on Doc unless context.ip in "10.0.0.0/8"
}
test "alone" {
  subject User("ann") in Team("sales") { level: 1, home: "/home/ann" }
  action read { path: "/home/ann/a" }
  resource Doc("d") { owner: User("ann"), tags: [] }
  context { office: true, ip: "10.0.0.1" }
  expect allow
}
test "acting" {
  subject User("ann") { level: 5, home: "/home/ann" }
  actor Agent("bot")
  action read { path: "/home/ann/a", limit: 7 }
  resource Doc("d") { owner: User("bo"), tags: ["secret"] }
  context { office: false, ip: "10.0.0.1" }
  given Agent("bot") is viewer of Doc("d")
  expect deny
}
`;

/** What became of each rule, and what hangs on it. */
function looksOf(shown: ShownRequest | undefined) {
  return shown && [...shown.rules()].map((rule) => [shown.outcomesOf(rule), shown.hangsOnRule(rule)]);
}

/** What was read of a request, in its order. */
function partsOf(shown: ShownRequest | undefined) {
  if (shown === undefined) return undefined;
  const { relations: _, context, args, subject, actor, resource, ...others } = shown.read;
  const entities = [subject, actor, resource].map((each) => each && [each, [...each.properties]]);
  return [others, [...context], [...args.value], Object.entries(args.json), ...entities];
}

/** The requests of the tests, each with edits of what the conditions of the rules read. */
function editsOf(policySet: PolicySet): readonly { readonly base: ShownRequest; readonly change: Change }[] {
  return policySet.tests.flatMap(({ request, tuples }) => {
    const base = showRequest(policySet, withTuples(request, tuples));
    if (base === undefined) throw new Error("a test's request is invalid");
    const outcomes = [...base.rules()].flatMap((rule) => base.outcomesOf(rule));
    const changes = outcomes.flatMap(({ variant, principal }) =>
      conditionsOf(variant).flatMap((condition) => nearChanges(condition, principal)),
    );
    return changes.map((change) => ({ base, change }));
  });
}

describe("edited requests", () => {
  it("edited-requests-decide-as-any: what is known of a request before it was edited changes nothing", () => {
    const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error(JSON.stringify(diagnostics[0]));
    const edits = editsOf(policySet);
    for (const { base, change } of edits) {
      const edited = showEdited(policySet, base, change);
      const alone = showRequest(policySet, withChange(base.request, change));
      expect(looksOf(edited)).toEqual(looksOf(alone));
      expect(edited?.decision()).toEqual(alone?.decision());
      expect(partsOf(edited)).toEqual(partsOf(alone));
    }
    expect(edits.length).toBeGreaterThan(50);
  });
});
