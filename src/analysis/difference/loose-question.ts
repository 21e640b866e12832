import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import { printField } from "../../types/print-type.js";
import type { Field } from "../../types/type.js";
import { invariant } from "../../util/invariant.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { AtomTable, Slot } from "../encode/atom.js";
import { atomsOf } from "../encode/atoms-of.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { and, type Formula, negate, or, yes } from "../encode/formula.js";
import { memberKey } from "../encode/place.js";
import { isInLanguage, isSame } from "../encode/text-tests.js";
import { renamedKey, renamePlace } from "../rename-place.js";
import { regexLanguage } from "../texts/language.js";
import { plainForms } from "../texts/plain-forms.js";
import { noneOf, repeat } from "../texts/regex-parts.js";
import { findWords } from "../texts/word-search.js";
import { valueAt, withValueAt } from "../why-not/at-path.js";
import type { CommonSchema } from "./common-schema.js";
import type { EnvironmentsOfTwo } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import type { SideByTwo } from "./questions.js";
import { respellings } from "./respellings.js";
import type { RespeltPlace } from "./respelt-places.js";
import type { EncodedSide, RuleTruth } from "./rule-truth.js";
import type { SharedRule, SharedScope } from "./shared-rules.js";

/**
 * A question in which each set sees of some values what it likes: where there is no request even so, no spelling of them makes one. What
 * there is, is tried in other spellings.
 */
export interface LooseQuestion {
  readonly encoder: () => NotingEncoder;
  readonly goals: () => readonly Formula[];
  /** A request that was found for a goal, with its values spelt otherwise, all in the same way. */
  respelt(request: JsonObject, goal: Formula): readonly JsonObject[];
}

/** What is asked, and of which requests. */
export interface AskedLoosely {
  readonly schema: CommonSchema;
  readonly places: readonly RespeltPlace[];
  readonly environment: Environment;
  readonly both: Required<Pick<EnvironmentsOfTwo, "older" | "newer">>;
  readonly ask: (sides: readonly SideByTwo[]) => readonly Formula[];
}

/** Makes the loose form of a question about requests that are valid for both sets. */
export function looseQuestion(comparison: Comparison, asked: AskedLoosely): LooseQuestion {
  const { schema, places, environment, ask } = asked;
  const encoded = (): readonly EncodedSide[] => comparison.encode(schema.policySet, environment);
  const encoder = (): NotingEncoder => {
    const [first] = encoded();
    invariant(first, "a request has a subject");
    return first.encoder;
  };
  return {
    encoder,
    goals: () => {
      const { atoms } = encoder();
      const ties = places.map((place) => plainIsSeenAlike(atoms, place));
      return ask(looseSides(comparison, asked, encoded())).map((goal) =>
        and(goal, schema.axiom(atoms), ...ties),
      );
    },
    respelt: (request, goal) => {
      const spelt = places.map((place) => ({ place, spellings: spellingsIn(request, place, goal) }));
      return Array.from({ length: mostSpellings }, (_, index) =>
        spelt.reduce((whole, { place, spellings }) => withSpelling(whole, place, spellings[index]), request),
      );
    },
  };
}

function looseSides(
  comparison: Comparison,
  asked: AskedLoosely,
  encoded: readonly EncodedSide[],
): readonly SideByTwo[] {
  const { older, newer } = asked.both;
  const [before, after] = [
    truthsIn(comparison, asked, encoded, "before"),
    truthsIn(comparison, asked, encoded, "after"),
  ];
  return encoded.flatMap(({ encoder }, index) => {
    const role = encoder.viewpoint.principal;
    const [from, to] = [older?.[role]?.scope, newer?.[role]?.scope];
    const [ofOlder, ofNewer] = [before[index], after[index]];
    if (!from || !to || !ofOlder || !ofNewer) return [];
    const originals = new Map<SharedRule, SharedRule>();
    const truth: RuleTruth = (rule) => {
      const original = originals.get(rule);
      return original === undefined ? ofNewer(rule) : ofOlder(original);
    };
    return [{ truth, from: apart(comparison.older.share(from), originals), to: comparison.newer.share(to) }];
  });
}

/** The rules of the older set as others than the newer's, though they say the same: they may see other values. */
function apart(scope: SharedScope, originals: Map<SharedRule, SharedRule>): SharedScope {
  const copy = (rule: SharedRule): SharedRule => {
    const other = { ...rule, condition: { ...rule.condition } };
    originals.set(other, rule);
    return other;
  };
  return {
    denies: scope.denies.map(copy),
    allows: scope.allows.map(copy),
    obliges: scope.obliges.map(copy),
    key: `older ${scope.key}`,
  };
}

/** How each principal's rules of one set come out, by its own types, as formulas over the places of the other. */
function truthsIn(
  comparison: Comparison,
  { schema, places, environment }: AskedLoosely,
  encoded: readonly EncodedSide[],
  set: "before" | "after",
): readonly RuleTruth[] {
  const own = places.filter((place) => printField(place[set]) !== printField(place.common));
  if (own.length === 0) return encoded.map(({ truth }) => truth);
  const typed = comparison.encode(withTypes(schema.policySet, environment, own, set), environment);
  return encoded.flatMap(({ encoder: { atoms } }, index) => {
    const truth = typed[index]?.truth;
    return truth === undefined ? [] : [renamed(atoms, truth, own)];
  });
}

function renamed(atoms: AtomTable, truth: RuleTruth, places: readonly RespeltPlace[]): RuleTruth {
  const rename = (formula: Formula): Formula =>
    places.reduce((whole, { root, name }) => renamePlace(atoms, whole, memberKey(root, name)), formula);
  return (rule) => {
    const { matches, doesNot, isNoError } = truth(rule);
    return { matches: rename(matches), doesNot: rename(doesNot), isNoError: rename(isNoError) };
  };
}

function withTypes(
  policySet: PolicySet,
  { action }: Environment,
  places: readonly RespeltPlace[],
  set: "before" | "after",
): PolicySet {
  const of = (root: RespeltPlace["root"], fields: ReadonlyMap<string, Field>) =>
    new Map([
      ...fields,
      ...places.flatMap((place) => (place.root === root ? [[place.name, place[set]] as const] : [])),
    ]);
  const schema = policySet.actions.get(action);
  const ofEntity = (type: string) =>
    new Map(places.flatMap((place) => (place.type === type ? [[place.name, place[set]] as const] : [])));
  return {
    ...policySet,
    entities: new Map(
      [...policySet.entities].map(([type, entity]) => [
        type,
        { ...entity, attributes: new Map([...entity.attributes, ...ofEntity(type)]) },
      ]),
    ),
    context: of("context", policySet.context),
    actions: new Map(schema && [[action, { ...schema, parameters: of("args", schema.parameters) }]]),
  };
}

/**
 * A text in plain form is the same to both sets. Plain forms are not quite regular where a host is an address of IPv6: there
 * nothing is said, nor of values that are no texts to one of the sets.
 */
function plainIsSeenAlike(atoms: AtomTable, { root, name, before, after, common }: RespeltPlace): Formula {
  const forms = plainForms(common.type);
  const asText = [before, after].find(({ type }) => type.kind === "String");
  if (forms === undefined || asText === undefined || common.type.kind === "Cidr") return yes;
  const key = memberKey(root, name);
  const value: Slot = { key, type: common.type, kind: "text" };
  const spelt: Slot = { key: renamedKey(key), type: asText.type, kind: "text" };
  const isPlain = [...forms, { language: plainCharacters, wanted: true }].map(({ language, wanted }) => {
    const isIn = isInLanguage(atoms, spelt, language);
    return wanted ? isIn : negate(isIn);
  });
  return or(negate(and(...isPlain)), isSame(atoms, value, spelt));
}

const plainCharacters = regexLanguage("no [", () => repeat(noneOf("[["), 0));

const mostSpellings = 16;

/** How else what a request has at a place may be spelt: also by way of texts that the goal asks for. */
function spellingsIn(
  request: JsonObject,
  { root, name, common }: RespeltPlace,
  goal: Formula,
): readonly string[] {
  const value = recordIn(request, root)?.[name];
  if (typeof value !== "string") return [];
  const key = renamedKey(memberKey(root, name));
  const asked = atomsOf(goal).flatMap((atom) =>
    atom.kind === "text" && atom.slot.key === key
      ? findWords([{ language: atom.bounds.upper, wanted: true }], 1).words
      : [],
  );
  return respellings(common.type, value, [...new Set(asked)]);
}

function withSpelling(
  request: JsonObject,
  { root, name }: RespeltPlace,
  spelling: string | undefined,
): JsonObject {
  return spelling === undefined ? request : withValueAt(request, [...pathOf(root), name], spelling);
}

function recordIn(request: JsonObject, root: RespeltPlace["root"]): JsonObject | undefined {
  const record = valueAt(request, pathOf(root));
  return isJsonObject(record) ? record : undefined;
}

function pathOf(root: RespeltPlace["root"]): readonly string[] {
  if (root === "context") return ["context"];
  return [root === "args" ? "action" : root, "properties"];
}
