import { pathToFileURL } from "node:url";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";
import type { DecisionModule } from "../../../src/testing/load-module.js";
import { printPol } from "../print-pol.js";
import type { Engine } from "./engine.js";

/** `allows` of the module. */
export const allows: Engine = {
  name: "allows",
  load: async (_, modulePath) => {
    const module = await importModule(modulePath);
    return { prepare: (request) => request, decide: module.allows };
  },
};

/** `decide` of the module. */
export const decide: Engine = {
  name: "decide",
  load: async (_, modulePath) => {
    const module = await importModule(modulePath);
    return { prepare: (request) => request, decide: (request) => module.decide(request).decision };
  },
};

async function importModule(path: string): Promise<DecisionModule> {
  return (await import(pathToFileURL(path).href)) as DecisionModule;
}

/** The reference interpreter: what interpreting rules one after the other costs. */
export const interpreter: Engine = {
  name: "interpreter",
  load: async ({ grants }) => {
    const { policySet } = check(printPol(grants));
    if (policySet === undefined) throw new Error("the workload does not check");
    return { prepare: (request) => request, decide: (request) => interpret(policySet, request).decision };
  },
};
