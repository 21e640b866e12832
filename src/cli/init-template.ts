import type { SourceFile } from "../source/source-file.js";

const policy = `// A starting policy set. Put your own tools and rules in its place, then run \`polc check\` and \`polc test\` on this directory.

use std.agents
use std.mcp

principal User {
  team: String
}

/// A customer's ticket, as the enforcement point looked it up.
entity Ticket {
  confidential: Bool
}

action tickets.search(query: String, limit?: Int in 1..100) tagged read_only
action tickets.read on Ticket tagged read_only
action tickets.reply(body: String length 1..10_000) on Ticket tagged open_world
action tickets.delete on Ticket tagged destructive

/// Support works on tickets; an agent helps, for one of them at a time, and never with more rights than they have.
policy support {

  rule people_work
    allow User to tickets.*
    when principal.team == "support"

  rule agents_help
    allow Agent acting for User to read_only, tickets.reply, destructive

  rule confidential_tickets
    deny Agent to tickets.read, tickets.reply on Ticket
    when resource.confidential
    because "Confidential tickets are for people."

  rule deletions_are_reviewed
    deny Agent to destructive
    unless approval(from: "support-leads", max_age: 15m)
    because "An agent deletes a ticket only with an approval."
}
`;

const tests = `fixture sam = User("sam") { team: "support" }
fixture bot = Agent("sam-bot")
fixture ticket = Ticket("4711") { confidential: false }

test "an agent reads a ticket for support" {
  subject sam
  actor bot
  action tickets.read
  resource ticket
  expect allow by support.agents_help, support.people_work
}

test "but not for someone else" {
  subject User("eve") { team: "sales" }
  actor bot
  action tickets.read
  resource ticket
  expect deny by no_matching_rule
}

test "confidential tickets are for people" {
  subject sam
  actor bot
  action tickets.read
  resource ticket { confidential: true }
  expect deny by support.confidential_tickets because "Confidential tickets are for people."
}

test "a deletion waits for an approval" {
  subject sam
  actor bot
  action tickets.delete
  resource ticket
  context { now: "2026-11-21T10:00:00Z" }
  expect deny by support.deletions_are_reviewed
}

test "and goes ahead with one" {
  subject sam
  actor bot
  action tickets.delete
  resource ticket
  context { now: "2026-11-21T10:00:00Z", approval: { from: "support-leads", at: "2026-11-21T09:50:00Z" } }
  expect allow by support.agents_help, support.people_work
}
`;

const request = `{
  "subject": { "type": "User", "id": "sam", "properties": { "team": "support" } },
  "actor": { "type": "Agent", "id": "sam-bot" },
  "action": { "name": "tickets.read" },
  "resource": { "type": "Ticket", "id": "4711", "properties": { "confidential": false } },
  "context": { "now": "2026-11-21T10:00:00Z" }
}
`;

/** What `polc init` writes: a policy set that checks without a diagnostic, its tests, and a request that it allows. */
export const initTemplate: readonly SourceFile[] = [
  { path: "policy.pol", text: policy },
  { path: "tests.pol", text: tests },
  { path: "request.json", text: request },
];
