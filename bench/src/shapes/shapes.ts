import type { Shape } from "../workload.js";
import { ids } from "./ids.js";
import { mixture } from "./mixture.js";
import { networks } from "./networks.js";
import { prefixes } from "./prefixes.js";
import { ranges } from "./ranges.js";
import { roles } from "./roles.js";
import { tenants } from "./tenants.js";

/** All shapes, in the order in which they are reported. */
export const shapes: readonly Shape[] = [mixture, prefixes, tenants, networks, ranges, roles, ids];
