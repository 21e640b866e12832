import type { SourceFile } from "../../src/source/source-file.js";
import { assertNever } from "../../src/util/invariant.js";
import { formatAddress } from "./addresses.js";
import type { Grant, Grants, Parameter, Party, Test, Tool } from "./grant.js";

/** A policy set of grants, in files of a thousand rules. */
export function printPol({ tools, grants }: Grants): readonly SourceFile[] {
  const files = Array.from({ length: Math.ceil(grants.length / rulesOfFile) }, (_, file) => {
    const rules = grants.slice(file * rulesOfFile, (file + 1) * rulesOfFile).map(printRule);
    return { path: `part${file}.pol`, text: `policy part${file} {\n${rules.join("\n")}}\n` };
  });
  return [{ path: "schema.pol", text: `${schema}${tools.map(printAction).join("")}` }, ...files];
}

const rulesOfFile = 1000;

const schema = `principal User in Team { tenant: String, roles: List<String> }
entity Team
context { ip: Ip }

`;

function printAction({ name, parameters }: Tool): string {
  return `action ${name}(${parameters.map(printParameter).join(", ")})\n`;
}

function printParameter({ name, integer, optional }: Parameter): string {
  const type = integer === undefined ? "String" : `Int in ${integer.from}..${integer.to}`;
  return `${name}${optional ? "?" : ""}: ${type}`;
}

function printRule({ name, effect, action, to, tests }: Grant): string {
  const because = effect === "deny" ? `    because "Refused by ${name}."\n` : "";
  const clauses = tests.map((test) => `    ${printTest(test)}\n`).join("");
  return `  rule ${name}\n    ${effect} ${printParty(to)} to ${action}\n${clauses}${because}`;
}

function printParty(party: Party | undefined): string {
  if (party === undefined) return "User";
  return party.kind === "user" ? `User("${party.id}")` : `User in Team("${party.id}")`;
}

function printTest(test: Test): string {
  switch (test.kind) {
    case "tenant":
      return `when principal.tenant == "${test.tenant}"`;
    case "role":
      return `${test.without ? "unless" : "when"} "${test.role}" in principal.roles`;
    case "equals":
      return `when args.${test.argument} == "${test.text}"`;
    case "prefix":
      return `when args.${test.argument} like "${test.prefix}*"`;
    case "range":
      return `when ${printNumber(test.argument, test.otherwise)} in ${test.from}..${test.to}`;
    case "network":
      return `when context.ip in "${formatAddress(test.base)}/${test.bits}"`;
    default:
      return assertNever(test);
  }
}

function printNumber(argument: string, otherwise: number | undefined): string {
  return otherwise === undefined ? `args.${argument}` : `(args.${argument} ?? ${otherwise})`;
}
