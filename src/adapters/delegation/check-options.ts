import { pointerTo } from "../../util/json-places.js";
import { nameOf, toReading } from "./claims.js";
import {
  asymmetricAlgorithms,
  type ClaimPath,
  type DelegationOptions,
  type IssuerOptions,
  type JsonWebKeySet,
  type KeySource,
  type PartyOptions,
} from "./options.js";

/** What is wrong with options, and where. */
export interface OptionsProblem {
  /** JSON Pointer (RFC 6901) into the options. */
  readonly path: string;
  readonly message: string;
}

/** What types cannot say of options: everything under which some token would be read as what it is not. */
export function checkOptions(options: DelegationOptions): readonly OptionsProblem[] {
  const issuers = Object.entries(options.issuers);
  return [
    ...(issuers.length === 0 ? [{ path: "/issuers", message: "no issuer is given" }] : []),
    ...(hasAudience(options) ? [] : [{ path: "/audience", message: "no audience is given" }]),
    ...issuers.flatMap(([issuer, each]) => checkIssuer(each, pointerTo("/issuers", issuer))),
    ...checkNamespaces(options),
  ];
}

function hasAudience({ audience }: DelegationOptions): boolean {
  return audience.length > 0 && [audience].flat().every((name) => name !== "");
}

function checkIssuer(options: IssuerOptions, path: string): readonly OptionsProblem[] {
  const { layout, keys, algorithms = asymmetricAlgorithms, namespace, subject, actor } = options;
  const isLayout = layout === "rfc8693" || layout === "inverted";
  const weak = algorithms.filter((algorithm) => !asymmetricAlgorithms.includes(algorithm));
  const problems = [
    ...(isLayout ? [] : [problem(path, "layout", "expected `rfc8693` or `inverted`")]),
    ...(algorithms.length > 0 ? [] : [problem(path, "algorithms", "no algorithm is given")]),
    ...weak.map((name) => problem(path, "algorithms", `\`${name}\` is no asymmetric algorithm`)),
    ...checkKeys(keys).map((message) => problem(path, "keys", message)),
  ];
  if (namespace !== undefined && !/^[\w.-]+$/.test(namespace))
    problems.push(problem(path, "namespace", "expected letters, digits, `_`, `.` and `-`"));
  const parties = Object.entries({ subject, actor });
  return [
    ...problems,
    ...parties.flatMap(([role, party]) => (party ? checkParty(party, pointerTo(path, role)) : [])),
  ];
}

function problem(path: string, member: string, message: string): OptionsProblem {
  return { path: pointerTo(path, member), message };
}

function checkKeys(keys: KeySource): readonly string[] {
  if ("key" in keys) return keys.key.type === "public" ? [] : ["the key is not a public one"];
  if ("pem" in keys)
    return /-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----/.test(keys.pem)
      ? []
      : ["expected a public key (`BEGIN PUBLIC KEY`) or a certificate"];
  const { jwks } = keys;
  return typeof jwks === "string" || jwks instanceof URL ? checkAddress(jwks) : checkKeySet(jwks);
}

/** What is wrong with an address of an issuer: who can change what comes from there can speak as the issuer. */
export function checkAddress(address: string | URL): readonly string[] {
  if (!URL.canParse(String(address))) return [`\`${address}\` is no address`];
  const { protocol, hostname } = new URL(address);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal) ? [] : ["expected an https address"];
}

function checkKeySet({ keys }: JsonWebKeySet): readonly string[] {
  if (keys.length === 0) return ["the set has no key"];
  return keys.every(({ kty, d }) => kty !== "oct" && d === undefined)
    ? []
    : ["the set has a key that can sign: give the public ones alone"];
}

function checkParty(party: PartyOptions, path: string): readonly OptionsProblem[] {
  const properties = Object.entries(party.properties ?? {}).map(
    ([name, source]) => [pointerTo(path, "properties", name), toReading(source)] as const,
  );
  const ancestors = (party.ancestors ?? []).map(
    (source, index) => [pointerTo(path, "ancestors", index), source] as const,
  );
  return [...properties, ...ancestors]
    .filter(([, { claim, asserted }]) => isSelfAsserted(claim) && asserted !== true)
    .map(([place, { claim }]) => ({
      path: place,
      message: `${nameOf(claim)} is what its holder says of itself; \`"asserted": true\` takes it all the same`,
    }));
}

function isSelfAsserted(claim: ClaimPath): boolean {
  return [claim].flat().some((name) => selfAsserted.has(name));
}

/** Claims that a client registers for itself (RFC 7591) or that platforms let their users write. */
const selfAsserted: ReadonlySet<string> = new Set([
  "client_name",
  "client_uri",
  "client_info",
  "client_metadata",
  "software_id",
  "software_version",
  "user_agent",
  "user_metadata",
  "unsafe_metadata",
]);

/** `sub` is unique within its issuer only, so two issuers must not give entities of one type the same id. */
function checkNamespaces({ issuers }: DelegationOptions): readonly OptionsProblem[] {
  const all = Object.entries(issuers).flatMap(([issuer, options]) =>
    typesOf(options).map((type) => ({ issuer, type, namespace: options.namespace })),
  );
  return all.flatMap(({ issuer, type, namespace }) => {
    const other = all.find(
      (each) =>
        each.type === type &&
        each.issuer !== issuer &&
        (namespace === undefined || namespace === each.namespace),
    );
    if (other === undefined) return [];
    const message = `its ids of ${type} may be those of ${other.issuer}: give each a \`namespace\` of its own`;
    return [{ path: pointerTo("/issuers", issuer), message }];
  });
}

/** The types of which an issuer gives ids. */
function typesOf({ layout, delegation, subject, actor }: IssuerOptions): readonly string[] {
  const parties = {
    person: { ...subject, type: subject?.type ?? "User" },
    agent: { ...actor, type: actor?.type ?? "Agent" },
  };
  const alone = layout === "rfc8693" ? parties.person : parties.agent;
  const named = delegation === "never" ? [alone] : Object.values(parties);
  return [
    ...new Set(named.flatMap(({ type, ancestors = [] }) => [type, ...ancestors.map((group) => group.type)])),
  ];
}
