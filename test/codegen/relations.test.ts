import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { relationsNeeded } from "../../src/interpret/relations-needed.js";
import type { RelationModel } from "../../src/relations/model.js";
import { createRelationStore } from "../../src/relations/relation-store.js";
import type { AnsweredRelation, RelationQuestion } from "../../src/runtime/decision.js";
import type { DecisionModule } from "../../src/testing/load-module.js";
import { compiledSet } from "../conformance/support.js";

const model = `
principal User { level: Int }
principal Agent acting for User
entity Folder in Folder {
  relation owner: User
  relation viewer: User = direct or owner or viewer of parent
}
entity Document in Folder {
  folder?: Folder
  relation viewer: User | Agent = direct or viewer of parent
  relation blocked: User
}
context { count: Int, office: Bool, folders?: List<Folder> }
action docs.read on Document
obligation note(level: Int) once
remedy approved() = context.office
`;

/** One rule of each effect, and what stands in the way of a question: guards, errors, quantifiers, remedies, two principals. */
const policies = {
  "a guard and a relation":
    "rule r allow User to docs.read when subject is viewer of resource when context.office",
  "a relation or something else":
    "rule r allow User to docs.read when context.office or subject is viewer of resource and subject.level > 2",
  "an exclusion by hand":
    "rule r allow User to docs.read when subject is viewer of resource unless subject is blocked of resource",
  "two allows": `rule r allow User to docs.read when subject is viewer of resource
    rule s allow User to docs.read when subject.level > 2`,
  "a deny beside an allow": `rule r allow User to docs.read when context.office
    rule s deny User to docs.read when subject is blocked of resource because "blocked"`,
  "a deny for good": `rule r allow User to docs.read when subject is viewer of resource
    rule s deny User to docs.read when subject.level > 2 because "level"
    rule t deny User to docs.read when subject is blocked of resource because "blocked"`,
  "a deny that an approval lifts": `rule r allow User to docs.read when subject is viewer of resource
    rule s deny User to docs.read when subject.level > 2 unless approved() because "approval"
    rule t deny User to docs.read when subject is blocked of resource because "blocked"`,
  "an obligation": `rule r allow User to docs.read when context.office
    rule s oblige User to docs.read when subject is viewer of resource with note(level: 1)
    rule t oblige User to docs.read when subject.level > 2 with note(level: 2)`,
  "an attribute that may be absent":
    "rule r allow User to docs.read when resource has folder and subject is owner of resource.folder",
  "each of a list":
    "rule r allow User to docs.read when context has folders and (any f in context.folders: subject is viewer of f)",
  "none of a list":
    "rule r deny User to docs.read when context has folders and not (all f in context.folders: subject is viewer of f) rule s allow User to docs.read",
  "a sum that may overflow": `rule r allow User to docs.read
    rule s deny User to docs.read when subject.level + context.count > 5 and subject is blocked of resource`,
  "a guard behind a relation":
    'rule r allow User to docs.read when subject is viewer of resource and resource has folder when resource.folder == Folder("a")',
  "a guard in what must not be":
    'rule r allow User to docs.read unless subject is blocked of resource or not (resource has folder) when resource.folder == Folder("a")',
  "a guard in a choice":
    'rule r allow User to docs.read when if subject is viewer of resource and resource has folder then resource.folder == Folder("a") and subject is owner of resource.folder else context.office',
  "a choice":
    "rule r allow User to docs.read when if subject is viewer of resource then context.office else subject is blocked of resource",
  "truth as a value":
    "rule r allow User to docs.read when (subject is viewer of resource) == (subject is blocked of resource)",
  "an agent and its user": `rule r allow User to docs.read when subject is viewer of resource
    rule s allow Agent acting for User to docs.read when actor is viewer of resource
    rule t deny Agent acting for User to docs.read when subject is blocked of resource`,
};

const kim = { type: "User", id: "kim" };
const plan = { type: "Document", id: "plan" };
const folders = ["a", "b"].map((id) => ({ type: "Folder", id }));

const requests = [1, 9_007_199_254_740_991].flatMap((level) =>
  [true, false].flatMap((office) =>
    [undefined, folders[0]].flatMap((folder) =>
      [false, true].map((delegated) => ({
        subject: { ...kim, properties: { level } },
        ...(delegated && { actor: { type: "Agent", id: "bot" } }),
        action: { name: "docs.read", properties: {} },
        resource: { ...plan, properties: { ...(folder && { folder }) } },
        context: { count: 3, office, ...(folder && { folders }) },
      })),
    ),
  ),
);

/** Every way to answer some questions; `undefined` is no answer. */
function completions(questions: readonly RelationQuestion[]): readonly (readonly AnsweredRelation[])[] {
  return questions.reduce<readonly (readonly AnsweredRelation[])[]>(
    (all, question) =>
      all.flatMap((answers) =>
        ([undefined, "yes", "no", "unknown"] as const).map((answer) =>
          answer === undefined ? answers : [...answers, { ...question, answer }],
        ),
      ),
    [[]],
  );
}

/** What a policy set can ask of a request: what it asks of this one or of another one like it. */
function questionsFor(
  module: DecisionModule,
  request: (typeof requests)[number],
): readonly RelationQuestion[] {
  const alike = requests.filter((other) => "actor" in other === "actor" in request);
  const questions = alike.flatMap((other) => module.relationsNeeded(other));
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}

describe.each(Object.entries(policies))("relations in %s", (_, rules) => {
  const { set, module } = compiledSet(`${model} policy p { ${rules} }`);

  it("are decided as the interpreter decides them, whatever is answered", () => {
    for (const request of requests) {
      for (const answers of completions(questionsFor(module, request))) {
        const decision = interpret(set, request, answers);
        const own = [module.decide(request, answers), module.allows(request, answers)];
        expect(JSON.stringify(own)).toBe(JSON.stringify([decision, decision.decision]));
        if (decision.decision) expect(module.mayAllow(request, answers)).toBe(true);
      }
    }
  });

  it("are asked for as the interpreter asks, and what is asked is enough", () => {
    for (const request of requests) {
      const needed = module.relationsNeeded(request);
      expect(needed).toEqual(relationsNeeded(set, request));
      for (const answers of completions(questionsFor(module, request))) {
        if (answers.some(({ answer }) => answer === "unknown")) continue;
        const whole = completed(answers, questionsFor(module, request));
        const asked = whole.filter((answered) => needed.some((question) => isSame(question, answered)));
        const [few, all] = [module.decide(request, asked), module.decide(request, whole)];
        expect([few.decision, few.obligations, few.remedies]).toEqual([
          all.decision,
          all.obligations,
          all.remedies,
        ]);
      }
    }
  });

  it("allow nothing that they would not allow with one answer more, and take an unknown one for none", () => {
    for (const request of requests) {
      for (const answers of completions(questionsFor(module, request))) {
        const allowed = module.allows(request, answers);
        for (const [place, answered] of answers.entries()) {
          const fewer = answers.toSpliced(place, 1);
          const isAllowed = module.allows(request, fewer);
          if (isAllowed) expect([answered.answer, allowed]).toEqual([answered.answer, true]);
          expect(module.allows(request, [...fewer, { ...answered, answer: "unknown" }])).toBe(isAllowed);
        }
      }
    }
  });
});

/** Answers with the questions that they leave open answered by no. */
function completed(
  answers: readonly AnsweredRelation[],
  questions: readonly RelationQuestion[],
): readonly AnsweredRelation[] {
  const open = questions.filter((question) => !answers.some((answered) => isSame(question, answered)));
  return [...answers, ...open.map((question) => ({ ...question, answer: "no" as const }))];
}

function isSame(left: RelationQuestion, right: RelationQuestion): boolean {
  return (
    JSON.stringify([left.subject, left.relation, left.object]) ===
    JSON.stringify([right.subject, right.relation, right.object])
  );
}

it("what `in` declares can be tested alone, and a store is made of what the module says", () => {
  const { module } = compiledSet(`
    principal User
    entity Folder in Folder
    action folders.read(inside: Folder) on Folder
    policy p { rule r allow User to folders.read when args.inside is parent of resource }
  `);
  const [inner, outer] = folders;
  const request = {
    subject: kim,
    action: { name: "folders.read", properties: { inside: outer } },
    resource: inner,
  };
  const { relations } = module.policySet as { readonly relations: RelationModel };
  const store = createRelationStore(relations);
  const answered = () =>
    module.relationsNeeded(request).map((question) => ({ ...question, answer: store.check(question) }));
  expect(module.allows(request, answered())).toBe(false);
  expect(store.write({ touch: module.relationsNeeded(request) }).ok).toBe(true);
  expect(module.allows(request, answered())).toBe(true);
});
