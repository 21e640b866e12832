import type {
  ActionDeclaration,
  ActionItem,
  ConstantDeclaration,
  ContextDeclaration,
  Declaration,
  DefinitionDeclaration,
  EntityDeclaration,
  EntityMember,
  FieldDeclaration,
  JsonSchemaReference,
  Name as NameNode,
  ObligationDeclaration,
  Parameter,
  RefineDeclaration,
  RemedyDeclaration,
  TagDeclaration,
  TypeDeclaration,
  UseDeclaration,
} from "./ast.js";
import { declarationSuccessors } from "./declaration-starts.js";
import type { Resumption } from "./grammar-recovery.js";
import { TestGrammar } from "./grammar-tests.js";
import type { Scanned } from "./scanner.js";
import { AnyWord, EntityKeyword, mark, Name, StringToken, word } from "./tokens.js";
import { unknownDeclaration } from "./unknown-declaration.js";

/**
 * The parser of `grammar/pol.ebnf`: one method for each production, in one class for each chapter (types, expressions,
 * relations, values, rules, tests, and here the declarations), as Chevrotain wants them to be methods.
 *
 * Where a word can be a keyword or a name, a GATE looks one token further than Chevrotain does (`maxLookahead` is 1:
 * more would make start-up slower and gain nothing). Actions are called once while Chevrotain records the grammar, with
 * tokens that are empty; they need not care.
 */
export class Grammar extends TestGrammar {
  constructor(validate: boolean) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** The declarations of a file; its errors are in {@link diagnostics}. */
  parseFile(path: string, text: string, scanned: Scanned): readonly Declaration[] {
    this.begin(path, text, scanned);
    const declarations = this.declarations();
    this.end();
    return declarations;
  }

  private readonly declarations = this.RULE("declarations", (): readonly Declaration[] => {
    const declarations: Declaration[] = [];
    const resumes: Resumption = (open) =>
      (open.braces <= 0 && this.atDeclaration()) || this.atOutdentedDeclaration();
    for (;;) {
      this.MANY(() => {
        const declaration = this.unit(() => this.wholeDeclaration(), resumes);
        if (declaration !== undefined) declarations.push(declaration);
      });
      if (this.RECORDING_PHASE || this.atEnd()) return declarations;
      this.junk(() => this.reportUnknown(), resumes, true);
    }
  });

  private reportUnknown(): void {
    const found = this.LA(1);
    this.report(unknownDeclaration(found, this.LA(2), this.spanOf(found)));
  }

  /** What follows a declaration on its last line, or could only go on an expression, belongs to it. */
  private wholeDeclaration(): Declaration {
    const declaration = this.SUBRULE(this.declaration);
    if (this.RECORDING_PHASE || this.atEnd() || declarationSuccessors.has(this.LA(1).tokenType))
      return declaration;
    const begins = this.at(AnyWord) || this.at(mark["{"]) || this.at(mark["}"]);
    if (!(this.atLineStart() && begins)) this.failExpecting("a declaration");
    return declaration;
  }

  private readonly declaration = this.RULE(
    "declaration",
    (): Declaration =>
      this.OR<Declaration>([
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.entity) },
        { ALT: () => this.SUBRULE(this.action) },
        { ALT: () => this.SUBRULE(this.refine) },
        { ALT: () => this.SUBRULE(this.tag) },
        { ALT: () => this.SUBRULE(this.context) },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
        { ALT: () => this.SUBRULE(this.constant) },
        { ALT: () => this.SUBRULE(this.definition) },
        { ALT: () => this.SUBRULE(this.obligation) },
        { ALT: () => this.SUBRULE(this.remedy) },
        { ALT: () => this.SUBRULE(this.policy) },
        { ALT: () => this.SUBRULE(this.assertion) },
        { ALT: () => this.SUBRULE(this.fixture) },
        { ALT: () => this.SUBRULE(this.testDeclaration) },
      ]),
  );

  private readonly use = this.RULE("use", (): UseDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.use);
    const module = this.SUBRULE(this.dotted);
    return { kind: "UseDeclaration", span: this.spanFrom(start), documentation, module };
  });

  private readonly entity = this.RULE("entity", (): EntityDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(EntityKeyword);
    const name = this.nameOf(this.CONSUME(Name));
    const parents = this.OPTION(() => {
      this.CONSUME(word.in);
      return this.SUBRULE(this.nameList);
    });
    const actingFor = this.OPTION2(() => {
      this.CONSUME(word.acting);
      this.CONSUME(word.for);
      return this.SUBRULE2(this.nameList);
    });
    const members = this.OPTION3(() => this.SUBRULE(this.entityMembers)) ?? [];
    return {
      kind: "EntityDeclaration",
      span: this.spanFrom(start),
      documentation,
      principal: start.tokenType === word.principal,
      name,
      parents: parents ?? [],
      actingFor: actingFor ?? [],
      members,
    };
  });

  private readonly entityMembers = this.RULE("entityMembers", (): readonly EntityMember[] => {
    const open = this.CONSUME(mark["{"]);
    const members: EntityMember[] = [];
    const atMember: Resumption = (brackets) => this.atField(brackets) || this.atRelation();
    const readMembers = () => {
      this.MANY({
        GATE: this.inside,
        DEF: () => {
          const member = this.unit(() => this.SUBRULE(this.entityMember), this.inBlock(atMember));
          if (member !== undefined) members.push(member);
          this.OPTION(() => this.CONSUME(mark[","]));
        },
      });
    };
    const expected = "an attribute, `relation` or `}`";
    this.items(open, { read: readMembers, expected, resumes: atMember, absorbs: true });
    return members;
  });

  private readonly entityMember = this.RULE(
    "entityMember",
    (): EntityMember =>
      this.OR<EntityMember>({
        DEF: [
          {
            GATE: () => this.atRelation(),
            IGNORE_AMBIGUITIES: true,
            ALT: () => this.SUBRULE(this.relation),
          },
          { ALT: () => this.SUBRULE(this.field) },
        ],
        ERR_MSG: "an attribute",
      }),
  );

  private atRelation(): boolean {
    return this.at(word.relation) && this.notField();
  }

  private readonly action = this.RULE("action", (): ActionDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.action);
    const items = this.commaList(() => this.SUBRULE(this.actionItem));
    const { resources, tags } = this.SUBRULE(this.actionScope);
    return { kind: "ActionDeclaration", span: this.spanFrom(start), documentation, items, resources, tags };
  });

  private readonly actionItem = this.RULE("actionItem", (): ActionItem => {
    const name = this.SUBRULE(this.dotted);
    const parameters = this.OPTION(() => this.SUBRULE(this.parameters)) ?? [];
    return { kind: "ActionItem", span: this.spanTo(name), name, parameters };
  });

  private readonly actionScope = this.RULE(
    "actionScope",
    (): { readonly resources: readonly NameNode[]; readonly tags: readonly NameNode[] } => {
      const resources = this.OPTION(() => {
        this.CONSUME(word.on);
        return this.SUBRULE(this.nameList);
      });
      const tags = this.OPTION2(() => {
        this.CONSUME(word.tagged);
        return this.SUBRULE2(this.nameList);
      });
      return { resources: resources ?? [], tags: tags ?? [] };
    },
  );

  private readonly refine = this.RULE("refine", (): RefineDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.refine);
    this.CONSUME(word.action);
    const items = this.commaList(() => this.SUBRULE(this.actionItem));
    const { resources, tags } = this.SUBRULE(this.actionScope);
    return { kind: "RefineDeclaration", span: this.spanFrom(start), documentation, items, resources, tags };
  });

  private readonly tag = this.RULE("tag", (): TagDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.tag);
    const names = this.SUBRULE(this.nameList);
    return { kind: "TagDeclaration", span: this.spanFrom(start), documentation, names };
  });

  private readonly context = this.RULE("context", (): ContextDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.context);
    const open = this.CONSUME(mark["{"]);
    const fields: FieldDeclaration[] = [];
    const readFields = () => {
      this.MANY({
        GATE: this.inside,
        DEF: () => {
          const field = this.unit(() => this.SUBRULE(this.field), this.inBlock(this.atField));
          if (field !== undefined) fields.push(field);
          this.OPTION(() => this.CONSUME(mark[","]));
        },
      });
    };
    const expected = "an attribute or `}`";
    this.items(open, { read: readFields, expected, resumes: this.atField, absorbs: true });
    return { kind: "ContextDeclaration", span: this.spanFrom(start), documentation, fields };
  });

  private readonly typeDeclaration = this.RULE("typeDeclaration", (): TypeDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.type);
    const name = this.nameOf(this.CONSUME(Name));
    this.CONSUME(mark["="]);
    const type = this.OR<TypeDeclaration["type"]>({
      DEF: [
        {
          GATE: () => this.at(mark["("], 2),
          IGNORE_AMBIGUITIES: true,
          ALT: () => this.SUBRULE(this.jsonSchema),
        },
        { ALT: () => this.SUBRULE(this.type) },
      ],
      ERR_MSG: "a type",
    });
    return { kind: "TypeDeclaration", span: this.spanFrom(start), documentation, name, type };
  });

  private readonly jsonSchema = this.RULE("jsonSchema", (): JsonSchemaReference => {
    const start = this.CONSUME(word.json);
    this.CONSUME(mark["("]);
    const path = this.stringOf(this.CONSUME(StringToken));
    this.CONSUME(mark[")"]);
    return { kind: "JsonSchemaReference", span: this.spanFrom(start), path };
  });

  private readonly constant = this.RULE("constant", (): ConstantDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.const);
    const name = this.nameOf(this.CONSUME(Name));
    const type = this.OPTION(() => {
      this.CONSUME(mark[":"]);
      return this.SUBRULE(this.type);
    });
    this.CONSUME(mark["="]);
    const value = this.SUBRULE(this.value);
    return {
      kind: "ConstantDeclaration",
      span: this.spanFrom(start),
      documentation,
      name,
      ...(type !== undefined && { type }),
      value,
    };
  });

  private readonly definition = this.RULE("definition", (): DefinitionDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.def);
    const name = this.nameOf(this.CONSUME(Name));
    const parameters: readonly Parameter[] = this.SUBRULE(this.parameters);
    this.CONSUME(mark["="]);
    const body = this.SUBRULE(this.expression);
    return {
      kind: "DefinitionDeclaration",
      span: this.spanFrom(start),
      documentation,
      name,
      parameters,
      body,
    };
  });

  private readonly obligation = this.RULE("obligation", (): ObligationDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.obligation);
    const name = this.nameOf(this.CONSUME(Name));
    const parameters = this.OPTION(() => this.SUBRULE(this.parameters)) ?? [];
    const once = this.OPTION2(() => this.CONSUME(word.once)) !== undefined;
    return {
      kind: "ObligationDeclaration",
      span: this.spanFrom(start),
      documentation,
      name,
      parameters,
      once,
    };
  });

  private readonly remedy = this.RULE("remedy", (): RemedyDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.remedy);
    const name = this.nameOf(this.CONSUME(Name));
    const parameters: readonly Parameter[] = this.SUBRULE(this.parameters);
    this.CONSUME(mark["="]);
    const body = this.SUBRULE(this.expression);
    return { kind: "RemedyDeclaration", span: this.spanFrom(start), documentation, name, parameters, body };
  });
}
