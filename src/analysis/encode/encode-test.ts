import type {
  AncestorNode,
  ContainmentNode,
  ElementNode,
  LikeNode,
  MatchesNode,
  NetworkNode,
  QuantifierNode,
  TestNode,
  ValueNode,
  WithinNode,
} from "../../ir/node.js";
import { hostWithin } from "../../runtime/host.js";
import { type Cidr, ipInCidr, parseCidr } from "../../runtime/ip.js";
import { pathWithin } from "../../runtime/path.js";
import { assertNever } from "../../util/invariant.js";
import { accepts, type Language, likeLanguage, patternLanguage, regexLanguage } from "../texts/language.js";
import { anyRun, choice, sequence, text } from "../texts/regex-parts.js";
import type { RelatedAtom } from "./atom.js";
import { isRelated } from "./encode-relation.js";
import { casesOf } from "./encode-value.js";
import type { Encoder, Truth } from "./encoder.js";
import { isEqual, listHas } from "./equality.js";
import { and, type Formula, literal, negate, no, or, quantified, yes } from "./formula.js";
import { contains } from "./interval-set.js";
import { asNumber, compareNumbers, type NumberOperator } from "./linear.js";
import { eitherOf } from "./merge.js";
import { ancestorsKey, type Place } from "./place.js";
import type { Case, Term } from "./term.js";
import { addressesOf, addressNumber, isAddressIn, isInLanguage } from "./text-tests.js";

/** When a test is true, and when it is false: Kleene's logic spelt out in that of two values. */
export function encodeTest(encoder: Encoder, node: TestNode): Truth {
  switch (node.kind) {
    case "settled":
      return node.value ? { holds: yes, fails: no } : { holds: no, fails: yes };
    case "not": {
      const { holds, fails } = encoder.truthOf(node.operand);
      return { holds: fails, fails: holds };
    }
    case "and":
    case "or":
      return junction(
        node.kind,
        node.operands.map((operand) => encoder.truthOf(operand)),
      );
    case "if": {
      const [test, consequent, alternate] = [node.test, node.consequent, node.alternate].map((each) =>
        encoder.truthOf(each),
      ) as [Truth, Truth, Truth];
      return {
        holds: or(and(test.holds, consequent.holds), and(test.fails, alternate.holds)),
        fails: or(and(test.holds, consequent.fails), and(test.fails, alternate.fails)),
      };
    }
    case "holds":
      return overValues(encoder, [node.value], ([value]) =>
        value?.kind === "truth" ? value.formula : constantTruth(value),
      );
    case "equals":
      return overValues(encoder, [node.left, node.right], ([left, right]) => isEqual(encoder, left, right));
    case "order":
      return overValues(encoder, [node.left, node.right], ([left, right]) =>
        compare(encoder, node.operator, left, right),
      );
    case "range":
      return overValues(encoder, [node.operand, node.minimum, node.maximum], ([value, minimum, maximum]) => {
        const above = compare(encoder, ">=", value, minimum);
        const below = compare(encoder, "<=", value, maximum);
        return above && below && and(above, below);
      });
    case "element":
      return elementTruth(encoder, node);
    case "network":
      return networkTruth(encoder, node);
    case "ancestor":
      return ancestorTruth(encoder, node);
    case "related":
      return overValues(encoder, [node.subject, node.object], ([subject, object]) =>
        isRelated(encoder, subject, node.relation, object),
      );
    case "containsAll":
    case "containsAny":
      return containmentTruth(encoder, node);
    case "like":
    case "matches":
      return patternTruth(encoder, node);
    case "within":
      return withinTruth(encoder, node);
    case "present": {
      const present = casesOf(encoder, node.value).filter(isPresent);
      const holds = or(...present.map(({ guard }) => guard));
      return { holds, fails: negate(holds) };
    }
    case "any":
    case "all":
      return quantifierTruth(encoder, node);
    default:
      return assertNever(node);
  }
}

function isPresent({ term }: Case): boolean {
  return term.kind !== "absent" && term.kind !== "error";
}

function junction(kind: "and" | "or", truths: readonly Truth[]): Truth {
  const [all, some] = kind === "and" ? [and, or] : [or, and];
  return {
    holds: all(...truths.map(({ holds }) => holds)),
    fails: some(...truths.map(({ fails }) => fails)),
  };
}

/**
 * A test of values: true or false by `decide` where all of them are there, neither where one is not. Where no formula says it
 * (`decide` gives none), it is a flag of its own: of what polc then says, only what is tried on the interpreter holds.
 */
export function overValues(
  encoder: Encoder,
  nodes: readonly ValueNode[],
  decide: (terms: readonly Term[]) => Formula | undefined,
): Truth {
  const holds: Formula[] = [];
  const fails: Formula[] = [];
  for (const { guard, terms } of combinationsOf(encoder, nodes)) {
    if (guard.kind === "constant" && !guard.value) continue;
    const formula = decide(terms) ?? unknown(encoder);
    holds.push(and(guard, formula));
    fails.push(and(guard, negate(formula)));
  }
  return { holds: or(...holds), fails: or(...fails) };
}

/** What several values can be, where all of them are there. */
interface Combination {
  readonly guard: Formula;
  readonly terms: readonly Term[];
}

function combinationsOf(encoder: Encoder, nodes: readonly ValueNode[]): readonly Combination[] {
  let combinations: readonly Combination[] = [{ guard: yes, terms: [] }];
  for (const node of nodes) {
    const present = casesOf(encoder, node).filter(isPresent);
    combinations = combinations.flatMap(({ guard, terms }) =>
      present.map((each) => ({ guard: and(guard, each.guard), terms: [...terms, each.term] })),
    );
  }
  return combinations;
}

function unknown({ atoms }: Encoder): Formula {
  return literal(atoms.unknown());
}

function constantTruth(term: Term | undefined): Formula | undefined {
  if (term?.kind !== "constant") return undefined;
  return term.value === true ? yes : no;
}

function compare(
  { atoms }: Encoder,
  operator: NumberOperator,
  left: Term | undefined,
  right: Term | undefined,
): Formula | undefined {
  const first = left && asNumber(left);
  const second = right && asNumber(right);
  return first && second && compareNumbers(atoms, operator, first, second);
}

function elementTruth(encoder: Encoder, { element, list }: ElementNode): Truth {
  return overValues(
    encoder,
    [element, list],
    ([value, values]) => value && values && listHas(encoder, values, value),
  );
}

function containmentTruth(encoder: Encoder, { kind, list, elements }: ContainmentNode): Truth {
  const join = kind === "containsAll" ? and : or;
  return overValues(encoder, [list, elements], ([outer, inner]) => {
    if (outer === undefined || inner === undefined) return undefined;
    if (inner.kind === "list") {
      const truths = inner.elements.map((node) =>
        overValues(encoder, [node], ([value]) => value && listHas(encoder, outer, value)),
      );
      return join(...truths.map(({ holds }) => holds));
    }
    if (inner.kind !== "place") return undefined;
    // Every (or some) element of a list of the request is in the other.
    return quantified(
      kind === "containsAll" ? "every" : "some",
      inner.place,
      (element) => listHas(encoder, outer, element) ?? unknown(encoder),
    );
  });
}

function networkTruth(encoder: Encoder, { ip, networks }: NetworkNode): Truth {
  return overValues(encoder, [ip, networks], ([address, list]) => {
    if (address === undefined || list === undefined) return undefined;
    if (list.kind === "place")
      return quantified(
        "some",
        list.place,
        (network) => isInNetwork(encoder, address, network) ?? unknown(encoder),
      );
    if (list.kind !== "list") return undefined;
    const truths = list.elements.map((node) =>
      overValues(encoder, [node], ([network]) => network && isInNetwork(encoder, address, network)),
    );
    return eitherOf(
      encoder.atoms,
      truths.map(({ holds }) => holds),
    );
  });
}

function isInNetwork({ atoms }: Encoder, address: Term, network: Term): Formula | undefined {
  const block =
    network.kind === "constant" && typeof network.value === "string" ? parseCidr(network.value) : undefined;
  if (block === undefined) {
    if (address.kind !== "slot" || network.kind !== "slot") return undefined;
    return literal(
      atoms.atom<RelatedAtom>({
        kind: "related",
        relation: "in network",
        left: address.slot,
        right: network.slot,
      }),
    );
  }
  if (address.kind === "slot") return isAddressIn(atoms, address.slot, addressesOf([block]));
  return address.kind === "constant" ? constantInBlock(address.value, block) : undefined;
}

function constantInBlock(value: unknown, block: Cidr): Formula | undefined {
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  return contains(addressesOf([block]), addressNumber(value)) && ipInCidr(value, block) ? yes : no;
}

/** The groups above an entity, as a list of the entity's. */
function ancestorTruth(encoder: Encoder, { entity, group }: AncestorNode): Truth {
  return overValues(encoder, [entity, group], ([below, above]) => {
    if (below?.kind === "entity") return no;
    if (below?.kind !== "place" || above === undefined) return undefined;
    return listHas(encoder, { kind: "place", place: ancestorsPlace(encoder, below.place) }, above);
  });
}

function ancestorsPlace({ viewpoint }: Encoder, { key, presence }: Place): Place {
  const names = [...viewpoint.policySet.entities.keys()];
  return { key: ancestorsKey(key), type: { kind: "List", element: { kind: "Entity", names } }, presence };
}

function patternTruth(encoder: Encoder, node: LikeNode | MatchesNode): Truth {
  const language = node.kind === "like" ? likeLanguage(node.pattern) : patternLanguage(node.pattern);
  return overValues(encoder, [node.operand], ([value]) => value && isTextIn(encoder, value, language));
}

function isTextIn({ atoms }: Encoder, value: Term, language: Language): Formula | undefined {
  if (value.kind === "slot") return isInLanguage(atoms, value.slot, language);
  if (value.kind !== "constant" || typeof value.value !== "string") return undefined;
  return accepts(language, value.value) ? yes : no;
}

function withinTruth(encoder: Encoder, { of, operand, base }: WithinNode): Truth {
  return overValues(encoder, [operand, base], ([value, above]) => {
    if (above?.kind === "constant" && typeof above.value === "string")
      return value && isBelow(encoder, of, value, above.value);
    if (above?.kind !== "slot" || value === undefined) return undefined;
    if (value.kind !== "slot") return undefined;
    if (value.slot.key === above.slot.key) return yes;
    const relation = of === "Path" ? "within path" : "within host";
    return literal(
      encoder.atoms.atom<RelatedAtom>({ kind: "related", relation, left: value.slot, right: above.slot }),
    );
  });
}

function isBelow(encoder: Encoder, of: "Path" | "Host", value: Term, base: string): Formula | undefined {
  if (value.kind === "constant" && typeof value.value === "string") {
    const isWithin = of === "Path" ? pathWithin(value.value, base) : hostWithin(value.value, base);
    return isWithin ? yes : no;
  }
  return value.kind === "slot"
    ? isInLanguage(encoder.atoms, value.slot, withinLanguage(of, base))
    : undefined;
}

/** The paths or hosts that are `base` or below it. */
export function withinLanguage(of: "Path" | "Host", base: string): Language {
  if (of === "Path") {
    const below = () => (base === "/" ? anyRun : choice(text(base), sequence(text(base), text("/"), anyRun)));
    const start = base === "/" ? "" : base;
    return regexLanguage(`within path ${base}`, below, {
      knows: (word) => word === start || word.startsWith(`${start}/`) || base === "/",
      samples: [base, `${start}/a`],
      affixes: { prefix: start, suffix: "" },
    });
  }
  // Below an address there is nothing, so no address is below a name, whose last label is no number.
  return regexLanguage(`within host ${base}`, () => choice(text(base), sequence(anyRun, text(`.${base}`))), {
    knows: (word) => word === base || word.endsWith(`.${base}`),
    samples: [base, `a.${base}`],
    affixes: { prefix: "", suffix: base },
  });
}

/** `any`: some element makes the body true; all make it false. */
function quantifierTruth(encoder: Encoder, { kind, variable, collection, body }: QuantifierNode): Truth {
  const bodyOf = (term: Term): Truth => encoder.withVariable(variable.variable, term).truthOf(body);
  const [wanted, unwanted] = kind === "any" ? (["holds", "fails"] as const) : (["fails", "holds"] as const);
  const cases = casesOf(encoder, collection).filter(isPresent);
  const some = cases.map(({ guard, term }) =>
    and(
      guard,
      overElements(encoder, "some", term, (e) => bodyOf(e)[wanted]),
    ),
  );
  const every = cases.map(({ guard, term }) =>
    and(
      guard,
      overElements(encoder, "every", term, (e) => bodyOf(e)[unwanted]),
    ),
  );
  return kind === "any"
    ? { holds: or(...some), fails: or(...every) }
    : { holds: or(...every), fails: or(...some) };
}

function overElements(
  encoder: Encoder,
  kind: "some" | "every",
  list: Term,
  body: (element: Term) => Formula,
): Formula {
  if (list.kind === "place") return quantified(kind, list.place, body);
  if (list.kind !== "list") return unknown(encoder);
  const join = kind === "some" ? or : and;
  return join(
    ...list.elements.flatMap((node) =>
      casesOf(encoder, node).map(({ guard, term }) =>
        kind === "some" ? and(guard, body(term)) : or(negate(guard), body(term)),
      ),
    ),
  );
}
