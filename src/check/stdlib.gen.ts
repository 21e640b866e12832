// Generated from stdlib/ by scripts/generate-stdlib.mjs: change those files, then `npm run generate`.
/** The modules of the standard library by name: their Pol text. */
export const stdlib: { readonly [module: string]: string } = {
  "std.agents": `// std.agents: the parties of a call, the moment it is made, the task that it belongs to, and a person's approval of it.

/// A person, as the enforcement point authenticated them. Give it attributes with a \`principal User { … }\` of your own.
principal User

/// A program that decides for itself which calls to make. On behalf of a person it is a request's \`actor\` beside that person as
/// \`subject\`; on its own it is the \`subject\`.
principal Agent acting for User

/// A program that does what it was written to do: a job, a back end. Always a request's \`subject\`.
principal Service

context {
  /// When the call is made, by the enforcement point's clock. Never the caller's word.
  now: Time

  /// The approval that this very call was given. The enforcement point binds it to the caller, the server, the tool, the arguments and
  /// the policy set's digest, and leaves it out where any of them differs.
  approval?: {
    /// The party that approved, as the enforcement point names it: \`"data-owners"\`.
    from: String

    /// When it was given.
    at: Time

    /// From when on it counts no more, if the enforcement point sets it a limit.
    expires?: Time
  }

  /// The task that the call belongs to, from a token or from configuration: what the agent was started for.
  task?: {
    /// What the enforcement point calls it.
    id: String

    /// From when on nothing more is done for it.
    expires: Time
  }
}

/// An approval of this call by \`from\`, given at most \`max_age\` ago. One by another party does not do, nor one from the future or one
/// that has expired.
remedy approval(from: String, max_age: Duration) =
  context has approval
    and context.approval.from == from
    and context.approval.at <= context.now
    and context.now - context.approval.at <= max_age
    and not (context.approval has expires and context.approval.expires <= context.now)

/// The call belongs to a task that has not expired.
remedy open_task() = context has task and context.now < context.task.expires
`,
  "std.budgets": `// std.budgets: what a session has used up. The enforcement point counts; it checks and spends in one step, so two calls at once cannot
// both have the last of it.

context {
  /// What the session has used up before this call. Kept by the enforcement point, never the caller's word.
  usage: {
    /// Calls that were allowed.
    calls: Int in 0..

    /// Those of them to this tool.
    calls_of_tool: Int in 0..

    /// What was spent of each budget, by its name. One that nothing was spent of is not there.
    spent: Map<Int in 0..>
  }
}

/// Takes \`amount\` from a budget.
obligation spend(budget: String, amount: Int in 0..)

/// Of a budget of \`limit\`, enough is left for \`amount\`.
remedy within_budget(budget: String, amount: Int in 0.., limit: Int) =
  (context.usage.spent[budget] ?? 0) + amount <= limit

/// The session has made fewer than \`limit\` calls.
remedy within_calls(limit: Int) = context.usage.calls < limit

/// The session has called this tool fewer than \`limit\` times.
remedy within_calls_of_tool(limit: Int) = context.usage.calls_of_tool < limit
`,
  "std.enforcement": `// std.enforcement: what enforcement points for MCP can be obliged to. One that does not know an obligation denies the call.

/// Mask the values of the members called \`field\` in the answer, however deep they are: a text becomes \`***\`, anything else null. Content
/// that is no JSON, in which nobody can find a member, is withheld.
obligation mask(field: String)

/// Show at most \`bytes\` of the answer, as UTF-8, and say that it was cut.
obligation cap_result(bytes: Int in 1..)

/// Make the call only once the decision stands in the audit log.
obligation audit(level: "info" | "notice" | "alert")
`,
  "std.keep_labels": `// std.keep_labels: what tagged tools read is kept, as a policy: what their tags say becomes the session's labels. It denies nothing:
// \`std.trifecta\` does, or a rule of your own.

use std.labels

/// Keeps what was read.
policy std_keep_labels {

  /// Whoever calls a tool that reads private data has read private data.
  rule private_data
    oblige anyone to reads_private_data
    with label(name: "private_data")

  /// Whoever calls a tool that reads credentials has read credentials.
  rule credentials
    oblige anyone to reads_credentials
    with label(name: "credentials")

  /// Whoever calls a tool that reads what strangers wrote has read untrusted input.
  rule untrusted_input
    oblige anyone to reads_untrusted_input
    with label(name: "untrusted_input")
}
`,
  "std.labels": `// std.labels: what a session has read so far, and which tools read or send what.
//
// What an agent has read, it may do as it was told there, and may pass on. So labels are kept for a whole session, by the enforcement
// point, and never taken off. This module adds no rule: \`std.keep_labels\` and \`std.trifecta\` do.

/// What a session can have read: what is not public (mail, files, records of customers); keys, passwords and tokens; what strangers
/// can have written (web pages, incoming mail, issues).
type SessionLabel = "private_data" | "credentials" | "untrusted_input"

/// What the tool answers is not public.
tag reads_private_data

/// What the tool answers has keys, passwords or tokens in it.
tag reads_credentials

/// What the tool answers can have been written by strangers.
tag reads_untrusted_input

/// What the tool is given can leave: it sends, publishes, uploads, or asks for an address that its caller chooses.
tag egress

context {
  /// What the session has read so far. Kept by the enforcement point, never the caller's word.
  labels: List<SessionLabel>
}

/// The session has read this from now on.
obligation label(name: SessionLabel)

/// The session has read what is not public, and what strangers can have written: whoever wrote that may now be giving the orders.
def may_leak(labels: List<SessionLabel>) =
  labels containsAny ["private_data", "credentials"] and "untrusted_input" in labels
`,
  "std.mcp": `// std.mcp: the annotations of an MCP tool, as tags, and the call's server and tool as its enforcement point sees them.
//
// A server's annotations are hints: tag an action by what you know of the tool. Where a server says nothing, the protocol's defaults
// are the cautious ones: not read-only, destructive, not idempotent, open-world.

/// \`readOnlyHint\`: the tool changes nothing.
tag read_only

/// \`destructiveHint\`: the tool may overwrite or delete; otherwise it only adds. Says something only of a tool that is not read-only.
tag destructive

/// \`idempotentHint\`: calling the tool again with the same arguments has no further effect. Says something only of a tool that is not
/// read-only.
tag idempotent

/// \`openWorldHint\`: the tool reaches beyond a closed domain (the web, mail, other people's data), so what it reads is untrusted and
/// what it is given may leave.
tag open_world

context {
  /// The server and the tool, at the moment of the call.
  mcp: {
    /// The server's name in the policy set: the first part of its actions' names.
    server: String

    /// Whether whoever runs the enforcement point has said that this server is to be believed.
    trusted: Bool

    /// What the server says of the tool now, with the protocol's defaults. Of a server that is not trusted, the defaults alone.
    tool: { read_only: Bool, destructive: Bool, idempotent: Bool, open_world: Bool }

    /// What the client says about itself. Nobody has verified it: no \`allow\` may rest on it (POL2046).
    client?: { name: String, version?: String }
  }
}
`,
  "std.net": `// std.net: address blocks, and the question that server-side request forgery turns on: does this lead inside?
//
// The blocks are those of the IANA special-purpose address registries. A host name says nothing of the address that it resolves to:
// the enforcement point resolves it, passes the address as an attribute, and connects to that address.

/// Private networks (RFC 1918).
const private_blocks: List<Cidr> = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]

/// The machine itself, and the addresses that stand for "this host" (RFC 1122, RFC 4291).
const loopback_blocks: List<Cidr> = ["127.0.0.0/8", "0.0.0.0/8", "::1/128", "::/128"]

/// One link only, never routed (RFC 3927, RFC 4291).
const link_local_blocks: List<Cidr> = ["169.254.0.0/16", "fe80::/10"]

/// Private networks of IPv6 (RFC 4193).
const unique_local_blocks: List<Cidr> = ["fc00::/7"]

/// Between a provider and its customers (RFC 6598); used inside of clusters and virtual networks.
const shared_blocks: List<Cidr> = ["100.64.0.0/10"]

/// Reachable for nobody: protocol assignments, documentation, benchmarks, discarded, segment routing, site-local, multicast, reserved.
const reserved_blocks: List<Cidr> = [
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "100::/64",
  "100:0:0:1::/64",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "fec0::/10",
  "ff00::/8",
]

/// IPv6 addresses that carry an IPv4 address, to be reached through a translator or tunnel (RFC 6052, 8215, 7915, 4380, 3056, 4291).
const translated_blocks: List<Cidr> = [
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "::ffff:0:0:0/96",
  "2001::/32",
  "2002::/16",
  "::/96",
]

/// Where clouds hand a machine its credentials: most of them; then AWS for containers, Tencent, Scaleway, Alibaba, Volcengine, Azure,
/// Oracle Classic; AWS, AWS for containers, Google, OpenStack and Scaleway over IPv6.
const metadata_blocks: List<Cidr> = [
  "169.254.169.254/32",
  "169.254.170.2/32",
  "169.254.170.23/32",
  "169.254.0.23/32",
  "169.254.42.42/32",
  "100.100.100.200/32",
  "100.96.0.96/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fd00:ec2::254/128",
  "fd00:ec2::23/128",
  "fd20:ce::254/128",
  "fe80::a9fe:a9fe/128",
  "fd00:42::42/128",
]

/// Domains that are set aside for inside use (RFC 6761, RFC 6762, RFC 8375, ICANN's \`internal\`), or often used so (RFC 6762, appendix G;
/// \`svc\` in clusters). What clouds call their metadata services is below \`internal\`.
const internal_domains: List<Host> = [
  "localhost",
  "local",
  "internal",
  "home.arpa",
  "localdomain",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "svc",
]

/// The address is a cloud's metadata service.
def metadata_service(address: Ip) = address in metadata_blocks

/// The address belongs to no public host, or may lead to one that is none: what a tool that fetches for strangers must not reach.
def internal(address: Ip) =
  address in private_blocks
    or address in loopback_blocks
    or address in link_local_blocks
    or address in unique_local_blocks
    or address in shared_blocks
    or address in reserved_blocks
    or address in translated_blocks
    or address in metadata_blocks

/// The name is one for inside use: a single label, which only a local resolver knows, or a name in \`internal_domains\`.
def internal_name(host: Host) =
  host matches /[a-z0-9_-]+/ or (any domain in internal_domains: host within domain)

/// The URL leads inside by its text. Where it names a host, check the address that it resolves to as well.
def internal_url(url: Url) = internal_name(url.host) or (url has ip and internal(url.ip))
`,
  "std.oauth": `// std.oauth: the access token that a call came with, once the enforcement point has verified its signature.
//
// A remedy on a deny also denies where there is no token at all. Remedies of one rule are alternatives: what must hold together are
// rules of their own.

/// What a verified token says. Who it speaks of are the request's \`subject\` and \`actor\`.
type OAuthToken = {
  /// Who issued it: \`iss\`.
  issuer: String

  /// For whom it was issued: \`aud\`, always a list.
  audience: List<String>

  /// What it was issued for: \`scope\`, as a list.
  scopes: List<String>

  /// The client that it was issued to.
  client_id?: String

  /// What the issuer says of it now (RFC 7662); \`"unknown"\` where it was not asked.
  status: "active" | "inactive" | "unknown"

  /// From when on it counts no more: \`exp\`.
  expires: Time

  /// When it was issued: \`iat\`.
  issued_at?: Time
}

context {
  /// When the call is made, by the enforcement point's clock.
  now: Time

  /// The token that the call came with.
  token?: OAuthToken
}

/// A token that \`issuer\` issued for \`audience\`, which is the address of this server (RFC 8707): one for another server does not do,
/// whoever holds it. Neither does one that has expired, or that the issuer says is inactive, or that was issued in the future; clocks may
/// differ by a minute.
remedy token_for(audience: String, issuer: String) =
  context has token
    and audience in context.token.audience
    and context.token.issuer == issuer
    and context.token.status != "inactive"
    and context.now < context.token.expires
    and not (context.token has issued_at and context.token.issued_at > context.now + 1m)

/// A token that was issued for \`name\`. A client can ask for one: this is OAuth's \`insufficient_scope\`.
remedy scope(name: String) = context has token and name in context.token.scopes

/// A token that was issued to the client \`id\`.
remedy client(id: String) =
  context has token and context.token has client_id and context.token.client_id == id

/// A token that its issuer, asked about it, says is active.
remedy confirmed_token() = context has token and context.token.status == "active"

/// A token that was issued at most \`max_age\` ago: for what nobody should do with an old one. One without \`iat\` does not do, nor one from
/// the future; clocks may differ by a minute.
remedy fresh_token(max_age: Duration) =
  context has token
    and context.token has issued_at
    and context.token.issued_at <= context.now + 1m
    and context.now - context.token.issued_at <= max_age
`,
  "std.time": `// std.time: hours, days and windows. There are no time zones: \`utc_offset\` is how far local time is ahead of UTC, such as \`2h\` or
// \`-5h\`. Where the clocks change, it is the enforcement point's to say which one holds.

/// \`moment\` is on a Saturday or a Sunday.
def on_weekend(moment: Time, utc_offset: Duration) = (moment + utc_offset).weekday in ["sat", "sun"]

/// The clock stands between the full hours \`opens\` and \`closes\`, which is the first hour no longer in it. From 22 to 6 is over
/// midnight; from an hour to itself is never.
def within_hours(moment: Time, utc_offset: Duration, opens: Int, closes: Int) =
  if opens <= closes
    then (moment + utc_offset).hour >= opens and (moment + utc_offset).hour < closes
    else (moment + utc_offset).hour >= opens or (moment + utc_offset).hour < closes

/// Monday to Friday, from 9 to 17 o'clock.
def business_hours(moment: Time, utc_offset: Duration) =
  not on_weekend(moment, utc_offset) and within_hours(moment, utc_offset, 9, 17)

/// \`moment\` is in a window: \`begins\` is in it, \`ends\` no more.
def within_window(moment: Time, begins: Time, ends: Time) = moment >= begins and moment < ends

/// \`moment\` is at most \`max_age\` before \`now\`, and not after it.
def recent(moment: Time, now: Time, max_age: Duration) = moment <= now and now - moment <= max_age
`,
  "std.trifecta": `// std.trifecta: the lethal trifecta as a policy. Private data, untrusted input and a way out must not come together in one session:
// what strangers wrote could then tell an agent to send them the data.
//
// Tag your tools with the tags of \`std.labels\`, with \`tagged\` or \`refine action\`: the policy goes by them alone.

use std.keep_labels

/// Closes the way out once it matters.
policy std_trifecta {

  /// Nothing leaves a session that may be leaking.
  rule no_exfiltration
    deny anyone to egress
    when may_leak(context.labels)
    because "This session has read private data and untrusted input: nothing may leave it any more."
}
`,
};
