import { rememberedOf } from "../../util/remembered.js";
import { createAtomValues } from "../encode/atom-values.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { definitionOf } from "../encode/encode-relation.js";
import { evaluateFormula, type RequestReader, type SlotValue } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import type { Assumptions } from "./assumptions.js";
import type { Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import { type FormulaKey, formulaKey } from "./formula-key.js";
import { shareMembers } from "./formula-members.js";
import { requestMembers } from "./request-members.js";
import type { Values } from "./value-problem.js";

/** Some members of a request and what they hold, whatever all others do. Of the same members and values it is the same object. */
export class RequestPart {
  readonly members: readonly string[];
  /** It says nothing of other members. */
  readonly reader: RequestReader;
  readonly #holding = new Map<FormulaKey, boolean>();

  constructor(members: readonly string[], whole: RequestReader) {
    this.members = members;
    this.reader = within(members, whole);
  }

  /** Whether a formula is seen to hold in every request with this part. */
  makesHold(formula: Formula, key = formulaKey(formula)): boolean {
    const known = this.#holding.get(key);
    if (known !== undefined) return known;
    const holds = evaluateFormula(formula, this.reader) === true;
    if (this.#holding.size >= mostRemembered) this.#holding.clear();
    this.#holding.set(key, holds);
    return holds;
  }
}

/** Formulas of one kind of request, and parts; a session asks about more and more. */
const mostRemembered = 20_000;

/** The part of a request with some members and what is assumed of them; without facts about relations. */
export function partWith(
  encoder: NotingEncoder,
  members: readonly string[],
  { assumptions, values }: Omit<Model, "encoder">,
): RequestPart {
  const memory = memories.get(encoder.truthOf) ?? { encoder, parts: new Map<string, RequestPart>() };
  memories.set(encoder.truthOf, memory);
  const key = contentKey(members, assumptions, values);
  const reader = () => withoutUnknowns(candidateReader(memory.encoder, assumptions, values));
  const part = memory.parts.get(key) ?? new RequestPart(members, reader());
  if (memory.parts.size >= mostRemembered) memory.parts.clear();
  memory.parts.set(key, part);
  return part;
}

/** A member of a request of which nothing is assumed. */
export function plainPart(encoder: NotingEncoder, member: string): RequestPart {
  const ofEncoder = plainAt(encoder.truthOf);
  const known = ofEncoder.get(member);
  if (known !== undefined) return known;
  const part = partWith(encoder, [member], nothing);
  ofEncoder.set(member, part);
  return part;
}

const plainAt = rememberedOf((_: NotingEncoder["truthOf"]) => new Map<string, RequestPart>());

const nothing: Omit<Model, "encoder"> = {
  assumptions: { flags: new Map(), domains: new Map(), ties: [], owners: [], facts: [] },
  values: new Map(),
};

interface PartMemory {
  /** The first encoder stands for all that make the same formulas: nothing of later versions is kept. */
  readonly encoder: NotingEncoder;
  readonly parts: Map<string, RequestPart>;
}

const memories = new WeakMap<NotingEncoder["truthOf"], PartMemory>();

function contentKey(members: readonly string[], { flags, domains }: Assumptions, values: Values): string {
  const chosen = [...values].map(([key, value]) => [key, typeof value, String(value)]);
  const others = [...domains.keys()].filter((key) => !values.has(key));
  return JSON.stringify([members, [...flags], chosen, others]);
}

/** A reader that says nothing of members but these. */
function within(members: readonly string[], whole: RequestReader): RequestReader {
  const isWithin = (key: string): boolean => {
    const named = requestMembers(key);
    return named.length > 0 && named.every((member) => members.includes(member));
  };
  const values = new Map<string, SlotValue | undefined>();
  return {
    flag: (key) => (isWithin(key) ? whole.flag(key) : undefined),
    value(slot) {
      const { key } = slot;
      if (values.has(key)) return values.get(key);
      const value = isWithin(key) ? whole.value(slot) : undefined;
      values.set(key, value);
      return value;
    },
    // What entities have to do with each other hangs on all entities.
    fact: () => undefined,
    elements: (formula) => (isWithin(formula.list.key) ? whole.elements(formula) : undefined),
  };
}

/** A request that is put together from parts, which share no member; of all else nothing is assumed. */
export function jointReader(encoder: NotingEncoder, parts: readonly RequestPart[]): RequestReader {
  /** Who knows of a key; nobody of what is partly in one of them. */
  const readerFor = (key: string): RequestReader | undefined => {
    const named = requestMembers(key);
    const touched = parts.filter(({ members }) => shareMembers(members, named));
    if (touched.length > 0) return touched.length === 1 ? touched[0]?.reader : undefined;
    const [only, another] = named;
    return only === undefined || another !== undefined ? undefined : plainPart(encoder, only).reader;
  };
  const reader: RequestReader = {
    flag: (key) => readerFor(key)?.flag(key),
    value: (slot) => readerFor(slot.key)?.value(slot),
    /** There are no tuples. */
    fact(atom) {
      const definition = definitionOf(encoder, atom);
      return definition === undefined ? false : evaluateFormula(definition, reader);
    },
    elements: (formula) => readerFor(formula.list.key)?.elements(formula),
    atoms: createAtomValues(),
  };
  return reader;
}
