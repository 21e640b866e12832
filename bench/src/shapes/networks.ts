import { formatAddress } from "../addresses.js";
import { allowsNetworksOf20, createNetworksIndex } from "../hand/networks.js";
import { user } from "../requests.js";
import type { Shape } from "../workload.js";
import { createSingleShape } from "./single-shape.js";

/** Blocks of addresses, some within others. */
export const networks: Shape = createSingleShape({
  name: "networks",
  parameters: [{ name: "path" }],
  allow: (number) => ({
    tests: [{ kind: "network", base: baseOf(number), bits: 24 + (number % 3) * 2 }],
  }),
  deny: (number) => ({ tests: [{ kind: "network", base: baseOf(number) + deniedFrom, bits: 30 }] }),
  ask: (number, isDenied, choices) => ({
    subject: user(`user${choices.int(0, 99999)}`),
    args: { path: `/v1/items/${choices.int(0, 99999)}` },
    ip: formatAddress(baseOf(number) + (isDenied ? deniedFrom + choices.int(0, 3) : choices.int(0, 7))),
  }),
  byHand: createNetworksIndex,
  byHandOf20: allowsNetworksOf20,
});

/** One block of 256 addresses after the other, from 10.0.0.0 on; a rule is about the block or about the first part of it. */
function baseOf(number: number): number {
  return 0x0a000000 + number * 256;
}

const deniedFrom = 8;
