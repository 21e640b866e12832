import type { TestNode } from "../../ir/node.js";
import { type AtomTable, createAtomTable } from "./atom.js";
import { encodeTest } from "./encode-test.js";
import type { Encoder, ListConstant, Truth } from "./encoder.js";
import type { Viewpoint } from "./environment.js";
import type { Term } from "./term.js";

/** An encoder, and the constants that it has met beside lists, by their flags. */
export interface NotingEncoder extends Encoder {
  readonly constants: ReadonlyMap<string, ListConstant>;
}

/**
 * Makes an encoder for one viewpoint. Each test is turned into formulas once. Encoders whose formulas are to stand in one question share
 * their atoms and their constants.
 */
export function createEncoder(
  viewpoint: Viewpoint,
  atoms: AtomTable,
  constants = new Map<string, ListConstant>(),
): NotingEncoder {
  const noteConstant: Encoder["noteConstant"] = (list, term, flag) => {
    constants.set(flag, { list, term, flag });
  };
  const encoderWith = (variables: ReadonlyMap<number, Term>): Encoder => {
    const known = new Map<TestNode, Truth>();
    const encoder: Encoder = {
      viewpoint,
      atoms,
      variables,
      noteConstant,
      cases: new Map(),
      truthOf(test) {
        const truth = known.get(test) ?? encodeTest(encoder, test);
        known.set(test, truth);
        return truth;
      },
      withVariable: (variable, term) => encoderWith(new Map(variables).set(variable, term)),
    };
    return encoder;
  };
  return { ...encoderWith(new Map()), constants };
}

/** Encoders over one table of atoms, one for each viewpoint; each knows the constants that any of them has met. */
export function sharingEncoders(viewpoints: readonly Viewpoint[]): readonly NotingEncoder[] {
  const atoms = createAtomTable();
  const constants = new Map<string, ListConstant>();
  return viewpoints.map((viewpoint) => createEncoder(viewpoint, atoms, constants));
}
