import type { CliHost } from "../cli-host.js";

/** Says on a terminal how far the work is, on a line that is gone when it is done; nowhere else. */
export function showProgress({ stderr }: CliHost, all: number): (done: number) => void {
  if (!stderr.isTerminal) return () => {};
  return (done) => stderr.write(done < all ? `\r${done} of ${all} parts` : "\r\x1b[K");
}
