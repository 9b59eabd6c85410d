/**
 * Statements become closures that say how they ended. Each kind of syntax has its own function in the table.
 */

import { compileCondition } from "./conditions.ts";
import { compileVariables } from "./declarations.ts";
import { compileAs, compileExpression } from "./expressions.ts";
import { compileDo, compileFor, compileForOf, compileWhile } from "./loops.ts";
import { factsOf, leaves } from "./narrowing.ts";
import { OracleGap } from "./outcome.ts";
import type { Release, Scope } from "./program.ts";
import { compileSwitch } from "./switches.ts";
import { ts } from "./syntax.ts";
import type { Frame } from "./values.ts";

/** How a statement ended. */
export const Signal = { Next: 0, Break: 1, Continue: 2, Return: 3 } as const;
export type Signal = (typeof Signal)[keyof typeof Signal];

export type Statement = (frame: Frame) => Signal;

/** Compiles one kind of statement. */
export type StatementCompiler = (scope: Scope, node: never) => Statement;

let table: Map<ts.SyntaxKind, StatementCompiler> | null = null;

function makeTable(): Map<ts.SyntaxKind, StatementCompiler> {
  const { SyntaxKind } = ts;
  return new Map<ts.SyntaxKind, StatementCompiler>([
    [SyntaxKind.ExpressionStatement, compileEffect],
    [
      SyntaxKind.VariableStatement,
      (scope, node: ts.VariableStatement) => compileVariables(scope, node.declarationList),
    ],
    [SyntaxKind.Block, (scope, node: ts.Block) => compileBlock(scope, node.statements)],
    [SyntaxKind.IfStatement, compileIf],
    [SyntaxKind.WhileStatement, compileWhile],
    [SyntaxKind.DoStatement, compileDo],
    [SyntaxKind.ForStatement, compileFor],
    [SyntaxKind.ForOfStatement, compileForOf],
    [SyntaxKind.SwitchStatement, compileSwitch],
    [SyntaxKind.ReturnStatement, compileReturn],
    [SyntaxKind.BreakStatement, () => () => Signal.Break],
    [SyntaxKind.ContinueStatement, () => () => Signal.Continue],
    [SyntaxKind.EmptyStatement, () => () => Signal.Next],
  ]);
}

/** Compiles a statement in the scope it stands in. */
export function compileStatement(scope: Scope, node: ts.Statement): Statement {
  table ??= makeTable();
  const compile = table.get(node.kind);
  if (!compile) throw new OracleGap(ts.SyntaxKind[node.kind], node);
  return compile(scope, node as never);
}

/** Compiles a list of statements in a scope of its own. */
export function compileBlock(around: Scope, nodes: readonly ts.Statement[]): Statement {
  const scope = around.inner();
  // After each statement: how many locals are to be released from there on.
  const released: number[] = [];
  const statements = nodes.map((node) => {
    const statement = compileStatement(scope, node);
    released.push(scope.releases.length);
    return statement;
  });
  if (scope.releases.length > 0) return releasing(statements, released, scope.releases);
  return (frame) => {
    for (let i = 0; i < statements.length; i++) {
      const signal = (statements[i] as Statement)(frame);
      if (signal !== Signal.Next) return signal;
    }
    return Signal.Next;
  };
}

/** A list of statements that releases, however it is left, what has been declared in it. */
function releasing(
  statements: readonly Statement[],
  released: readonly number[],
  releases: readonly Release[],
): Statement {
  return (frame) => {
    let signal: Signal = Signal.Next;
    let declared = 0;
    for (let i = 0; i < statements.length && signal === Signal.Next; i++) {
      signal = (statements[i] as Statement)(frame);
      if (signal === Signal.Next) declared = released[i] ?? 0;
    }
    while (declared > 0) {
      declared -= 1;
      releases[declared]?.(frame);
    }
    return signal;
  };
}

function compileEffect(scope: Scope, node: ts.ExpressionStatement): Statement {
  const { run } = compileExpression(scope, node.expression, undefined);
  return (frame) => {
    run(frame);
    return Signal.Next;
  };
}

function compileIf(scope: Scope, node: ts.IfStatement): Statement {
  const condition = compileCondition(scope, node.expression);
  const isTrue = factsOf(scope, node.expression, true);
  const isFalse = factsOf(scope, node.expression, false);
  const then = compileBlock(scope.inner(isTrue), [node.thenStatement]);
  const otherwise = node.elseStatement && compileBlock(scope.inner(isFalse), [node.elseStatement]);
  if (leaves(node.thenStatement)) scope.learn(isFalse);
  else if (node.elseStatement && leaves(node.elseStatement)) scope.learn(isTrue);
  if (!otherwise) return (frame) => (condition(frame) ? then(frame) : Signal.Next);
  return (frame) => (condition(frame) ? then(frame) : otherwise(frame));
}

function compileReturn(scope: Scope, node: ts.ReturnStatement): Statement {
  const { result } = scope.body;
  if (!node.expression) return () => Signal.Return;
  const { run } =
    result.kind === "void" || result.kind === "never"
      ? compileExpression(scope, node.expression, undefined)
      : compileAs(scope, node.expression, result);
  return (frame) => {
    frame.result = run(frame);
    return Signal.Return;
  };
}
