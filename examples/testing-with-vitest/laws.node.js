// The same laws with the test runner of Node.js: node --test laws.node.js
import { describe, it } from "node:test";
import { loadPolicies, policyLaws } from "polc/testing";
import * as module from "./dist/policy.js";

policyLaws(module, { policies: await loadPolicies("policies"), describe, it });
