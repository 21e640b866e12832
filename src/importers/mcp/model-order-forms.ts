/** A form of words that gives orders to a model. */
export interface ModelOrderForm {
  /** What such words do. */
  readonly deed: string;
  /** For a folded text: lower case, single spaces. What is tried at each place is bounded, so no text takes long. */
  readonly pattern: RegExp;
}

/** What the forms are put together from; `{name}` in a form stands for one of these words. */
const vocabulary: Readonly<Record<string, string>> = {
  drop: "\\b(?:ignore|disregard|forget)",
  earlier:
    "previous|prior|above|earlier|preceding|your|system|original|developer|developer's|safety|the user's",
  instructions: "instructions?|prompts?|directives?",
  not: "\\b(?:do not|don't|never|must not|mustn't|should not|shouldn't|without)",
  tell: "tell|telling|inform|informing|mention|mentioning|reveal|revealing|disclose|disclosing",
  user: "(?:the |your |any )?(?:users?|humans?|operator|customer|person)\\b",
  // What a user is to do, or not to be bothered with, is advice: "do not tell the user to wait".
  noAdvice: "(?! (?:to|they|he|she|if|when|that (?:they|he|she))\\b| about (?!this|it\\b|that|these|any))",
  agent: "\\b(?:the |this |any |your )?(?:agent|assistant|model|llm|ai)",
  read: "\\b(?:read|open|access|cat|retrieve|fetch|load|collect|gather|send|upload|include|attach|copy)",
  send: "\\b(?:send|pass|put|include|provide|forward|append|copy|insert|attach|upload|post|encode|place|write|add|submit|leak)",
  // `.ssh/config` and `known_hosts` are no secrets.
  secretFile:
    "~/\\.ssh\\b(?!/(?:config|known_hosts))|~/\\.(?:aws|gnupg)/\\w+|~/\\.(?:cursor|claude)\\S*\\.json|~/\\.(?:netrc|npmrc|git-credentials|bash_history)|\\bid_(?:rsa|ed25519)\\b|\\bmcp\\.json|\\bclaude_desktop_config|/etc/(?:passwd|shadow)\\b",
  secret:
    "{secretFile}|[ '\"`/]\\.env\\b|\\bprivate keys?\\b|\\ball (?:of )?(?:the |your )?(?:environment variables|credentials|api keys|secrets|passwords)|\\b(?:entire|full|whole|complete) (?:chat|conversation)\\b",
};

/** Where data goes that leaves by a call: an argument by its name, an address. */
const away =
  "\\b(?:as|in|into|to|via|through|under) (?:the |a |an |this )?(?:['\"`][\\w-]{1,40}['\"`]|[\\w'\"`-]{1,40} (?:parameter|argument|field|param)\\b|https?://|[\\w.+-]{1,60}@\\w)";

/*
 * The forms follow attacks that were published: tool poisoning, shadowing of another server's tools, exfiltration by a side argument.
 * Advice on how to use a tool is not meant, and most of it is urgent too: that a tool "must" be called first, or calls itself important,
 * says nothing. So each form has a verb and an object that no advice needs.
 */
const forms: readonly (readonly [deed: string, words: string])[] = [
  [
    "sets earlier instructions aside",
    "{drop} (?:(?:all|any|every|of|the|these|those|other|my|and|or) ){0,5}(?:{earlier})(?:(?:,| and| or|,? and/or)? (?:{earlier}|user|other|all)){0,4} (?:{instructions})\\b",
  ],
  [
    "sets earlier instructions aside",
    "\\b(?:override|bypass|discard) (?:(?:all|any|every|of|the|these|those) ){0,4}(?:previous|prior|earlier|preceding|your|safety)(?: (?:system|safety|user|other))? (?:{instructions}|guidelines)\\b",
  ],
  [
    "sets earlier instructions aside",
    "{drop} (?:all|any|every|everything)(?: of)?(?: the| other){0,2} (?:{instructions}|rules|guidelines)(?: (?:from|by|of) (?:the )?(?:user|system|developer)\\b| (?:that )?you (?:were|have|got|received)\\b)",
  ],
  [
    "sets earlier instructions aside",
    "{drop} (?:all|everything|anything) (?:that )?(?:you (?:were|have been) (?:told|given)|said (?:above|before)|(?:above|before) this)\\b",
  ],
  [
    "puts itself above other instructions",
    "\\b(?:these|this|the following) (?:instructions?|tool|rules?|message|notice|directives?) (?:always )?(?:overrides?|supersedes?|(?:takes?|has|have) (?:precedence|priority) over) (?:(?:all|any|every|the|your|other|previous|prior|user|system|safety) ){1,5}(?:{instructions}|tools|rules|messages|guidelines)\\b",
  ],
  [
    "gives the model another role",
    "\\byou are now (?:a|an|in|dan|the|no longer)\\b|\\bfrom now on,? you (?:are|will|must|should|shall)\\b|\\bnew (?:system )?(?:instructions|prompt):",
  ],
  ["keeps something from the user", "{not} (?:tell|telling|inform|informing) {user}{noAdvice}"],
  ["keeps something from the user", "{not} let(?:ting)? {user} (?:know|see|notice|find out)"],
  [
    "keeps something from the user",
    "{not} (?:{tell}) (?:this|that|these|it|anything|what|any of (?:this|these|it)|the above)\\b[^.]{0,60}? (?:to|from) {user}",
  ],
  [
    "keeps something from the user",
    "{not} mention (?:that you\\b|(?:it|this|these|the above|any of (?:this|these))(?: \\w+){0,2}(?: ?[.,;!<(]|$))",
  ],
  [
    "keeps something from the user",
    "\\b(?:the |your )(?:users?|human|operator) (?:must|should|may) (?:not|never) (?:know|be told|be informed|be made aware|be aware|notice|find out|learn)\\b",
  ],
  [
    "keeps something from the user",
    "\\b(?:the |your )(?:users?|human|operator) (?:does not|doesn't|do not|don't) need to (?:(?:know|be told|be informed)(?: (?:this|that|it|(?:about|of) (?:this|it|that)))?(?: ?[.,;!<)]|$))",
  ],
  [
    "keeps something from the user",
    "{agent} (?:must|should|shall|may) (?:not|never) (?:notify|tell|inform|mention|alert|warn)\\b",
  ],
  [
    "keeps something from the user",
    "\\b(?:keep|hide|conceal) (?:this|it|these|all of this|that)(?: \\w+){0,3} (?:secret|hidden|confidential|private) from {user}|\\b(?:hide|conceal) (?:this|it|these)(?: \\w+){0,2} from {user}|\\bkeep (?:this|it) (?:a )?secret\\b",
  ],
  [
    "asks for credentials",
    "\\b(?:read|open|access|cat|send|upload|include|attach|copy|paste) (?:(?:the|all|any|every|your|its|user's|file|files|contents?|of|from|in|at|private|ssh|keys?|and) |['\"`]){0,8}(?:{secretFile})",
  ],
  [
    "asks for credentials",
    "\\b(?:before|prior to|when|whenever) (?:using|calling|running|invoking|executing|you (?:use|call|run|invoke)) (?:this|the|any|other|another|each)(?: \\w+)? tools?\\b[^.]{0,60}?{read} [^.]{0,50}?(?:{secret})",
  ],
  ["sends private data out", `{read} .{0,80}?(?:{secret}).{0,140}?{send} [^.]{0,60}?${away}`],
  [
    "sends private data out",
    "(?:{send}|\\brepeat|\\breveal|\\bprint|\\boutput) (?:(?:the|all|any|full|entire|complete|whole|contents?|of|verbatim|text) ){0,5}(?:your (?:(?:initial|original|hidden|full|entire|own) ){0,2}(?:system prompt|instructions|chain of thought)|the system prompt (?:that )?you)\\b",
  ],
  [
    "sends private data out",
    "\\b(?:send|forward|bcc|cc|copy|redirect|upload|post) (?:a copy of )?(?:all|every|each|any|the full|the entire|a copy of)\\b[^.]{0,50}? (?:to|at) ['\"`<]?(?!\\S{1,60}example\\.)[\\w.+-]{1,60}@\\w[\\w-]{0,60}\\.\\w",
  ],
  [
    "changes what other tools do",
    "\\b(?:when|whenever|if|each time|every time) (?!this )[^.]{0,30}?['\"`(]{0,2}(?<tool>[a-z][a-z0-9]{0,30}[_-][\\w-]{1,60})['\"`)]{0,2}(?: tool)? (?:is|are|gets|has been) (?:being )?(?:called|invoked|executed|presented)\\b.{0,120}?\\b(?:instead|redirect|bcc|(?:must|always|should|first|(?:make|be) sure to) (?:also )?(?:send|forward|copy|change|replace|modify|include|append|add))\\b",
  ],
  [
    "changes what other tools do",
    "\\b(?:when|whenever|if|each time|every time) (?!this )[^.]{0,30}?['\"`(]{0,2}(?<tool>[a-z][a-z0-9]{0,30}[_-][\\w-]{1,60})['\"`)]{0,2}(?: tool)? (?:is|are) (?:used|available)\\b.{0,60}?\\b(?:redirect|bcc|(?:must|always|should|first) (?:also )?(?:send|forward|change|replace|modify)) ",
  ],
  [
    "sends private data out",
    "\\b(?:always|also|must|silently|secretly) (?:bcc|cc|blind copy)\\b[^.]{0,20}? ['\"`<]?(?!\\S{1,60}example\\.)[\\w.+-]{1,60}@\\w",
  ],
  [
    "sends private data out",
    "^contents? (?:from|of) (?:reading )?(?:the )?(?:ssh|id rsa|aws credentials|mcp json|env file|etc passwd)\\b",
  ],
  [
    "changes what other tools do",
    "\\bthis tool (?:has (?:\\w+ )?side[- ]effects? on|changes the behaviou?r of) (?:the |all )?(?:other )?tools?\\b",
  ],
  [
    "changes what other tools do",
    "\\b(?:change|replace|swap) the (?:recipient|iban|payee|bank account|wallet address)[^.]{0,40}? (?:to|with|by) (?!\\S{1,60}example\\.)(?:\\S{1,60}@\\w|\\+[0-9]{8}|0x[0-9a-f]{6}|[a-z]{2}[0-9]{10})",
  ],
  [
    "imitates a message of the system",
    "<(?<tag>important|system|critical|hidden|secret|override)>.{1,4000}?</\\k<tag>>",
  ],
  [
    "imitates a message of the system",
    "<(?:important|system[-_ ](?:prompt|message|instructions?|override|reminder))>",
  ],
  [
    "imitates a message of the system",
    "<\\|(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)\\|>|<<sys>>|\\[/?inst\\]|#{2,6} ?(?:system|instructions?):",
  ],
];

/** The forms of words that give orders to a model. */
export const modelOrderForms: readonly ModelOrderForm[] = forms.map(([deed, words]) => ({
  deed,
  pattern: new RegExp(fillIn(words), "g"),
}));

function fillIn(words: string): string {
  const filled = words.replace(/\{([a-z]+)\}/gi, (_, name: string) => vocabulary[name] ?? "");
  return filled === words ? words : fillIn(filled);
}
