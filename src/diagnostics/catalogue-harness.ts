import { error } from "./catalogue-entry.js";

/** 5xxx: the test harness, and the files that it is given. One entry a line, append only, sorted. */
export const harnessCatalogue = [
  error("POL5020", "coverage-below-minimum", "tests that show less than is wanted"),
  error("POL5040", "invalid-decisions-file", "a file of expected decisions that cannot be relied on"),
  error("POL5041", "invalid-entity-file", "a file of entities that cannot be relied on"),
  error("POL5042", "nothing-to-test", "no test is called so"),
  error("POL5043", "nothing-to-watch", "what cannot be watched"),
] as const;
