import { flagSets } from "./flag-sets.js";
import type { HardSet } from "./hard-set.js";
import { numberSets } from "./number-sets.js";
import { structureSets } from "./structure-sets.js";
import { textSets } from "./text-sets.js";

/** Policy sets about which no analysis answers everything, and each has to end. */
export const hardSets: readonly HardSet[] = [...flagSets, ...textSets, ...numberSets, ...structureSets];
