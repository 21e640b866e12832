import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { createAtomTable } from "../encode/atom.js";
import { createEncoder, type NotingEncoder } from "../encode/create-encoder.js";
import type { ListConstant } from "../encode/encoder.js";

/** One kind of request as both of its principals see it, over the same atoms. */
export interface RequestEncoder {
  /** For a search: it knows the constants that either side asks for. */
  readonly whole: NotingEncoder;
  readonly sides: readonly { readonly role: PrincipalRole; readonly encoder: NotingEncoder }[];
}

/** Makes an encoder for whole requests of one kind. */
export function createRequestEncoder(policySet: PolicySet, environment: Environment): RequestEncoder {
  const atoms = createAtomTable();
  const roles: readonly PrincipalRole[] = environment.actor ? ["subject", "actor"] : ["subject"];
  const subject = createEncoder({ policySet, environment, principal: "subject" }, atoms);
  const sides = roles.map((role) => ({
    role,
    encoder: role === "subject" ? subject : createEncoder({ policySet, environment, principal: role }, atoms),
  }));
  const whole: NotingEncoder = {
    ...subject,
    // What bodies of quantifiers ask for is known only once they are spelt out, so this is looked up each time.
    get constants() {
      return united(sides.map(({ encoder }) => encoder.constants));
    },
  };
  return { whole, sides };
}

function united(all: readonly NotingEncoder["constants"][]): NotingEncoder["constants"] {
  const lists = new Map<string, Map<string, ListConstant>>();
  for (const constants of all)
    for (const [list, flags] of constants) lists.set(list, new Map([...(lists.get(list) ?? []), ...flags]));
  return lists;
}
