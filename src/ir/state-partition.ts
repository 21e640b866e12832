/** States in blocks that only get smaller: the states of a block stand together in one list, those that are marked first. */
export class StatePartition {
  readonly blockOf: Int32Array;
  readonly #states: Int32Array;
  readonly #placeOf: Int32Array;
  /** Where each block begins, how many states it has, and how many of them are marked. */
  readonly #starts: number[] = [];
  readonly #sizes: number[] = [];
  readonly #marked: number[] = [];
  /** Blocks with a marked state. */
  #touched: number[] = [];

  /** States of one label begin in one block. */
  constructor(labels: readonly number[]) {
    this.blockOf = new Int32Array(labels.length);
    this.#states = new Int32Array(labels.length);
    this.#placeOf = new Int32Array(labels.length);
    let place = 0;
    for (const label of new Set(labels)) {
      const start = place;
      for (const [state, each] of labels.entries()) {
        if (each !== label) continue;
        this.blockOf[state] = this.count;
        this.#put(state, place);
        place += 1;
      }
      this.#addBlock(start, place - start);
    }
  }

  /** How many blocks there are. */
  get count(): number {
    return this.#starts.length;
  }

  /** The states of a block as it is now. */
  statesOf(block: number): Int32Array {
    const start = this.#starts[block] ?? 0;
    return this.#states.slice(start, start + (this.#sizes[block] ?? 0));
  }

  /** Marks a state, for the next split. */
  mark(state: number): void {
    const block = this.blockOf[state] ?? 0;
    const marked = this.#marked[block] ?? 0;
    const first = (this.#starts[block] ?? 0) + marked;
    const place = this.#placeOf[state] ?? 0;
    if (place < first) return;
    if (marked === 0) this.#touched.push(block);
    this.#put(this.#states[first] ?? 0, place);
    this.#put(state, first);
    this.#marked[block] = marked + 1;
  }

  /** Splits every block of which some states, but not all, are marked: which blocks, and the new ones that those are in. No state is marked then. */
  split(): readonly (readonly [block: number, added: number])[] {
    if (this.#touched.length === 0) return nothing;
    const blocks = this.#touched;
    this.#touched = [];
    return blocks.flatMap((block) => {
      const marked = this.#marked[block] ?? 0;
      this.#marked[block] = 0;
      return marked === this.#sizes[block] ? [] : [[block, this.#cut(block, marked)] as const];
    });
  }

  smallerOf(left: number, right: number): number {
    return (this.#sizes[left] ?? 0) < (this.#sizes[right] ?? 0) ? left : right;
  }

  /** Makes a block of the first states of another one. */
  #cut(block: number, size: number): number {
    const start = this.#starts[block] ?? 0;
    const added = this.#addBlock(start, size);
    this.#starts[block] = start + size;
    this.#sizes[block] = (this.#sizes[block] ?? 0) - size;
    for (let place = start; place < start + size; place += 1) this.blockOf[this.#states[place] ?? 0] = added;
    return added;
  }

  #addBlock(start: number, size: number): number {
    this.#sizes.push(size);
    this.#marked.push(0);
    return this.#starts.push(start) - 1;
  }

  #put(state: number, place: number): void {
    this.#states[place] = state;
    this.#placeOf[state] = place;
  }
}

const nothing: readonly never[] = [];
