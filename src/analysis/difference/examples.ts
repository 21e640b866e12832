import type { NotingEncoder } from "../encode/create-encoder.js";
import type { JsonObject } from "../solve/build-request.js";

/** What is asked about the requests of one action. */
interface Question {
  /** What requests of other actions must have in common with these to be tried. */
  readonly likeness: () => string;
  readonly encoder: () => NotingEncoder;
}

/**
 * Requests that were found for other actions: what changed for one often changed for others, and then the same request but for the
 * action's name shows it, without a search. Whether it does, both interpreters say.
 */
export interface Examples {
  note(question: Question, request: JsonObject): void;
  /** Of the same kind of difference, for the same principals and the same types, the latest first. */
  like(question: Question): readonly JsonObject[];
}

/** As many as are tried: each costs two decisions. */
const mostTried = 4;

/** None yet. */
export function createExamples(): Examples {
  const known = new Map<string, readonly JsonObject[]>();
  return {
    note(question, request) {
      const others = known.get(question.likeness()) ?? [];
      known.set(question.likeness(), [request, ...others].slice(0, mostTried));
    },
    like(question) {
      const { action } = question.encoder().viewpoint.environment;
      return (known.get(question.likeness()) ?? []).map((request) => calling(action, request));
    },
  };
}

function calling(name: string, request: JsonObject): JsonObject {
  const { action } = request;
  return { ...request, action: { ...(typeof action === "object" ? action : {}), name } };
}
