import type { Engine } from "./engine.js";

/** What someone would write instead: straight code for 20 rules, an index of Maps for more. */
export const byHand: Engine = {
  name: "hand",
  load: async ({ shape, grants }) => ({
    prepare: (request) => request,
    decide: grants.grants.length === 20 ? shape.byHandOf20 : shape.byHand(grants),
  }),
};
