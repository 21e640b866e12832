// Loaded before all else in each process of Vitest: see vitest.config.ts.
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
