/** A map from whole numbers to whole numbers other than 0, emptied at once. */
export interface StateTable {
  /** 0 where there is none. */
  get(key: number): number;
  set(key: number, value: number): void;
  delete(key: number): void;
  deleteWhere(test: (value: number) => boolean): void;
  clear(): void;
}

/**
 * A table with open addressing, whose places are marked with the round in which they were taken: it is filled and emptied for every check, and
 * a Map makes garbage each time.
 */
export function createStateTable(): StateTable {
  return new OpenTable();
}

const leastPlaces = 64;

/** Tables that grew beyond this are given up when they are emptied. */
const mostPlacesKept = 2 ** 16;

class OpenTable implements StateTable {
  #keys = new Float64Array(leastPlaces);
  #values = new Int32Array(leastPlaces);
  #rounds = new Uint32Array(leastPlaces);
  #round = 1;
  #taken = 0;

  get(key: number): number {
    const place = this.#placeOf(key);
    return this.#rounds[place] === this.#round ? (this.#values[place] ?? 0) : 0;
  }

  set(key: number, value: number): void {
    const place = this.#placeOf(key);
    this.#values[place] = value;
    if (this.#rounds[place] === this.#round) return;
    this.#rounds[place] = this.#round;
    this.#keys[place] = key;
    this.#taken += 1;
    if (this.#taken * 2 > this.#keys.length) this.#grow();
  }

  /** The place stays taken, so that those behind it are found. */
  delete(key: number): void {
    const place = this.#placeOf(key);
    if (this.#rounds[place] === this.#round) this.#values[place] = 0;
  }

  deleteWhere(test: (value: number) => boolean): void {
    for (const [place, value] of this.#values.entries())
      if (this.#rounds[place] === this.#round && test(value)) this.#values[place] = 0;
  }

  clear(): void {
    this.#taken = 0;
    if (this.#keys.length > mostPlacesKept) this.#resize(leastPlaces);
    else if (this.#round < 0xffff_ffff) this.#round += 1;
    else this.#resize(this.#keys.length);
  }

  /** Where the key stands, or would stand. Half of the places are free, so there is an end. */
  #placeOf(key: number): number {
    const mask = this.#keys.length - 1;
    let place = (Math.imul(key ^ (key / 2 ** 32), 0x9e37_79b1) >>> 7) & mask;
    while (this.#rounds[place] === this.#round && this.#keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [keys, values, rounds, round] = [this.#keys, this.#values, this.#rounds, this.#round];
    this.#taken = 0;
    this.#resize(keys.length * 2);
    for (const [place, key] of keys.entries())
      if (rounds[place] === round && values[place] !== 0) this.set(key, values[place] ?? 0);
  }

  #resize(places: number): void {
    this.#keys = new Float64Array(places);
    this.#values = new Int32Array(places);
    this.#rounds = new Uint32Array(places);
    this.#round = 1;
  }
}
