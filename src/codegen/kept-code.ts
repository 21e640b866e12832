import type { DecisionGraph } from "../ir/decision-graph.js";
import { assertNever } from "../util/invariant.js";
import type { Code } from "./code.js";
import { type Answer, definitionKey, type ModuleParts } from "./module-parts.js";

/** What a session keeps of the modules that it emits: of the last one. */
export interface EmissionMemory {
  emitted?: { readonly graph: DecisionGraph; readonly kept: KeptCode };
}

/** Code by the key that it is kept by. */
type KeptCode = ReadonlyMap<string, Made<Code>>;

/** Something that was made with a module's parts, and all that was asked of them, each thing once and in that order. */
interface Made<T> {
  readonly result: T;
  readonly steps: readonly Step[];
}

/** Something that was asked of a module's parts, and what came of it. */
type Step =
  | { readonly kind: "name"; readonly key: string; readonly hint: string; readonly name: string }
  | { readonly kind: "runtime"; readonly key: string }
  | DefinitionStep
  | { readonly kind: "once"; readonly key: string; readonly made: Made<unknown> }
  | { readonly kind: "question"; readonly key: string; readonly answer: string };

/** A constant or function of the module. Of what was defined beside all kept code it is not known how. */
interface DefinitionStep {
  readonly kind: "definition";
  readonly key: string;
  readonly hint: string;
  readonly name: string;
  readonly made: Made<Code> | undefined;
}

/**
 * The parts of a module of which code is kept. Whoever asks the same things in turn and is given the same answers writes the same code: so what
 * was asked for code of the version before is asked again, and if the answers are the same, that is the code. If not, nothing was asked until
 * then that its emission would not ask as well: a version has the names that it would have alone.
 */
export function keepingParts(parts: ModuleParts, memory: EmissionMemory, graph: DecisionGraph): ModuleParts {
  const before = keptFor(memory, graph);
  const kept = new Map<string, Made<Code>>();
  memory.emitted = { graph, kept };
  const recorder = createRecorder();
  const so: SoFar = { parts, defined: new Map(), once: new Map(), same: new Set() };
  return {
    ...parts,
    names: {
      name(key, hint) {
        const name = parts.names.name(key, hint);
        recorder.note("name", key, () => ({ kind: "name", key, hint, name: name.text }));
        return name;
      },
    },
    runtime(key) {
      recorder.note("runtime", key, () => ({ kind: "runtime", key }));
      return parts.runtime(key);
    },
    define(key, hint, declaration) {
      let made: Made<Code> | undefined;
      const name = parts.define(key, hint, (itsName) => {
        made = recorder.record(() => declaration(itsName));
        return made.result;
      });
      const definition = so.defined.get(key) ?? { name: name.text, made };
      so.defined.set(key, definition);
      recorder.note("definition", key, () => ({ kind: "definition", key, hint, ...definition }));
      return name;
    },
    once<T>(key: string, make: () => T): T {
      const made = so.once.get(key) ?? recorder.record(make);
      so.once.set(key, made);
      recorder.note("once", key, () => ({ kind: "once", key, made }));
      // Whoever asks by the same key makes the same.
      return made.result as T;
    },
    kept(keyOf, emit, answer = noAnswer) {
      const key = keyOf();
      const last = before.get(key);
      const made = last !== undefined && areSame(so, last.steps, answer) ? last : recorder.record(emit);
      kept.set(key, made);
      return made.result;
    },
    told(question, ask, words) {
      const answer = recorder.pause(ask);
      recorder.note("question", question, () => ({ kind: "question", key: question, answer: words(answer) }));
      return answer;
    },
  };
}

/**
 * What is kept for a version of a module. Keys say nothing of the schema, and name nodes by their numbers: so code is of use where both are
 * what they were.
 */
function keptFor({ emitted }: EmissionMemory, graph: DecisionGraph): KeptCode {
  return emitted !== undefined && areAlike(emitted.graph, graph) ? emitted.kept : new Map();
}

function areAlike(one: DecisionGraph, other: DecisionGraph): boolean {
  const [left, right] = [one.policySet, other.policySet];
  return (
    one.table === other.table &&
    left.entities === right.entities &&
    left.actions === right.actions &&
    left.context === right.context &&
    left.obligations === right.obligations
  );
}

/** Writes down what is asked of a module's parts while something is made. */
interface Recorder {
  /** Notes a step, once for each kind and key. */
  note(kind: Step["kind"], key: string, step: () => Step): void;
  /** Makes something, with a list of its own. */
  record<T>(make: () => T): Made<T>;
  /** Makes something of which nothing is written down. */
  pause<T>(make: () => T): T;
}

function createRecorder(): Recorder {
  let current: Map<string, Step> | undefined;
  const during = <T>(recording: typeof current, make: () => T): T => {
    const outer = current;
    current = recording;
    const result = make();
    current = outer;
    return result;
  };
  return {
    note(kind, key, step) {
      if (current === undefined) return;
      const place = `${kind} ${key}`;
      if (!current.has(place)) current.set(place, step());
    },
    record(make) {
      const recording = new Map<string, Step>();
      const result = during(recording, make);
      return { result, steps: [...recording.values()] };
    },
    pause: (make) => during(undefined, make),
  };
}

/** What is known of a version while it is emitted. */
interface SoFar {
  readonly parts: ModuleParts;
  readonly defined: Map<string, Pick<DefinitionStep, "name" | "made">>;
  readonly once: Map<string, Made<unknown>>;
  /** Of what was made once, that of which all answers were found to be the same. */
  readonly same: Set<Made<unknown>>;
}

/** What is told to nobody. */
const noAnswer: Answer = () => undefined;

/** Asks again; says whether all answers are the same. */
function areSame(so: SoFar, steps: readonly Step[], answer: Answer): boolean {
  return steps.every((step) => isSame(so, step, answer));
}

function isSame(so: SoFar, step: Step, answer: Answer): boolean {
  switch (step.kind) {
    case "name":
      return so.parts.names.name(step.key, step.hint).text === step.name;
    case "runtime":
      so.parts.runtime(step.key);
      return true;
    case "definition":
      return isSameDefinition(so, step);
    case "once":
      return isSameOnce(so, step.key, step.made);
    case "question":
      return answer(step.key) === step.answer;
    default:
      return assertNever(step);
  }
}

/** Where it is not there yet, this makes it. */
function isSameDefinition(so: SoFar, { key, hint, name, made }: DefinitionStep): boolean {
  const { parts, defined } = so;
  const known = defined.get(key);
  if (known !== undefined) return known.name === name;
  if (made === undefined || parts.names.name(definitionKey(key), hint).text !== name) return false;
  // Before its own steps, which may name it.
  defined.set(key, { name, made });
  if (!areSame(so, made.steps, noAnswer)) {
    defined.delete(key);
    return false;
  }
  parts.define(key, hint, () => made.result);
  return true;
}

function isSameOnce(so: SoFar, key: string, made: Made<unknown>): boolean {
  if (so.same.has(made)) return true;
  if (!areSame(so, made.steps, noAnswer)) return false;
  so.same.add(made);
  if (!so.once.has(key)) so.once.set(key, made);
  return true;
}
