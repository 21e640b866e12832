import { expect, it } from "vitest";
import { answered } from "../../../src/analysis/relations/given.js";
import { withShownRelations } from "../../../src/analysis/relations/shown-relations.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { createDiagnostic } from "../../../src/diagnostics/catalogue.js";
import { emptySpan } from "../../../src/source/span.js";

function setWith(condition: string): PolicySet {
  const text = `principal User
entity Folder { relation viewer: User }
action read on Folder
policy p {
  rule r
    allow User to read
    when ${condition}
}
`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics[0]));
  return policySet;
}

const request = {
  subject: { type: "User", id: "subject-1" },
  action: { name: "read" },
  resource: { type: "Folder", id: "resource-1" },
};

function shown(policySet: PolicySet, given: typeof request) {
  const witness = { request: given, shows: "it is denied" };
  const finding = { ...createDiagnostic("POL3002", emptySpan(), "found before"), witness };
  return withShownRelations(policySet, finding).witness?.relations;
}

it.each(['resource.id == "a"', "subject is viewer of resource"])(
  "what was found by a version whose rules named no other entity is shown by the rules there are now: %s",
  (before) => {
    const newer = setWith('subject is viewer of Folder("A")');
    const relations = [
      {
        subject: { type: "User", id: "subject-1" },
        relation: "viewer",
        object: { type: "Folder", id: "A" },
        answer: "no",
      },
    ];
    expect(shown(newer, answered(newer, request))).toEqual(relations);
    expect(shown(newer, answered(setWith(before), request))).toEqual(relations);
  },
);
