import type { Assumptions } from "./assumptions.js";
import { type Background, backgroundOf } from "./background.js";
import type { Model } from "./build-request.js";
import { memberSetsOf } from "./member-sets.js";
import { supportIn } from "./support.js";

/** A model as a background. Of one that is found again it is the same object: so it is seen that what was asked before it is asked again. */
export function backgroundIn(model: Model): Background {
  const { encoder, assumptions } = model;
  const background =
    backgrounds.get(assumptions) ?? backgroundOf(model, memberSetsOf(encoder.atoms), supportIn(model));
  backgrounds.set(assumptions, background);
  return background;
}

const backgrounds = new WeakMap<Assumptions, Background>();
