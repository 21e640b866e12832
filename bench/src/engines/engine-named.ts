import { assertNever } from "../../../src/util/invariant.js";
import type { Engine, EngineName } from "./engine.js";

/** The engine of a name; undefined for a peer that is not installed. Only now is its code loaded. */
export async function engineNamed(name: EngineName): Promise<Engine | undefined> {
  try {
    return await importEngine(name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

async function importEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case "hand":
      return (await import("./by-hand.js")).byHand;
    case "allows":
      return (await import("./polc.js")).allows;
    case "decide":
      return (await import("./polc.js")).decide;
    case "interpreter":
      return (await import("./polc.js")).interpreter;
    case "casl":
      return (await import("./casl.js")).casl;
    case "casbin":
      return (await import("./casbin.js")).casbin;
    case "cedar":
      return (await import("./cedar.js")).cedar;
    default:
      return assertNever(name);
  }
}
