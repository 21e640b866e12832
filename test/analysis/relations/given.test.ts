import { describe, expect, it } from "vitest";
import { answered, withTuples } from "../../../src/analysis/relations/given.js";
import { check } from "../../../src/compiler.js";
import { answersOf, answersWith } from "../../../src/interpret/answers.js";
import { invariant } from "../../../src/util/invariant.js";

const schema = `principal User in Team
  entity Team { relation member: User relation lead: User }
  entity Document { relation viewer: User | Team.member }
  action read on Document`;

function setOf(...rules: readonly string[]) {
  const texts = rules.map((rule, index) => `rule r${index} ${rule}`);
  const { policySet, diagnostics } = check([
    { path: "a.pol", text: `${schema} policy p { ${texts.join("\n")} }` },
  ]);
  invariant(policySet !== undefined, JSON.stringify(diagnostics[0]));
  return policySet;
}

const kim = { type: "User", id: "kim" };
const plan = { type: "Document", id: "plan" };
const ops = { type: "Team", id: "ops" };
const request = { subject: kim, action: { name: "read" }, resource: plan };

/** What a request is given, as text, without the relation that `in` declares. */
function listed(policySet: ReturnType<typeof setOf>): readonly string[] {
  return answersOf(answered(policySet, request))
    .filter(({ relation }) => relation !== "parent")
    .map(({ subject, relation, object }) => `${subject.id} ${relation} ${object.id}`);
}

describe("what a request is given", () => {
  const viewers = "allow User to read when principal is viewer of resource";

  it("is about its entities, and about those that relation tests name, on the side where they do", () => {
    const own = ["kim viewer plan", "plan viewer plan"];
    expect(listed(setOf(viewers))).toEqual(own);
    expect(listed(setOf(viewers, 'allow User in Team("ops") to read'))).toEqual(own);
    expect(listed(setOf('allow User to read when principal is lead of Team("ops")'))).toEqual([
      "kim viewer plan",
      "kim lead ops",
      "kim member ops",
      "plan viewer plan",
      "plan lead ops",
      "plan member ops",
    ]);
  });

  it("is about whatever a condition names of which elements are tested", () => {
    const policySet = setOf(
      'allow User to read when any t in [Team("ops"), Team("web")]: principal is lead of t',
    );
    expect(listed(policySet)).toEqual(expect.arrayContaining(["kim lead ops", "kim lead web"]));
  });

  it("follows from its tuples, whoever is asked about", () => {
    const tuples = [
      { subject: kim, relation: "member", object: ops },
      { subject: { ...ops, relation: "member" }, relation: "viewer", object: plan },
    ];
    const known = answersWith(answered(setOf(viewers), withTuples(request, tuples)));
    expect(known({ subject: kim, relation: "viewer", object: plan })).toBe("yes");
    expect(known({ subject: { type: "User", id: "lee" }, relation: "viewer", object: plan })).toBe("no");
    expect(known({ subject: kim, relation: "editor", object: plan })).toBe("unknown");
  });

  it("is of one world, whichever was asked before", () => {
    const policySet = setOf(viewers);
    const isViewer = { subject: kim, relation: "viewer", object: plan };
    const [seen, unseen] = [[isViewer], []].map((tuples) =>
      answersWith(answered(policySet, withTuples(request, tuples))),
    );
    expect([seen?.(isViewer), unseen?.(isViewer)]).toEqual(["yes", "no"]);
    const leads = { ...isViewer, object: { ...plan, id: "other" } };
    expect([seen?.(leads), unseen?.(leads), seen?.(isViewer)]).toEqual(["no", "no", "yes"]);
  });
});
