// Written by scripts/generate-runtime-source.mjs from src/runtime: do not edit.

/** A function or constant of src/runtime as JavaScript, and the names of the others that it uses. */
export interface RuntimePiece {
  readonly name: string;
  readonly code: string;
  readonly uses: readonly string[];
}

export const runtimePieces: readonly RuntimePiece[] = [
{
  "name": "noFindings",
  "code": "/** Nothing yet. */\nfunction noFindings(role) {\n  return { role, denies: [], allows: [], errors: [], remedies: new Map(), obligations: new Map() };\n}",
  "uses": []
},
{
  "name": "findingsFor",
  "code": "/** What to fill for whoever wants to know more than the answer; for the others, what they are told by. */\nfunction findingsFor(role, report) {\n  return typeof report === \"object\" ? noFindings(role) : report;\n}",
  "uses": [
    "noFindings"
  ]
},
{
  "name": "denied",
  "code": "/** Notes that a deny matches, by true or by an error. */\nfunction denied(found, rule, outcome = true) {\n  if (found === undefined) return true;\n  found.denies.push(rule);\n  if (outcome === null) found.errors.push(rule);\n  return false;\n}",
  "uses": []
},
{
  "name": "allowed",
  "code": "/** Notes that an allow matches, or is an error, which does not match. */\nfunction allowed(found, rule, outcome = true) {\n  if (found === undefined) return outcome === true;\n  (outcome === null ? found.errors : found.allows).push(rule);\n  return false;\n}",
  "uses": []
},
{
  "name": "obliged",
  "code": "/** Notes what an oblige that matches, by true or by an error, asks for. */\nfunction obliged(found, rule, calls, outcome = true) {\n  found.obligations.set(rule, calls);\n  if (outcome === null) found.errors.push(rule);\n}",
  "uses": []
},
{
  "name": "invalidRequest",
  "code": "/** The decision on a request that is invalid. */\nfunction invalidRequest(policySet, problems) {\n  const sorted = [...problems].sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind));\n  return {\n    decision: false,\n    reason: \"invalid_request\",\n    because: [],\n    remedies: [],\n    obligations: [],\n    errors: [],\n    problems: sorted,\n    digest: policySet.digest\n  };\n}",
  "uses": [
    "compareText"
  ]
},
{
  "name": "compareText",
  "code": "/** By code units. */\nfunction compareText(left, right) {\n  return left < right ? -1 : left > right ? 1 : 0;\n}",
  "uses": []
},
{
  "name": "conclude",
  "code": "/** Combines what was found on each principal, the subject first. */\nfunction conclude(policySet, once, args, principals) {\n  const demands = collectCalls(principals, \"obligations\");\n  const blamed = blamedDemands(demands, once);\n  const reason = reasonOf(principals, blamed.length > 0);\n  const [subject, actor] = principals.map((found) => principalDecision(policySet, found));\n  return {\n    decision: reason === \"allowed\",\n    reason,\n    ...subject && { subject },\n    ...actor && { actor },\n    because: becauseOf(policySet, principals),\n    remedies: reason === \"denied_by_rule\" ? remediesOf(policySet, principals) : [],\n    obligations: reason === \"allowed\" ? distinctCalls(demands) : [],\n    errors: errorsOf(policySet, principals, reason === \"obligation_error\" ? blamed : []),\n    problems: [],\n    args,\n    digest: policySet.digest\n  };\n}",
  "uses": [
    "becauseOf",
    "blamedDemands",
    "collectCalls",
    "distinctCalls",
    "errorsOf",
    "principalDecision",
    "reasonOf",
    "remediesOf"
  ]
},
{
  "name": "reasonOf",
  "code": "function reasonOf(principals, obligationError) {\n  if (principals.some(({ denies }) => denies.length > 0)) return \"denied_by_rule\";\n  if (principals.some(({ allows }) => allows.length === 0)) return \"no_matching_rule\";\n  return obligationError ? \"obligation_error\" : \"allowed\";\n}",
  "uses": []
},
{
  "name": "principalDecision",
  "code": "function principalDecision({ rules }, { denies, allows }) {\n  const determining = [...denies.length > 0 ? denies : allows].sort((a, b) => a - b);\n  return {\n    decision: denies.length === 0 && allows.length > 0,\n    rules: determining.map((rule) => rules[rule]?.id ?? \"\")\n  };\n}",
  "uses": []
},
{
  "name": "becauseOf",
  "code": "function becauseOf({ rules }, principals) {\n  const denies = principals.flatMap((found) => found.denies).sort((a, b) => a - b);\n  return [...new Set(denies.flatMap((rule) => rules[rule]?.because ?? []))];\n}",
  "uses": []
},
{
  "name": "collectCalls",
  "code": "/** All remedies or obligations, by rule, the subject's before the actor's. */\nfunction collectCalls(principals, kind) {\n  const all = [];\n  for (const found of principals) {\n    for (const [rule, calls] of found[kind]) {\n      for (const call of calls) all.push({ rule, role: found.role, call });\n    }\n  }\n  return all.sort((a, b) => a.rule - b.rule);\n}",
  "uses": []
},
{
  "name": "remediesOf",
  "code": "/** The remedies of every deny that matched, if together they are enough for the request to be allowed. */\nfunction remediesOf({ rules }, principals) {\n  const enough = principals.every(\n    ({ allows, denies, remedies }) => allows.length > 0 && denies.every((rule) => remedies.has(rule))\n  );\n  const placed = enough ? collectCalls(principals, \"remedies\") : [];\n  if (placed.some(({ call }) => call === null)) return [];\n  return placed.flatMap(\n    ({ rule, role, call }) => call === null ? [] : [{ rule: rules[rule]?.id ?? \"\", principal: role, name: call.name, arguments: call.arguments }]\n  );\n}",
  "uses": [
    "collectCalls"
  ]
},
{
  "name": "blamedDemands",
  "code": "/** The obligations whose arguments are an error, and those of one name that can only apply once but ask for two things. */\nfunction blamedDemands(demands, once) {\n  const names = demands.some(({ call }) => once.has(call?.name ?? \"\")) ? distinctCalls(demands).map(({ name }) => name) : [];\n  const clashing = new Set(names.filter((name, index) => once.has(name) && names.indexOf(name) !== index));\n  return demands.filter(({ call }) => call === null || clashing.has(call.name));\n}",
  "uses": [
    "distinctCalls"
  ]
},
{
  "name": "distinctCalls",
  "code": "/** The calls, of those that say the same the first. */\nfunction distinctCalls(placed) {\n  const calls = placed.flatMap(({ call }) => call ?? []);\n  if (calls.length < 2) return calls;\n  const distinct = new Map();\n  for (const call of calls) {\n    const key = canonicalJson([call.name, call.arguments]);\n    if (!distinct.has(key)) distinct.set(key, call);\n  }\n  return [...distinct.values()];\n}",
  "uses": [
    "canonicalJson"
  ]
},
{
  "name": "canonicalJson",
  "code": "/** JSON in which the order of members does not show. */\nfunction canonicalJson(value) {\n  if (typeof value !== \"object\" || value === null) return JSON.stringify(value) ?? \"\";\n  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;\n  const members = Object.entries(value).sort(([left], [right]) => compareText(left, right));\n  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join()}}`;\n}",
  "uses": [
    "compareText"
  ]
},
{
  "name": "errorsOf",
  "code": "/** The rules that erred, by rule, the subject's before the actor's, clauses before obligations. */\nfunction errorsOf({ rules }, principals, blamed) {\n  const found = principals.flatMap(({ role, errors }) => {\n    const demands = new Set(blamed.filter((demand) => demand.role === role).map(({ rule }) => rule));\n    return [\n      ...errors.map((rule) => ({ rule, principal: role, where: \"clauses\" })),\n      ...[...demands].map((rule) => ({ rule, principal: role, where: \"obligation\" }))\n    ];\n  });\n  return found.sort((a, b) => a.rule - b.rule).map((error) => ({ ...error, rule: rules[error.rule]?.id ?? \"\" }));\n}",
  "uses": []
},
{
  "name": "parseEmail",
  "code": "/** Reads an e-mail address. */\nfunction parseEmail(text) {\n  const at = text.indexOf(\"@\");\n  if (at < 0 || !isDotAtom(text.slice(0, at))) return undefined;\n  const domain = parseHost(text.slice(at + 1));\n  if (domain === undefined || hostIp(domain) !== undefined) return undefined;\n  return `${text.slice(0, at)}@${domain}`;\n}",
  "uses": [
    "at",
    "hostIp",
    "isDotAtom",
    "parseHost"
  ]
},
{
  "name": "isDotAtom",
  "code": "function isDotAtom(text) {\n  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(text);\n}",
  "uses": []
},
{
  "name": "emailDomain",
  "code": "/** The domain of an address in plain form. */\nfunction emailDomain(email) {\n  return email.slice(email.indexOf(\"@\") + 1);\n}",
  "uses": []
},
{
  "name": "emailLocal",
  "code": "/** The local part of an address in plain form. */\nfunction emailLocal(email) {\n  return email.slice(0, email.indexOf(\"@\"));\n}",
  "uses": []
},
{
  "name": "sameEntity",
  "code": "/** Whether two entities are the same. */\nfunction sameEntity(left, right) {\n  return left.type === right.type && left.id === right.id;\n}",
  "uses": []
},
{
  "name": "hasEntity",
  "code": "/** Whether an entity is among others. */\nfunction hasEntity(entities, type, id) {\n  for (const entity of entities) if (entity.type === type && entity.id === id) return true;\n  return false;\n}",
  "uses": []
},
{
  "name": "sameUrl",
  "code": "/** Whether two URLs are the same, which have one plain form each. */\nfunction sameUrl(left, right) {\n  return left.text === right.text;\n}",
  "uses": []
},
{
  "name": "partOf",
  "code": "/** A part of a value that may be absent. */\nfunction partOf(value, part) {\n  return value === undefined ? undefined : part(value);\n}",
  "uses": []
},
{
  "name": "frozen",
  "code": "/** The value, and all that it holds, made unchangeable. */\nfunction frozen(value) {\n  if (typeof value === \"object\" && value !== null && !Object.isFrozen(value)) {\n    Object.freeze(value);\n    for (const member of Object.values(value)) frozen(member);\n  }\n  return value;\n}",
  "uses": [
    "member"
  ]
},
{
  "name": "parseHost",
  "code": "/** Reads the host of a URL and gives its plain form. */\nfunction parseHost(text) {\n  if (text.startsWith(\"[\")) return parseBracketedHost(text);\n  const name = text.endsWith(\".\") ? text.slice(0, -1) : text;\n  if (name.length > 253) return undefined;\n  const labels = lowerAscii(name).split(\".\");\n  if (!labels.every(isHostLabel)) return undefined;\n  const host = labels.join(\".\");\n  return endsInNumber(host) && parseIpv4(host) === undefined ? undefined : host;\n}",
  "uses": [
    "endsInNumber",
    "isHostLabel",
    "lowerAscii",
    "parseBracketedHost",
    "parseIpv4"
  ]
},
{
  "name": "parseBracketedHost",
  "code": "function parseBracketedHost(text) {\n  const ip = parseIp(text.slice(1, -1));\n  if (ip === undefined || !text.endsWith(\"]\") || !text.includes(\":\")) return undefined;\n  return typeof ip === \"number\" ? formatIp(ip) : `[${formatIp(ip)}]`;\n}",
  "uses": [
    "formatIp",
    "parseIp"
  ]
},
{
  "name": "isHostLabel",
  "code": "function isHostLabel(label) {\n  return label.length <= 63 && /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label);\n}",
  "uses": []
},
{
  "name": "endsInNumber",
  "code": "/** The test of the URL standard for what is meant as an IPv4 address. */\nfunction endsInNumber(host) {\n  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(host.slice(host.lastIndexOf(\".\") + 1));\n}",
  "uses": []
},
{
  "name": "hostWithin",
  "code": "/** Whether a host is `base` or below it, label by label. */\nfunction hostWithin(host, base) {\n  if (host === base) return true;\n  const start = host.length - base.length - 1;\n  return start > 0 && host[start] === \".\" && host.endsWith(base) && hostIp(host) === undefined;\n}",
  "uses": [
    "hostIp"
  ]
},
{
  "name": "hostIp",
  "code": "/** The address that a host in plain form is, if it is one. */\nfunction hostIp(host) {\n  return host.startsWith(\"[\") ? parseIp(host.slice(1, -1)) : parseIpv4(host);\n}",
  "uses": [
    "parseIp",
    "parseIpv4"
  ]
},
{
  "name": "parseIp",
  "code": "/** Reads an address. */\nfunction parseIp(text) {\n  if (text.length > 45) return undefined;\n  if (!text.includes(\":\")) return parseIpv4(text);\n  const value = parseIpv6(text);\n  if (value === undefined) return undefined;\n  return value >> 32n === 0xffffn ? Number(value & 0xffffffffn) : value;\n}",
  "uses": [
    "parseIpv4",
    "parseIpv6"
  ]
},
{
  "name": "parseIpv4",
  "code": "/** Reads a dotted quad. */\nfunction parseIpv4(text) {\n  if (text.length > 15) return undefined;\n  const octets = text.split(\".\");\n  if (octets.length !== 4) return undefined;\n  let value = 0;\n  for (const octet of octets) {\n    const number = parseDecimal(octet, 255);\n    if (number === undefined) return undefined;\n    value = value * 256 + number;\n  }\n  return value;\n}",
  "uses": [
    "parseDecimal"
  ]
},
{
  "name": "parseDecimal",
  "code": "/** Reads a decimal number without sign or leading zero, at most `maximum` (of at most five digits). */\nfunction parseDecimal(text, maximum) {\n  if (!/^(?:0|[1-9][0-9]{0,4})$/.test(text)) return undefined;\n  const value = Number(text);\n  return value <= maximum ? value : undefined;\n}",
  "uses": []
},
{
  "name": "parseIpv6",
  "code": "/** Reads an IPv6 address, mapped or not, as its 128 bits. */\nfunction parseIpv6(text) {\n  const plain = text.includes(\".\") ? withoutDottedQuad(text) : text;\n  if (plain === undefined) return undefined;\n  const [head, tail, ...more] = plain.split(\"::\");\n  if (head === undefined || more.length > 0) return undefined;\n  const left = head === \"\" ? [] : head.split(\":\");\n  const right = tail === undefined || tail === \"\" ? [] : tail.split(\":\");\n  const missing = 8 - left.length - right.length;\n  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;\n  return joinGroups([...left, ...new Array(missing).fill(\"0\"), ...right]);\n}",
  "uses": [
    "joinGroups",
    "withoutDottedQuad"
  ]
},
{
  "name": "withoutDottedQuad",
  "code": "/** `::ffff:10.2.3.4` → `::ffff:a02:304` */\nfunction withoutDottedQuad(text) {\n  const start = text.lastIndexOf(\":\") + 1;\n  const quad = parseIpv4(text.slice(start));\n  if (quad === undefined) return undefined;\n  return `${text.slice(0, start)}${Math.floor(quad / 65536).toString(16)}:${(quad % 65536).toString(16)}`;\n}",
  "uses": [
    "parseIpv4"
  ]
},
{
  "name": "joinGroups",
  "code": "/** The value of eight groups, unless one is no hexadecimal number of 16 bits without a leading zero. */\nfunction joinGroups(groups) {\n  let value = 0n;\n  for (const group of groups) {\n    if (!/^(?:0|[1-9a-fA-F][0-9a-fA-F]{0,3})$/.test(group)) return undefined;\n    value = value * 65536n + BigInt(`0x${group}`);\n  }\n  return value;\n}",
  "uses": []
},
{
  "name": "formatIp",
  "code": "/** The one text of an address. */\nfunction formatIp(ip) {\n  if (typeof ip === \"bigint\") return formatIpv6(ip);\n  return [24, 16, 8, 0].map((shift) => ip >>> shift & 255).join(\".\");\n}",
  "uses": [
    "formatIpv6"
  ]
},
{
  "name": "formatIpv6",
  "code": "function formatIpv6(ip) {\n  const groups = [];\n  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number(ip >> shift & 0xffffn));\n  const { start, length } = longestZeroRun(groups);\n  const hex = groups.map((group) => group.toString(16));\n  if (length < 2) return hex.join(\":\");\n  return `${hex.slice(0, start).join(\":\")}::${hex.slice(start + length).join(\":\")}`;\n}",
  "uses": [
    "longestZeroRun"
  ]
},
{
  "name": "longestZeroRun",
  "code": "/** The first of the longest runs of zeros. */\nfunction longestZeroRun(groups) {\n  let longest = { start: 0, length: 0 };\n  let start = 0;\n  for (let end = 0; end < groups.length; end += 1) {\n    if (groups[end] !== 0) start = end + 1;\n    else if (end + 1 - start > longest.length) longest = { start, length: end + 1 - start };\n  }\n  return longest;\n}",
  "uses": []
},
{
  "name": "parseCidr",
  "code": "/** Reads a block, `10.0.0.0/8`. */\nfunction parseCidr(text) {\n  const slash = text.indexOf(\"/\");\n  if (slash < 0) return undefined;\n  const address = text.slice(0, slash);\n  const base = parseIp(address);\n  const long = address.includes(\":\");\n  const length = parseDecimal(text.slice(slash + 1), long ? 128 : 32);\n  if (base === undefined || length === undefined) return undefined;\n  const bits = typeof base === \"number\" && long ? length - 96 : length;\n  return bits < 0 || hasHostBits(base, bits) ? undefined : { base, bits };\n}",
  "uses": [
    "hasHostBits",
    "parseDecimal",
    "parseIp"
  ]
},
{
  "name": "hasHostBits",
  "code": "function hasHostBits(base, bits) {\n  if (typeof base === \"number\") return base % 2 ** (32 - bits) !== 0;\n  return base % (1n << BigInt(128 - bits)) !== 0n;\n}",
  "uses": []
},
{
  "name": "formatCidr",
  "code": "/** The one text of a block. */\nfunction formatCidr(cidr) {\n  return `${formatIp(cidr.base)}/${cidr.bits}`;\n}",
  "uses": [
    "formatIp"
  ]
},
{
  "name": "ipInCidr",
  "code": "/** Whether an address lies in a block. */\nfunction ipInCidr(ip, cidr) {\n  const { base, bits } = cidr;\n  if (typeof ip === \"number\") {\n    const size = 2 ** (32 - bits);\n    return typeof base === \"number\" && Math.floor(ip / size) === base / size;\n  }\n  const shift = BigInt(128 - bits);\n  return typeof base === \"bigint\" && ip >> shift === base >> shift;\n}",
  "uses": []
},
{
  "name": "cidrEquals",
  "code": "/** Whether two blocks are the same. */\nfunction cidrEquals(left, right) {\n  return left.base === right.base && left.bits === right.bits;\n}",
  "uses": []
},
{
  "name": "copyJson",
  "code": "/** Copies plain JSON data. */\nfunction copyJson(value) {\n  return copyJsonValue(value, 64, { left: 1e5 });\n}",
  "uses": [
    "copyJsonValue"
  ]
},
{
  "name": "copyJsonValue",
  "code": "function copyJsonValue(value, depth, budget) {\n  budget.left -= 1;\n  if (budget.left < 0) return undefined;\n  if (value === null || typeof value === \"boolean\" || isPlainString(value)) return value;\n  if (typeof value === \"number\") return copyJsonNumber(value);\n  if (depth === 0) return undefined;\n  const list = readList(value, budget.left);\n  if (list !== undefined) return copyJsonList(list, depth, budget);\n  return isRecord(value) ? copyJsonRecord(value, depth, budget) : undefined;\n}",
  "uses": [
    "copyJsonList",
    "copyJsonNumber",
    "copyJsonRecord",
    "isPlainString",
    "isRecord",
    "readList"
  ]
},
{
  "name": "copyJsonNumber",
  "code": "function copyJsonNumber(value) {\n  if (!Number.isFinite(value)) return undefined;\n  return value === 0 ? 0 : value;\n}",
  "uses": []
},
{
  "name": "copyJsonList",
  "code": "function copyJsonList(list, depth, budget) {\n  for (let i = 0; i < list.length; i += 1) {\n    const element = copyJsonValue(list[i], depth - 1, budget);\n    if (element === undefined) return undefined;\n    list[i] = element;\n  }\n  return list;\n}",
  "uses": [
    "copyJsonValue"
  ]
},
{
  "name": "copyJsonRecord",
  "code": "function copyJsonRecord(record, depth, budget) {\n  const entries = [];\n  for (const key of Object.keys(record)) {\n    const value = isPlainString(key) ? copyJsonValue(record[key], depth - 1, budget) : undefined;\n    if (value === undefined) return undefined;\n    entries.push([key, value]);\n  }\n  return Object.fromEntries(entries);\n}",
  "uses": [
    "copyJsonValue",
    "isPlainString"
  ]
},
{
  "name": "both",
  "code": "/** `and`, where the left operand is not false. */\nfunction both(left, right) {\n  return right === true ? left : right;\n}",
  "uses": []
},
{
  "name": "either",
  "code": "/** `or`, where the left operand is not true. */\nfunction either(left, right) {\n  return right === false ? left : right;\n}",
  "uses": []
},
{
  "name": "negated",
  "code": "/** `not` */\nfunction negated(outcome) {\n  return outcome === null ? null : !outcome;\n}",
  "uses": []
},
{
  "name": "anyOf",
  "code": "/** `any`. */\nfunction anyOf(elements, test) {\n  let result = false;\n  for (const element of elements) {\n    const outcome = test(element);\n    if (outcome === true) return true;\n    if (outcome === null) result = null;\n  }\n  return result;\n}",
  "uses": []
},
{
  "name": "allOf",
  "code": "/** `all`. */\nfunction allOf(elements, test) {\n  let result = true;\n  for (const element of elements) {\n    const outcome = test(element);\n    if (outcome === false) return false;\n    if (outcome === null) result = null;\n  }\n  return result;\n}",
  "uses": []
},
{
  "name": "add",
  "code": "/** A sum; null for an error, which a result beyond the safe integers is. */\nfunction add(left, right) {\n  const sum = (left ?? Number.NaN) + (right ?? Number.NaN);\n  return Number.isSafeInteger(sum) ? sum + 0 : null;\n}",
  "uses": []
},
{
  "name": "subtract",
  "code": "/** A difference; null for an error. */\nfunction subtract(left, right) {\n  const difference = (left ?? Number.NaN) - (right ?? Number.NaN);\n  return Number.isSafeInteger(difference) ? difference + 0 : null;\n}",
  "uses": []
},
{
  "name": "multiply",
  "code": "/** A product; null for an error. */\nfunction multiply(left, right) {\n  const product = (left ?? Number.NaN) * (right ?? Number.NaN);\n  return Number.isSafeInteger(product) ? product + 0 : null;\n}",
  "uses": []
},
{
  "name": "parsePath",
  "code": "/** Reads an absolute POSIX path and gives its plain form. */\nfunction parsePath(text) {\n  if (!text.startsWith(\"/\") || !text.isWellFormed() || /[\\0\\\\]/.test(text)) return undefined;\n  const segments = [];\n  for (const segment of text.split(\"/\")) {\n    if (segment === \"..\") segments.pop();\n    else if (segment !== \"\" && segment !== \".\") segments.push(segment);\n  }\n  const path = `/${segments.join(\"/\")}`;\n  return /^\\/[A-Za-z]:(?:\\/|$)/.test(path) ? undefined : path;\n}",
  "uses": []
},
{
  "name": "pathWithin",
  "code": "/** Whether a path is `base` or below it. */\nfunction pathWithin(path, base) {\n  return path === base || base === \"/\" || path.startsWith(base) && path[base.length] === \"/\";\n}",
  "uses": []
},
{
  "name": "matchesGlob",
  "code": "/** Whether the whole text is what a `like` pattern says. */\nfunction matchesGlob(text, tokens) {\n  let position = 0;\n  let token = 0;\n  let retryToken = -1;\n  let retryPosition = 0;\n  for (; ; ) {\n    const current = tokens[token];\n    const end = current === undefined || current === 0 ? -1 : endOfToken(text, position, current);\n    if (current === 0) {\n      retryToken = token + 1;\n      retryPosition = position;\n      token += 1;\n    } else if (end >= 0) {\n      position = end;\n      token += 1;\n    } else if (current === undefined && position === text.length) {\n      return true;\n    } else {\n      if (retryToken < 0 || retryPosition >= text.length) return false;\n      retryPosition = endOfToken(text, retryPosition, 1);\n      position = retryPosition;\n      token = retryToken;\n    }\n  }\n}",
  "uses": [
    "endOfToken"
  ]
},
{
  "name": "endOfToken",
  "code": "/** Where a token that begins at `position` ends, or -1 if it is not there. */\nfunction endOfToken(text, position, token) {\n  if (token !== 1) return text.startsWith(token, position) ? position + token.length : -1;\n  const codePoint = text.codePointAt(position);\n  if (codePoint === undefined) return -1;\n  return position + (codePoint > 65535 ? 2 : 1);\n}",
  "uses": []
},
{
  "name": "matchesAutomaton",
  "code": "/** Whether the whole text matches. */\nfunction matchesAutomaton(text, automaton) {\n  return automaton.kind === \"deterministic\" ? runDeterministic(text, automaton) : runNondeterministic(text, automaton);\n}",
  "uses": [
    "runDeterministic",
    "runNondeterministic"
  ]
},
{
  "name": "runDeterministic",
  "code": "function runDeterministic(text, automaton) {\n  const { starts, classes, width, next, final } = automaton;\n  let state = 0;\n  for (let position = 0; position < text.length; ) {\n    const codePoint = text.codePointAt(position) ?? 0;\n    position += codePoint > 65535 ? 2 : 1;\n    const codeClass = classes[lastNotAbove(starts, codePoint)] ?? 0;\n    state = next[state * width + codeClass] ?? -1;\n    if (state < 0) return false;\n  }\n  return final[state] === 1;\n}",
  "uses": [
    "lastNotAbove"
  ]
},
{
  "name": "lastNotAbove",
  "code": "/** The index of the last of ascending numbers that is not above `value`, by binary search; -1 if all are. */\nfunction lastNotAbove(numbers, value) {\n  let low = -1;\n  let high = numbers.length - 1;\n  while (low < high) {\n    const middle = low + high + 1 >> 1;\n    if ((numbers[middle] ?? 0) <= value) low = middle;\n    else high = middle - 1;\n  }\n  return low;\n}",
  "uses": []
},
{
  "name": "runNondeterministic",
  "code": "function runNondeterministic(text, automaton) {\n  const { sets, takes, leads } = automaton;\n  let states = leadOn([0], automaton);\n  for (let position = 0; position < text.length; ) {\n    const codePoint = text.codePointAt(position) ?? 0;\n    position += codePoint > 65535 ? 2 : 1;\n    const reached = [];\n    for (const state of states) {\n      if (isInRanges(codePoint, sets[takes[state] ?? -1] ?? [])) reached.push(...leads[state] ?? []);\n    }\n    states = leadOn(reached, automaton);\n    if (states.length === 0) return false;\n  }\n  return states.includes(takes.length - 1);\n}",
  "uses": [
    "isInRanges",
    "leadOn"
  ]
},
{
  "name": "isInRanges",
  "code": "/** Whether a code point is in one of the ranges. */\nfunction isInRanges(codePoint, ranges) {\n  const index = lastNotAbove(ranges, codePoint);\n  return index >= 0 && (index % 2 === 0 || ranges[index] === codePoint);\n}",
  "uses": [
    "lastNotAbove"
  ]
},
{
  "name": "leadOn",
  "code": "/** The states reached, with all those that they lead on to without taking a character; each once. */\nfunction leadOn(reached, automaton) {\n  const { takes, leads } = automaton;\n  const seen = new Uint8Array(takes.length);\n  const states = [];\n  for (let state = reached.pop(); state !== undefined; state = reached.pop()) {\n    if (seen[state] === 1) continue;\n    seen[state] = 1;\n    states.push(state);\n    if (takes[state] === -1) reached.push(...leads[state] ?? []);\n  }\n  return states;\n}",
  "uses": []
},
{
  "name": "unknown",
  "code": "/** What `mayAllow` is not told. */\nconst unknown = Symbol(\"unknown\");",
  "uses": []
},
{
  "name": "problem",
  "code": "/** Notes a problem. */\nfunction problem(report, path, kind, expected) {\n  if (typeof report === \"object\") report.problems.push({ path, kind, expected });\n  return null;\n}",
  "uses": []
},
{
  "name": "reject",
  "code": "/** What a reader gives for a value that it cannot take. */\nfunction reject(value, report, path, expected) {\n  if (value === unknown) return unknown;\n  return problem(report, path, value === undefined ? \"missing\" : \"invalid\", expected);\n}",
  "uses": [
    "problem",
    "unknown"
  ]
},
{
  "name": "at",
  "code": "/** The JSON Pointer of a member, where somebody will read it. */\nfunction at(report, path, key) {\n  if (typeof report !== \"object\") return path;\n  return `${path}/${String(key).replaceAll(\"~\", \"~0\").replaceAll(\"/\", \"~1\")}`;\n}",
  "uses": []
},
{
  "name": "hasProblems",
  "code": "/** Whether something was wrong elsewhere in the request. */\nfunction hasProblems(report) {\n  return typeof report === \"object\" && report.problems.length > 0;\n}",
  "uses": []
},
{
  "name": "noteText",
  "code": "/** Keeps a text of the request that its value does not tell. */\nfunction noteText(report, text) {\n  if (typeof report === \"object\") report.texts.push(text);\n}",
  "uses": []
},
{
  "name": "member",
  "code": "/** A member of a record. */\nfunction member(record, name) {\n  return typeof record === \"object\" && record !== null ? own(record, name) : unknown;\n}",
  "uses": [
    "own",
    "unknown"
  ]
},
{
  "name": "attribute",
  "code": "/** An attribute of the resource or the context. */\nfunction attribute(record, name, report) {\n  const value = member(record, name);\n  return value === undefined && report === unknown ? unknown : value;\n}",
  "uses": [
    "member",
    "unknown"
  ]
},
{
  "name": "readRecord",
  "code": "/** Reads a record that has to be there. */\nfunction readRecord(value, report, path, expected) {\n  return isRecord(value) ? value : reject(value, report, path, expected);\n}",
  "uses": [
    "isRecord",
    "reject"
  ]
},
{
  "name": "noMembers",
  "code": "/** A record that was left out. */\nconst noMembers = Object.freeze({ __proto__: null });",
  "uses": []
},
{
  "name": "readOptionalRecord",
  "code": "/** Reads a record that may be left out. */\nfunction readOptionalRecord(value, report, path) {\n  return value === undefined ? noMembers : readRecord(value, report, path, \"a record\");\n}",
  "uses": [
    "noMembers",
    "readRecord"
  ]
},
{
  "name": "readTypeName",
  "code": "/** Reads the name of an entity type, one of `names`. */\nfunction readTypeName(value, report, path, names) {\n  const expected = \"the name of an entity type\";\n  if (!isPlainString(value)) return reject(value, report, path, expected);\n  return names.has(value) ? value : problem(report, path, \"undeclared\", expected);\n}",
  "uses": [
    "isPlainString",
    "problem",
    "reject"
  ]
},
{
  "name": "readId",
  "code": "/** Reads an id that is not empty. */\nfunction readId(value, report, path) {\n  return isPlainString(value) && value !== \"\" ? value : reject(value, report, path, \"String length 1..\");\n}",
  "uses": [
    "isPlainString",
    "reject"
  ]
},
{
  "name": "readIdOf",
  "code": "/** Reads the id of a party to the request. */\nfunction readIdOf(party, report, path) {\n  return readId(member(party, \"id\"), report, at(report, path, \"id\"));\n}",
  "uses": [
    "at",
    "member",
    "readId"
  ]
},
{
  "name": "readPropertiesOf",
  "code": "/** Reads the properties of a party to the request, which may be left out. */\nfunction readPropertiesOf(party, report, path) {\n  return readOptionalRecord(member(party, \"properties\"), report, at(report, path, \"properties\"));\n}",
  "uses": [
    "at",
    "member",
    "readOptionalRecord"
  ]
},
{
  "name": "readAncestors",
  "code": "/** Reads what lies above an entity. */\nfunction readAncestors(value, report, path) {\n  const list = readList(value, 1e6);\n  if (list === undefined) return reject(value, report, path, \"a list of entities\");\n  const ancestors = [];\n  list.forEach((element, index) => {\n    const type = isRecord(element) ? own(element, \"type\") : undefined;\n    const id = isRecord(element) ? own(element, \"id\") : undefined;\n    if (isPlainString(type) && isPlainString(id)) ancestors.push({ type, id });\n    else problem(report, at(report, path, index), \"invalid\", \"an entity's type and id\");\n  });\n  return ancestors.length === list.length ? ancestors : null;\n}",
  "uses": [
    "at",
    "isPlainString",
    "isRecord",
    "own",
    "problem",
    "readList",
    "reject"
  ]
},
{
  "name": "readElements",
  "code": "/** Reads a list of `minimum` to `maximum` elements. */\nfunction readElements(value, report, path, expected, readElement, minimum, maximum) {\n  const list = readList(value, 1e6);\n  if (list === undefined) return reject(value, report, path, expected);\n  let valid = true;\n  for (let index = 0; index < list.length; index += 1) {\n    list[index] = readElement(list[index] ?? null, report, at(report, path, index));\n    if (list[index] === null) valid = false;\n  }\n  if (list.length < minimum || list.length > maximum) return problem(report, path, \"invalid\", expected);\n  return valid ? list : null;\n}",
  "uses": [
    "at",
    "problem",
    "readList",
    "reject"
  ]
},
{
  "name": "readMap",
  "code": "/** Reads a map from strings. */\nfunction readMap(value, report, path, expected, readElement) {\n  if (!isRecord(value)) return reject(value, report, path, expected);\n  const map = new Map();\n  let valid = true;\n  for (const key of Object.keys(value)) {\n    const place = at(report, path, key);\n    const element = isPlainString(key) ? readElement(own(value, key) ?? null, report, place) : problem(report, place, \"invalid\", \"String\");\n    if (element === null) valid = false;\n    map.set(key, element);\n  }\n  return valid ? map : null;\n}",
  "uses": [
    "at",
    "isPlainString",
    "isRecord",
    "own",
    "problem",
    "reject"
  ]
},
{
  "name": "readJson",
  "code": "/** Reads opaque JSON. */\nfunction readJson(value, report, path) {\n  const copy = value === unknown ? undefined : copyJson(value);\n  return copy === undefined || copy === null ? reject(value, report, path, \"Json\") : copy;\n}",
  "uses": [
    "copyJson",
    "reject",
    "unknown"
  ]
},
{
  "name": "onlyDeclared",
  "code": "/** Whether a record has no other members than the declared ones; null if it has. */\nfunction onlyDeclared(record, declared, report, path) {\n  if (typeof record !== \"object\" || record === null) return true;\n  let valid = true;\n  for (const key in record) {\n    if (!declared.has(key) && Object.hasOwn(record, key)) {\n      valid = problem(report, at(report, path, key), \"undeclared\", \"nothing\");\n    }\n  }\n  return valid;\n}",
  "uses": [
    "at",
    "problem"
  ]
},
{
  "name": "readRest",
  "code": "/** Reads what an open record has beside its declared members. */\nfunction readRest(record, declared, report, path) {\n  const rest = [];\n  let valid = true;\n  if (typeof record !== \"object\" || record === null) return rest;\n  for (const key of Object.keys(record)) {\n    const value = declared.has(key) ? undefined : own(record, key);\n    if (value === undefined) continue;\n    const copy = isPlainString(key) ? copyJson(value) : undefined;\n    if (copy === undefined) valid = problem(report, at(report, path, key), \"invalid\", \"Json\") !== null;\n    else rest.push([key, copy]);\n  }\n  return valid ? rest : null;\n}",
  "uses": [
    "at",
    "copyJson",
    "isPlainString",
    "own",
    "problem"
  ]
},
{
  "name": "undeclared",
  "code": "/** Under this key a record of an open type keeps what it has beside its declared members. */\nconst undeclared = Symbol(\"undeclared\");",
  "uses": []
},
{
  "name": "objectOf",
  "code": "/** A plain object of these members but those that are absent. */\nfunction objectOf(members) {\n  const present = [];\n  for (const entry of members) if (entry[1] !== undefined) present.push(entry);\n  return Object.fromEntries(present);\n}",
  "uses": []
},
{
  "name": "isRecord",
  "code": "/** A plain object of any realm. */\nfunction isRecord(value) {\n  if (typeof value !== \"object\" || value === null || Array.isArray(value)) return false;\n  const prototype = Object.getPrototypeOf(value);\n  return prototype === null || Object.getPrototypeOf(prototype) === null;\n}",
  "uses": []
},
{
  "name": "own",
  "code": "/** The value of an own property, read once; never one of the prototype chain. */\nfunction own(object, key) {\n  return Object.hasOwn(object, key) ? object[key] : undefined;\n}",
  "uses": []
},
{
  "name": "readList",
  "code": "/** Copies a genuine array of at most `limit` elements, each read once; undefined for anything else, and for an array with holes. */\nfunction readList(value, limit) {\n  if (!Array.isArray(value)) return undefined;\n  const length = value.length;\n  if (typeof length !== \"number\" || !Number.isSafeInteger(length) || length < 0 || length > limit)\n    return undefined;\n  const copy = [];\n  for (let i = 0; i < length; i += 1) {\n    if (!Object.hasOwn(value, i)) return undefined;\n    copy.push(value[i]);\n  }\n  return copy;\n}",
  "uses": []
},
{
  "name": "requestMembers",
  "code": "const requestMembers = new Set([\"subject\", \"actor\", \"action\", \"resource\", \"context\"]);",
  "uses": []
},
{
  "name": "decideRequest",
  "code": "/** Reads what tells the kind of a request, and has that kind's function read the rest and decide. */\nfunction decideRequest(request, report, principals, actions) {\n  if (!isRecord(request)) return problem(report, \"\", \"invalid\", \"a request\") !== null;\n  const closed = onlyDeclared(request, requestMembers, report, \"\");\n  const subject = readRecord(own(request, \"subject\"), report, \"/subject\", \"a principal\");\n  const subjectType = readTypeName(member(subject, \"type\"), report, \"/subject/type\", principals);\n  const givenActor = own(request, \"actor\");\n  const actor = givenActor === undefined ? undefined : readRecord(givenActor, report, \"/actor\", \"a principal\");\n  const actorType = actor === undefined ? undefined : readActorType(actor, report, principals, subjectType);\n  const action = readRecord(own(request, \"action\"), report, \"/action\", \"an action\");\n  const table = readAction(member(action, \"name\"), report, actions);\n  const args = readOptionalRecord(attribute(action, \"properties\", report), report, \"/action/properties\");\n  const context = readOptionalRecord(own(request, \"context\"), report, \"/context\");\n  const sound = closed !== null && args !== null && context !== null;\n  if (!sound && typeof report !== \"object\") return false;\n  if (table?.on === undefined) {\n    const decide = environmentOf(table?.environments, subjectType, actorType);\n    if (decide) return decide(report, args, context, subject, actor, undefined);\n    return readUnplaced(table, report, args, subject, actor, undefined);\n  }\n  const given = own(request, \"resource\");\n  if (given === undefined && report === unknown) {\n    for (const environments of table.on.values()) {\n      const mayAllow = environmentOf(environments, subjectType, actorType);\n      if (mayAllow?.(report, args, context, subject, actor, unknown) === true) return true;\n    }\n    return false;\n  }\n  const resource = readRecord(given, report, \"/resource\", \"a resource\");\n  const resourceType = readTypeName(member(resource, \"type\"), report, \"/resource/type\", table.on);\n  const on = typeof resourceType === \"string\" ? table.on.get(resourceType) : undefined;\n  const environment = environmentOf(on, subjectType, actorType);\n  if (environment) return environment(report, args, context, subject, actor, resource);\n  return readUnplaced(table, report, args, subject, actor, resource);\n}",
  "uses": [
    "attribute",
    "environmentOf",
    "isRecord",
    "member",
    "onlyDeclared",
    "own",
    "problem",
    "readAction",
    "readActorType",
    "readOptionalRecord",
    "readRecord",
    "readTypeName",
    "readUnplaced",
    "requestMembers",
    "unknown"
  ]
},
{
  "name": "environmentOf",
  "code": "/** Undefined where the request does not name a subject (and actor) that can be. */\nfunction environmentOf(environments, subjectType, actorType) {\n  const byActor = typeof subjectType === \"string\" ? environments?.get(subjectType) : undefined;\n  return actorType === undefined || typeof actorType === \"string\" ? byActor?.get(actorType) : undefined;\n}",
  "uses": []
},
{
  "name": "readActorType",
  "code": "/** Reads an actor's type, which must be declared to act for the subject's. */\nfunction readActorType(actor, report, principals, subjectType) {\n  const type = readTypeName(member(actor, \"type\"), report, \"/actor/type\", principals);\n  if (typeof type !== \"string\" || typeof subjectType !== \"string\") return type;\n  if (principals.get(type)?.has(subjectType)) return type;\n  return problem(report, \"/actor/type\", \"invalid\", `a principal that acts for ${subjectType}`);\n}",
  "uses": [
    "member",
    "problem",
    "readTypeName"
  ]
},
{
  "name": "readAction",
  "code": "function readAction(value, report, actions) {\n  const expected = \"the name of an action\";\n  const table = isPlainString(value) ? actions.get(value) : undefined;\n  if (table !== undefined) return table;\n  if (isPlainString(value)) return problem(report, \"/action/name\", \"undeclared\", expected);\n  reject(value, report, \"/action/name\", expected);\n  return null;\n}",
  "uses": [
    "isPlainString",
    "problem",
    "reject"
  ]
},
{
  "name": "readResourceId",
  "code": "/** Reads a resource's id, which may be left out. */\nfunction readResourceId(resource, report) {\n  const id = attribute(resource, \"id\", report);\n  return id === undefined || isPlainString(id) ? id : reject(id, report, \"/resource/id\", \"String\");\n}",
  "uses": [
    "attribute",
    "isPlainString",
    "reject"
  ]
},
{
  "name": "readNeededResourceId",
  "code": "/** Reads the id of a resource that rules tell apart by it. */\nfunction readNeededResourceId(resource, report) {\n  const id = readResourceId(resource, report);\n  return id === undefined ? problem(report, \"/resource/id\", \"missing\", \"String\") : id;\n}",
  "uses": [
    "problem",
    "readResourceId"
  ]
},
{
  "name": "readUnplaced",
  "code": "/** Reads what can be read of a request whose kind cannot be told, for the sake of its problems. */\nfunction readUnplaced(table, report, args, subject, actor, resource) {\n  readIdOf(subject, report, \"/subject\");\n  readPropertiesOf(subject, report, \"/subject\");\n  if (actor !== undefined) {\n    readIdOf(actor, report, \"/actor\");\n    readPropertiesOf(actor, report, \"/actor\");\n  }\n  if (resource !== undefined) {\n    readResourceId(resource, report);\n    readPropertiesOf(resource, report, \"/resource\");\n  }\n  table?.readArguments(args, report);\n  return false;\n}",
  "uses": [
    "readIdOf",
    "readPropertiesOf",
    "readResourceId"
  ]
},
{
  "name": "isPlainString",
  "code": "/** A string without lone surrogates. */\nfunction isPlainString(value) {\n  return typeof value === \"string\" && value.isWellFormed();\n}",
  "uses": []
},
{
  "name": "codePointLength",
  "code": "/** The length of a well-formed text in code points, as `length` counts. */\nfunction codePointLength(text) {\n  let length = text.length;\n  for (let i = 0; i < text.length; i += 1) {\n    if ((text.charCodeAt(i) & 64512) === 56320) length -= 1;\n  }\n  return length;\n}",
  "uses": []
},
{
  "name": "lowerAscii",
  "code": "/** `text` with A to Z lowered and everything else left alone, in every locale. */\nfunction lowerAscii(text) {\n  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());\n}",
  "uses": []
},
{
  "name": "parseTime",
  "code": "/** Reads an instant as RFC 3339 writes it, in milliseconds since 1970. */\nfunction parseTime(text) {\n  const days = parseDate(text.slice(0, 10));\n  const match = /^[Tt]([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,3}))?(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))$/.exec(\n    text.slice(10)\n  );\n  if (days === undefined || match === null) return undefined;\n  const [, hours, minutes, seconds, fraction = \"\", sign, offsetHours = \"0\", offsetMinutes = \"0\"] = match;\n  const local = ((days * 24 + Number(hours)) * 60 + Number(minutes)) * 6e4 + Number(seconds) * 1e3;\n  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 6e4;\n  const ms = local + Number(fraction.padEnd(3, \"0\")) + (sign === \"-\" ? offset : -offset);\n  return ms >= -621672192e5 && ms <= 253402300799999 ? ms : undefined;\n}",
  "uses": [
    "parseDate"
  ]
},
{
  "name": "parseDate",
  "code": "/** Reads a date, `2026-11-21`, in days since 1970-01-01 of the proleptic Gregorian calendar. */\nfunction parseDate(text) {\n  const match = /^(\\d{4})-(\\d{2})-(\\d{2})$/.exec(text);\n  if (match === null) return undefined;\n  const days = daysFromDate(Number(match[1]), Number(match[2]), Number(match[3]));\n  return formatDate(days) === text ? days : undefined;\n}",
  "uses": [
    "daysFromDate",
    "formatDate"
  ]
},
{
  "name": "daysFromDate",
  "code": "/** Days since 1970-01-01, after Howard Hinnant's `days_from_civil`. */\nfunction daysFromDate(year, month, day) {\n  const marchYear = month <= 2 ? year - 1 : year;\n  const era = Math.floor(marchYear / 400);\n  const yearOfEra = marchYear - era * 400;\n  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;\n  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;\n}",
  "uses": []
},
{
  "name": "formatDate",
  "code": "/** The one text of a date. */\nfunction formatDate(days) {\n  const era = Math.floor((days + 719468) / 146097);\n  const dayOfEra = days + 719468 - era * 146097;\n  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);\n  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);\n  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));\n  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);\n  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;\n  const month = (marchMonth + 2) % 12 + 1;\n  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);\n  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;\n}",
  "uses": [
    "formatYear",
    "twoDigits"
  ]
},
{
  "name": "formatYear",
  "code": "function formatYear(year) {\n  if (year >= 0 && year <= 9999) return String(year).padStart(4, \"0\");\n  return `${year < 0 ? \"-\" : \"+\"}${String(Math.abs(year)).padStart(6, \"0\")}`;\n}",
  "uses": []
},
{
  "name": "twoDigits",
  "code": "function twoDigits(value) {\n  return String(value).padStart(2, \"0\");\n}",
  "uses": []
},
{
  "name": "formatTime",
  "code": "/** The one text of an instant. */\nfunction formatTime(ms) {\n  const days = Math.floor(ms / 864e5);\n  const rest = ms - days * 864e5;\n  const hours = twoDigits(Math.floor(rest / 36e5));\n  const minutes = twoDigits(Math.floor(rest / 6e4) % 60);\n  const seconds = twoDigits(Math.floor(rest / 1e3) % 60);\n  const fraction = rest % 1e3 === 0 ? \"\" : `.${String(rest % 1e3).padStart(3, \"0\")}`;\n  return `${formatDate(days)}T${hours}:${minutes}:${seconds}${fraction}Z`;\n}",
  "uses": [
    "formatDate",
    "twoDigits"
  ]
},
{
  "name": "timeHour",
  "code": "/** The hour of an instant in UTC, 0 to 23. */\nfunction timeHour(ms) {\n  return Math.floor(ms / 36e5) - Math.floor(ms / 864e5) * 24;\n}",
  "uses": []
},
{
  "name": "timeWeekday",
  "code": "/** The day of the week of an instant in UTC. */\nfunction timeWeekday(ms) {\n  const days = Math.floor(ms / 864e5) + 3;\n  return [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"][days - Math.floor(days / 7) * 7] ?? \"mon\";\n}",
  "uses": []
},
{
  "name": "parseDuration",
  "code": "/** Reads a duration of ISO 8601 in milliseconds. */\nfunction parseDuration(text) {\n  if (text.length > 60 || !/^-?P[^.]*(?:\\d\\.\\d+)?[DHMS]$/.test(text)) return undefined;\n  const match = /^(-?)P(?:([\\d.]+)D)?(?:T(?=\\d)(?:([\\d.]+)H)?(?:([\\d.]+)M)?(?:([\\d.]+)S)?)?$/.exec(text);\n  if (match === null) return undefined;\n  const [, sign, days = \"0\", hours = \"0\", minutes = \"0\", seconds = \"0\"] = match;\n  const date = multiplyDecimal(days, 864e5) + multiplyDecimal(hours, 36e5);\n  const total = date + multiplyDecimal(minutes, 6e4) + multiplyDecimal(seconds, 1e3);\n  if (!Number.isSafeInteger(total)) return undefined;\n  return sign === \"-\" && total !== 0 ? -total : total;\n}",
  "uses": [
    "multiplyDecimal"
  ]
},
{
  "name": "multiplyDecimal",
  "code": "/** `number` × `unit`, exactly; NaN unless it is a safe integer. */\nfunction multiplyDecimal(number, unit) {\n  const [whole = \"\", fraction = \"\"] = number.split(\".\");\n  const scale = 10n ** BigInt(fraction.length);\n  const product = BigInt(whole + fraction) * BigInt(unit);\n  if (product % scale !== 0n || product / scale > BigInt(Number.MAX_SAFE_INTEGER)) return Number.NaN;\n  return Number(product / scale);\n}",
  "uses": []
},
{
  "name": "formatDuration",
  "code": "/** The one text of a duration. */\nfunction formatDuration(ms) {\n  const size = Math.abs(ms);\n  const days = Math.floor(size / 864e5);\n  const hours = Math.floor(size / 36e5) % 24;\n  const minutes = Math.floor(size / 6e4) % 60;\n  const seconds = size % 6e4 / 1e3;\n  const date = days === 0 ? \"\" : `${days}D`;\n  const time = `${hours === 0 ? \"\" : `${hours}H`}${minutes === 0 ? \"\" : `${minutes}M`}${seconds === 0 ? \"\" : `${seconds}S`}`;\n  if (size === 0) return \"PT0S\";\n  return `${ms < 0 ? \"-\" : \"\"}P${date}${time === \"\" ? \"\" : `T${time}`}`;\n}",
  "uses": []
},
{
  "name": "parseUrl",
  "code": "/** Reads an absolute URL with a host, and gives its plain form. */\nfunction parseUrl(text) {\n  const colon = text.indexOf(\"://\");\n  if (colon < 0 || !isUrlText(text)) return undefined;\n  const scheme = lowerAscii(text.slice(0, colon));\n  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return undefined;\n  const rest = text.slice(colon + 3);\n  const authorityEnd = indexOfAny(rest, /[/?#]/);\n  const pathEnd = indexOfAny(rest, /[?#]/);\n  const path = rest.slice(authorityEnd, pathEnd) || \"/\";\n  if (!isUrlPath(path)) return undefined;\n  const authority = parseAuthority(rest.slice(0, authorityEnd), defaultPort(scheme));\n  if (authority === undefined) return undefined;\n  const { host, port, suffix } = authority;\n  return { text: `${scheme}://${host}${suffix}${path}${rest.slice(pathEnd)}`, scheme, host, port, path };\n}",
  "uses": [
    "defaultPort",
    "indexOfAny",
    "isUrlPath",
    "isUrlText",
    "lowerAscii",
    "parseAuthority"
  ]
},
{
  "name": "isUrlText",
  "code": "/** No lone surrogate, control character, white space or backslash, and every `%` followed by two digits. */\nfunction isUrlText(text) {\n  return text.isWellFormed() && !/[\\p{Cc}\\s\\\\]|%(?![0-9A-Fa-f]{2})/u.test(text);\n}",
  "uses": []
},
{
  "name": "indexOfAny",
  "code": "/** Where the first character of a class is, or the end of the text. */\nfunction indexOfAny(text, characters) {\n  const index = text.search(characters);\n  return index < 0 ? text.length : index;\n}",
  "uses": []
},
{
  "name": "isUrlPath",
  "code": "/** No segment `.` or `..`, and nothing that may become one, or a separator, further on. */\nfunction isUrlPath(path) {\n  return !/%(?:2e|2f|5c|00)/i.test(path) && !/\\/\\.{1,2}(?:\\/|$)/.test(path);\n}",
  "uses": []
},
{
  "name": "defaultPort",
  "code": "/** The port a scheme has when none is given. */\nfunction defaultPort(scheme) {\n  switch (scheme) {\n    case \"http\":\n    case \"ws\":\n      return 80;\n    case \"https\":\n    case \"wss\":\n      return 443;\n    case \"ftp\":\n      return 21;\n    default:\n      return undefined;\n  }\n}",
  "uses": []
},
{
  "name": "parseAuthority",
  "code": "/** Reads `host` or `host:port`; `suffix` is the port as the plain form has it. */\nfunction parseAuthority(text, standard) {\n  const colon = text.lastIndexOf(\":\");\n  const given = colon > text.lastIndexOf(\"]\");\n  const host = parseHost(given ? text.slice(0, colon) : text);\n  if (host === undefined) return undefined;\n  if (!given) return { host, port: standard, suffix: \"\" };\n  const port = parseDecimal(text.slice(colon + 1), 65535);\n  if (port === undefined) return undefined;\n  return { host, port, suffix: port === standard ? \"\" : `:${port}` };\n}",
  "uses": [
    "parseDecimal",
    "parseHost"
  ]
},
];

/** The types of src/runtime/decision.ts, which every declaration file repeats. */
export const decisionTypes = "export type DecisionReason =\n  | \"allowed\"\n  | \"denied_by_rule\"\n  | \"no_matching_rule\"\n  | \"invalid_request\"\n  | \"obligation_error\";\n\n/** The two sides of a delegated request; a request without an actor has only a subject. */\nexport type PrincipalRole = \"subject\" | \"actor\";\n\n/** How one principal fares by itself. */\nexport interface PrincipalDecision {\n  readonly decision: boolean;\n  /** The determining rules by id, sorted: every matching deny, or else every matching allow. */\n  readonly rules: readonly string[];\n}\n\n/** A deny's condition that a person or system can bring about, with what would have to be true. */\nexport interface ReportedRemedy {\n  /** Id of the deny rule that it lifts. */\n  readonly rule: string;\n  readonly principal: PrincipalRole;\n  readonly name: string;\n  /** Argument values in JSON form. */\n  readonly arguments: { readonly [name: string]: unknown };\n}\n\n/** What the enforcement point must do when the request is allowed. */\nexport interface ReportedObligation {\n  readonly name: string;\n  /** Argument values in JSON form. */\n  readonly arguments: { readonly [name: string]: unknown };\n}\n\n/** A rule whose clauses (or, for `obligation_error`, whose obligation's arguments) are an error. */\nexport interface EvaluationError {\n  readonly rule: string;\n  readonly principal: PrincipalRole;\n  readonly where: \"clauses\" | \"obligation\";\n}\n\n/** Why a request is invalid: for the audit record, not for the caller. */\nexport interface Problem {\n  /** JSON Pointer (RFC 6901) into the request. */\n  readonly path: string;\n  /** `missing`, `undeclared` (a member, argument, action or type that nothing declares) or `invalid` (wrong type or outside its form). */\n  readonly kind: \"missing\" | \"undeclared\" | \"invalid\";\n  /** What was expected, as Pol prints the type; for people. */\n  readonly expected: string;\n}\n\n/** A tool of an MCP server that a policy set was compiled for. */\nexport interface ImportedTool {\n  /** The action that it is in requests. */\n  readonly action: string;\n  /** What the policy set calls the server. */\n  readonly server: string;\n  /** Its name on the server. */\n  readonly tool: string;\n  /** SHA-256 of its definition when it was imported, as `sha256:` and 64 hexadecimal digits. */\n  readonly digest: string;\n}\n\n/** The answer, with its reasons. */\nexport interface Decision {\n  readonly decision: boolean;\n  readonly reason: DecisionReason;\n  /** Absent where the request is invalid. */\n  readonly subject?: PrincipalDecision;\n  /** Absent where the request is invalid or has no actor. */\n  readonly actor?: PrincipalDecision;\n  /** Texts of the denies that matched, sorted by rule id, without duplicates. */\n  readonly because: readonly string[];\n  readonly remedies: readonly ReportedRemedy[];\n  readonly obligations: readonly ReportedObligation[];\n  readonly errors: readonly EvaluationError[];\n  /** Empty unless the reason is `invalid_request`. */\n  readonly problems: readonly Problem[];\n  /** The call's arguments in normalised form: what is to be forwarded. Absent where the request is invalid. */\n  readonly args?: { readonly [name: string]: unknown };\n  /** SHA-256 of the policy set's canonical print, as `sha256:` and 64 hexadecimal digits. */\n  readonly digest: string;\n}";
