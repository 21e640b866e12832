import { error } from "./catalogue-entry.js";

/** 1xxx: what is wrong with the text of a file, whatever the names in it mean. One entry a line, append only. */
export const syntaxCatalogue = [error("POL1001", "unexpected-token", "text that cannot stand here")] as const;
