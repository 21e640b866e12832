// Written by scripts/generate-runtime-source.mjs from src/runtime: do not edit.

/** A function or constant of src/runtime as JavaScript, and the names of the others that it uses. */
export interface RuntimePiece {
  readonly name: string;
  readonly code: string;
  readonly uses: readonly string[];
}

export const runtimePieces: readonly RuntimePiece[] = [
{
  "name": "allowsRequest",
  "code": "/** Whether a request is allowed. */\nfunction allowsRequest(request, actions) {\n  if (inheritsMember()) return allowsUnusual(request, readRequest(request, undefined), actions);\n  if (typeof request !== \"object\" || request === null || !isPlain(request, \"action\" in request))\n    return allowsUnusual(request, readRequest(request, undefined), actions);\n  const { subject, actor, action, resource: r, context } = request;\n  if (actor !== undefined || typeof subject !== \"object\" || subject === null || !isPlain(subject, \"type\" in subject) || typeof action !== \"object\" || action === null || !isPlain(action, \"name\" in action)) {\n    return allowsUnusual(request, { subject, actor, action, resource: r, context }, actions);\n  }\n  const { name, properties: given } = action;\n  const table = actions.get(name);\n  if (table === undefined) return false;\n  const isPlaced = table.on !== undefined;\n  const isResource = isPlaced && typeof r === \"object\" && r !== null && isPlain(r, \"type\" in r);\n  const resource = isResource ? r : isPlaced ? readParty(r, undefined, \"/resource\") : undefined;\n  const { type } = subject;\n  const isAllowed = table.allows(\n    table.asked,\n    given,\n    context,\n    subject,\n    type,\n    undefined,\n    undefined,\n    resource,\n    resource?.type\n  );\n  return isAllowed === true && hasNoOthers(request);\n}",
  "uses": [
    "allowsUnusual",
    "hasNoOthers",
    "inheritsMember",
    "isPlain",
    "readParty",
    "readRequest"
  ]
},
{
  "name": "allowsUnusual",
  "code": "/** The same of a request with an actor, or with parts that are unlike others. */\nfunction allowsUnusual(request, members, actions) {\n  if (members === undefined) return false;\n  const isClean = !inheritsMember();\n  const { subject: s, actor: a, action: c, resource: r, context } = members;\n  const isAction = isClean && typeof c === \"object\" && c !== null && isPlain(c, \"name\" in c);\n  const { name, properties: given } = isAction ? c : readAction(c, undefined);\n  const table = actions.get(name);\n  if (table === undefined) return false;\n  const subject = partyOf(s, \"/subject\", isClean);\n  const actor = a === undefined ? undefined : partyOf(a, \"/actor\", isClean);\n  const resource = table.on === undefined ? undefined : partyOf(r, \"/resource\", isClean);\n  const isAllowed = table.allows(\n    table.asked,\n    given,\n    context,\n    subject,\n    subject.type,\n    actor,\n    actor?.type,\n    resource,\n    resource?.type\n  );\n  return isAllowed === true && hasNoOthers(request);\n}",
  "uses": [
    "hasNoOthers",
    "inheritsMember",
    "isPlain",
    "partyOf",
    "readAction"
  ]
},
{
  "name": "partyOf",
  "code": "function partyOf(value, path, isClean) {\n  const isUsual = isClean && typeof value === \"object\" && value !== null && isPlain(value, \"type\" in value);\n  return isUsual ? value : readParty(value, undefined, path);\n}",
  "uses": [
    "isPlain",
    "readParty"
  ]
},
{
  "name": "hasNoOthers",
  "code": "/** Whether a request has no other members than what a request has. */\nfunction hasNoOthers(request) {\n  for (const key in request) {\n    const isMember = key === \"subject\" || key === \"action\" || key === \"resource\" || key === \"context\" || key === \"actor\";\n    if (!isMember) return onlyDeclared(request, requestMembers, undefined, \"\") !== null;\n  }\n  return true;\n}",
  "uses": [
    "onlyDeclared",
    "requestMembers"
  ]
},
{
  "name": "noAnswers",
  "code": "/** Nothing is known. */\nconst noAnswers = new Map();",
  "uses": []
},
{
  "name": "mostAnswers",
  "code": "/** More answers than any request needs. */\nconst mostAnswers = 1e6;",
  "uses": []
},
{
  "name": "readAnswers",
  "code": "/** The answers in something that may be anything. */\nfunction readAnswers(relations) {\n  if (relations === undefined) return noAnswers;\n  const answers = new Map();\n  try {\n    for (const answered of readList(relations, mostAnswers) ?? []) noteAnswer(answers, answered);\n    return answers;\n  } catch {\n    return noAnswers;\n  }\n}",
  "uses": [
    "mostAnswers",
    "noAnswers",
    "noteAnswer",
    "readList"
  ]
},
{
  "name": "noteAnswer",
  "code": "/** Two answers to one question that differ are none. */\nfunction noteAnswer(answers, answered) {\n  if (!isRecord(answered)) return;\n  const [subject, object] = [own(answered, \"subject\"), own(answered, \"object\")];\n  const [relation, answer] = [own(answered, \"relation\"), own(answered, \"answer\")];\n  if (!isRecord(subject) || !isRecord(object)) return;\n  const id = own(object, \"id\");\n  const ids = id === undefined ? [] : [id];\n  const parts = [relation, own(subject, \"type\"), own(subject, \"id\"), own(object, \"type\"), ...ids];\n  if (!parts.every((part) => typeof part === \"string\")) return;\n  const key = answerKey(parts);\n  const holds = answer === \"yes\" ? true : answer === \"no\" ? false : undefined;\n  answers.set(key, answers.has(key) && answers.get(key) !== holds ? undefined : holds);\n}",
  "uses": [
    "answerKey",
    "isRecord",
    "own"
  ]
},
{
  "name": "answerKey",
  "code": "/** The parts with their lengths, so that no two questions share a key. */\nfunction answerKey(parts) {\n  let key = \"\";\n  for (const part of parts) key += `${part.length} ${part}`;\n  return key;\n}",
  "uses": []
},
{
  "name": "isRelated",
  "code": "/** Whether an entity has a relation to another one, as far as that is known. */\nfunction isRelated(answers, relation, subject, { type, id }) {\n  if (answers.size === 0) return null;\n  if (typeof id === \"string\")\n    return answers.get(answerKey([relation, subject.type, subject.id, type, id])) ?? null;\n  return answers.get(answerKey([relation, subject.type, subject.id, type])) === false ? false : null;\n}",
  "uses": [
    "answerKey"
  ]
},
{
  "name": "answersFrom",
  "code": "/** The answers of a store, asked once; not at all where there is nothing to ask. */\nfunction answersFrom(store, questions) {\n  if (questions.length === 0) return Promise.resolve([]);\n  return Promise.resolve(questions).then((asked) => store.checkMany(asked)).then((answers) => withQuestions(questions, answers)).catch(() => []);\n}",
  "uses": [
    "withQuestions"
  ]
},
{
  "name": "withQuestions",
  "code": "function withQuestions(questions, answers) {\n  const given = readList(answers, mostAnswers);\n  if (given?.length !== questions.length) return [];\n  return questions.map((question, index) => ({ ...question, answer: given[index] }));\n}",
  "uses": [
    "mostAnswers",
    "readList"
  ]
},
{
  "name": "factsOf",
  "code": "/** What a conclusion needs to know, from what a module says about its policy set. */\nfunction factsOf(policySet) {\n  const because = new Map();\n  policySet.rules.forEach((rule, index) => {\n    if (rule.because !== undefined) because.set(index, rule.because);\n  });\n  return { digest: policySet.digest, ids: policySet.rules.map(({ id }) => id), because };\n}",
  "uses": []
},
{
  "name": "invalidRequest",
  "code": "/** The decision on a request that is invalid. */\nfunction invalidRequest({ digest }, problems) {\n  return {\n    decision: false,\n    reason: \"invalid_request\",\n    because: [],\n    remedies: [],\n    obligations: [],\n    errors: [],\n    problems: problems.sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind)),\n    digest\n  };\n}",
  "uses": [
    "compareText"
  ]
},
{
  "name": "concludes",
  "code": "/** Whether a request is allowed by what was found on its principals. */\nfunction concludes(once, subject, actor) {\n  const blamed = blamedDemands(demandsOf(subject.obligations, actor?.obligations), once);\n  return reasonOf(subject, actor, blamed) === \"allowed\";\n}",
  "uses": [
    "blamedDemands",
    "demandsOf",
    "reasonOf"
  ]
},
{
  "name": "conclude",
  "code": "/** The decision on a request by what was found on its principals. */\nfunction conclude(facts, once, args, subject, actor) {\n  const decision = actor === undefined ? byAllows(facts, args, subject) : byAllowsOfBoth(facts, args, subject, actor);\n  if (saysMore(subject) || actor !== undefined && saysMore(actor)) {\n    complete(decision, facts, once, subject, actor);\n  }\n  return decision;\n}",
  "uses": [
    "byAllows",
    "byAllowsOfBoth",
    "complete",
    "saysMore"
  ]
},
{
  "name": "byAllows",
  "code": "/** The decision by the allows alone. */\nfunction byAllows(facts, args, subject) {\n  const decision = subject.allows !== undefined;\n  return {\n    decision,\n    reason: decision ? \"allowed\" : \"no_matching_rule\",\n    subject: principalDecision(facts, subject),\n    because: [],\n    remedies: [],\n    obligations: [],\n    errors: [],\n    problems: [],\n    args,\n    digest: facts.digest\n  };\n}",
  "uses": [
    "principalDecision"
  ]
},
{
  "name": "byAllowsOfBoth",
  "code": "/** The decision by the allows of two principals alone. */\nfunction byAllowsOfBoth(facts, args, subject, actor) {\n  const decision = subject.allows !== undefined && actor.allows !== undefined;\n  return {\n    decision,\n    reason: decision ? \"allowed\" : \"no_matching_rule\",\n    subject: principalDecision(facts, subject),\n    actor: principalDecision(facts, actor),\n    because: [],\n    remedies: [],\n    obligations: [],\n    errors: [],\n    problems: [],\n    args,\n    digest: facts.digest\n  };\n}",
  "uses": [
    "principalDecision"
  ]
},
{
  "name": "principalDecision",
  "code": "/** How a principal fares by itself. */\nfunction principalDecision({ ids }, { denies, allows }) {\n  return { decision: denies === undefined && allows !== undefined, rules: idsOf(ids, denies ?? allows) };\n}",
  "uses": [
    "idsOf"
  ]
},
{
  "name": "idsOf",
  "code": "function idsOf(ids, rules) {\n  if (rules === undefined) return [];\n  if (rules.length === 1) return [ids[rules[0] ?? 0] ?? \"\"];\n  return inOrder(rules).map((rule) => ids[rule] ?? \"\");\n}",
  "uses": [
    "inOrder"
  ]
},
{
  "name": "inOrder",
  "code": "/** The rules sorted, each once. */\nfunction inOrder(rules) {\n  let previous = -1;\n  for (const rule of rules) {\n    if (rule <= previous) return [...new Set(rules)].sort((a, b) => a - b);\n    previous = rule;\n  }\n  return rules;\n}",
  "uses": []
},
{
  "name": "saysMore",
  "code": "/** Whether there is more to say than which rules allow. */\nfunction saysMore({ denies, obligations, errors }) {\n  return denies !== undefined || obligations !== undefined || errors !== undefined;\n}",
  "uses": []
},
{
  "name": "complete",
  "code": "/** Puts into a decision by the allows what denies, obligations and errors make of it. */\nfunction complete(draft, facts, once, subject, actor) {\n  if (isDenied(subject, actor)) {\n    completeDenied(draft, facts, subject, actor);\n    return;\n  }\n  const demands = demandsOf(subject.obligations, actor?.obligations);\n  const blamed = blamedDemands(demands, once);\n  draft.reason = reasonOf(subject, actor, blamed);\n  draft.decision = draft.reason === \"allowed\";\n  draft.errors = errorsOf(facts, subject, actor, draft.reason === \"obligation_error\" ? blamed : undefined);\n  if (draft.decision) draft.obligations = distinctCalls(demands);\n}",
  "uses": [
    "blamedDemands",
    "completeDenied",
    "demandsOf",
    "distinctCalls",
    "errorsOf",
    "isDenied",
    "reasonOf"
  ]
},
{
  "name": "completeDenied",
  "code": "function completeDenied(draft, facts, subject, actor) {\n  draft.decision = false;\n  draft.reason = \"denied_by_rule\";\n  draft.because = becauseOf(facts, subject, actor);\n  if (subject.remedies !== undefined || actor?.remedies !== undefined) {\n    draft.remedies = remediesOf(facts, subject, actor);\n  }\n  if (subject.errors !== undefined || actor?.errors !== undefined) {\n    draft.errors = errorsOf(facts, subject, actor, undefined);\n  }\n}",
  "uses": [
    "becauseOf",
    "errorsOf",
    "remediesOf"
  ]
},
{
  "name": "isDenied",
  "code": "function isDenied(subject, actor) {\n  return subject.denies !== undefined || actor?.denies !== undefined;\n}",
  "uses": []
},
{
  "name": "reasonOf",
  "code": "function reasonOf(subject, actor, blamed) {\n  if (isDenied(subject, actor)) return \"denied_by_rule\";\n  if (subject.allows === undefined || actor !== undefined && actor.allows === undefined) {\n    return \"no_matching_rule\";\n  }\n  return blamed === undefined ? \"allowed\" : \"obligation_error\";\n}",
  "uses": [
    "isDenied"
  ]
},
{
  "name": "becauseOf",
  "code": "function becauseOf({ because }, subject, actor) {\n  let texts;\n  for (const rule of inOrder(joined(subject.denies, actor?.denies) ?? [])) {\n    const text = because.get(rule);\n    if (text !== undefined) texts = noted(texts, text);\n  }\n  if (texts === undefined) return [];\n  return texts.length === 1 ? texts : [...new Set(texts)];\n}",
  "uses": [
    "inOrder",
    "joined",
    "noted"
  ]
},
{
  "name": "remediesOf",
  "code": "/** The remedies of every deny that matched, if together they are enough for the request to be allowed. */\nfunction remediesOf({ ids }, subject, actor) {\n  if (!canBeLifted(subject) || actor !== undefined && !canBeLifted(actor)) return [];\n  let remedies;\n  for (const { rule, role, calls } of demandsOf(subject.remedies, actor?.remedies) ?? []) {\n    for (const call of calls) {\n      if (call === null) return [];\n      const { name, arguments: values } = call;\n      remedies = noted(remedies, { rule: ids[rule] ?? \"\", principal: role, name, arguments: values });\n    }\n  }\n  return remedies ?? [];\n}",
  "uses": [
    "canBeLifted",
    "demandsOf",
    "noted"
  ]
},
{
  "name": "canBeLifted",
  "code": "/** Whether a principal would be allowed if every remedy that there is for it were there. */\nfunction canBeLifted({ allows, denies, remedies }) {\n  if (allows === undefined) return false;\n  if (denies === undefined || remedies === undefined) return denies === undefined;\n  const lifted = new Set(remedies.map(({ rule }) => rule));\n  return denies.every((rule) => lifted.has(rule));\n}",
  "uses": []
},
{
  "name": "errorsOf",
  "code": "/** The rules that erred, by rule, the subject's before the actor's, clauses before obligations. */\nfunction errorsOf({ ids }, subject, actor, blamed) {\n  if (subject.errors === undefined && actor?.errors === undefined && blamed === undefined) return [];\n  const found = [subject, ...actor === undefined ? [] : [actor]].flatMap(({ role, errors = [] }) => {\n    const demands = (blamed ?? []).filter((demand) => demand.role === role);\n    return [\n      ...inOrder(errors).map((rule) => ({ rule, principal: role, where: \"clauses\" })),\n      ...demands.map(({ rule }) => ({ rule, principal: role, where: \"obligation\" }))\n    ];\n  });\n  return found.sort((a, b) => a.rule - b.rule).map(({ rule, principal, where }) => ({ rule: ids[rule] ?? \"\", principal, where }));\n}",
  "uses": [
    "inOrder"
  ]
},
{
  "name": "demandsOf",
  "code": "/** What is asked for on all principals. */\nfunction demandsOf(subject, actor) {\n  const all = joined(subject, actor);\n  return all === undefined || areOrdered(all) ? all : ordered(all);\n}",
  "uses": [
    "areOrdered",
    "joined",
    "ordered"
  ]
},
{
  "name": "areOrdered",
  "code": "/** Whether they are in order as they were noted, which they mostly are. */\nfunction areOrdered(demands) {\n  let previous;\n  for (const demand of demands) {\n    if (previous !== undefined && !isBefore(previous, demand)) return false;\n    previous = demand;\n  }\n  return true;\n}",
  "uses": [
    "isBefore"
  ]
},
{
  "name": "isBefore",
  "code": "/** Whether one demand stands before another, the subject's all having been noted first. */\nfunction isBefore(one, other) {\n  return one.rule < other.rule || one.rule === other.rule && one.role !== other.role;\n}",
  "uses": []
},
{
  "name": "ordered",
  "code": "function ordered(demands) {\n  const sorted = [...demands].sort((a, b) => a.rule - b.rule);\n  return sorted.filter(({ rule, role }, index) => {\n    const previous = sorted[index - 1];\n    return previous?.rule !== rule || previous.role !== role;\n  });\n}",
  "uses": []
},
{
  "name": "blamedDemands",
  "code": "/** The demands with an argument that is an error, and those of one name that can only apply once but ask for two things. */\nfunction blamedDemands(demands, once) {\n  if (demands === undefined) return undefined;\n  const clashing = once.size === 0 ? noNames : clashingNames(demands, once);\n  let blamed;\n  for (const demand of demands) {\n    if (isBlamed(demand, clashing)) blamed = noted(blamed, demand);\n  }\n  return blamed;\n}",
  "uses": [
    "clashingNames",
    "isBlamed",
    "noNames",
    "noted"
  ]
},
{
  "name": "isBlamed",
  "code": "function isBlamed({ calls }, clashing) {\n  for (const call of calls) {\n    if (call === null || clashing.has(call.name)) return true;\n  }\n  return false;\n}",
  "uses": []
},
{
  "name": "noNames",
  "code": "const noNames = new Set();",
  "uses": []
},
{
  "name": "clashingNames",
  "code": "function clashingNames(demands, once) {\n  const calls = callsOf(demands);\n  if (calls.length < 2 || !calls.some(({ name }) => once.has(name))) return noNames;\n  const repeated = repeatedNames(withoutRepeats(calls));\n  return new Set([...repeated].filter((name) => once.has(name)));\n}",
  "uses": [
    "callsOf",
    "noNames",
    "repeatedNames",
    "withoutRepeats"
  ]
},
{
  "name": "distinctCalls",
  "code": "/** The calls of these demands, of those that say the same the first. */\nfunction distinctCalls(demands) {\n  return demands === undefined ? [] : withoutRepeats(callsOf(demands));\n}",
  "uses": [
    "callsOf",
    "withoutRepeats"
  ]
},
{
  "name": "callsOf",
  "code": "/** All that are no error. */\nfunction callsOf(demands) {\n  const all = [];\n  for (const { calls } of demands) {\n    for (const call of calls) if (call !== null) all.push(call);\n  }\n  return all;\n}",
  "uses": []
},
{
  "name": "withoutRepeats",
  "code": "function withoutRepeats(calls) {\n  const repeated = calls.length < 2 ? noNames : repeatedNames(calls);\n  if (repeated.size === 0) return calls;\n  const known = new Set();\n  return calls.filter(({ name, arguments: values }) => {\n    const text = repeated.has(name) ? canonicalJson([name, values]) : name;\n    const isNew = !known.has(text);\n    known.add(text);\n    return isNew;\n  });\n}",
  "uses": [
    "canonicalJson",
    "noNames",
    "repeatedNames"
  ]
},
{
  "name": "repeatedNames",
  "code": "/** The names that stand in two calls or more. */\nfunction repeatedNames(calls) {\n  const known = new Set();\n  const repeated = new Set();\n  for (const { name } of calls) (known.has(name) ? repeated : known).add(name);\n  return repeated;\n}",
  "uses": []
},
{
  "name": "canonicalJson",
  "code": "/** JSON in which the order of members does not show. */\nfunction canonicalJson(value) {\n  if (typeof value !== \"object\" || value === null) return JSON.stringify(value) ?? \"\";\n  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;\n  const members = Object.entries(value).sort(([left], [right]) => compareText(left, right));\n  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join()}}`;\n}",
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
  "code": "/** Whether an entity is among what lies above another. */\nfunction hasEntity(ancestors, type, id) {\n  for (let place = 0; place < ancestors.length; place += 2) {\n    if (ancestors[place] === type && ancestors[place + 1] === id) return true;\n  }\n  return false;\n}",
  "uses": []
},
{
  "name": "idOfType",
  "code": "/** The id in a place of what lies above an entity, by which groups of a type are found; undefined of an entity of another type. */\nfunction idOfType(ancestors, place, type) {\n  return ancestors[place] === type ? ancestors[place + 1] : undefined;\n}",
  "uses": []
},
{
  "name": "entitiesOf",
  "code": "/** What lies above an entity as requests have it. */\nfunction entitiesOf(ancestors) {\n  const entities = [];\n  for (let place = 0; place < ancestors.length; place += 2) {\n    entities.push({ type: ancestors[place] ?? \"\", id: ancestors[place + 1] ?? \"\" });\n  }\n  return entities;\n}",
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
  "name": "noFindings",
  "code": "/** Nothing yet. */\nfunction noFindings(role) {\n  return {\n    role,\n    denies: undefined,\n    allows: undefined,\n    errors: undefined,\n    remedies: undefined,\n    obligations: undefined\n  };\n}",
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
  "code": "/** Notes that a deny matches, by true or by an error. */\nfunction denied(found, rule, outcome = true) {\n  if (found === undefined) return true;\n  found.denies = noted(found.denies, rule);\n  if (outcome === null) found.errors = noted(found.errors, rule);\n  return false;\n}",
  "uses": [
    "noted"
  ]
},
{
  "name": "allowed",
  "code": "/** Notes that an allow matches, or is an error, which does not match. */\nfunction allowed(found, rule, outcome = true) {\n  if (found === undefined) return outcome === true;\n  if (outcome === null) found.errors = noted(found.errors, rule);\n  else found.allows = noted(found.allows, rule);\n  return false;\n}",
  "uses": [
    "noted"
  ]
},
{
  "name": "remediable",
  "code": "/** Notes what would lift a deny that matches. */\nfunction remediable(found, rule, calls) {\n  found.remedies = noted(found.remedies, { rule, role: found.role, calls });\n}",
  "uses": [
    "noted"
  ]
},
{
  "name": "obliged",
  "code": "/** Notes what an oblige that matches, by true or by an error, asks for. */\nfunction obliged(found, rule, calls, outcome = true) {\n  found.obligations = noted(found.obligations, { rule, role: found.role, calls });\n  if (outcome === null) found.errors = noted(found.errors, rule);\n}",
  "uses": [
    "noted"
  ]
},
{
  "name": "noted",
  "code": "/** The list with one more. */\nfunction noted(list, one) {\n  if (list === undefined) return [one];\n  list.push(one);\n  return list;\n}",
  "uses": []
},
{
  "name": "joined",
  "code": "/** Both lists, the one or the other where there is only that. */\nfunction joined(one, other) {\n  if (one === undefined) return other;\n  return other === undefined ? one : [...one, ...other];\n}",
  "uses": []
},
{
  "name": "foldedRules",
  "code": "/** The rules, frozen; made when they are first asked for. */\nfunction foldedRules(facts, fold) {\n  let rules;\n  return () => {\n    rules ??= frozen(unfoldRules(facts, fold()));\n    return rules;\n  };\n}",
  "uses": [
    "frozen",
    "unfoldRules"
  ]
},
{
  "name": "unfoldRules",
  "code": "function unfoldRules({ ids, because }, folded) {\n  let nextWord = 0;\n  let nextLine = 0;\n  const pieceOf = (piece, id) => {\n    if (piece === 0) return id.slice(id.lastIndexOf(\".\") + 1);\n    return piece === 1 ? folded.words[nextWord++] : piece;\n  };\n  const textOf = (id) => {\n    const lines = [];\n    for (let form = folded.lines[nextLine++] ?? -1; form >= 0; form = folded.lines[nextLine++] ?? -1) {\n      lines.push((folded.forms[form] ?? []).map((piece) => pieceOf(piece, id)).join(\"\"));\n    }\n    return lines.join(\"\\n\");\n  };\n  return ids.map((id, index) => {\n    const [file = 0, line = 0, column = 0] = folded.places.slice(3 * index, 3 * index + 3);\n    const reason = because.get(index);\n    const documentation = folded.documentation.get(index);\n    return {\n      id,\n      effect: { a: \"allow\", d: \"deny\" }[folded.effects[index] ?? \"\"] ?? \"oblige\",\n      text: textOf(id),\n      location: { file: folded.files[file] ?? \"\", line, column },\n      ...reason !== undefined && { because: reason },\n      ...documentation !== undefined && { documentation }\n    };\n  });\n}",
  "uses": []
},
{
  "name": "frozen",
  "code": "/** The value, and all that it holds, made unchangeable. */\nfunction frozen(value) {\n  if (typeof value === \"object\" && value !== null && !Object.isFrozen(value)) {\n    Object.freeze(value);\n    for (const member of Object.values(value)) frozen(member);\n  }\n  return value;\n}",
  "uses": []
},
{
  "name": "parseHost",
  "code": "/** Reads the host of a URL and gives its plain form. */\nfunction parseHost(text) {\n  if (text.startsWith(\"[\")) return parseBracketedHost(text);\n  const name = text.endsWith(\".\") ? text.slice(0, -1) : text;\n  if (name.length > 253) return undefined;\n  const host = lowerAscii(name);\n  if (!hasHostLabels(host)) return undefined;\n  return endsInNumber(host) && parseIpv4(host) === undefined ? undefined : host;\n}",
  "uses": [
    "endsInNumber",
    "hasHostLabels",
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
  "name": "hasHostLabels",
  "code": "/** Whether each label has 1 to 63 letters, digits, `_` or, within, `-`. */\nfunction hasHostLabels(host) {\n  let start = 0;\n  for (let position = 0; position <= host.length; position += 1) {\n    const code = position < host.length ? host.charCodeAt(position) : 46;\n    if (code === 46) {\n      const length = position - start;\n      if (length < 1 || length > 63 || host.charCodeAt(position - 1) === 45) return false;\n      start = position + 1;\n    } else {\n      const isInner = code >= 97 && code <= 122 || code >= 48 && code <= 57 || code === 95;\n      if (!isInner && (code !== 45 || position === start)) return false;\n    }\n  }\n  return true;\n}",
  "uses": []
},
{
  "name": "endsInNumber",
  "code": "/** The test of the URL standard for what is meant as an IPv4 address. */\nfunction endsInNumber(host) {\n  const start = host.lastIndexOf(\".\") + 1;\n  const code = host.charCodeAt(start);\n  return code >= 48 && code <= 57 && /^(?:[0-9]+|0x[0-9a-f]*)$/.test(host.slice(start));\n}",
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
  "code": "/** Reads an address. */\nfunction parseIp(text) {\n  const address = parseIpv4(text);\n  if (address !== undefined) return address;\n  return text.length <= 45 && text.includes(\":\") ? parseIpv6(text) : undefined;\n}",
  "uses": [
    "parseIpv4",
    "parseIpv6"
  ]
},
{
  "name": "parseIpv4",
  "code": "/** Reads a dotted quad. */\nfunction parseIpv4(text) {\n  let address = 0;\n  let octet = -1;\n  let dots = 0;\n  for (let position = 0; position < text.length; position += 1) {\n    const digit = text.charCodeAt(position) - 48;\n    if (digit >= 0 && digit <= 9) {\n      if (octet === 0) return undefined;\n      octet = octet < 0 ? digit : octet * 10 + digit;\n      if (octet > 255) return undefined;\n    } else {\n      if (digit !== -2 || octet < 0 || dots === 3) return undefined;\n      address = address * 256 + octet;\n      octet = -1;\n      dots += 1;\n    }\n  }\n  return dots === 3 && octet >= 0 ? address * 256 + octet : undefined;\n}",
  "uses": []
},
{
  "name": "parseDecimal",
  "code": "/** Reads a decimal number without sign or leading zero, at most `maximum`. */\nfunction parseDecimal(text, maximum) {\n  if (text === \"\" || text.length > 1 && text.charCodeAt(0) === 48) return undefined;\n  let number = 0;\n  for (let position = 0; position < text.length; position += 1) {\n    const digit = text.charCodeAt(position) - 48;\n    number = number * 10 + digit;\n    if (digit < 0 || digit > 9 || number > maximum) return undefined;\n  }\n  return number;\n}",
  "uses": []
},
{
  "name": "parseIpv6",
  "code": "/** Reads an IPv6 address, or the IPv4 address that is mapped into one. */\nfunction parseIpv6(text) {\n  const groups = [];\n  let gap = -1;\n  let position = 0;\n  if (text.startsWith(\"::\")) {\n    gap = 0;\n    position = 2;\n  }\n  while (position < text.length) {\n    const colon = text.indexOf(\":\", position);\n    const end = colon < 0 ? text.length : colon;\n    if (!readGroups(groups, text, position, end) || end === text.length - 1) return undefined;\n    position = end + 1;\n    if (text.charCodeAt(position) !== 58) continue;\n    if (gap >= 0) return undefined;\n    gap = groups.length;\n    position += 1;\n  }\n  const missing = 8 - groups.length;\n  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;\n  for (let group = 0; group < missing; group += 1) groups.splice(gap, 0, 0);\n  return joinGroups(groups);\n}",
  "uses": [
    "joinGroups",
    "readGroups"
  ]
},
{
  "name": "readGroups",
  "code": "/** Reads a group, or the two of a dotted quad at the end. */\nfunction readGroups(groups, text, start, end) {\n  if (end === text.length && text.includes(\".\", start)) {\n    const quad = parseIpv4(text.slice(start));\n    if (quad === undefined) return false;\n    groups.push(quad >>> 16, quad & 65535);\n    return true;\n  }\n  const group = parseGroup(text, start, end);\n  groups.push(group);\n  return group >= 0;\n}",
  "uses": [
    "parseGroup",
    "parseIpv4"
  ]
},
{
  "name": "parseGroup",
  "code": "/** Reads a hexadecimal number of 16 bits without a leading zero; -1 for anything else. */\nfunction parseGroup(text, start, end) {\n  if (end === start || end > start + 4) return -1;\n  if (end > start + 1 && text.charCodeAt(start) === 48) return -1;\n  let group = 0;\n  for (let position = start; position < end; position += 1) {\n    const code = text.charCodeAt(position);\n    const isDecimal = code >= 48 && code <= 57;\n    const digit = isDecimal ? code - 48 : (code | 32) - 87;\n    if (!isDecimal && (digit < 10 || digit > 15)) return -1;\n    group = group * 16 + digit;\n  }\n  return group;\n}",
  "uses": []
},
{
  "name": "joinGroups",
  "code": "/** The address of eight groups. */\nfunction joinGroups(groups) {\n  const words = [0, 2, 4, 6].map((index) => (groups[index] ?? 0) * 65536 + (groups[index + 1] ?? 0));\n  const [first = 0, second = 0, third = 0, fourth = 0] = words;\n  if (first === 0 && second === 0 && third === 65535) return fourth;\n  return (BigInt(first) << 96n) + (BigInt(second) << 64n) + (BigInt(third) << 32n) + BigInt(fourth);\n}",
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
  "code": "/** Reads an absolute POSIX path and gives its plain form. */\nfunction parsePath(text) {\n  if (!text.startsWith(\"/\") || !text.isWellFormed()) return undefined;\n  const path = isPlainPath(text) ? text : resolvePath(text);\n  if (path?.charCodeAt(2) === 58 && /^\\/[A-Za-z]:(?:\\/|$)/.test(path)) return undefined;\n  return path;\n}",
  "uses": [
    "isPlainPath",
    "resolvePath"
  ]
},
{
  "name": "isPlainPath",
  "code": "/** Whether nothing is to be resolved or refused. */\nfunction isPlainPath(text) {\n  let previous = 47;\n  for (let position = 1; position < text.length; position += 1) {\n    const code = text.charCodeAt(position);\n    if (code === 0 || code === 92) return false;\n    if (previous === 47 && (code === 47 || code === 46)) return false;\n    previous = code;\n  }\n  return previous !== 47 || text.length === 1;\n}",
  "uses": []
},
{
  "name": "resolvePath",
  "code": "function resolvePath(text) {\n  if (/[\\0\\\\]/.test(text)) return undefined;\n  const segments = [];\n  for (const segment of text.split(\"/\")) {\n    if (segment === \"..\") segments.pop();\n    else if (segment !== \"\" && segment !== \".\") segments.push(segment);\n  }\n  return `/${segments.join(\"/\")}`;\n}",
  "uses": []
},
{
  "name": "pathWithin",
  "code": "/** Whether a path is `base` or below it. */\nfunction pathWithin(path, base) {\n  return path === base || base === \"/\" || path[base.length] === \"/\" && beginsWith(path, base);\n}",
  "uses": [
    "beginsWith"
  ]
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
  "code": "/** Rejects a value. */\nfunction reject(value, report, path, expected) {\n  if (value === unknown) return unknown;\n  return problem(report, path, value === undefined ? \"missing\" : \"invalid\", expected);\n}",
  "uses": [
    "problem",
    "unknown"
  ]
},
{
  "name": "at",
  "code": "/** The JSON Pointer of a member, where somebody may read it. */\nfunction at(report, path, key) {\n  return typeof report === \"object\" ? memberPath(path, key) : path;\n}",
  "uses": [
    "memberPath"
  ]
},
{
  "name": "memberPath",
  "code": "function memberPath(path, key) {\n  const isPlainKey = typeof key === \"number\" || !(key.includes(\"~\") || key.includes(\"/\"));\n  return isPlainKey ? `${path}/${key}` : `${path}/${key.replaceAll(\"~\", \"~0\").replaceAll(\"/\", \"~1\")}`;\n}",
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
  "name": "orUnknown",
  "code": "/** What the resource or the context says. */\nfunction orUnknown(value, report) {\n  return value === undefined && report === unknown ? unknown : value;\n}",
  "uses": [
    "unknown"
  ]
},
{
  "name": "argument",
  "code": "/** An argument. */\nfunction argument(value, args, report) {\n  return args === noMembers && report === unknown ? unknown : value;\n}",
  "uses": [
    "noMembers",
    "unknown"
  ]
},
{
  "name": "noMembers",
  "code": "/** A record that was left out. */\nconst noMembers = Object.freeze({ __proto__: null });",
  "uses": []
},
{
  "name": "noRecord",
  "code": "/** What stands for something that is no record, once that is noted. */\nconst noRecord = Object.freeze({ __proto__: null });",
  "uses": []
},
{
  "name": "readOptionalRecord",
  "code": "/** Reads a record that may be left out, of which nothing more is read. */\nfunction readOptionalRecord(value, report, path) {\n  return isRecord(value) ? value : withoutRecord(value, report, path);\n}",
  "uses": [
    "isRecord",
    "withoutRecord"
  ]
},
{
  "name": "withoutRecord",
  "code": "/** What stands for a record that is not there. */\nfunction withoutRecord(value, report, path) {\n  if (value === undefined || value === unknown) return noMembers;\n  problem(report, path, \"invalid\", \"a record\");\n  return noRecord;\n}",
  "uses": [
    "noMembers",
    "noRecord",
    "problem",
    "unknown"
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
  "name": "isId",
  "code": "/** Whether something is an id that is not empty. */\nfunction isId(value) {\n  return isPlainString(value) && value !== \"\";\n}",
  "uses": [
    "isPlainString"
  ]
},
{
  "name": "readId",
  "code": "/** Reads an id that is not empty. */\nfunction readId(value, report, path) {\n  return isId(value) ? value : reject(value, report, path, \"String length 1..\");\n}",
  "uses": [
    "isId",
    "reject"
  ]
},
{
  "name": "readResourceId",
  "code": "/** Reads a resource's id, which may be left out. */\nfunction readResourceId(value, report) {\n  const id = orUnknown(value, report);\n  return id === undefined || isPlainString(id) ? id : reject(id, report, \"/resource/id\", \"String\");\n}",
  "uses": [
    "isPlainString",
    "orUnknown",
    "reject"
  ]
},
{
  "name": "readNeededResourceId",
  "code": "/** Reads the id of a resource that rules tell apart by it. */\nfunction readNeededResourceId(value, report) {\n  const id = readResourceId(value, report);\n  return id === undefined ? problem(report, \"/resource/id\", \"missing\", \"String\") : id;\n}",
  "uses": [
    "problem",
    "readResourceId"
  ]
},
{
  "name": "readAncestors",
  "code": "/** Reads what lies above an entity. */\nfunction readAncestors(value, report, path) {\n  if (typeof report === \"object\" || !Array.isArray(value)) return readEachAncestor(value, report, path);\n  const list = value;\n  const { length } = list;\n  if (!inheritsFromArray(list)) return readEachAncestor(list, report, path);\n  if (length > 1e6 || length >>> 0 !== length) return null;\n  const ancestors = new Array(2 * length);\n  for (let index = 0; index < length; index += 1) {\n    const element = list[index];\n    const isUsual = typeof element === \"object\" && element !== null && isPlain(element, \"type\" in element);\n    if (!isUsual || inheritsKey() || index in arrayPrototype) {\n      return copyUnusual(list, ancestors, index, element);\n    }\n    const { type, id } = element;\n    if (type !== usualType.name) {\n      if (!isPlainString(type)) return null;\n      usualType.name = type;\n    }\n    if (!isPlainString(id)) return null;\n    ancestors[2 * index] = type;\n    ancestors[2 * index + 1] = id;\n  }\n  return ancestors;\n}",
  "uses": [
    "arrayPrototype",
    "copyUnusual",
    "inheritsFromArray",
    "inheritsKey",
    "isPlain",
    "isPlainString",
    "readEachAncestor",
    "usualType"
  ]
},
{
  "name": "usualType",
  "code": "/** The last name of a type that was found to be text. */\nconst usualType = { name: \"\" };",
  "uses": []
},
{
  "name": "readEachAncestor",
  "code": "/** Each is looked at once all are known to be there. */\nfunction readEachAncestor(value, report, path) {\n  const list = readList(value, 1e6);\n  if (list === undefined) return reject(value, report, path, \"a list of entities\");\n  const ancestors = new Array(2 * list.length);\n  let valid = true;\n  for (let index = 0; index < list.length; index += 1) {\n    if (!copyAncestor(list[index], ancestors, 2 * index)) {\n      valid = problem(report, at(report, path, index), \"invalid\", \"an entity's type and id\") !== null;\n    }\n  }\n  return valid ? ancestors : null;\n}",
  "uses": [
    "at",
    "copyAncestor",
    "problem",
    "readList",
    "reject"
  ]
},
{
  "name": "copyUnusual",
  "code": "/** Goes on from an element that was read and is unlike others. */\nfunction copyUnusual(list, ancestors, first, element) {\n  for (let index = first; 2 * index < ancestors.length; index += 1) {\n    const each = index === first ? element : list[index];\n    const isInherited = index in arrayPrototype && !Object.hasOwn(list, index);\n    if (isInherited || !copyAncestor(each, ancestors, 2 * index)) return null;\n  }\n  return ancestors;\n}",
  "uses": [
    "arrayPrototype",
    "copyAncestor"
  ]
},
{
  "name": "copyAncestor",
  "code": "/** Puts an entity's type and id in their places; whether it has both. */\nfunction copyAncestor(value, ancestors, place) {\n  const isOwn = typeof value === \"object\" && value !== null && isPlain(value, \"type\" in value) && !inheritsKey();\n  const members = isOwn ? value : ownMembers(value, [\"type\", \"id\"]);\n  const { type, id } = members ?? noMembers;\n  if (!isPlainString(type) || !isPlainString(id)) return false;\n  ancestors[place] = type;\n  ancestors[place + 1] = id;\n  return true;\n}",
  "uses": [
    "inheritsKey",
    "isPlain",
    "isPlainString",
    "noMembers",
    "ownMembers"
  ]
},
{
  "name": "inheritsKey",
  "code": "/** Whether somebody has given every object a type or an id. */\nfunction inheritsKey() {\n  return \"type\" in objectPrototype || \"id\" in objectPrototype;\n}",
  "uses": [
    "objectPrototype"
  ]
},
{
  "name": "usualLength",
  "code": "/** The length of a list that can be read where it stands. */\nfunction usualLength(value, report) {\n  if (typeof report === \"object\" || !Array.isArray(value)) return undefined;\n  const length = value.length;\n  return typeof length === \"number\" && inheritsFromArray(value) ? length : undefined;\n}",
  "uses": [
    "inheritsFromArray"
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
  "code": "/** Whether something has no other members than the declared ones; null if it has. */\nfunction onlyDeclared(value, declared, report, path) {\n  if (typeof value !== \"object\" || value === null) return true;\n  let valid = true;\n  for (const key in value) {\n    if (!declared.has(key) && Object.hasOwn(value, key)) {\n      valid = problem(report, at(report, path, key), \"undeclared\", \"nothing\");\n    }\n  }\n  return valid;\n}",
  "uses": [
    "at",
    "problem"
  ]
},
{
  "name": "readRest",
  "code": "/** Reads what an open record has beside its declared members. */\nfunction readRest(value, declared, report, path) {\n  const rest = [];\n  let valid = true;\n  if (typeof value !== \"object\" || value === null) return rest;\n  for (const key of Object.keys(value)) {\n    const member = declared.has(key) ? undefined : own(value, key);\n    if (member === undefined) continue;\n    const copy = isPlainString(key) ? copyJson(member) : undefined;\n    if (copy === undefined) valid = problem(report, at(report, path, key), \"invalid\", \"Json\") !== null;\n    else rest.push([key, copy]);\n  }\n  return valid ? rest : null;\n}",
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
  "name": "objectPrototype",
  "code": "/** What every object of this realm inherits from. */\nconst objectPrototype = Object.prototype;",
  "uses": []
},
{
  "name": "getPrototypeOf",
  "code": "const getPrototypeOf = Object.getPrototypeOf;",
  "uses": []
},
{
  "name": "isRecord",
  "code": "/** A plain object of any realm. */\nfunction isRecord(value) {\n  if (typeof value !== \"object\" || value === null) return false;\n  const prototype = getPrototypeOf(value);\n  return prototype === objectPrototype || prototype === null || getPrototypeOf(prototype) === null;\n}",
  "uses": [
    "getPrototypeOf",
    "objectPrototype"
  ]
},
{
  "name": "isPlain",
  "code": "/** Whether an object inherits nothing but what every object of this realm does. */\nfunction isPlain(object, _has) {\n  const prototype = getPrototypeOf(object);\n  return prototype === objectPrototype || prototype === null;\n}",
  "uses": [
    "getPrototypeOf",
    "objectPrototype"
  ]
},
{
  "name": "own",
  "code": "/** The value of an own property, read once; never one of the prototype chain. */\nfunction own(object, key) {\n  const isOwn = !(key in objectPrototype) && isPlain(object, true) || Object.hasOwn(object, key);\n  return isOwn ? object[key] : undefined;\n}",
  "uses": [
    "isPlain",
    "objectPrototype"
  ]
},
{
  "name": "ownMembers",
  "code": "/** The own values of some properties of a record, each read once, in a record that inherits nothing; undefined if it is no record. */\nfunction ownMembers(value, names) {\n  if (!isRecord(value)) return undefined;\n  const members = Object.create(null);\n  for (const name of names) members[name] = own(value, name);\n  return members;\n}",
  "uses": [
    "isRecord",
    "own"
  ]
},
{
  "name": "readList",
  "code": "/** Copies a genuine array of at most `limit` elements, each read once; undefined for anything else, and for an array with holes. */\nfunction readList(value, limit) {\n  if (!Array.isArray(value)) return undefined;\n  const length = value.length;\n  if (typeof length !== \"number\" || !Number.isSafeInteger(length) || length < 0 || length > limit)\n    return undefined;\n  const isUsual = inheritsFromArray(value);\n  const copy = new Array(length);\n  for (let i = 0; i < length; i += 1) {\n    const element = value[i];\n    const isOwn = isUsual && element !== undefined && !(i in arrayPrototype) || Object.hasOwn(value, i);\n    if (!isOwn) return undefined;\n    copy[i] = element;\n  }\n  return copy;\n}",
  "uses": [
    "arrayPrototype",
    "inheritsFromArray"
  ]
},
{
  "name": "arrayPrototype",
  "code": "/** What every array of this realm inherits from. */\nconst arrayPrototype = Array.prototype;",
  "uses": []
},
{
  "name": "inheritsFromArray",
  "code": "/** Whether an array inherits what every one of this realm does. */\nfunction inheritsFromArray(list) {\n  return getPrototypeOf(list) === arrayPrototype;\n}",
  "uses": [
    "arrayPrototype",
    "getPrototypeOf"
  ]
},
{
  "name": "decideRequest",
  "code": "/** Reads what tells the kind of a request, and has that kind's function read the rest and decide. */\nfunction decideRequest(request, report, principals, actions) {\n  const isClean = !inheritsMember();\n  const isUsual = typeof request === \"object\" && request !== null && isPlain(request, \"action\" in request);\n  const members = isClean && isUsual ? request : readRequest(request, report);\n  if (members === undefined) return false;\n  for (const key in request) {\n    const isMember = key === \"subject\" || key === \"action\" || key === \"resource\" || key === \"context\" || key === \"actor\";\n    if (isMember) continue;\n    const isClosed = onlyDeclared(request, requestMembers, report, \"\") !== null;\n    if (!isClosed && typeof report !== \"object\") return false;\n    break;\n  }\n  const { subject: s, actor: a, action: c, resource: r, context } = members;\n  const isSubject = isClean && typeof s === \"object\" && s !== null && isPlain(s, \"type\" in s);\n  const subject = isSubject ? s : readParty(s, report, \"/subject\");\n  const isActor = isClean && typeof a === \"object\" && a !== null && isPlain(a, \"type\" in a);\n  const actor = isActor ? a : a === undefined ? a : readParty(a, report, \"/actor\");\n  const isAction = isClean && typeof c === \"object\" && c !== null && isPlain(c, \"name\" in c);\n  const action = isAction ? c : readAction(c, report);\n  const { name, properties: given } = action;\n  const table = actions.get(name);\n  const subjectType = subject.type;\n  const actorType = actor?.type;\n  const isPlaced = table?.on !== undefined;\n  if (isPlaced && r === undefined && report === unknown) {\n    return mayAllowSome(table, { given, context, subject, subjectType, actor, actorType });\n  }\n  const isResource = isPlaced && isClean && typeof r === \"object\" && r !== null && isPlain(r, \"type\" in r);\n  const resource = !isPlaced ? undefined : isResource ? r : readParty(r, report, \"/resource\");\n  const resourceType = resource?.type;\n  const decision = table?.decide(\n    report,\n    table.rules,\n    given,\n    context,\n    subject,\n    subjectType,\n    actor,\n    actorType,\n    resource,\n    resourceType\n  );\n  if (typeof report !== \"object\" || typeof decision === \"object\") return decision ?? false;\n  if (decision === undefined) {\n    const types = { subject: subjectType, actor: actor && { type: actorType }, resource: resourceType };\n    noteUnplaced(report, principals, { table, name, types }, { subject, actor, given, resource, context });\n  }\n  dropNested(report.problems);\n  return false;\n}",
  "uses": [
    "dropNested",
    "inheritsMember",
    "isPlain",
    "mayAllowSome",
    "noteUnplaced",
    "onlyDeclared",
    "readAction",
    "readParty",
    "readRequest",
    "requestMembers",
    "unknown"
  ]
},
{
  "name": "inheritsMember",
  "code": "/** Whether somebody has given every object what a request or a part of it has. */\nfunction inheritsMember() {\n  return \"subject\" in objectPrototype || \"actor\" in objectPrototype || \"action\" in objectPrototype || \"resource\" in objectPrototype || \"context\" in objectPrototype || \"type\" in objectPrototype || \"id\" in objectPrototype || \"properties\" in objectPrototype || \"ancestors\" in objectPrototype || \"name\" in objectPrototype;\n}",
  "uses": [
    "objectPrototype"
  ]
},
{
  "name": "requestMembers",
  "code": "/** The names of what a request can have. */\nconst requestMembers = new Set([\n  \"subject\",\n  \"actor\",\n  \"action\",\n  \"resource\",\n  \"context\"\n]);",
  "uses": []
},
{
  "name": "readRequest",
  "code": "/** Reads a request the long way. */\nfunction readRequest(request, report) {\n  const members = ownMembers(request, [...requestMembers]);\n  if (members === undefined) problem(report, \"\", \"invalid\", \"a request\");\n  return members;\n}",
  "uses": [
    "ownMembers",
    "problem",
    "requestMembers"
  ]
},
{
  "name": "readParty",
  "code": "/** Reads a party the long way. */\nfunction readParty(value, report, path) {\n  const members = ownMembers(value, [\"type\", \"id\", \"properties\", \"ancestors\"]);\n  if (members === undefined) reject(value, report, path, path === \"/resource\" ? \"a resource\" : \"a principal\");\n  return members ?? noRecord;\n}",
  "uses": [
    "noRecord",
    "ownMembers",
    "reject"
  ]
},
{
  "name": "readAction",
  "code": "/** Reads an action the long way. */\nfunction readAction(value, report) {\n  const members = ownMembers(value, [\"name\", \"properties\"]);\n  if (members === undefined) reject(value, report, \"/action\", \"an action\");\n  return members ?? noRecord;\n}",
  "uses": [
    "noRecord",
    "ownMembers",
    "reject"
  ]
},
{
  "name": "mayAllowSome",
  "code": "/** Whether a request without a resource may be allowed on one of some type. */\nfunction mayAllowSome(table, request) {\n  const { given, context, subject, subjectType, actor, actorType } = request;\n  for (const type of table.on ?? []) {\n    const mayAllow = table.decide(\n      unknown,\n      table.rules,\n      given,\n      context,\n      subject,\n      subjectType,\n      actor,\n      actorType,\n      noMembers,\n      type\n    );\n    if (mayAllow === true) return true;\n  }\n  return false;\n}",
  "uses": [
    "noMembers",
    "unknown"
  ]
},
{
  "name": "noteUnplaced",
  "code": "/** Notes what is wrong with a request whose kind cannot be told. */\nfunction noteUnplaced(report, principals, names, parts) {\n  noteTypes(report, principals, names);\n  readUnplaced(report, names.table, parts);\n}",
  "uses": [
    "noteTypes",
    "readUnplaced"
  ]
},
{
  "name": "noteTypes",
  "code": "/** Notes what should have told the kind of a request. */\nfunction noteTypes(report, principals, { table, name, types }) {\n  const subject = readTypeName(types.subject, report, \"/subject/type\", principals);\n  if (types.actor !== undefined) noteActorType(report, principals, subject, types.actor.type);\n  if (!isPlainString(name)) reject(name, report, \"/action/name\", \"the name of an action\");\n  else if (table === undefined) problem(report, \"/action/name\", \"undeclared\", \"the name of an action\");\n  if (table?.on !== undefined) readTypeName(types.resource, report, \"/resource/type\", table.on);\n}",
  "uses": [
    "isPlainString",
    "noteActorType",
    "problem",
    "readTypeName",
    "reject"
  ]
},
{
  "name": "noteActorType",
  "code": "/** An actor's type must be declared to act for the subject's. */\nfunction noteActorType(report, principals, subject, actorType) {\n  const type = readTypeName(actorType, report, \"/actor/type\", principals);\n  if (typeof type !== \"string\" || typeof subject !== \"string\") return;\n  if (principals.get(type)?.has(subject)) return;\n  problem(report, \"/actor/type\", \"invalid\", `a principal that acts for ${subject}`);\n}",
  "uses": [
    "problem",
    "readTypeName"
  ]
},
{
  "name": "readUnplaced",
  "code": "/** Reads what can be read of a request whose kind cannot be told, for the sake of its problems. */\nfunction readUnplaced(report, table, { subject, actor, given, resource, context }) {\n  readId(subject.id, report, \"/subject/id\");\n  readOptionalRecord(subject.properties, report, \"/subject/properties\");\n  if (actor !== undefined) {\n    readId(actor.id, report, \"/actor/id\");\n    readOptionalRecord(actor.properties, report, \"/actor/properties\");\n  }\n  if (table?.on !== undefined && resource !== undefined) {\n    readResourceId(resource.id, report);\n    readOptionalRecord(resource.properties, report, \"/resource/properties\");\n  }\n  readOptionalRecord(context, report, \"/context\");\n  const args = readOptionalRecord(given, report, \"/action/properties\");\n  if (table !== undefined) readArguments(args, report, table);\n}",
  "uses": [
    "readArguments",
    "readId",
    "readOptionalRecord",
    "readResourceId"
  ]
},
{
  "name": "readArguments",
  "code": "/** Reads arguments alone. */\nfunction readArguments(args, report, { parameters, open }) {\n  for (const [name, read] of parameters) {\n    read(own(args, name), report, at(report, \"/action/properties\", name));\n  }\n  (open ? readRest : onlyDeclared)(args, new Map(parameters), report, \"/action/properties\");\n}",
  "uses": [
    "at",
    "onlyDeclared",
    "own",
    "readRest"
  ]
},
{
  "name": "dropNested",
  "code": "/** What is missing in something that is no record has been said by that. */\nfunction dropNested(problems) {\n  const parts = problems.filter(({ path }) => partPath.test(path)).map(({ path }) => `${path}/`);\n  if (parts.length === 0) return;\n  const others = problems.filter(({ path }) => !parts.some((part) => path.startsWith(part)));\n  problems.length = 0;\n  for (const each of others) problems.push(each);\n}",
  "uses": [
    "partPath"
  ]
},
{
  "name": "partPath",
  "code": "/** The paths of what has to be a record. */\nconst partPath = /^\\/(?:(?:subject|actor|resource|action)(?:\\/properties)?|context)$/;",
  "uses": []
},
{
  "name": "indexByNumber",
  "code": "/** An index by ranges of numbers. */\nfunction indexByNumber(rows, ranges, firstKey = 0) {\n  const chain = newChain();\n  const { bounds, heads } = indexRanges(rangesOf(rows, ranges, firstKey, numberAfter), chain);\n  return {\n    bounds: Float64Array.from(bounds, Number),\n    heads: Int32Array.from(heads),\n    rows: Int32Array.from(chain.rows),\n    next: Int32Array.from(chain.next)\n  };\n}",
  "uses": [
    "indexRanges",
    "newChain",
    "numberAfter",
    "rangesOf"
  ]
},
{
  "name": "indexByAddress",
  "code": "/** An index by ranges of addresses. */\nfunction indexByAddress(rows, ranges, firstKey = 0) {\n  const chain = newChain();\n  const { bounds, heads } = indexRanges(rangesOf(rows, ranges, firstKey, addressAfter), chain);\n  const long = indexRanges(rangesOf(rows, ranges, firstKey, longAddressAfter), chain);\n  return {\n    bounds: Float64Array.from(bounds, Number),\n    heads: Int32Array.from(heads),\n    rows: Int32Array.from(chain.rows),\n    next: Int32Array.from(chain.next),\n    longBounds: long.bounds.map(BigInt),\n    longHeads: Int32Array.from(long.heads)\n  };\n}",
  "uses": [
    "addressAfter",
    "indexRanges",
    "longAddressAfter",
    "newChain",
    "rangesOf"
  ]
},
{
  "name": "rangesOf",
  "code": "/** The ranges of rows whose ends `after` knows, which tells the first value beyond one. */\nfunction rangesOf(rows, ranges, firstKey, after) {\n  const result = [];\n  for (const row of rows) {\n    const ends = ranges[row - firstKey] ?? [];\n    for (let i = 0; i + 1 < ends.length; i += 2) {\n      const [low, high] = [ends[i], ends[i + 1]];\n      if (low === undefined || high === undefined || typeof low !== typeof high || !(low <= high)) continue;\n      const end = after(high);\n      if (end !== undefined) result.push({ row, low, end });\n    }\n  }\n  return result;\n}",
  "uses": []
},
{
  "name": "numberAfter",
  "code": "/** The next number that there is, of numbers as they are compared. */\nfunction numberAfter(value) {\n  if (typeof value === \"bigint\") return undefined;\n  if (!Number.isFinite(value)) return value;\n  if (value === 0) return Number.MIN_VALUE;\n  const bits = new BigInt64Array(Float64Array.of(value).buffer);\n  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);\n  return new Float64Array(bits.buffer)[0] ?? value;\n}",
  "uses": []
},
{
  "name": "addressAfter",
  "code": "/** Addresses are integers, so that neighbouring networks share a bound. */\nfunction addressAfter(value) {\n  return typeof value === \"bigint\" ? undefined : value + 1;\n}",
  "uses": []
},
{
  "name": "longAddressAfter",
  "code": "function longAddressAfter(value) {\n  return typeof value === \"bigint\" ? value + 1n : undefined;\n}",
  "uses": []
},
{
  "name": "indexRanges",
  "code": "/** A segment tree (Bentley 1977) over the bounds of ranges. */\nfunction indexRanges(ranges, chain) {\n  const bounds = [...new Set(ranges.flatMap(({ low, end }) => [low, end]))].sort(\n    (a, b) => a < b ? -1 : a > b ? 1 : 0\n  );\n  const places = new Map(bounds.map((bound, place) => [bound, place]));\n  let size = 1;\n  while (size < bounds.length) size *= 2;\n  const heads = new Int32Array(2 * size).fill(-1);\n  const tails = new Int32Array(2 * size).fill(-1);\n  const note = (node, row) => {\n    const entry = addEntry(chain, row, heads[node] ?? -1);\n    heads[node] = entry;\n    if (tails[node] === -1) tails[node] = entry;\n  };\n  for (const { row, low, end } of ranges) {\n    let left = (places.get(low) ?? 0) + size;\n    let right = (places.get(end) ?? 0) + size + (end === Number.POSITIVE_INFINITY ? 1 : 0);\n    for (; left < right; left >>= 1, right >>= 1) {\n      if (left & 1) note(left++, row);\n      if (right & 1) note(--right, row);\n    }\n  }\n  for (let node = 2; node < 2 * size; node += 1) {\n    const above = heads[node >> 1] ?? -1;\n    const tail = tails[node] ?? -1;\n    if (tail === -1) heads[node] = above;\n    else chain.next[tail] = above;\n  }\n  return { bounds, heads: [...heads.subarray(size, size + bounds.length)] };\n}",
  "uses": [
    "addEntry"
  ]
},
{
  "name": "findByNumber",
  "code": "/** The chain of the ranges that a number is in. */\nfunction findByNumber({ bounds, heads }, value) {\n  if (value === undefined) return -1;\n  let low = 0;\n  let high = bounds.length;\n  while (low < high) {\n    const middle = low + high >>> 1;\n    if ((bounds[middle] ?? 0) <= value) low = middle + 1;\n    else high = middle;\n  }\n  return low === 0 ? -1 : heads[low - 1] ?? -1;\n}",
  "uses": []
},
{
  "name": "findByAddress",
  "code": "/** The chain of the ranges that an address is in. */\nfunction findByAddress(index, ip) {\n  if (typeof ip !== \"bigint\") return findByNumber(index, ip);\n  const { longBounds, longHeads } = index;\n  let low = 0;\n  let high = longBounds.length;\n  while (low < high) {\n    const middle = low + high >>> 1;\n    if ((longBounds[middle] ?? 0n) <= ip) low = middle + 1;\n    else high = middle;\n  }\n  return low === 0 ? -1 : longHeads[low - 1] ?? -1;\n}",
  "uses": [
    "findByNumber"
  ]
},
{
  "name": "inRanges",
  "code": "/** Whether an address is in one of some ranges, given by lowest and highest address in turn. */\nfunction inRanges(ip, ranges) {\n  for (let i = 0; i + 1 < ranges.length; i += 2) {\n    const low = ranges[i];\n    const high = ranges[i + 1];\n    if (ip === undefined || low === undefined || high === undefined || typeof low !== typeof ip) continue;\n    if (ip >= low && ip <= high) return true;\n  }\n  return false;\n}",
  "uses": []
},
{
  "name": "indexByText",
  "code": "/** An index by how a text begins, or ends. */\nfunction indexByText(rows, keys, fromEnd, toldApartBy, firstKey = 0) {\n  const heads = new Map();\n  const tails = new Map();\n  const chain = newChain();\n  for (let i = rows.length - 1; i >= 0; i -= 1) {\n    const row = rows[i] ?? 0;\n    for (const key of keysAt(keys, row - firstKey)) {\n      const text = String(key);\n      const entry = addEntry(chain, row, heads.get(text) ?? -1);\n      heads.set(text, entry);\n      if (!tails.has(text)) tails.set(text, entry);\n    }\n  }\n  const texts = [...heads.keys()];\n  const lengths = Int32Array.from(new Set(texts.map((text) => text.length))).sort();\n  for (const [text, tail] of tails) chain.next[tail] = longestWithin(text, lengths, heads, fromEnd);\n  const places = Int32Array.from(toldApartBy);\n  const shortest = shortestByDepth(lengths, places);\n  return {\n    fromEnd,\n    places,\n    depths: Int32Array.from(shortest.keys()),\n    shortest: Int32Array.from(shortest.values()),\n    slots: hashTable(texts, places, fromEnd),\n    texts,\n    heads: Int32Array.from(texts, (text) => heads.get(text) ?? -1),\n    rows: Int32Array.from(chain.rows),\n    next: Int32Array.from(chain.next)\n  };\n}",
  "uses": [
    "addEntry",
    "hashTable",
    "keysAt",
    "longestWithin",
    "newChain",
    "shortestByDepth"
  ]
},
{
  "name": "longestWithin",
  "code": "/** The chain of the longest key that a key begins (ends) with, but for itself. */\nfunction longestWithin(text, lengths, heads, fromEnd) {\n  for (let i = lengths.length - 1; i >= 0; i -= 1) {\n    const length = lengths[i] ?? 0;\n    if (length >= text.length) continue;\n    const head = heads.get(fromEnd ? text.slice(text.length - length) : text.slice(0, length));\n    if (head !== undefined) return head;\n  }\n  return -1;\n}",
  "uses": []
},
{
  "name": "depthOf",
  "code": "/** How many of the places a text of a length has. */\nfunction depthOf(length, places) {\n  let depth = 0;\n  while (depth < places.length && (places[depth] ?? 0) < length) depth += 1;\n  return depth;\n}",
  "uses": []
},
{
  "name": "shortestByDepth",
  "code": "/** The length of the shortest key of each depth, of lengths in order. */\nfunction shortestByDepth(lengths, places) {\n  const shortest = new Map();\n  for (const length of lengths) {\n    const depth = depthOf(length, places);\n    if (!shortest.has(depth)) shortest.set(depth, length);\n  }\n  return shortest;\n}",
  "uses": [
    "depthOf"
  ]
},
{
  "name": "hashTable",
  "code": "function hashTable(texts, places, fromEnd) {\n  let size = 4;\n  while (size < texts.length * 2) size *= 2;\n  const slots = new Int32Array(2 * size).fill(-1);\n  texts.forEach((text, place) => {\n    const hash = hashText(text, places, fromEnd);\n    let slot = spread(hash) & size - 1;\n    while (slots[2 * slot + 1] !== -1) slot = slot + 1 & size - 1;\n    slots[2 * slot] = hash;\n    slots[2 * slot + 1] = place;\n  });\n  return slots;\n}",
  "uses": [
    "hashText",
    "spread"
  ]
},
{
  "name": "hashText",
  "code": "function hashText(text, places, fromEnd) {\n  let hash = 0;\n  for (let i = 0; i < depthOf(text.length, places); i += 1) {\n    hash = hashOn(hash, text, places[i] ?? 0, fromEnd);\n  }\n  return hash;\n}",
  "uses": [
    "depthOf",
    "hashOn"
  ]
},
{
  "name": "hashOn",
  "code": "/** The hash (Rabin and Karp 1987) of one more letter. */\nfunction hashOn(hash, text, place, fromEnd) {\n  return Math.imul(hash, 16777619) + text.charCodeAt(fromEnd ? text.length - 1 - place : place) | 0;\n}",
  "uses": []
},
{
  "name": "spread",
  "code": "/** Brings the upper bits down, which a product mixes best. */\nfunction spread(hash) {\n  return Math.imul(hash ^ hash >>> 15, 739982445) >>> 7;\n}",
  "uses": []
},
{
  "name": "findByText",
  "code": "/** The chain of the keys that a text begins (ends) with. */\nfunction findByText(index, text) {\n  if (text === undefined) return -1;\n  const { fromEnd, places, depths, shortest } = index;\n  let found = -1;\n  let hash = 0;\n  let known = 0;\n  for (let i = 0; i < depths.length; i += 1) {\n    if ((shortest[i] ?? 0) > text.length) break;\n    for (const depth = depths[i] ?? 0; known < depth; known += 1) {\n      hash = hashOn(hash, text, places[known] ?? 0, fromEnd);\n    }\n    const place = placeOfLongest(index, hash, text);\n    if (place >= 0) found = index.heads[place] ?? -1;\n  }\n  return found;\n}",
  "uses": [
    "hashOn",
    "placeOfLongest"
  ]
},
{
  "name": "placeOfLongest",
  "code": "/** The longest key with a hash that a text begins (ends) with. */\nfunction placeOfLongest({ fromEnd, slots, texts }, hash, text) {\n  const mask = (slots.length >> 1) - 1;\n  let found = -1;\n  let longest = -1;\n  for (let slot = spread(hash) & mask; ; slot = slot + 1 & mask) {\n    const place = slots[2 * slot + 1] ?? -1;\n    if (place < 0) return found;\n    if (slots[2 * slot] !== hash) continue;\n    const key = texts[place] ?? \"\";\n    if (key.length > longest && (fromEnd ? endsWith(text, key) : beginsWith(text, key))) {\n      found = place;\n      longest = key.length;\n    }\n  }\n}",
  "uses": [
    "beginsWith",
    "endsWith",
    "spread"
  ]
},
{
  "name": "rowsFrom",
  "code": "/** The rows from one up to another. */\nfunction rowsFrom(first, end) {\n  return Int32Array.from({ length: end - first }, (_, index) => first + index);\n}",
  "uses": []
},
{
  "name": "keysAt",
  "code": "/** The keys at a place, in a list. */\nfunction keysAt(keys, place) {\n  const key = keys[place];\n  return Array.isArray(key) ? key : [key];\n}",
  "uses": []
},
{
  "name": "indexByValue",
  "code": "/** An index by value. */\nfunction indexByValue(rows, keys, firstKey = 0) {\n  const heads = new Map();\n  const chain = newChain();\n  for (let i = rows.length - 1; i >= 0; i -= 1) {\n    const row = rows[i] ?? 0;\n    for (const key of keysAt(keys, row - firstKey))\n      heads.set(key, addEntry(chain, row, heads.get(key) ?? -1));\n  }\n  return { heads, rows: Int32Array.from(chain.rows), next: Int32Array.from(chain.next) };\n}",
  "uses": [
    "addEntry",
    "keysAt",
    "newChain"
  ]
},
{
  "name": "rowByValue",
  "code": "/** The row of each value, where each has one. */\nfunction rowByValue(rows, keys) {\n  const found = new Map();\n  for (const row of rows) for (const key of keysAt(keys, row)) found.set(key, row);\n  return found;\n}",
  "uses": [
    "keysAt"
  ]
},
{
  "name": "groupByValue",
  "code": "/** Indexes by value, each made of the rows that have the value. */\nfunction groupByValue(rows, keys, make) {\n  const groups = new Map();\n  for (const row of rows) {\n    for (const key of keysAt(keys, row)) {\n      const group = groups.get(key);\n      if (group === undefined) groups.set(key, [row]);\n      else group.push(row);\n    }\n  }\n  return new Map([...groups].map(([key, group]) => [key, make(Int32Array.from(group))]));\n}",
  "uses": [
    "keysAt"
  ]
},
{
  "name": "newChain",
  "code": "/** A chain without entries. */\nfunction newChain() {\n  return { rows: [], next: [] };\n}",
  "uses": []
},
{
  "name": "addEntry",
  "code": "/** Adds an entry that leads to the one after it, or to -1. */\nfunction addEntry({ rows, next }, row, after) {\n  rows.push(row);\n  next.push(after);\n  return rows.length - 1;\n}",
  "uses": []
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
  "code": "/** `text` with A to Z lowered and everything else left alone, in every locale. */\nfunction lowerAscii(text) {\n  for (let i = 0; i < text.length; i += 1) {\n    const code = text.charCodeAt(i);\n    if (code >= 65 && code <= 90) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());\n  }\n  return text;\n}",
  "uses": []
},
{
  "name": "beginsWith",
  "code": "/** Whether a text begins with another one that is not known beforehand. */\nfunction beginsWith(text, start) {\n  let at = start.length;\n  if (at > text.length) return false;\n  const first = at > 6 ? at - 3 : 0;\n  while (at > first) {\n    at -= 1;\n    if (text.charCodeAt(at) !== start.charCodeAt(at)) return false;\n  }\n  return first === 0 || text.endsWith(start, start.length);\n}",
  "uses": [
    "at"
  ]
},
{
  "name": "endsWith",
  "code": "/** Whether a text ends with another one that is not known beforehand. */\nfunction endsWith(text, end) {\n  const before = text.length - end.length;\n  if (before < 0) return false;\n  const few = end.length > 6 ? 3 : end.length;\n  for (let at = 0; at < few; at += 1) {\n    if (text.charCodeAt(before + at) !== end.charCodeAt(at)) return false;\n  }\n  return few === end.length || text.endsWith(end);\n}",
  "uses": [
    "at"
  ]
},
{
  "name": "parseTime",
  "code": "/** Reads an instant as RFC 3339 writes it, in milliseconds since 1970. */\nfunction parseTime(text) {\n  const zone = fractionEnd(text);\n  const seconds = daysAtStart(text) * 86400 + secondsOfDay(text) - offsetAt(text, zone) * 60;\n  const ms = seconds * 1e3 + fractionBefore(text, zone);\n  return ms >= -621672192e5 && ms <= 253402300799999 ? ms : undefined;\n}",
  "uses": [
    "daysAtStart",
    "fractionBefore",
    "fractionEnd",
    "offsetAt",
    "secondsOfDay"
  ]
},
{
  "name": "fractionEnd",
  "code": "/** Where the zone of an instant should be. */\nfunction fractionEnd(text) {\n  if (text.charCodeAt(19) !== 46) return 19;\n  let end = 20;\n  while (end < 23 && digitAt(text, end) >= 0) end += 1;\n  return end;\n}",
  "uses": [
    "digitAt"
  ]
},
{
  "name": "fractionBefore",
  "code": "/** The milliseconds of a fraction that ends before `end`; NaN if it has no digit. */\nfunction fractionBefore(text, end) {\n  switch (end) {\n    case 19:\n      return 0;\n    case 21:\n      return digitAt(text, 20) * 100;\n    case 22:\n      return twoDigitsAt(text, 20, 99) * 10;\n    case 23:\n      return twoDigitsAt(text, 20, 99) * 10 + digitAt(text, 22);\n    default:\n      return Number.NaN;\n  }\n}",
  "uses": [
    "digitAt",
    "twoDigitsAt"
  ]
},
{
  "name": "secondsOfDay",
  "code": "/** The seconds that `T10:00:00` says from the eleventh character on; NaN if it does not. */\nfunction secondsOfDay(text) {\n  const isPunctuated = (text.charCodeAt(10) | 32) === 116 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;\n  if (!isPunctuated) return Number.NaN;\n  return (twoDigitsAt(text, 11, 23) * 60 + twoDigitsAt(text, 14, 59)) * 60 + twoDigitsAt(text, 17, 59);\n}",
  "uses": [
    "twoDigitsAt"
  ]
},
{
  "name": "offsetAt",
  "code": "/** The minutes that `Z` or `+01:00`, the last of a text, is ahead of UTC; NaN for anything else. */\nfunction offsetAt(text, position) {\n  const sign = text.charCodeAt(position);\n  if ((sign | 32) === 122) return text.length === position + 1 ? 0 : Number.NaN;\n  if (text.length !== position + 6 || text.charCodeAt(position + 3) !== 58) return Number.NaN;\n  const minutes = twoDigitsAt(text, position + 1, 23) * 60 + twoDigitsAt(text, position + 4, 59);\n  return sign === 43 ? minutes : sign === 45 ? -minutes : Number.NaN;\n}",
  "uses": [
    "twoDigitsAt"
  ]
},
{
  "name": "digitAt",
  "code": "/** The digit at a place of a text; NaN for anything else. */\nfunction digitAt(text, position) {\n  const digit = text.charCodeAt(position) - 48;\n  return digit >= 0 && digit <= 9 ? digit : Number.NaN;\n}",
  "uses": []
},
{
  "name": "twoDigitsAt",
  "code": "/** The number of two digits at a place of a text; NaN for anything else, and above `maximum`. */\nfunction twoDigitsAt(text, position, maximum) {\n  const number = digitAt(text, position) * 10 + digitAt(text, position + 1);\n  return number <= maximum ? number : Number.NaN;\n}",
  "uses": [
    "digitAt"
  ]
},
{
  "name": "parseDate",
  "code": "/** Reads a date, `2026-11-21`, in days since 1970-01-01 of the proleptic Gregorian calendar. */\nfunction parseDate(text) {\n  const days = text.length === 10 ? daysAtStart(text) : Number.NaN;\n  return Number.isNaN(days) ? undefined : days;\n}",
  "uses": [
    "daysAtStart"
  ]
},
{
  "name": "daysAtStart",
  "code": "/** The days of the date that a text begins with; NaN if it begins with none. */\nfunction daysAtStart(text) {\n  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;\n  const year = twoDigitsAt(text, 0, 99) * 100 + twoDigitsAt(text, 2, 99);\n  const month = twoDigitsAt(text, 5, 12);\n  const day = twoDigitsAt(text, 8, daysOfMonth(year, month));\n  return month >= 1 && day >= 1 ? daysFromDate(year, month, day) : Number.NaN;\n}",
  "uses": [
    "daysFromDate",
    "daysOfMonth",
    "twoDigitsAt"
  ]
},
{
  "name": "daysOfMonth",
  "code": "function daysOfMonth(year, month) {\n  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;\n  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;\n}",
  "uses": []
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
  "name": "noQuestions",
  "code": "/** What is asked of a rule, without anyone to ask it. */\nconst noQuestions = [];",
  "uses": []
},
{
  "name": "noCalls",
  "code": "/** What is asked for by a rule that asks for nothing. */\nconst noCalls = [];",
  "uses": []
},
{
  "name": "noteUnresolved",
  "code": "/** Notes that a rule which tests relations is an error, with its questions where somebody wants to know them. */\nfunction noteUnresolved(found, rule, effect, questions = noQuestions, calls = noCalls) {\n  if (found === undefined) return effect === \"deny\";\n  if (effect === \"allow\" && found.allows !== undefined) return false;\n  found.unresolved = noted(found.unresolved, { rule, effect, questions, calls });\n  return false;\n}",
  "uses": [
    "noCalls",
    "noQuestions",
    "noted"
  ]
},
{
  "name": "findingsToAsk",
  "code": "/** What to fill, also with questions where the report wants them. */\nfunction findingsToAsk(role, report) {\n  return {\n    role,\n    denies: undefined,\n    allows: undefined,\n    errors: undefined,\n    remedies: undefined,\n    obligations: undefined,\n    asks: typeof report === \"object\" && report.needed !== undefined,\n    unresolved: undefined\n  };\n}",
  "uses": []
},
{
  "name": "pose",
  "code": "/** Notes a question; none of an entity that is not there, which something to the left has made irrelevant. */\nfunction pose(questions, relation, subject, object) {\n  if (subject === undefined || subject === null || object === undefined || object === null) return;\n  questions.push({\n    subject: { type: subject.type, id: subject.id },\n    relation,\n    object: { type: object.type, id: object.id }\n  });\n}",
  "uses": []
},
{
  "name": "concludesAnswered",
  "code": "/** {@link concludes}, where rules may be unresolved. */\nfunction concludesAnswered(once, subject, actor) {\n  resolveFindings(subject, actor);\n  return concludes(once, subject, actor);\n}",
  "uses": [
    "concludes",
    "resolveFindings"
  ]
},
{
  "name": "concludeAnswered",
  "code": "/** {@link conclude}, where rules may be unresolved; or, for `relationsNeeded`, what there is to ask. */\nfunction concludeAnswered(facts, once, args, report, subject, actor) {\n  if (report.needed !== undefined) {\n    report.needed.push(...neededOf(subject, actor));\n    return false;\n  }\n  resolveFindings(subject, actor);\n  return conclude(facts, once, args, subject, actor);\n}",
  "uses": [
    "conclude",
    "neededOf",
    "resolveFindings"
  ]
},
{
  "name": "neededOf",
  "code": "/** The questions of the unresolved rules that can still matter. */\nfunction neededOf(subject, actor) {\n  if (isSettled(subject, actor)) return [];\n  const isDenied = subject.denies !== undefined || actor?.denies !== undefined;\n  const questions = [subject, ...actor === undefined ? [] : [actor]].flatMap((found) => (found.unresolved ?? []).filter((rule) => canMatter(rule, found, isDenied))).flatMap((rule) => rule.questions);\n  questions.sort(compareQuestions);\n  return questions.filter((question, index) => {\n    const before = questions[index - 1];\n    return before === undefined || compareQuestions(before, question) !== 0;\n  });\n}",
  "uses": [
    "canMatter",
    "compareQuestions",
    "isDenied",
    "isSettled"
  ]
},
{
  "name": "compareQuestions",
  "code": "function compareQuestions(left, right) {\n  return compareText(left.object.type, right.object.type) || compareText(left.object.id, right.object.id) || compareText(left.relation, right.relation) || compareText(left.subject.type, right.subject.type) || compareText(left.subject.id, right.subject.id);\n}",
  "uses": [
    "compareText"
  ]
},
{
  "name": "resolveFindings",
  "code": "/** Puts the unresolved rules that can still matter among those that are errors, and drops the others. */\nfunction resolveFindings(subject, actor) {\n  if (subject.unresolved === undefined && actor?.unresolved === undefined) return;\n  const settled = isSettled(subject, actor);\n  const isDenied = subject.denies !== undefined || actor?.denies !== undefined;\n  countErrors(subject, settled, isDenied);\n  if (actor !== undefined) countErrors(actor, settled, isDenied);\n}",
  "uses": [
    "countErrors",
    "isDenied",
    "isSettled"
  ]
},
{
  "name": "isSettled",
  "code": "/** Whether the decision is the same whatever the unresolved rules come to. */\nfunction isSettled(subject, actor) {\n  return isDeniedAnyway(subject) || actor !== undefined && isDeniedAnyway(actor);\n}",
  "uses": [
    "isDeniedAnyway"
  ]
},
{
  "name": "isDeniedAnyway",
  "code": "function isDeniedAnyway(found) {\n  if (found.denies !== undefined && !areLifted(found.denies, found.remedies)) return true;\n  return found.allows === undefined && !hasUnresolved(found, \"allow\");\n}",
  "uses": [
    "areLifted",
    "hasUnresolved"
  ]
},
{
  "name": "areLifted",
  "code": "function areLifted(denies, remedies) {\n  return denies.every((deny) => remedies?.some(({ rule, calls }) => rule === deny && !calls.includes(null)));\n}",
  "uses": []
},
{
  "name": "hasUnresolved",
  "code": "function hasUnresolved({ unresolved }, effect) {\n  return unresolved?.some((rule) => rule.effect === effect) === true;\n}",
  "uses": []
},
{
  "name": "countErrors",
  "code": "function countErrors(found, settled, isDenied) {\n  if (settled) {\n    if (found.denies === undefined && hasUnresolved(found, \"deny\")) found.allows = undefined;\n    return;\n  }\n  for (const rule of found.unresolved ?? []) if (canMatter(rule, found, isDenied)) countError(found, rule);\n}",
  "uses": [
    "canMatter",
    "countError",
    "hasUnresolved",
    "isDenied"
  ]
},
{
  "name": "canMatter",
  "code": "/** Whether it matters what an unresolved rule comes to, in a decision that is not settled. */\nfunction canMatter({ effect }, found, isDenied) {\n  if (effect === \"allow\") return found.allows === undefined;\n  return effect === \"deny\" || !isDenied;\n}",
  "uses": [
    "isDenied"
  ]
},
{
  "name": "countError",
  "code": "function countError(found, { rule, effect, calls }) {\n  found.errors = noted(found.errors, rule);\n  if (effect === \"deny\") found.denies = noted(found.denies, rule);\n  else if (effect === \"oblige\")\n    found.obligations = noted(found.obligations, { rule, role: found.role, calls });\n}",
  "uses": [
    "noted"
  ]
},
{
  "name": "parseUrl",
  "code": "/** Reads an absolute URL with a host, and gives its plain form. */\nfunction parseUrl(text) {\n  const colon = text.indexOf(\"://\");\n  if (colon < 0 || !isUrlText(text)) return undefined;\n  const scheme = lowerAscii(text.slice(0, colon));\n  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return undefined;\n  const rest = text.slice(colon + 3);\n  const pathEnd = Math.min(indexIn(rest, \"?\"), indexIn(rest, \"#\"));\n  const authorityEnd = Math.min(indexIn(rest, \"/\"), pathEnd);\n  const path = rest.slice(authorityEnd, pathEnd) || \"/\";\n  if (!isUrlPath(path)) return undefined;\n  const authority = parseAuthority(rest.slice(0, authorityEnd), defaultPort(scheme));\n  if (authority === undefined) return undefined;\n  const { host, port, suffix } = authority;\n  return { text: `${scheme}://${host}${suffix}${path}${rest.slice(pathEnd)}`, scheme, host, port, path };\n}",
  "uses": [
    "defaultPort",
    "indexIn",
    "isUrlPath",
    "isUrlText",
    "lowerAscii",
    "parseAuthority"
  ]
},
{
  "name": "isUrlText",
  "code": "/** No lone surrogate, control character, white space or backslash, and every `%` followed by two digits. */\nfunction isUrlText(text) {\n  for (let position = 0; position < text.length; position += 1) {\n    const code = text.charCodeAt(position);\n    const isPlain = code > 32 && code < 127 && code !== 92 && code !== 37;\n    if (!isPlain) return text.isWellFormed() && !/[\\p{Cc}\\s\\\\]|%(?![0-9A-Fa-f]{2})/u.test(text);\n  }\n  return true;\n}",
  "uses": [
    "isPlain"
  ]
},
{
  "name": "indexIn",
  "code": "/** Where the first such character is, or the end of the text. */\nfunction indexIn(text, character) {\n  const index = text.indexOf(character);\n  return index < 0 ? text.length : index;\n}",
  "uses": []
},
{
  "name": "isUrlPath",
  "code": "/** No segment `.` or `..`, and nothing that may become one, or a separator, further on. */\nfunction isUrlPath(path) {\n  if (path.includes(\"%\") && /%(?:2e|2f|5c|00)/i.test(path)) return false;\n  return !path.includes(\"/.\") || !/\\/\\.{1,2}(?:\\/|$)/.test(path);\n}",
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
export const decisionTypes = "export type DecisionReason =\n  | \"allowed\"\n  | \"denied_by_rule\"\n  | \"no_matching_rule\"\n  | \"invalid_request\"\n  | \"obligation_error\";\n\n/** What tells entities apart. */\nexport interface EntityKey {\n  readonly type: string;\n  readonly id: string;\n}\n\n/** Whether a subject has a relation to an object. */\nexport interface RelationQuestion {\n  readonly subject: EntityKey;\n  readonly relation: string;\n  readonly object: EntityKey;\n}\n\n/** `unknown`: nobody could say. To a rule that is an error, as no answer is. */\nexport type RelationAnswer = \"yes\" | \"no\" | \"unknown\";\n\n/** A question with its answer. */\nexport interface AnsweredRelation extends RelationQuestion {\n  readonly answer: RelationAnswer;\n}\n\n/** The two sides of a delegated request; a request without an actor has only a subject. */\nexport type PrincipalRole = \"subject\" | \"actor\";\n\n/** How one principal fares by itself. */\nexport interface PrincipalDecision {\n  readonly decision: boolean;\n  /** The determining rules by id, sorted: every matching deny, or else every matching allow. */\n  readonly rules: readonly string[];\n}\n\n/** A deny's condition that a person or system can bring about, with what would have to be true. */\nexport interface ReportedRemedy {\n  /** Id of the deny rule that it lifts. */\n  readonly rule: string;\n  readonly principal: PrincipalRole;\n  readonly name: string;\n  /** Argument values in JSON form. */\n  readonly arguments: { readonly [name: string]: unknown };\n}\n\n/** What the enforcement point must do when the request is allowed. */\nexport interface ReportedObligation {\n  readonly name: string;\n  /** Argument values in JSON form. */\n  readonly arguments: { readonly [name: string]: unknown };\n}\n\n/** A rule whose clauses (or, for `obligation_error`, whose obligation's arguments) are an error. */\nexport interface EvaluationError {\n  readonly rule: string;\n  readonly principal: PrincipalRole;\n  readonly where: \"clauses\" | \"obligation\";\n}\n\n/** Why a request is invalid: for the audit record, not for the caller. */\nexport interface Problem {\n  /** JSON Pointer (RFC 6901) into the request. */\n  readonly path: string;\n  /** `missing`, `undeclared` (a member, argument, action or type that nothing declares) or `invalid` (wrong type or outside its form). */\n  readonly kind: \"missing\" | \"undeclared\" | \"invalid\";\n  /** What was expected, as Pol prints the type; for people. */\n  readonly expected: string;\n}\n\n/** A tool of an MCP server that a policy set was compiled for. */\nexport interface ImportedTool {\n  /** The action that it is in requests. */\n  readonly action: string;\n  /** What the policy set calls the server. */\n  readonly server: string;\n  /** Its name on the server. */\n  readonly tool: string;\n  /** SHA-256 of its definition when it was imported, as `sha256:` and 64 hexadecimal digits. */\n  readonly digest: string;\n}\n\n/** The answer, with its reasons. */\nexport interface Decision {\n  readonly decision: boolean;\n  readonly reason: DecisionReason;\n  /** Absent where the request is invalid. */\n  readonly subject?: PrincipalDecision;\n  /** Absent where the request is invalid or has no actor. */\n  readonly actor?: PrincipalDecision;\n  /** Texts of the denies that matched, sorted by rule id, without duplicates. */\n  readonly because: readonly string[];\n  readonly remedies: readonly ReportedRemedy[];\n  readonly obligations: readonly ReportedObligation[];\n  readonly errors: readonly EvaluationError[];\n  /** Empty unless the reason is `invalid_request`. */\n  readonly problems: readonly Problem[];\n  /** The call's arguments in normalised form: what is to be forwarded. Absent where the request is invalid. */\n  readonly args?: { readonly [name: string]: unknown };\n  /** SHA-256 of the policy set's canonical print, as `sha256:` and 64 hexadecimal digits. */\n  readonly digest: string;\n}";

/** The types of src/runtime/secrets.ts, for the declaration files of policy sets with secrets. */
export const secretTypes = "/** What may be shown of a value. Of one that has not this form, nothing. */\nexport type Showing =\n  /** Nothing. */\n  | \"secret\"\n  /** A scalar: all of it. */\n  | \"scalar\"\n  /** Whatever it is (`Json`): all of it. */\n  | \"json\"\n  /** An entity: what is said of its type. */\n  | \"entity\"\n  /** A list: this of each element. */\n  | { readonly list: Showing }\n  /** A map: its keys, and this of each value. */\n  | { readonly map: Showing }\n  /** A record: its members that are named here. */\n  | { readonly record: ShownMembers };\n\n/** What may be shown of the members of something, by their names. */\nexport interface ShownMembers {\n  readonly [name: string]: Showing;\n}\n\n/** What may be shown of requests and decisions. */\nexport interface Secrets {\n  /** The properties of entities, by type. */\n  readonly entities: { readonly [type: string]: ShownMembers };\n  /** The arguments of actions, by the action's name in requests. */\n  readonly actions: { readonly [action: string]: ShownMembers };\n  readonly context: ShownMembers;\n  /** Arguments of obligations: one that some rule makes of something secret is secret. */\n  readonly obligations: { readonly [name: string]: ShownMembers };\n  /** Arguments of remedies, in the same way. */\n  readonly remedies: { readonly [name: string]: ShownMembers };\n}";

/** The types of src/relations/model.ts that say what relations there are, for the declaration files of policy sets with relations. */
export const modelTypes = "/** What relations there are between entities. */\nexport interface RelationModel {\n  /** One for each type, sorted by type. */\n  readonly types: readonly EntityRelations[];\n}\n\n/** The relations of one type's entities. */\nexport interface EntityRelations {\n  readonly type: string;\n  /** Sorted by name. */\n  readonly relations: readonly Relation[];\n}\n\n/** One relation. */\nexport interface Relation {\n  readonly name: string;\n  /** Of whom tuples may be written. */\n  readonly subjects: readonly SubjectKind[];\n  readonly rule: RelationRule;\n}\n\n/** A kind of subject that a tuple may have. */\nexport type SubjectKind =\n  /** `User` */\n  | { readonly kind: \"entity\"; readonly type: string }\n  /** `User.*` */\n  | { readonly kind: \"everyone\"; readonly type: string }\n  /** `Team.member` */\n  | { readonly kind: \"userset\"; readonly type: string; readonly relation: string };\n\n/** How a relation follows from tuples and from other relations. */\nexport type RelationRule =\n  /** Its own tuples. */\n  | { readonly kind: \"direct\" }\n  /** Another relation of the same entity. */\n  | { readonly kind: \"computed\"; readonly relation: string }\n  /** `viewer of parent`: the relation of each entity that a tuple of `over` leads to; a userset leads to the entity whose it is. */\n  | { readonly kind: \"inherited\"; readonly relation: string; readonly over: string }\n  | { readonly kind: \"union\"; readonly operands: readonly RelationRule[] }\n  | { readonly kind: \"intersection\"; readonly operands: readonly RelationRule[] }\n  | { readonly kind: \"exclusion\"; readonly base: RelationRule; readonly excluded: RelationRule };";
