/** A small policy set and requests for it. */
export const policy = `principal User {
  team: String
}

action tickets.read, tickets.delete(reason: String)
context {
  ip: Ip
}

policy support {

  rule team_reads
    allow User to tickets.read
    when principal.team == "support"
    when context.ip in "10.0.0.0/8"

  rule nobody_deletes
    deny anyone to tickets.delete
    because "Tickets are kept."
}
`;

/** Two tests, of which the second fails. */
export const tests = `test "support reads" {
  subject User("ann") { team: "support" }
  action tickets.read
  context { ip: "10.1.2.3" }
  expect allow by support.team_reads
}

test "sales reads" {
  subject User("bob") { team: "sales" }
  action tickets.read
  context { ip: "10.1.2.3" }
  expect allow by support.team_reads
}
`;

/** A request of `team` for an action. */
export function request(team: unknown, action = "tickets.read"): string {
  return JSON.stringify({
    subject: { type: "User", id: "ann", properties: { team } },
    action: { name: action, ...(action === "tickets.delete" ? { properties: { reason: "old" } } : {}) },
    context: { ip: "10.1.2.3" },
  });
}
