import { lazy } from "../../util/lazy.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { evaluateFormula } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import { conjunctModel } from "./conjunct-models.js";
import { formulaMembers, shareMembers, touches } from "./formula-members.js";
import { jointReader, plainPart, type RequestPart } from "./request-part.js";
import { addAll, has, type Requirements, waysOf } from "./requirements.js";

/** Parts of a request that share no member; of all else nothing is assumed. */
export interface ComposedRequest {
  readonly encoder: NotingEncoder;
  readonly parts: readonly ComposedPart[];
}

/** A part, and what was asked of it: it holds whatever the rest of the request is. */
interface ComposedPart {
  readonly part: RequestPart;
  readonly conjuncts: readonly Formula[];
}

/** A request of which nothing is assumed. */
export function emptyRequest(encoder: NotingEncoder): ComposedRequest {
  return { encoder, parts: [] };
}

/**
 * A request for which conjuncts hold, put together from values that were found for some of them wherever they stand, where these speak of different
 * members. So little is searched for. Undefined says nothing.
 */
export function composeRequest(
  encoder: NotingEncoder,
  conjuncts: readonly Formula[],
): ComposedRequest | undefined {
  let request = emptyRequest(encoder);
  for (const conjunct of conjuncts) {
    const next = withConjunct(request, conjunct);
    if (next === undefined) return undefined;
    request = next;
  }
  return request;
}

/** The places of what is required that a request is not seen to make hold. */
export function openPlaces(request: ComposedRequest, requirements: Requirements): readonly number[] {
  const { encoder } = request;
  const parts = request.parts.map(({ part }) => part);
  const held = requirements.none();
  for (const part of parts) addAll(held, requirements.heldBy(part));
  for (const member of requirements.members)
    if (!parts.some(({ members }) => touches(members, member)))
      addAll(held, requirements.heldBy(plainPart(encoder, member)));
  const reader = lazy(() => jointReader(encoder, parts));
  const open: number[] = [];
  let place = 0;
  for (const conjunct of requirements.conjuncts) {
    if (!has(held, place) && evaluateFormula(conjunct, reader()) !== true) open.push(place);
    place += 1;
  }
  return open;
}

/** A request with those parts of another one that share no member with its own. */
export function before(request: ComposedRequest, behind: ComposedRequest): ComposedRequest {
  const isFree = ({ part }: ComposedPart) =>
    !request.parts.some((each) => shareMembers(each.part.members, part.members));
  return { ...request, parts: [...request.parts, ...behind.parts.filter(isFree)] };
}

/** What became of a request, and the places of what is required that it is not seen to make hold. */
export interface MendedRequest {
  readonly request: ComposedRequest;
  readonly open: readonly number[];
}

/** Changes a request, part by part, until all that is required holds, or that is not soon seen. What was asked of it still holds. */
export function mendRequest(
  request: ComposedRequest,
  requirements: Requirements,
  open = openPlaces(request, requirements),
): MendedRequest {
  let last: MendedRequest = { request, open };
  for (let step = 0; step < mostSteps; step += 1) {
    const [first] = last.open;
    const next = first === undefined ? undefined : mendedAt(last, requirements, first);
    if (next === undefined) return last;
    last = next;
  }
  return last;
}

const mostSteps = 16;

/** The first way in which one conjunct holds that leaves fewer open than before, else the one that leaves the fewest. */
function mendedAt(
  { request, open: before }: MendedRequest,
  requirements: Requirements,
  place: number,
): MendedRequest | undefined {
  let best: MendedRequest | undefined;
  for (const way of quickestFirst(requirements.conjuncts[place])) {
    const changed = withConjunct(request, way);
    if (changed === undefined) continue;
    const open = openPlaces(changed, requirements);
    if (open.includes(place)) continue;
    if (best === undefined || open.length < best.open.length) best = { request: changed, open };
    if (open.length < before.length) return best;
  }
  return best;
}

/** The ways in which a conjunct holds: values are found sooner than elements of lists. */
function quickestFirst(conjunct: Formula | undefined): readonly Formula[] {
  const ways = conjunct === undefined ? [] : waysOf(conjunct);
  return [...ways.filter(isQuick), ...ways.filter((way) => !isQuick(way))];
}

function isQuick({ kind }: Formula): boolean {
  return kind === "literal";
}

/** A request for which one more conjunct holds: parts that speak of the same members become one. */
function withConjunct(request: ComposedRequest, conjunct: Formula): ComposedRequest | undefined {
  const members = formulaMembers(conjunct);
  if (members === undefined) return undefined;
  const met = request.parts.filter(({ part }) => shareMembers(part.members, members));
  const others = request.parts.filter((each) => !met.includes(each));
  const conjuncts = [...met.flatMap((each) => each.conjuncts), conjunct];
  const part = partFor(request.encoder, conjuncts);
  if (part === undefined || others.some((each) => shareMembers(each.part.members, part.members)))
    return undefined;
  return { ...request, parts: [...others, { part, conjuncts }] };
}

/** A part for which conjuncts hold: what does for one of them by itself, the last one first, most often does for all. */
function partFor(encoder: NotingEncoder, conjuncts: readonly Formula[]): RequestPart | undefined {
  const doesForAll = (part: RequestPart) => conjuncts.every((each) => part.makesHold(each));
  for (const each of conjuncts.length > 1 ? conjuncts.toReversed() : []) {
    const own = conjunctModel(encoder, [each])?.part;
    if (own && doesForAll(own)) return own;
  }
  const part = conjunctModel(encoder, conjuncts)?.part;
  return part && doesForAll(part) ? part : undefined;
}
