import type { Name as NameNode, RelationDeclaration, RelationExpression, RelationTarget } from "./ast.js";
import { ExpressionGrammar } from "./grammar-expressions.js";
import { mark, Name, word } from "./tokens.js";

/** §5 of the grammar: relations. */
export abstract class RelationGrammar extends ExpressionGrammar {
  readonly relation = this.RULE("relation", (): RelationDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.relation);
    const name = this.nameOf(this.CONSUME(Name));
    const targets = this.OPTION(() => this.SUBRULE(this.relationTargets)) ?? [];
    const definition = this.OPTION2(() => {
      this.CONSUME(mark["="]);
      return this.SUBRULE(this.relationOr);
    });
    return {
      kind: "RelationDeclaration",
      span: this.spanFrom(start),
      documentation,
      name,
      targets,
      ...(definition !== undefined && { definition }),
    };
  });

  readonly relationTargets = this.RULE("relationTargets", (): readonly RelationTarget[] => {
    this.CONSUME(mark[":"]);
    const targets = [this.SUBRULE(this.relationTarget)];
    this.MANY(() => {
      this.CONSUME(mark["|"]);
      targets.push(this.SUBRULE2(this.relationTarget));
    });
    return targets;
  });

  readonly relationTarget = this.RULE("relationTarget", (): RelationTarget => {
    const start = this.CONSUME(Name, { ERR_MSG: "a type" });
    let relation: NameNode | undefined;
    const everyone = this.OPTION(() => {
      this.CONSUME(mark["."]);
      return this.OR({
        DEF: [
          {
            ALT: () => {
              relation = this.nameOf(this.CONSUME2(Name));
              return false;
            },
          },
          { ALT: () => this.CONSUME(mark["*"]) !== undefined },
        ],
        ERR_MSG: "a relation or `*`",
      });
    });
    return {
      kind: "RelationTarget",
      span: this.spanFrom(start),
      type: this.nameOf(start),
      ...(relation !== undefined && { relation }),
      everyone: everyone === true,
    };
  });

  readonly relationOr = this.RULE("relationOr", (): RelationExpression => {
    this.enter();
    const start = this.LA(1);
    const operands = [this.SUBRULE(this.relationAnd)];
    this.MANY({
      GATE: this.notField,
      DEF: () => {
        this.CONSUME(word.or);
        operands.push(this.SUBRULE2(this.relationAnd));
      },
    });
    this.leave();
    return this.operationOf("or", start, operands);
  });

  readonly relationAnd = this.RULE("relationAnd", (): RelationExpression => {
    const start = this.LA(1);
    const operands = [this.SUBRULE(this.relationNot)];
    this.MANY({
      GATE: this.notField,
      DEF: () => {
        this.CONSUME(word.and);
        operands.push(this.SUBRULE2(this.relationNot));
      },
    });
    return this.operationOf("and", start, operands);
  });

  private operationOf(
    operator: "or" | "and",
    start: ReturnType<typeof this.LA>,
    operands: RelationExpression[],
  ): RelationExpression {
    const [only] = operands;
    if (operands.length === 1 && only !== undefined) return only;
    return { kind: "RelationOperation", span: this.spanFrom(start), operator, operands };
  }

  readonly relationNot = this.RULE("relationNot", (): RelationExpression => {
    const start = this.LA(1);
    const base = this.SUBRULE(this.relationAtom);
    const excluded = this.OPTION({
      GATE: this.notField,
      DEF: () => {
        this.CONSUME(word.but);
        this.CONSUME(word.not);
        return this.SUBRULE2(this.relationAtom);
      },
    });
    if (excluded === undefined) return base;
    return { kind: "RelationExclusion", span: this.spanFrom(start), base, excluded };
  });

  readonly relationAtom = this.RULE(
    "relationAtom",
    (): RelationExpression =>
      this.OR<RelationExpression>({
        DEF: [
          {
            ALT: () => {
              const start = this.CONSUME(mark["("]);
              const inner = this.SUBRULE(this.relationOr);
              this.CONSUME(mark[")"]);
              return { ...inner, span: this.spanFrom(start) };
            },
          },
          { ALT: () => this.SUBRULE(this.relationReference) },
        ],
        ERR_MSG: "a relation",
      }),
  );

  readonly relationReference = this.RULE("relationReference", (): RelationExpression => {
    this.failAtNextPart("a relation");
    const start = this.CONSUME(Name, { ERR_MSG: "a relation" });
    const of = this.OPTION({
      GATE: this.notField,
      DEF: () => {
        this.CONSUME(word.of);
        return this.nameOf(this.CONSUME2(Name));
      },
    });
    return {
      kind: "RelationReference",
      span: this.spanFrom(start),
      name: this.nameOf(start),
      ...(of !== undefined && { of }),
    };
  });
}
