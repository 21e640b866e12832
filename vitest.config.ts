import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./test/native/slowest-first.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    isolate: false,
    maxWorkers: "100%",
    testTimeout: 60_000,
    sequence: { sequencer: SlowestFirst },
    // Modules are loaded by Node.js, with types stripped by the hooks that are registered: tests, which are mostly computation, take a
    // quarter less time than in Vite's module runner.
    execArgv: [
      ...["--import", new URL("test/native/register.mjs", import.meta.url).href],
      // Most of the code runs for a moment only. To optimise it as soon as V8 does by itself takes a quarter of the processor's time.
      "--interrupt-budget=1000000",
      "--min-semi-space-size=16",
    ],
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
});
