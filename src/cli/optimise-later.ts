import { setFlagsFromString } from "node:v8";

/**
 * Has V8 optimise a function only after it has run for longer, in all threads: a command runs for seconds at most, and a third of its processor
 * time would go into optimising what hardly runs again.
 */
export function optimiseLater(): void {
  if (knownVersions.test(process.versions.node)) setFlagsFromString("--interrupt-budget=400000");
}

/** The versions of Node.js whose V8 is known to have the flag. */
const knownVersions = /^2[02]\./;
