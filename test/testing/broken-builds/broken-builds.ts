import type { BrokenBuild } from "./broken-build.js";
import { combining } from "./combining.js";
import { conditions } from "./conditions.js";
import { lowering } from "./lowering.js";
import { promises } from "./promises.js";
import { reading } from "./reading.js";
import { relations } from "./relations.js";

/** Compilers that were broken on purpose. */
export const brokenBuilds: readonly BrokenBuild[] = [
  ...combining,
  ...reading,
  ...conditions,
  ...lowering,
  ...promises,
  ...relations,
];
