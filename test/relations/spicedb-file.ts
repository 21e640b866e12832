import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type {
  EntityReference,
  EntityRelations,
  Relation,
  RelationModel,
  RelationRule,
  RelationTuple,
  SubjectKind,
  TupleSubject,
} from "../../src/relations/model.js";
import type { RelationQuestion } from "../../src/relations/relation-store.js";

/** A validation file of SpiceDB, as far as Pol has what it uses. */
export interface SpicedbFile {
  readonly model: RelationModel;
  readonly tuples: readonly RelationTuple[];
  readonly holds: readonly RelationQuestion[];
  readonly holdsNot: readonly RelationQuestion[];
}

interface RawFile {
  readonly schema: string;
  readonly relationships?: string;
  readonly assertions?: { readonly [kind: string]: readonly string[] | null } | null;
}

/** Reads a validation file, or says what Pol has nothing for. */
export function readSpicedbFile(path: string): SpicedbFile | { readonly skipped: string } {
  const { schema, relationships = "", assertions } = parse(readFileSync(path, "utf8")) as RawFile;
  const isSilent = [assertions?.assertTrue, assertions?.assertFalse].every((list) => !list?.length);
  const foreign = foreignIn(withoutComments(schema)) ?? (isSilent ? "no assertions" : undefined);
  if (foreign !== undefined) return { skipped: foreign };
  const lines = relationships.split("\n").map((line) => line.trim());
  return {
    model: readSpicedbSchema(schema),
    tuples: lines.filter((line) => line !== "" && !line.startsWith("//")).map(readTuple),
    holds: (assertions?.assertTrue ?? []).map(readQuestion),
    holdsNot: (assertions?.assertFalse ?? []).map(readQuestion),
  };
}

function foreignIn(schema: string): string | undefined {
  const words = [/\bcaveat\b/, /\bexpiration\b/, /\.all\s*\(/, /\bself\b/];
  const names = ["caveats", "expiration", "all(…)", "self"];
  return names[words.findIndex((word) => word.test(schema))];
}

function withoutComments(schema: string): string {
  return schema.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

/** The model of a schema. Permissions are relations that have no tuples. */
export function readSpicedbSchema(schema: string): RelationModel {
  const reader = new SchemaReader(withoutComments(schema));
  return { types: reader.readTypes() };
}

const tokenPattern = /->|[A-Za-z_][\w/]*|[^\s]/g;

class SchemaReader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(schema: string) {
    this.#tokens = schema.match(tokenPattern) ?? [];
  }

  readTypes(): readonly EntityRelations[] {
    const types: EntityRelations[] = [];
    while (this.#next < this.#tokens.length) {
      this.#expect("definition");
      const type = this.#take();
      this.#expect("{");
      const relations: Relation[] = [];
      while (!this.#accept("}")) relations.push(this.#readMember());
      types.push({ type, relations });
    }
    return types;
  }

  #readMember(): Relation {
    const isPermission = this.#take() === "permission";
    const name = this.#take();
    if (!isPermission) {
      this.#expect(":");
      const subjects = [this.#readSubject()];
      while (this.#accept("|")) subjects.push(this.#readSubject());
      return { name, subjects, rule: { kind: "direct" } };
    }
    this.#expect("=");
    return { name, subjects: [], rule: this.#readExclusions() };
  }

  #readSubject(): SubjectKind {
    const type = this.#take();
    if (this.#accept("#")) return { kind: "userset", type, relation: this.#take() };
    if (!this.#accept(":")) return { kind: "entity", type };
    this.#expect("*");
    return { kind: "everyone", type };
  }

  /** Of the operators, `-` binds loosest and `+` tightest. */
  #readExclusions(): RelationRule {
    let base = this.#readOperands("&", () => this.#readOperands("+", () => this.#readOperand()));
    while (this.#accept("-"))
      base = {
        kind: "exclusion",
        base,
        excluded: this.#readOperands("&", () => this.#readOperands("+", () => this.#readOperand())),
      };
    return base;
  }

  #readOperands(operator: "&" | "+", read: () => RelationRule): RelationRule {
    const first = read();
    const operands = [first];
    while (this.#accept(operator)) operands.push(read());
    return operands.length === 1 ? first : { kind: operator === "+" ? "union" : "intersection", operands };
  }

  #readOperand(): RelationRule {
    if (this.#accept("(")) {
      const rule = this.#readExclusions();
      this.#expect(")");
      return rule;
    }
    const name = this.#take();
    if (name === "nil") return { kind: "union", operands: [] };
    if (this.#accept("->")) return { kind: "inherited", relation: this.#take(), over: name };
    if (!this.#accept(".")) return { kind: "computed", relation: name };
    this.#expect("any");
    this.#expect("(");
    const relation = this.#take();
    this.#expect(")");
    return { kind: "inherited", relation, over: name };
  }

  #take(): string {
    return this.#tokens[this.#next++] ?? "";
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token) throw new Error(`expected ${token}, found ${found} at ${this.#next}`);
  }
}

/** `document:1#viewer@team:2#member`. */
function readTuple(text: string): RelationTuple {
  const [, object = "", relation = "", subject = ""] = /^([^#]+)#([^@]+)@(.+)$/.exec(text) ?? [];
  return { object: readEntity(object), relation, subject: readSubject(subject) };
}

function readEntity(text: string): EntityReference {
  const colon = text.indexOf(":");
  return { type: text.slice(0, colon), id: text.slice(colon + 1) };
}

function readSubject(text: string): TupleSubject {
  const [entity = "", relation = "..."] = text.split("#");
  const reference = readEntity(entity);
  if (reference.id === "*") return { type: reference.type, everyone: true };
  return relation === "..." ? reference : { ...reference, relation };
}

function readQuestion(text: string): RelationQuestion {
  const { object, relation, subject } = readTuple(text);
  if ("everyone" in subject) throw new Error(`everyone cannot be asked about: ${text}`);
  return { object, relation, subject };
}
