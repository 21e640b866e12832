import { type AddressRange, blocksOf, mergedRanges } from "../ir/index/address-ranges.js";
import type { ConstantNode, NetworkNode } from "../ir/node.js";
import { type Cidr, formatCidr } from "../runtime/ip.js";
import { blockComment, type Code, js, lines, literal, trustedCode } from "./code.js";
import { constantElements } from "./emit-constant.js";
import type { Emitter } from "./emitter.js";
import { bind, type Expression, postfix, precedence } from "./expression.js";

/** Emits `ip in blocks`. Constant blocks become comparisons in a function of their own, so that a list reads as what it is. */
export function emitNetwork(emitter: Emitter, { ip, networks }: NetworkNode): Expression {
  const address = emitter.value(ip);
  const constants = constantElements(networks);
  if (constants !== undefined)
    return postfix(js`${emitNetworkFunction(emitter, constants)}(${address.code})`);
  const contains = emitter.parts.runtime("ipInCidr");
  const kept = emitter.reuse(address);
  const list = bind(emitter.value(networks), precedence.member);
  // The address is computed before the list is looked at: an absent one must not hide behind an empty list.
  const first = kept.first === kept.again ? list : js`(${kept.first.code}, ${list})`;
  const block = js`block`;
  return postfix(js`${first}.some((${block}) => ${contains}(${kept.again.code}, ${block}))`);
}

function emitNetworkFunction({ parts }: Emitter, constants: readonly ConstantNode[]): Code {
  const blocks = blocksOf(constants);
  const texts = blocks.map(formatCidr);
  const ip = parts.names.name("address", "ip");
  return parts.define(`networks ${texts.join()}`, "in_networks", (name) =>
    lines([
      blockComment([`Whether an address is in ${texts.join(", ")}.`]),
      js`function ${name}(${ip}) {`,
      js`  return ${emitBlocks(blocks, ip)};`,
      js`}`,
    ]),
  );
}

/** Addresses of the two versions are of different types, so that one of the other version is never in a block. */
function emitBlocks(blocks: readonly Cidr[], ip: Code): Code {
  const [v4, v6] = [mergedRanges(blocks, 4), mergedRanges(blocks, 6)];
  const within = (ranges: readonly AddressRange[], address: (value: bigint) => Code) =>
    ranges.map(({ low, high }) =>
      low === high
        ? js`${ip} === ${address(low)}`
        : js`(${ip} >= ${address(low)} && ${ip} <= ${address(high)})`,
    );
  const either = (tests: readonly Code[]) => tests.reduce((sum, test) => js`${sum} || ${test}`);
  const inV4 = () => either(within(v4, hexNumber));
  const inV6 = () => either(within(v6, hexBigint));
  if (v4.length > 0 && v6.length > 0) return js`typeof ${ip} === "number" ? ${inV4()} : ${inV6()}`;
  if (v4.length > 0) return js`typeof ${ip} === "number" && (${inV4()})`;
  return v6.length > 0 ? js`typeof ${ip} === "bigint" && (${inV6()})` : literal(false);
}

function hexNumber(value: bigint): Code {
  return trustedCode(`0x${value.toString(16).padStart(8, "0")}`);
}

function hexBigint(value: bigint): Code {
  return trustedCode(`0x${value.toString(16).padStart(32, "0")}n`);
}
