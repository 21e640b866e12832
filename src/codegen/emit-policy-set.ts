import { usesRelations } from "../check/tests-relations.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { DecisionGraph } from "../ir/decision-graph.js";
import { relationModel } from "../relations/from-schema.js";
import type { ImportedTool } from "../runtime/decision.js";
import { type Code, indented, join, js, lines, literal } from "./code.js";
import { dataLiteral } from "./data-literal.js";
import { emitFacts } from "./emit-facts.js";
import { emitSecrets } from "./emit-secrets.js";
import { emitFoldedRules, isFolded } from "./fold-rules.js";
import type { ModuleParts } from "./module-parts.js";
import type { Places } from "./places.js";

/**
 * Emits what the module exports about its policy set: its rules, what requests for each action have to carry, the tools that actions
 * were imported from, and what of all this logs may show.
 */
export function emitPolicySet(
  parts: ModuleParts,
  graph: DecisionGraph,
  { places, tools }: { readonly places: Places; readonly tools: readonly ImportedTool[] },
): Code {
  if (isFolded(graph.policySet.rules)) return emitLargePolicySet(parts, graph, { places, tools });
  const rules = graph.policySet.rules.map((rule) => js`${emitRuleEntry(rule, places)},`);
  const actions = emitActions(graph);
  return lines([
    js`export const policySet = ${parts.runtime("frozen")}({`,
    js`  digest: ${literal(graph.policySet.digest)},`,
    js`  language: "1",`,
    js`  rules: [`,
    indented(indented(lines(rules))),
    js`  ],`,
    js`  actions: ${parts.runtime("objectOf")}([`,
    indented(indented(lines(actions))),
    js`  ]),`,
    ...emitTools(tools),
    ...emitRelationsMember(graph.policySet, (model) => model),
    ...emitSecretsMember(emitSecrets(graph.policySet)),
    js`});`,
  ]);
}

/** What there is for each rule is made when it is first asked for: decisions need ids and reasons alone. */
function emitLargePolicySet(
  parts: ModuleParts,
  graph: DecisionGraph,
  { places, tools }: { readonly places: Places; readonly tools: readonly ImportedTool[] },
): Code {
  const facts = emitFacts(parts, graph.policySet);
  const folded = emitFoldedRules(parts, graph.policySet.rules, places);
  const rules = parts.define(
    "unfolded rules",
    "all_rules",
    (name) => js`const ${name} = ${parts.runtime("foldedRules")}(${facts}, ${folded});`,
  );
  const frozen = parts.runtime("frozen");
  const secrets = emitSecrets(graph.policySet);
  return lines([
    js`export const policySet = Object.freeze({`,
    js`  digest: ${literal(graph.policySet.digest)},`,
    js`  language: "1",`,
    js`  get rules() {`,
    js`    return ${rules}();`,
    js`  },`,
    js`  actions: ${frozen}(${parts.runtime("objectOf")}([`,
    indented(indented(lines(emitActions(graph)))),
    js`  ])),`,
    js`  tools: ${frozen}([`,
    indented(indented(lines(emitToolEntries(tools)))),
    js`  ]),`,
    ...emitRelationsMember(graph.policySet, (model) => js`${frozen}(${model})`),
    ...emitSecretsMember(secrets && js`${frozen}(${secrets})`),
    js`});`,
  ]);
}

function emitRuleEntry(rule: PolicySet["rules"][number], places: Places): Code {
  const { file, line, column } = places.placeOf(rule.span);
  const members = [
    js`id: ${literal(rule.id)}`,
    js`effect: ${literal(rule.effect)}`,
    js`text: ${literal(rule.text)}`,
    js`location: { file: ${literal(file)}, line: ${line}, column: ${column} }`,
    ...(rule.because === undefined ? [] : [js`because: ${literal(rule.because)}`]),
    ...(rule.documentation.length === 0
      ? []
      : [js`documentation: ${literal(rule.documentation.join("\n"))}`]),
  ];
  return lines([js`{`, indented(lines(members.map((member) => js`${member},`))), js`}`]);
}

/** By action, its tags and the attributes that some rule in scope reads. */
function emitActions({ policySet, environments }: DecisionGraph): readonly Code[] {
  const reads = new Map<string, Record<Party, Set<string>>>();
  for (const { action, needs } of environments) {
    const known = reads.get(action) ?? {
      subject: new Set(),
      actor: new Set(),
      resource: new Set(),
      context: new Set(),
    };
    reads.set(action, known);
    for (const party of parties) for (const name of needs[party].members.keys()) known[party].add(name);
  }
  return [...policySet.actions.values()].map(({ name, tags }) => {
    const read = reads.get(name);
    const members = parties.map(
      (party) => js`${partyCode[party]}: [${[...(read?.[party] ?? [])].sort().map(literal)}]`,
    );
    return js`[${literal(name)}, { tags: [${tags.map(literal)}], reads: { ${join(members, ", ")} } }],`;
  });
}

function emitTools(tools: readonly ImportedTool[]): readonly Code[] {
  if (tools.length === 0) return [js`  tools: [],`];
  return [js`  tools: [`, indented(indented(lines(emitToolEntries(tools)))), js`  ],`];
}

function emitToolEntries(tools: readonly ImportedTool[]): readonly Code[] {
  return tools.map(
    ({ action, server, tool, digest }) =>
      js`{ action: ${literal(action)}, server: ${literal(server)}, tool: ${literal(tool)}, digest: ${literal(digest)} },`,
  );
}

/** Nothing where nothing is secret. */
/** The relation model, from which a store is made without the compiler; nothing where there is nothing to ask one. */
function emitRelationsMember(policySet: PolicySet, wrap: (model: Code) => Code): readonly Code[] {
  if (!usesRelations(policySet)) return [];
  const { types } = relationModel(policySet.entities);
  const rows = types.map((type) => js`${dataLiteral(type)},`);
  const model = lines([js`{`, js`  types: [`, indented(indented(lines(rows))), js`  ],`, js`}`]);
  return [indented(js`relations: ${wrap(model)},`)];
}

function emitSecretsMember(secrets: Code | undefined): readonly Code[] {
  return secrets === undefined ? [] : [indented(js`secrets: ${secrets},`)];
}

type Party = "subject" | "actor" | "resource" | "context";

const parties = ["subject", "actor", "resource", "context"] as const;

const partyCode: Readonly<Record<Party, Code>> = {
  subject: js`subject`,
  actor: js`actor`,
  resource: js`resource`,
  context: js`context`,
};
