import type { RelationAnswers } from "../../../src/adapters/enforcement.js";
import type { RelationAnswer, RelationQuestion } from "../../../src/runtime/decision.js";

/** Users read documents that they may view, unless they are blocked; from the office nobody has to be asked. */
export const sharingText = `
principal User { staff: Bool, boss?: User }

entity Document {
  relation viewer: User
  relation blocked: User
}

context { office: Bool }

action docs.read, docs.drop on Document

policy sharing {
  rule in_the_office
    allow User to docs.read on Document
    when context.office and principal.staff

  rule viewers
    allow User to docs.read on Document
    when subject is viewer of resource

  rule nobody_who_is_blocked
    deny User to docs.drop on Document
    when subject is blocked of resource

  rule drops
    allow User to docs.drop on Document

  rule bosses_have_a_say
    deny User to docs.read on Document
    when principal has boss and principal.boss is blocked of Document("all")
}
`;

/** A request about one document. */
export function documentRequest({ id = "plan", action = "docs.read", office = false, boss = "" } = {}) {
  const properties = { staff: true, ...(boss !== "" && { boss: { type: "User", id: boss } }) };
  return {
    subject: { type: "User", id: "kim", properties },
    action: { name: action },
    resource: { type: "Document", id },
    context: { office },
  };
}

/** A store that remembers what it was asked. */
export interface AskedStore extends RelationAnswers {
  readonly calls: (readonly RelationQuestion[])[];
}

/** A store that answers each question by itself: at once, or by a promise. */
export function askedStore(answer: (question: RelationQuestion) => RelationAnswer, later = true): AskedStore {
  const calls: (readonly RelationQuestion[])[] = [];
  return {
    calls,
    checkMany: (questions) => {
      calls.push(questions);
      const answers = questions.map(answer);
      return later ? Promise.resolve(answers) : answers;
    },
  };
}

/** `viewer of plan` */
export function wordsOf({ relation, object }: RelationQuestion): string {
  return `${relation} of ${object.id}`;
}

/** Kim may view everything, and is blocked from nothing. */
export function viewsAll({ relation }: RelationQuestion): RelationAnswer {
  return relation === "viewer" ? "yes" : "no";
}
