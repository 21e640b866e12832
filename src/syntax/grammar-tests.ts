import type {
  EntityValue,
  FixtureDeclaration,
  Name as NameNode,
  RecordValue,
  RuleReference,
  StringLiteral,
  TestAction,
  TestContext,
  TestDeclaration,
  TestEntity,
  TestExpectation,
  TestItem,
  TestTuple,
} from "./ast.js";
import type { Resumption } from "./grammar-recovery.js";
import { RuleGrammar } from "./grammar-rules.js";
import { Decision, EntityRole, mark, Name, SpecialRule, StringToken, type Token, word } from "./tokens.js";

type TupleSubject = Pick<TestTuple, "subjectType" | "subjectId" | "subjectRelation">;

/** §8 of the grammar: tests and fixtures. */
export abstract class TestGrammar extends RuleGrammar {
  readonly fixture = this.RULE("fixture", (): FixtureDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.fixture);
    const name = this.nameOf(this.CONSUME(Name));
    this.CONSUME(mark["="]);
    const value = this.OR<EntityValue | RecordValue>({
      DEF: [{ ALT: () => this.SUBRULE(this.record) }, { ALT: () => this.SUBRULE(this.entityValue) }],
      ERR_MSG: "an entity or a record",
    });
    return { kind: "FixtureDeclaration", span: this.spanFrom(start), documentation, name, value };
  });

  readonly testDeclaration = this.RULE("testDeclaration", (): TestDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.test);
    const name = this.stringOf(this.CONSUME(StringToken, { ERR_MSG: "the name of the test in quotes" }));
    const open = this.CONSUME(mark["{"]);
    const items: TestItem[] = [];
    const readItems = () => {
      this.MANY(() => {
        const item = this.part(() => this.SUBRULE(this.testItem), this.inBlock(this.atTestItem));
        if (item !== undefined) items.push(item);
      });
    };
    this.items(open, {
      read: readItems,
      expected: "`subject`, `actor`, `resource`, `action`, `context`, `given`, `expect` or `}`",
      resumes: this.atTestItem,
      absorbs: false,
    });
    return { kind: "TestDeclaration", span: this.spanFrom(start), documentation, name, items };
  });

  private readonly atTestItem: Resumption = () =>
    this.atLineStart() &&
    (this.at(EntityRole) ||
      this.at(word.action) ||
      this.at(word.context) ||
      this.at(word.given) ||
      this.at(word.expect)) &&
    !this.at(mark[":"], 2);

  readonly testItem = this.RULE(
    "testItem",
    (): TestItem =>
      this.OR<TestItem>([
        { ALT: () => this.SUBRULE(this.testEntity) },
        { ALT: () => this.SUBRULE(this.testAction) },
        { ALT: () => this.SUBRULE(this.testContext) },
        { ALT: () => this.SUBRULE(this.testTuple) },
        { ALT: () => this.SUBRULE(this.testExpectation) },
      ]),
  );

  readonly testEntity = this.RULE("testEntity", (): TestEntity => {
    const start = this.CONSUME(EntityRole);
    const value = this.SUBRULE(this.entityValue);
    const { image } = start;
    const role = image === "actor" || image === "resource" ? image : "subject";
    return { kind: "TestEntity", span: this.spanFrom(start), role, value };
  });

  readonly testAction = this.RULE("testAction", (): TestAction => {
    const start = this.CONSUME(word.action);
    const name = this.SUBRULE(this.dotted);
    const properties = this.OPTION(() => this.SUBRULE(this.record));
    return {
      kind: "TestAction",
      span: this.spanFrom(start),
      name,
      ...(properties !== undefined && { properties }),
    };
  });

  readonly testContext = this.RULE("testContext", (): TestContext => {
    const start = this.CONSUME(word.context);
    let fixture: NameNode | undefined;
    const properties = this.OR<RecordValue | undefined>({
      DEF: [
        { ALT: () => this.SUBRULE(this.record) },
        {
          ALT: () => {
            fixture = this.nameOf(this.CONSUME(Name));
            return this.OPTION(() => this.SUBRULE2(this.record));
          },
        },
      ],
      ERR_MSG: "a record or a fixture",
    });
    return {
      kind: "TestContext",
      span: this.spanFrom(start),
      ...(fixture !== undefined && { fixture }),
      ...(properties !== undefined && { properties }),
    };
  });

  readonly testTuple = this.RULE("testTuple", (): TestTuple => {
    const start = this.CONSUME(word.given);
    const subject = this.SUBRULE(this.tupleSubject);
    this.CONSUME(word.is);
    const relation = this.nameOf(this.CONSUME(Name, { ERR_MSG: "a relation" }));
    this.CONSUME(word.of);
    const object = this.SUBRULE(this.entityLiteral);
    return { kind: "TestTuple", span: this.spanFrom(start), ...subject, relation, object };
  });

  readonly tupleSubject = this.RULE("tupleSubject", (): TupleSubject => {
    const subjectType = this.nameOf(this.CONSUME(Name, { ERR_MSG: "an entity" }));
    return this.OR<TupleSubject>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(mark["("]);
            const subjectId = this.stringOf(this.CONSUME(StringToken));
            this.CONSUME(mark[")"]);
            const subjectRelation = this.OPTION(() => {
              this.CONSUME(mark["."]);
              return this.nameOf(this.CONSUME2(Name, { ERR_MSG: "a relation" }));
            });
            return { subjectType, subjectId, ...(subjectRelation !== undefined && { subjectRelation }) };
          },
        },
        {
          ALT: () => {
            this.CONSUME2(mark["."]);
            this.CONSUME(mark["*"]);
            return { subjectType };
          },
        },
      ],
      ERR_MSG: "an entity's id in parentheses or `.*`",
    });
  });

  readonly testExpectation = this.RULE("testExpectation", (): TestExpectation => {
    const start = this.CONSUME(word.expect);
    const decision = this.CONSUME(Decision).image === "allow" ? "allow" : "deny";
    const by = this.OPTION(() => this.SUBRULE(this.ruleReferences)) ?? [];
    const because: StringLiteral | undefined = this.OPTION2(() => this.SUBRULE(this.because));
    const obliging = this.OPTION3(() => {
      this.CONSUME(word.obliging);
      return this.SUBRULE(this.nameList);
    });
    return {
      kind: "TestExpectation",
      span: this.spanFrom(start),
      decision,
      by,
      ...(because !== undefined && { because }),
      obliging: obliging ?? [],
    };
  });

  readonly ruleReferences = this.RULE("ruleReferences", (): readonly RuleReference[] => {
    this.CONSUME(word.by);
    return this.commaList(() => this.SUBRULE(this.ruleReference));
  });

  readonly ruleReference = this.RULE(
    "ruleReference",
    (): RuleReference =>
      this.OR<RuleReference>({
        DEF: [
          {
            GATE: () => !this.at(mark["."], 2),
            IGNORE_AMBIGUITIES: true,
            ALT: () => this.specialRuleOf(this.CONSUME(SpecialRule)),
          },
          {
            ALT: () => {
              const start = this.CONSUME(Name, { ERR_MSG: "a rule such as `analytics.no_payroll`" });
              this.CONSUME(mark["."]);
              const rule = this.nameOf(this.CONSUME2(Name));
              return { kind: "RuleReference", span: this.spanFrom(start), policy: this.nameOf(start), rule };
            },
          },
        ],
        ERR_MSG: "a rule such as `analytics.no_payroll`",
      }),
  );

  private specialRuleOf(token: Token): RuleReference {
    return { kind: "RuleReference", span: this.spanOf(token), rule: this.nameOf(token) };
  }
}
