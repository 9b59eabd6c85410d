/**
 * Statements inside functions, one reader for each kind.
 */

import type { Statement, SwitchCase, Variable } from "../tree.ts";
import { readExpression } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { readType } from "./types.ts";
import ts from "./typescript.mjs";

type Visitor = (reader: Reader, node: never) => Statement | null;

/** Reads a list of statements. */
export function readStatements(reader: Reader, nodes: readonly ts.Statement[]): Statement[] {
  return nodes.map((node) => readStatement(reader, node)).filter((statement) => statement !== null);
}

function readStatement(reader: Reader, node: ts.Statement): Statement | null {
  const visitor = VISITORS.get(node.kind);
  if (visitor) return visitor(reader, node as never);
  reader.unsupported(node, REFUSED.get(node.kind));
  return null;
}

/** The statements of a loop's or branch's body, with or without braces. */
function readBody(reader: Reader, node: ts.Statement): Statement[] {
  return readStatements(reader, ts.isBlock(node) ? node.statements : [node]);
}

/** Reads the declarations of one `let` or `const`. */
export function readVariables(reader: Reader, list: ts.VariableDeclarationList): Variable[] {
  if (!(list.flags & ts.NodeFlags.BlockScoped)) reader.unsupported(list, "`var` is (write `let` or `const`)");
  if ((list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing)
    reader.unsupported(list, "`await using` is");
  const found: Variable[] = [];
  for (const node of list.declarations) {
    if (!ts.isIdentifier(node.name)) {
      reader.unsupported(node.name, "destructuring is");
      continue;
    }
    if (node.exclamationToken) reader.unsupported(node, "a promise that a variable is set, by `!`, is");
    const variable = reader.declarationFor(node) as Variable;
    variable.type = node.type ? readType(reader, node.type) : null;
    variable.initializer = node.initializer ? readExpression(reader, node.initializer) : null;
    found.push(variable);
  }
  return found;
}

/** Reports `using` where there is no scope at whose end something could be released. */
export function refuseUsing(reader: Reader, list: ts.VariableDeclarationList): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using)
    reader.unsupported(list, "`using` in the head of a loop or at module level is");
}

function readFor(reader: Reader, node: ts.ForStatement): Statement {
  const at = reader.at(node);
  let init: Statement | null = null;
  if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
    refuseUsing(reader, node.initializer);
    init = { kind: "variables", variables: readVariables(reader, node.initializer), at };
  } else if (node.initializer) {
    init = { kind: "expression", expression: readExpression(reader, node.initializer), at };
  }
  const condition = node.condition ? readExpression(reader, node.condition) : null;
  const update = node.incrementor ? readExpression(reader, node.incrementor) : null;
  return { kind: "for", init, condition, update, body: readBody(reader, node.statement), at };
}

function readForOf(reader: Reader, node: ts.ForOfStatement): Statement | null {
  if (node.awaitModifier) reader.unsupported(node, "`for await` is");
  if (!ts.isVariableDeclarationList(node.initializer)) {
    reader.unsupported(
      node.initializer,
      "a loop over a variable from outside is (write `for (const x of …)`)",
    );
    return null;
  }
  refuseUsing(reader, node.initializer);
  const [variable] = readVariables(reader, node.initializer);
  const iterated = readExpression(reader, node.expression);
  const body = readBody(reader, node.statement);
  return variable ? { kind: "forOf", variable, iterated, body, at: reader.at(node) } : null;
}

function readIf(reader: Reader, node: ts.IfStatement): Statement {
  const condition = readExpression(reader, node.expression);
  const then = readBody(reader, node.thenStatement);
  const otherwise = node.elseStatement ? readBody(reader, node.elseStatement) : null;
  return { kind: "if", condition, then, otherwise, at: reader.at(node) };
}

function readSwitch(reader: Reader, node: ts.SwitchStatement): Statement {
  const cases = node.caseBlock.clauses.map((clause): SwitchCase => {
    const label = ts.isCaseClause(clause) ? readExpression(reader, clause.expression) : null;
    for (const statement of clause.statements) {
      if (ts.isVariableStatement(statement)) reader.report(statement, "caseDeclaration");
    }
    return { label, body: readStatements(reader, clause.statements), at: reader.at(clause) };
  });
  return { kind: "switch", subject: readExpression(reader, node.expression), cases, at: reader.at(node) };
}

function readJump(reader: Reader, node: ts.BreakStatement | ts.ContinueStatement): Statement {
  if (node.label) reader.unsupported(node.label, "labels are");
  return { kind: ts.isBreakStatement(node) ? "break" : "continue", at: reader.at(node) };
}

function readLoop(reader: Reader, node: ts.WhileStatement | ts.DoStatement): Statement {
  const condition = readExpression(reader, node.expression);
  const kind = ts.isWhileStatement(node) ? "while" : "do";
  return { kind, condition, body: readBody(reader, node.statement), at: reader.at(node) };
}

const REFUSED = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.ForInStatement, "`for … in` is"],
  [ts.SyntaxKind.LabeledStatement, "labels are"],
  [ts.SyntaxKind.ThrowStatement, "exceptions are (panic stops with a message)"],
  [ts.SyntaxKind.TryStatement, "exceptions are"],
  [ts.SyntaxKind.WithStatement, "`with` is"],
  [ts.SyntaxKind.DebuggerStatement, "`debugger` is"],
  [ts.SyntaxKind.FunctionDeclaration, "a function inside a function is"],
  [ts.SyntaxKind.ClassDeclaration, "a class inside a function is"],
  [ts.SyntaxKind.EnumDeclaration, "an enum inside a function is"],
]);

const VISITORS = new Map<ts.SyntaxKind, Visitor>([
  [ts.SyntaxKind.ForStatement, readFor],
  [ts.SyntaxKind.ForOfStatement, readForOf],
  [ts.SyntaxKind.IfStatement, readIf],
  [ts.SyntaxKind.SwitchStatement, readSwitch],
  [ts.SyntaxKind.BreakStatement, readJump],
  [ts.SyntaxKind.ContinueStatement, readJump],
  [ts.SyntaxKind.WhileStatement, readLoop],
  [ts.SyntaxKind.DoStatement, readLoop],
  [ts.SyntaxKind.EmptyStatement, () => null],
  [
    ts.SyntaxKind.TypeAliasDeclaration,
    (reader, node: ts.TypeAliasDeclaration) => {
      reader.unsupported(node, "a type alias inside a function is");
      return null;
    },
  ],
  [
    ts.SyntaxKind.VariableStatement,
    (reader, node: ts.VariableStatement) => ({
      kind: "variables",
      variables: readVariables(reader, node.declarationList),
      at: reader.at(node),
    }),
  ],
  [
    ts.SyntaxKind.ExpressionStatement,
    (reader, node: ts.ExpressionStatement) => ({
      kind: "expression",
      expression: readExpression(reader, node.expression),
      at: reader.at(node),
    }),
  ],
  [
    ts.SyntaxKind.ReturnStatement,
    (reader, node: ts.ReturnStatement) => ({
      kind: "return",
      value: node.expression ? readExpression(reader, node.expression) : null,
      at: reader.at(node),
    }),
  ],
  [
    ts.SyntaxKind.Block,
    (reader, node: ts.Block) => ({
      kind: "block",
      body: readStatements(reader, node.statements),
      at: reader.at(node),
    }),
  ],
]);
