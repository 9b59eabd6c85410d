/**
 * What flow analysis knows of unions: which classes an object can have here. Tests of the tag, and assignments.
 *
 * Invariants: a fact belongs to the text of a name, field or element; assigning any part of it ends the fact; what a
 * called function does changes no fact, as in TypeScript, which is why each use checks the object again.
 */
import { type Compiled, compileExpression, notNull } from "./expressions.ts";
import { moduleScope, type Scope } from "./program.ts";
import { ts, withoutParentheses } from "./syntax.ts";
import { type ClassInfo, type Type, VOID, withoutNull } from "./types.ts";
import { asSome } from "./unions.ts";
import { Frame } from "./values.ts";

/** Classes by the text of what they are known of. */
export type Facts = Map<string, readonly ClassInfo[]>;

const NONE: Facts = new Map();

/** A name, field or element with what is known of it here. */
export function narrowed(scope: Scope, value: Compiled, node: ts.Expression): Compiled {
  if (withoutNull(value.type).kind !== "union") return value;
  const members = scope.fact(node.getText());
  return members ? asSome(scope, notNull(scope, value, node), members, node) : value;
}

/** What is known where a condition has come out as `truth`. */
export function factsOf(scope: Scope, expression: ts.Expression, truth: boolean): Facts {
  const node = withoutParentheses(expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return factsOf(scope, node.operand, !truth);
  }
  if (!ts.isBinaryExpression(node)) return NONE;
  const operator = node.operatorToken.getText();
  if (operator === (truth ? "&&" : "||")) {
    const left = factsOf(scope, node.left, truth);
    return new Map([...left, ...factsOf(scope.inner(left), node.right, truth)]);
  }
  if (operator !== "===" && operator !== "!==") return NONE;
  const same = (operator === "===") === truth;
  return (
    tagFacts(scope, node.left, [node.right], same) ?? tagFacts(scope, node.right, [node.left], same) ?? NONE
  );
}

/** What is known where `object.tag` is one of some constants, or none of them; undefined for anything else. */
export function tagFacts(
  scope: Scope,
  expression: ts.Expression,
  labels: readonly ts.Expression[],
  same: boolean,
): Facts | undefined {
  const subject = withoutParentheses(expression);
  if (!ts.isPropertyAccessExpression(subject)) return undefined;
  const members = unionBefore(scope, subject);
  if (!members) return undefined;
  const values = labels.map((label) => compileExpression(scope, label, undefined).constant);
  const left = members.filter((member) => values.includes(tagOf(member)) === same);
  return new Map([[subject.expression.getText(), left]]);
}

/** The classes that the object before `.tag` can have; undefined when the name is no union's tag. */
function unionBefore(scope: Scope, node: ts.PropertyAccessExpression): readonly ClassInfo[] | undefined {
  if (ts.isIdentifier(node.expression) && !isValue(scope, node.expression.text)) return undefined;
  const type: Type = withoutNull(compileExpression(scope, node.expression, undefined).type);
  if (type.kind !== "union") return undefined;
  return type.members[0]?.fields.get(node.name.text)?.index === 0 ? type.members : undefined;
}

function isValue(scope: Scope, name: string): boolean {
  const entity = scope.find(name);
  return entity?.kind === "local" || entity?.kind === "global";
}

function tagOf(info: ClassInfo): bigint | undefined {
  const [tag] = info.fields.values();
  if (!tag?.start) return undefined;
  return compileExpression(moduleScope(info.module, VOID), tag.start, tag.type).run(new Frame(0)) as bigint;
}

/** After an assignment, or a declaration, of something whose type is a union. */
export function assigned(scope: Scope, target: string, declared: Type, value: Type): void {
  scope.forget(target);
  if (withoutNull(declared).kind !== "union") return;
  if (value.kind === "class") scope.learn(new Map([[target, [value.info]]]));
}

/** Before a loop: what its body assigns is not known there. */
export function forgetAssigned(scope: Scope, loop: ts.Node): void {
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      scope.forget(node.left.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(loop);
}

/** Whether control never comes to the end of a statement, by its form. */
export function leaves(node: ts.Statement): boolean {
  if (ts.isReturnStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node)) return true;
  if (ts.isBlock(node)) return node.statements.some(leaves);
  if (ts.isIfStatement(node)) {
    return node.elseStatement !== undefined && leaves(node.thenStatement) && leaves(node.elseStatement);
  }
  return (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    node.expression.expression.getText() === "panic"
  );
}

/** Whether a `break` in a loop's body leaves this loop. */
export function hasBreak(node: ts.Node): boolean {
  if (ts.isBreakStatement(node)) return true;
  if (ts.isIterationStatement(node, false) || ts.isSwitchStatement(node)) return false;
  return ts.forEachChild(node, hasBreak) ?? false;
}
