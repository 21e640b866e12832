// Generated from stdlib/ by scripts/generate-stdlib.mjs: change those files, then `npm run generate`.
/** The modules of the standard library by name: their Pol text. */
export const stdlib: { readonly [module: string]: string } = {
  "std.agents": `// std.agents: the parties of a call, the moment it is made, and a person's approval of it.

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

  /// The approval that this very call was given. The enforcement point binds it to the caller, the tool, the arguments and the policy
  /// set's digest, and leaves it out where any of them differs.
  approval?: {
    /// The party that approved, as the enforcement point names it: \`"data-owners"\`.
    from: String

    /// When it was given.
    at: Time
  }
}

/// An approval of this call by \`from\`, given at most \`max_age\` ago. One by another party does not do, nor one from the future.
remedy approval(from: String, max_age: Duration) =
  context has approval
    and context.approval.from == from
    and context.approval.at <= context.now
    and context.now - context.approval.at <= max_age
`,
  "std.mcp": `// std.mcp: the annotations of an MCP tool, as tags.
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

/// Reachable for nobody: protocol assignments, documentation, benchmarks, site-local, multicast, reserved.
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
  "2001:db8::/32",
  "3fff::/20",
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

/// Where clouds hand a machine its credentials.
const metadata_blocks: List<Cidr> = [
  "169.254.169.254/32",
  "169.254.170.2/32",
  "169.254.170.23/32",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "fd00:ec2::254/128",
  "fd00:ec2::23/128",
  "fd20:ce::254/128",
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

/// The name is one for inside use (RFC 6761, RFC 6762, RFC 8375), or one that a cloud's resolver answers for its metadata service.
def internal_name(host: Host) =
  host within "localhost" or host within "local" or host within "internal" or host within "home.arpa"

/// The URL leads inside by its text. Where it names a host, check the address that it resolves to as well.
def internal_url(url: Url) = internal_name(url.host) or (url has ip and internal(url.ip))
`,
};
