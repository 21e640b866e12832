/** Percentiles of latencies in milliseconds: the smallest one that at least so many of them do not exceed (nearest rank). */
export function describeLatencies(latencies: readonly number[]): {
  readonly p99: number;
  readonly text: string;
} {
  const sorted = Float64Array.from(latencies).sort();
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
  const shown = [50, 90, 99, 99.9, 100].map((percent) => `p${percent} ${at(percent).toFixed(2)} ms`);
  return { p99: at(99), text: shown.join(", ") };
}
