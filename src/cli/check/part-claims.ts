import { analysisStages } from "../../analysis/analysis-stages.js";

/** Who works at what, in memory that all threads share: each part of a stage goes to whoever asks next. */
export class PartClaims {
  /** How many parts of each stage are claimed; then, thread by thread, how many stages it has entered. */
  readonly #cells: Int32Array;

  /** Claims that other threads know already, or the first of them. */
  constructor(readonly memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory);
  }

  /** Nothing is claimed yet by any of some threads, which are numbered from 0. */
  static among(threads: number): PartClaims {
    return new PartClaims(
      new SharedArrayBuffer((analysisStages.length + threads) * Int32Array.BYTES_PER_ELEMENT),
    );
  }

  /** Enters a stage, and gives the numbers of its parts, one each time. */
  enter(stage: number, thread: number): () => number {
    Atomics.store(this.#cells, analysisStages.length + thread, stage + 1);
    return () => Atomics.add(this.#cells, stage, 1);
  }

  /**
   * Whether a thread may have claimed a part of a stage. Once all parts are claimed, it stays as it is: whoever enters later, finds none.
   */
  hasEntered(stage: number, thread: number): boolean {
    return Atomics.load(this.#cells, analysisStages.length + thread) > stage;
  }
}
