/** Nanoseconds, as people read them. */
export function printTime(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds.toFixed(0)} ns`;
  if (nanoseconds < 1e6) return `${withDigits(nanoseconds / 1000)} µs`;
  return nanoseconds < 1e9 ? `${withDigits(nanoseconds / 1e6)} ms` : `${withDigits(nanoseconds / 1e9)} s`;
}

/** Bytes, as people read them. */
export function printBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${withDigits(bytes / 1000)} kB` : `${withDigits(bytes / 1e6)} MB`;
}

/** How many times as much. */
export function printRatio(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : withDigits(ratio)}×`;
}

function withDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
