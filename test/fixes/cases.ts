import type { DiagnosticCode } from "../../src/diagnostics/catalogue.js";

/** A mistake that has a fix, and what the fix makes of it. */
export interface FixCase {
  readonly code: DiagnosticCode;
  readonly before: string;
  readonly after: string;
}

/** Mistakes in the clauses of a rule. */
const clauses: readonly (readonly [DiagnosticCode, string, string])[] = [
  ["POL1001", "when args.limit eq 5", "when args.limit == 5"],
  ["POL1001", "when args.limit gte 5", "when args.limit >= 5"],
  [
    "POL1001",
    "when args.urgent and args.limit + 1 not in [1, 2] or args.urgent",
    "when args.urgent and not args.limit + 1 in [1, 2] or args.urgent",
  ],
  [
    "POL1001",
    'when args.urgent and args.name not like "a*" or args.urgent',
    'when args.urgent and not args.name like "a*" or args.urgent',
  ],
  ["POL1001", "when args.limit <> 5", "when args.limit != 5"],
  ["POL1001", "where args.limit > 5", "when args.limit > 5"],
  ["POL1002", "when principal.team == 'a'", 'when principal.team == "a"'],
  ["POL1002", "when principal.team == “a”", 'when principal.team == "a"'],
  ["POL1002", "when args.limit > 5; // five", "when args.limit > 5 // five"],
  ["POL1002", "when args.limit > 5 #five", "when args.limit > 5 // five"],
  ["POL1003", "when args.li\u200bmit > 5", "when args.limit > 5"],
  ["POL1003", "when\u2028args.limit > 5 // a", "when args.limit > 5 // a"],
  ["POL1003", "when args.limit > 5 // a\u202eb", "when args.limit > 5 // ab"],
  ["POL1005", 'when args.name == "a\\x20b"', 'when args.name == "a\\u{20}b"'],
  ["POL1005", 'when args.name == "\\u00e9"', 'when args.name == "\\u{e9}"'],
  ["POL1005", 'when args.name == "it\\\'s"', 'when args.name == "it\'s"'],
  ["POL1005", 'when args.name like "a\\*"', 'when args.name like "a\\\\*"'],
  ["POL1006", "when args.limit < 1e3", "when args.limit < 1000"],
  ["POL1006", "when args.limit < 1.25e3", "when args.limit < 1250"],
  ["POL1006", "when args.limit < 0xff", "when args.limit < 255"],
  ["POL1006", "when args.limit < 1__000", "when args.limit < 1_000"],
  ["POL1006", "when args.wait < 15min", "when args.wait < 15m"],
  ["POL1006", "when args.wait < 1.5h", "when args.wait < 90m"],
  ["POL1006", "when args.wait < 2weeks", "when args.wait < 14d"],
  ["POL1007", "/* a */ when args.limit > 5", "// a\n    when args.limit > 5"],
  ["POL1007", "/* a\n     * b\n     */\n    when args.limit > 5", "// a\n    // b\n    when args.limit > 5"],
  ["POL1007", "when args.limit > /* a */ 5", "when args.limit > // a\n    5"],
  ["POL1008", "when args.limit = 5", "when args.limit == 5"],
  ["POL1008", "when args.limit === 5", "when args.limit == 5"],
  ["POL1008", "when !(args.limit > 5)&&args.limit<9", "when not (args.limit > 5) and args.limit<9"],
  ["POL1008", "when args.limit ≤ 5", "when args.limit <= 5"],
  ["POL1010", "when 1 <= args.limit <= 5", "when 1 <= args.limit and args.limit <= 5"],
  ["POL1010", "when 9 > args.limit + 1 > 5", "when 9 > args.limit + 1 and args.limit + 1 > 5"],
  [
    "POL1011",
    'when args.limit > 5 and all e in args.to: e.local == "a"',
    'when args.limit > 5 and (all e in args.to: e.local == "a")',
  ],
  [
    "POL1011",
    "when args.limit > if args.urgent then 5 else 9",
    "when args.limit > (if args.urgent then 5 else 9)",
  ],
  ["POL1011", "when args.urgent == not args.urgent", "when args.urgent == (not args.urgent)"],
  ["POL1018", "when args.name matches /^a+$/", "when args.name matches /a+/"],
  ["POL1018", "when args.name matches /(?:a|b)+?/", "when args.name matches /(a|b)+/"],
  ["POL1018", "when args.name matches /^(?<first>a]|b)$/", "when args.name matches /(a\\]|b)/"],
  ["POL1019", 'when args.name like "C:\\\\"', 'when args.name like "C:\\\\\\\\"'],
  ["POL2003", 'when (args.headers.host ?? "") == "a"', 'when (args.headers["host"] ?? "") == "a"'],
  [
    "POL2010",
    "unless args.limit > 5\n    unless args.urgent",
    "unless args.limit > 5\n    when not (args.urgent)",
  ],
  ["POL2011", 'when args.url within "example.com"', 'when args.url.host within "example.com"'],
  ["POL2017", 'when context.ip in "10.1.2.3/8"', 'when context.ip in "10.0.0.0/8"'],
  ["POL2017", 'when context.ip in "2001:db8::1/32"', 'when context.ip in "2001:db8::/32"'],
  ["POL2017", 'when context.at > "2026-11-21 10:00:00Z"', 'when context.at > "2026-11-21T10:00:00Z"'],
  ["POL2026", "when args.limit ?? 100 > 5", "when args.limit > 5"],
];

/** Mistakes elsewhere, in the declarations after a few that they use. */
const declarations: readonly (readonly [DiagnosticCode, string, string])[] = [
  ["POL1001", "entity Team { lead String }\n", "entity Team { lead: String }\n"],
  ["POL1001", "entity Team { lead = String }\n", "entity Team { lead: String }\n"],
  ["POL1001", "assert a\n  allow * to t.list\n", "assert a\n  allow anyone to t.list\n"],
  ["POL1009", "import std.net\n", "use std.net\n"],
  ["POL1013", "assert a\n  forbid User to t.list\n", "assert a\n  deny User to t.list\n"],
  ["POL1013", "assert a\n  deny User or Agent to t.list\n", "assert a\n  deny User, Agent to t.list\n"],
  [
    "POL1014",
    'policy p {\n  rule r\n    deny User to t.list\n    because "a"\n    when principal.team == "a" // b\n\n}\n',
    'policy p {\n  rule r\n    deny User to t.list\n    when principal.team == "a"\n    because "a"\n     // b\n\n}\n',
  ],
  [
    "POL1014",
    'policy p {\n  rule r\n    oblige User to t.list\n    with mask(column: "a")\n    when principal.team == "a"\n}\n',
    'policy p {\n  rule r\n    oblige User to t.list\n    when principal.team == "a"\n    with mask(column: "a")\n}\n',
  ],
  ["POL1015", "assert a\n  deny User, to t.list\n", "assert a\n  deny User to t.list\n"],
  ["POL1016", "entity Team {\n  lead: String // a\n", "entity Team {\n  lead: String // a\n}\n"],
  [
    "POL1016",
    "entity Team {\n  lead: String\n\n/// a\nentity Site\n",
    "entity Team {\n  lead: String\n}\n\n/// a\nentity Site\n",
  ],
  ["POL1020", "action t.get(by: { ..., id: Int })\n", "action t.get(by: { id: Int, ... })\n"],
  ["POL1020", "action t.get(by: { id: Int, ..., })\n", "action t.get(by: { id: Int, ... })\n"],
  [
    "POL2001",
    "tag quick\ntag quick, slow\naction t.a tagged quick, slow\n",
    "tag quick\ntag slow\naction t.a tagged quick, slow\n",
  ],
  [
    "POL2001",
    "entity Site { a: A }\ntype A = Int\n\n/// a\nentity Plant\n\ntype A = Int\n",
    "entity Site { a: A }\ntype A = Int\n\n/// a\nentity Plant\n\n",
  ],
  ["POL2004", "assert a\n  deny User to everything\n", "assert a\n  deny User to anything\n"],
  ["POL2006", "assert a\n  deny everyone to t.list\n", "assert a\n  deny anyone to t.list\n"],
  ["POL2006", "entity Team { lead: string, size?: integer }\n", "entity Team { lead: String, size?: Int }\n"],
  ["POL2010", "action t.get(..., id: Int)\n", "action t.get(id: Int, ...)\n"],
  ["POL2010", "action t.get(..., id: Int, ...)\n", "action t.get(id: Int, ...)\n"],
  ["POL2017", 'const office: List<Cidr> = ["10.0.0.1"]\n', 'const office: List<Cidr> = ["10.0.0.1/32"]\n'],
  ["POL2025", "/// a\nconst five = 5 \n\nentity Team\n", "\nentity Team\n"],
  [
    "POL2025",
    "tag slow, quick, late\naction t.a tagged slow, late\n",
    "tag slow, late\naction t.a tagged slow, late\n",
  ],
];

const schema = `principal User { team: String }
principal Agent { team: String }
context { ip: Ip, at: Time }
obligation mask(column: String)
action t.list, t.read(limit: Int, name: String, wait: Duration, to: List<Email>, headers: Map<String>, url: Url, urgent: Bool)
`;

const masked = 'policy masks {\n\n  rule m\n    oblige User to t.list\n    with mask(column: "a")\n}\n';

function inRule(text: string): string {
  return `${schema}${masked}\npolicy p {\n\n  rule r\n    allow User to t.read\n    ${text}\n}\n`;
}

function inFile(text: string): string {
  return `${schema}${masked}\n${text}`;
}

/** Every kind of fix that there is, with the whole text around it. */
export const fixCases: readonly FixCase[] = [
  ...clauses.map(([code, before, after]) => ({ code, before: inRule(before), after: inRule(after) })),
  ...declarations.map(([code, before, after]) => ({ code, before: inFile(before), after: inFile(after) })),
];

/** Mistakes that look like some that have a fix, and could be meant in more than one way. */
export const doubtfulCases: readonly { readonly code: DiagnosticCode; readonly text: string }[] = [
  ...(
    [
      ["POL1001", "when args.urgent == args.limit not in [1]"],
      ["POL1002", "when principal.team == 'a\\n'"],
      ["POL1002", "when args.limit in [1; 2]"],
      ["POL1002", 'when principal.team == “a"b”'],
      ["POL1003", 'when args.name == "a\u200bb"'],
      ["POL1005", 'when args.name == "C:\\drafts"'],
      ["POL1005", 'when args.name == "a\\*"'],
      ["POL1005", 'when args.name == "\\ud83d\\ude00"'],
      ["POL1006", "when args.limit < 1e99"],
      ["POL1006", "when args.limit < 10k"],
      ["POL1006", "when args.wait < 0.5ms"],
      ["POL1007", "when args.limit > 5 /* a"],
      ["POL1008", "when f(a = 1)"],
      ["POL1010", "when args.limit < 5 > 1"],
      ["POL1010", "when args.limit == 5 == args.urgent"],
      ["POL1010", "when not 1 < args.limit < 5"],
      ["POL1011", 'when args.urgent or all e in args.to: e.local == "a" and args.urgent'],
      ["POL1011", "when args.limit > if args.urgent then 5 else 9 + 1"],
      ["POL1018", "when args.name matches /^a/"],
      ["POL1018", "when args.name matches /^a|b$/"],
      ["POL1018", "when args.name matches /a\\$/ and args.name matches /^a\\$/"],
      ["POL1018", "when args.name matches /a*+/"],
      ["POL1019", 'when args.name like "a\\\\b"'],
      ["POL2003", "when args.limti > 5"],
      ["POL2011", 'when args.url within "https://example.com"'],
      ["POL2017", 'when context.ip in "10.0.0.0/33"'],
      ["POL2017", 'when context.ip == "010.0.0.1"'],
      ["POL2026", "when (args.limit ?? args.limit) > 5"],
    ] as const
  ).map(([code, text]) => ({ code, text: inRule(text) })),
  ...(
    [
      ["POL1013", "assert a\n  alow User to t.list\n"],
      ["POL2001", "type A = Int\ntype A = String\nentity Team { a: A }\n"],
      ["POL2001", "/// a\ntype A = Int\n/// b\ntype A = Int\nentity Team { a: A }\n"],
      ["POL2005", "action t.get tagged readonly\n"],
      ["POL2006", "entity Team { lead: Strng }\n"],
    ] as const
  ).map(([code, text]) => ({ code, text: inFile(text) })),
];
