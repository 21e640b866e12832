import { error } from "./catalogue-entry.js";

/** 2xxx: names and types. One entry a line, append only. */
export const checkCatalogue = [error("POL2001", "duplicate-name", "a name that is declared twice")] as const;
