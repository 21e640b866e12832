import type { Choices } from "../../../src/testing/choices.js";

/*
 * Random policy sets in which anything may be secret, and requests for them in which every value that is secret can be told: it has
 * `s3cr3t` or 555000000 in it, and nothing else has. So a log can be searched for them.
 */

/** What no log may hold. */
export const secretMark = /s3cr3t|555000000/i;

/** A type with what is secret in it. */
type Shape =
  | { readonly kind: "String" | "Int" | "Json" | "Url" | "User"; readonly secret: boolean }
  | { readonly kind: "List" | "Map"; readonly of: Shape; readonly secret: boolean }
  | {
      readonly kind: "Record";
      readonly members: Members;
      readonly isOpen: boolean;
      readonly secret: boolean;
    };

type Members = { readonly [name: string]: Shape };

/** A policy set, with the members that make up a request for it. */
export interface SecretPolicies {
  readonly text: string;
  readonly user: Members;
  readonly box: Members;
  readonly args: Members;
  readonly context: Members;
}

/** Generates a policy set whose rules read all that there is, and make obligations and remedies of it. */
export function generateSecretPolicies(choices: Choices): SecretPolicies {
  const [user, box, args, context] = [members(choices), members(choices), members(choices), members(choices)];
  const roots: readonly (readonly [string, Members])[] = [
    ["principal", user],
    ["resource", box],
    ["args", args],
    ["context", context],
  ];
  const places = roots.flatMap(([root, shapes]) => placesOf(root, shapes));
  const text = `
principal User { ${declared(user)} }
entity Box { ${declared(box)} }
action box.send(${declared(args)}${choices.int(0, 3) === 0 ? ", ..." : ""}), box.list(page?: Int) on Box
context { ${declared(context)} }
obligation note(text: String)
remedy approval(of: String) = false
policy p {
  rule all
    allow User to box.send, box.list on Box
${places.map((place, index) => rulesOf(place, index, choices)).join("")}}
`;
  return { text, user, box, args, context };
}

function members(choices: Choices, depth = 2): Members {
  const names = ["alpha", "beta", "gamma"].slice(0, choices.int(1, 3));
  return Object.fromEntries(names.map((name) => [name, shape(choices, depth)]));
}

function shape(choices: Choices, depth: number): Shape {
  // The grammar has no place for the word behind a record.
  const kinds = ["String", "String", "Int", "Url", "Json", "User", "List", "Map", "Record"] as const;
  const kind = kinds[choices.int(0, depth === 0 ? 5 : 8)] ?? "String";
  if (kind === "Record")
    return { kind, members: members(choices, depth - 1), isOpen: choices.int(0, 3) === 0, secret: false };
  const secret = choices.int(0, 2) === 0;
  if (kind === "List" || kind === "Map") return { kind, of: shape(choices, depth - 1), secret };
  return { kind, secret };
}

function declared(shapes: Members): string {
  return Object.entries(shapes)
    .map(([name, each]) => `${name}?: ${typeText(each)}`)
    .join(", ");
}

function typeText(type: Shape): string {
  return `${plainTypeText(type)}${type.secret ? " secret" : ""}`;
}

function plainTypeText(type: Shape): string {
  switch (type.kind) {
    case "List":
    case "Map":
      return `${type.kind}<${typeText(type.of)}>`;
    case "Record":
      return `{ ${declared(type.members)}${type.isOpen ? ", ..." : ""} }`;
    default:
      return type.kind;
  }
}

/** A path that rules can read, and what is there. */
interface Place {
  readonly path: string;
  readonly shape: Shape;
}

function placesOf(root: string, shapes: Members): readonly Place[] {
  return Object.entries(shapes).flatMap(([name, each]) => {
    const path = `${root}.${name}`;
    return [{ path, shape: each }, ...(each.kind === "Record" ? placesOf(path, each.members) : [])];
  });
}

/** What is a text is handed on, as it is or as something made of it. */
function rulesOf({ path, shape: { kind } }: Place, index: number, choices: Choices): string {
  const parts: Partial<Record<Shape["kind"], readonly string[]>> = {
    String: [path, `lower(${path})`, `if ${path} == "x" then "y" else ${path}`],
    Url: [`${path}.path`],
  };
  const expressions = parts[kind];
  if (expressions === undefined) {
    return `  rule reads_${index}\n    deny User to box.send on Box\n    when ${path.replace(".", " has ")}\n    when principal.id == "nobody"\n`;
  }
  const text = expressions[choices.int(0, expressions.length - 1)];
  const guard = `when ${path.replace(".", " has ")}`;
  return [
    `  rule notes_${index}\n    oblige User to box.send on Box\n    ${guard}\n    with note(text: ${text})\n`,
    `  rule asks_${index}\n    deny User to box.send on Box\n    ${guard}\n    when principal.id == "eve"\n    unless approval(of: ${text})\n`,
  ].join("");
}

/** Generates a valid request; its secrets are marked. */
export function generateSecretRequest(choices: Choices, policies: SecretPolicies): Tree {
  const values = (shapes: Members) => valuesOf(choices, shapes, policies, false);
  return {
    subject: { type: "User", id: choices.int(0, 1) === 0 ? "kim" : "eve", properties: values(policies.user) },
    action: { name: "box.send", properties: values(policies.args) },
    resource: { type: "Box", id: "b", properties: values(policies.box) },
    context: values(policies.context),
  };
}

/** Plain JSON of records. */
export interface Tree {
  [name: string]: unknown;
}

function valuesOf(choices: Choices, shapes: Members, policies: SecretPolicies, hidden: boolean): Tree {
  const given = Object.entries(shapes).filter(() => choices.int(0, 4) > 0);
  return Object.fromEntries(given.map(([name, each]) => [name, oneOf(choices, each, policies, hidden)]));
}

/** Within something secret everything is. */
function oneOf(choices: Choices, type: Shape, policies: SecretPolicies, outer: boolean): unknown {
  const hidden = outer || type.secret;
  const some = choices.int(0, 9);
  switch (type.kind) {
    case "String":
      return hidden ? `s3cr3t ${some}` : `plain ${some}`;
    case "Int":
      return hidden ? 5_550_000_000 + some : some;
    case "Json":
      return { any: [hidden ? "S3CR3T" : "plain"] };
    case "Url":
      return `https://example.com/${hidden ? "s3cr3t" : "plain"}`;
    case "User": // those within users have no properties: somewhere it ends
      return hidden
        ? { type: "User", id: "s3cr3t" }
        : {
            type: "User",
            id: "boss",
            properties: valuesOf(choices, policies.user, { ...policies, user: {} }, false),
          };
    case "List":
      return Array.from({ length: some % 3 }, () => oneOf(choices, type.of, policies, hidden));
    case "Map":
      return Object.fromEntries(["k", "l"].map((key) => [key, oneOf(choices, type.of, policies, hidden)]));
    case "Record":
      return valuesOf(choices, type.members, policies, hidden);
  }
}

/** Makes a mistake somewhere in a request, as callers make them: none that puts a secret where the policy set declares something else. */
export function spoil(choices: Choices, request: Tree): void {
  const records = recordsIn(request);
  const record = records[choices.int(0, records.length - 1)] ?? request;
  const names = Object.keys(record);
  const name = names[choices.int(0, Math.max(0, names.length - 1))];
  if (name === undefined) return;
  const value = record[name];
  switch (choices.int(0, 5)) {
    case 0: // misspelt
      delete record[name];
      record[`${name}s`] = value;
      break;
    case 1: // in a list of one
      record[name] = [value];
      break;
    case 2: // in a record of one
      record[name] = { value };
      break;
    case 3: // as a text
      record[name] = typeof value === "string" ? 0.5 : JSON.stringify(value);
      break;
    case 4:
      delete record[name];
      break;
    default: // to a name that it should not have
      record[name] =
        typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, "": value } : null;
  }
}

function recordsIn(value: unknown): readonly Tree[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value).flatMap(recordsIn);
  return Array.isArray(value) ? below : [value as Tree, ...below];
}
