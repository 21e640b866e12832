/** A function that makes each of its results once. */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    known.set(key, value);
    return value;
  };
}

/** The same for objects, each result for as long as its object is there: what was found of one version is found again for the next. */
export function rememberedOf<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const found = known.get(key);
    // What comes to undefined is there as well.
    if (found !== undefined || known.has(key)) return found as V;
    const value = make(key);
    known.set(key, value);
    return value;
  };
}
