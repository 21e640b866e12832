import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";

/*
 * The mistakes that were found in policies for agents which people had published, each made in one policy set that is otherwise right. The
 * set itself is reported for nothing; with one mistake in it, the mistake is reported, where it stands.
 */

const right = `
use std.agents

principal User { address: Email, manager: Email }
entity Mailbox { owner: Email }

action mail.send(to: List<Email> length 1.., cc?: List<Email>, subject: String, body: String) on Mailbox
action mail.forward(to: List<Email> length 1..) on Mailbox
action calendar.invite(guest: Email, title: String)
action calendar.propose(guest: Email, title: String)
action calendar.cancel(guest: Email, title: String)
action web.fetch(url: Url)
action bank.pay(recipient: String, subject: String, amount: Int in 1..10000)
action bank.schedule(recipient: String, subject: String, amount: Int in 1..10000)

const ours: List<Host> = ["example.com", "example.org"]

policy mail {

  rule people_send
    allow User to mail.* on Mailbox
    when resource.owner == principal.address

  rule agents_send
    allow Agent acting for User to mail.* on Mailbox

  rule stays_inside
    deny Agent to mail.* on Mailbox
    unless all r in args.to: r.domain in ours

  rule copies_stay_inside
    deny Agent to mail.send on Mailbox
    when args has cc and (any r in args.cc: not r.domain in ours)
}

policy calendar {

  rule invites
    allow User, Agent acting for User to calendar.invite
    when args.guest.domain in ours

  rule proposals
    allow User, Agent acting for User to calendar.propose
    when args.guest.domain in ours

  rule cancellations
    allow User, Agent acting for User to calendar.cancel
    when args.guest.domain in ours
}

policy web {

  rule reads_ours
    allow User, Agent acting for User to web.fetch
    when args.url.host within "example.com"

  rule no_login
    deny Agent to web.fetch
    when args.url.host == "login.example.com"
}

policy bank {

  rule rent
    allow User, Agent acting for User to bank.pay
    when args.recipient == "US122000000121212121212" and args.subject == "Rent"

  rule next_rent
    allow User, Agent acting for User to bank.schedule
    when args.recipient == "US122000000121212121212" and args.subject == "Rent"

  rule small_amounts
    deny Agent to bank.pay, bank.schedule
    when args.amount > 1100
    unless approval(from: "owner", max_age: 10m)
}
`;

interface Defect {
  readonly name: string;
  /** What is written in the place of what. */
  readonly from: string;
  readonly to: string;
  /** `CODE text-at-its-span` */
  readonly finding: string;
}

const defects: readonly Defect[] = [
  {
    name: "an argument that does not exist",
    from: "unless all r in args.to: r.domain in ours",
    to: "unless all r in args.recipients: r.domain in ours",
    finding: "POL2003 recipients",
  },
  {
    name: "an argument that does not exist, looked for with has",
    from: "when args has cc and (any r in args.cc: not r.domain in ours)",
    to: "when args has bcc and (any r in args.bcc: not r.domain in ours)",
    finding: "POL2003 args has bcc",
  },
  {
    name: "swapped fields, by what other rules say",
    from: 'to bank.schedule\n    when args.recipient == "US122000000121212121212" and args.subject == "Rent"',
    to: 'to bank.schedule\n    when args.subject == "US122000000121212121212" and args.recipient == "Rent"',
    finding: 'POL3016 args.subject == "US122000000121212121212"',
  },
  {
    name: "swapped fields, by their types",
    from: "when args.amount > 1100",
    to: "when args.subject > 1100",
    finding: "POL2011 args.subject > 1100",
  },
  {
    name: "an inverted condition, against what other rules say",
    from: "to calendar.cancel\n    when args.guest.domain in ours",
    to: "to calendar.cancel\n    unless args.guest.domain in ours",
    finding: "POL3017 unless args.guest.domain in ours",
  },
  {
    name: "an inverted condition, of a deny that then denies all that is allowed",
    from: 'deny Agent to bank.pay, bank.schedule\n    when args.amount > 1100\n    unless approval(from: "owner", max_age: 10m)',
    to: 'deny anyone to bank.pay\n    when args.recipient == "US122000000121212121212"',
    finding: "POL3002 rule rent",
  },
  {
    name: "an inverted condition, against the name of a list",
    from: 'const ours: List<Host> = ["example.com", "example.org"]',
    to: 'const ours: List<Host> = ["example.com", "example.org"] const blocked_hosts: List<Host> = ["x.com"] policy q { rule q allow User to web.fetch when args.url.host in blocked_hosts }',
    finding: "POL3017 when args.url.host in blocked_hosts",
  },
  {
    name: "an unanchored pattern on a URL",
    from: 'when args.url.host within "example.com"',
    to: 'when args.url like "*example.com*"',
    finding: 'POL2041 args.url like "*example.com*"',
  },
  {
    name: "an unanchored regular expression on a URL",
    from: 'when args.url.host within "example.com"',
    to: "when args.url matches /https:\\/\\/.*example.com.*/",
    finding: "POL3018 args.url matches /https:\\/\\/.*example.com.*/",
  },
  {
    name: "a look-alike domain",
    from: 'when args.url.host within "example.com"',
    to: 'when args.url.host like "*example.com"',
    finding: 'POL2041 args.url.host like "*example.com"',
  },
  {
    name: "an argument left unconstrained",
    from: "when args has cc and (any r in args.cc: not r.domain in ours)",
    to: 'when args.subject == ""',
    finding: "POL2044 mail.send",
  },
  {
    name: "an argument left unconstrained for those who call",
    from: "rule copies_stay_inside\n    deny Agent to",
    to: "rule copies_stay_inside\n    deny Agent acting alone to",
    finding: "POL3013 mail.send",
  },
  {
    name: "a deny that can never match",
    from: 'when args.url.host == "login.example.com"',
    to: 'when args.url.host == "login.example.com" and args.url.host within "example.org"',
    finding: "POL3001 rule no_login",
  },
  {
    name: "a deny that can never match, by its types",
    from: "when args.amount > 1100",
    to: "when args.amount > 11000",
    finding: "POL2013 args.amount > 11000",
  },
];

/** What is said of a text, as `CODE text-at-its-span`. */
function reported(text: string): readonly string[] {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  const all = [...diagnostics, ...(policySet === undefined ? [] : analyze(policySet))];
  return all.map(({ code, span }) => `${code} ${text.slice(span.start, span.end).split("\n")[0]}`);
}

describe("the defects of published policies", () => {
  it("says nothing of the set without them", () => {
    expect(reported(right)).toEqual([]);
  });

  it.each(defects)("reports $name", ({ from, to, finding }) => {
    expect(right.split(from)).toHaveLength(2);
    expect(reported(right.replace(from, () => to))).toContain(finding);
  });
});
