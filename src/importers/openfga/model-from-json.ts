import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { RelationRule } from "../../relations/model.js";
import { isJsonObject } from "../../util/json-object.js";
import type { FgaModel, FgaRelation, FgaRestriction, FgaType } from "./fga-model.js";
import type { FgaPlaces } from "./fga-places.js";

/** The model that its JSON form says, or the places that are no part of one. */
export function modelFromJson(
  value: unknown,
  places: FgaPlaces,
): { readonly model?: FgaModel; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new ModelReader(places);
  const model = reader.readModel(value);
  return reader.diagnostics.length > 0
    ? { diagnostics: reader.diagnostics }
    : { model, diagnostics: reader.diagnostics };
}

type Members = { readonly [name: string]: unknown };

/** Reads what may come from anywhere; a class because all of it reports. */
class ModelReader {
  readonly diagnostics: Diagnostic[] = [];

  constructor(readonly places: FgaPlaces) {}

  readModel(value: unknown): FgaModel {
    const members = isJsonObject(value) ? value : {};
    if (!Array.isArray(members.type_definitions)) this.#report("a model has `type_definitions`", "");
    const conditions = Object.entries(membersOf(members.conditions));
    return {
      types: listOf(members.type_definitions).map((definition) => this.#readType(membersOf(definition))),
      conditions: new Map(conditions.map(([name, condition]) => [name, printCondition(name, condition)])),
    };
  }

  #readType(definition: Members): FgaType {
    const name = typeof definition.type === "string" ? definition.type : "";
    if (name === "") this.#report("a type has a name", "");
    const metadata = membersOf(membersOf(definition.metadata).relations);
    const relations = Object.entries(membersOf(definition.relations)).map(
      ([relation, rule]): FgaRelation => ({
        name: relation,
        restrictions: listOf(membersOf(metadata[relation]).directly_related_user_types).flatMap(
          (restriction) => this.#readRestriction(membersOf(restriction), name, relation),
        ),
        rule: this.#readRule(membersOf(rule), name, relation),
        span: this.places(name, relation),
      }),
    );
    return { name, relations, span: this.places(name) };
  }

  #readRestriction(restriction: Members, type: string, relation: string): readonly FgaRestriction[] {
    const { type: subject, relation: of, wildcard, condition } = restriction;
    if (typeof subject !== "string") {
      this.#report("a type restriction names a type", type, relation);
      return [];
    }
    const conditioned = typeof condition === "string" && condition !== "" ? { condition } : {};
    if (wildcard !== undefined && wildcard !== null)
      return [{ kind: { kind: "everyone", type: subject }, ...conditioned }];
    return typeof of === "string" && of !== ""
      ? [{ kind: { kind: "userset", type: subject, relation: of }, ...conditioned }]
      : [{ kind: { kind: "entity", type: subject }, ...conditioned }];
  }

  #readRule(rule: Members, type: string, relation: string): RelationRule {
    const readAll = (operands: unknown) =>
      listOf(membersOf(operands).child).map((operand) => this.#readRule(membersOf(operand), type, relation));
    if (rule.this !== undefined) return { kind: "direct" };
    if (rule.union !== undefined) return { kind: "union", operands: readAll(rule.union) };
    if (rule.intersection !== undefined)
      return { kind: "intersection", operands: readAll(rule.intersection) };
    if (rule.difference !== undefined) {
      const { base, subtract } = membersOf(rule.difference);
      const [of, excluded] = [base, subtract].map((part) => this.#readRule(membersOf(part), type, relation));
      if (of !== undefined && excluded !== undefined) return { kind: "exclusion", base: of, excluded };
    }
    const computed = relationIn(rule.computedUserset);
    if (computed !== undefined) return { kind: "computed", relation: computed };
    const inherited = membersOf(rule.tupleToUserset);
    const [over, through] = [relationIn(inherited.tupleset), relationIn(inherited.computedUserset)];
    if (over !== undefined && through !== undefined) return { kind: "inherited", relation: through, over };
    this.#report("this is no definition of a relation", type, relation);
    return { kind: "direct" };
  }

  #report(message: string, type: string, relation?: string): void {
    this.diagnostics.push(createDiagnostic("POL4070", this.places(type, relation), message));
  }
}

function relationIn(value: unknown): string | undefined {
  const { relation } = membersOf(value);
  return typeof relation === "string" && relation !== "" ? relation : undefined;
}

function membersOf(value: unknown): Members {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A condition as one writes it in the DSL. */
function printCondition(name: string, condition: unknown): string {
  const { expression, parameters } = membersOf(condition);
  const printed = Object.entries(membersOf(parameters)).map(
    ([parameter, of]) => `${parameter}: ${printType(of)}`,
  );
  return `${name}(${printed.join(", ")}) { ${typeof expression === "string" ? expression.trim() : ""} }`;
}

function printType(value: unknown): string {
  const { type_name: name, generic_types: generic } = membersOf(value);
  const word = typeof name === "string" ? name.replace(/^TYPE_NAME_/, "").toLowerCase() : "any";
  const of = listOf(generic).map(printType);
  return of.length === 0 ? word : `${word}<${of.join(", ")}>`;
}
