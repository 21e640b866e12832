/** Resolves after what has come in meanwhile: between the parts of long work, so that short work need not wait for all of it. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
