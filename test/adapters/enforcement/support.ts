import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type DecisionModule, readDecisionModule } from "../../../src/adapters/enforcement.js";
import { compile } from "../../codegen/support.js";

/** The decision module of a policy set. */
export function moduleOf(policies: string): DecisionModule {
  return readDecisionModule(compile(policies).module);
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "polc-enforcement-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Users read notes: their own, and with an obligation what others wrote. */
export const notesText = `
principal User { team: String }
entity Note
action notes.read(name: String), notes.drop(name: String) on Note
obligation mask(field: String)
context { approved?: Bool }
remedy approval(from: String) = context has approved and context.approved

policy notes {
  rule readers
    allow User to notes.read on Note
    when principal.team == "docs"

  rule drops
    allow User to notes.drop on Note

  rule hide_author
    oblige User to notes.read
    when args.name like "shared_*"
    with mask(field: "author")

  rule drops_are_reviewed
    deny User to notes.drop
    unless approval(from: "owner")
    because "Dropping a note needs the owner's approval."
}
`;

/** A request that `notesText` allows; parts of it can be other ones. */
export function noteRequest({ team = "docs", action = "notes.read", name = "plan" } = {}) {
  return {
    subject: { type: "User", id: "kim", properties: { team } },
    action: { name: action, properties: { name } },
    resource: { type: "Note", id: "1" },
  };
}
