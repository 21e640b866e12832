import { error, info, warning } from "./catalogue-entry.js";

/** 5xxx: the test harness, and the files that it is given. One entry a line, append only, sorted. */
export const harnessCatalogue = [
  error("POL5020", "coverage-below-minimum", "tests that show less than is wanted"),
  error("POL5030", "fails-already", "a test or an assertion that fails before anything is mutated"),
  warning("POL5031", "mutant-survived", "a mistake that no test notices"),
  warning("POL5032", "mutant-undecided", "a mistake of which it is not known whether it changes anything"),
  error("POL5033", "score-too-low", "fewer mistakes are noticed than are wanted"),
  info("POL5034", "mutant-unstated", "a mistake that no test can state"),
  error("POL5040", "invalid-decisions-file", "a file of expected decisions that cannot be relied on"),
  error("POL5041", "invalid-entity-file", "a file of entities that cannot be relied on"),
  error("POL5042", "nothing-to-test", "no test is called so"),
  error("POL5043", "nothing-to-watch", "what cannot be watched"),
  error("POL5044", "invalid-coverage-option", "an option about coverage that is not understood"),
] as const;
