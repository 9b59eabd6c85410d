/**
 * Loops. Each turn counts as a step.
 */
import { compileCondition } from "./conditions.ts";
import { compileVariables } from "./declarations.ts";
import { compileExpression } from "./expressions.ts";
import { factsOf, forgetAssigned, hasBreak } from "./narrowing.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { compileBlock, Signal, type Statement } from "./statements.ts";
import { ts } from "./syntax.ts";
import type { ArrayObject, Frame, SpanValue } from "./values.ts";

export function compileWhile(scope: Scope, node: ts.WhileStatement): Statement {
  forgetAssigned(scope, node);
  const condition = compileCondition(scope, node.expression);
  const inside = scope.inner(factsOf(scope, node.expression, true));
  const body = compileBlock(inside, [node.statement]);
  if (!hasBreak(node.statement)) scope.learn(factsOf(scope, node.expression, false));
  return loop(scope, condition, body, undefined);
}

export function compileDo(scope: Scope, node: ts.DoStatement): Statement {
  const { machine } = scope.module;
  forgetAssigned(scope, node);
  const body = compileBlock(scope, [node.statement]);
  const condition = compileCondition(scope, node.expression);
  return (frame) => {
    do {
      machine.step();
      const signal = body(frame);
      if (signal === Signal.Break) break;
      if (signal === Signal.Return) return signal;
    } while (condition(frame));
    return Signal.Next;
  };
}

export function compileFor(around: Scope, node: ts.ForStatement): Statement {
  const scope = around.inner();
  const start = compileStart(scope, node.initializer);
  forgetAssigned(scope, node);
  const condition = node.condition ? compileCondition(scope, node.condition) : () => true;
  const inside = scope.inner(node.condition && factsOf(scope, node.condition, true));
  const body = compileBlock(inside, [node.statement]);
  const update = node.incrementor && compileExpression(scope, node.incrementor, undefined).run;
  const turns = loop(scope, condition, body, update);
  return (frame) => {
    start(frame);
    return turns(frame);
  };
}

function compileStart(scope: Scope, node: ts.ForInitializer | undefined): (frame: Frame) => unknown {
  if (!node) return () => Signal.Next;
  if (ts.isVariableDeclarationList(node)) return compileVariables(scope, node);
  return compileExpression(scope, node, undefined).run;
}

function loop(
  scope: Scope,
  condition: (frame: Frame) => boolean,
  body: Statement,
  update: ((frame: Frame) => unknown) | undefined,
): Statement {
  const { machine } = scope.module;
  return (frame) => {
    while (condition(frame)) {
      machine.step();
      const signal = body(frame);
      if (signal === Signal.Break) break;
      if (signal === Signal.Return) return signal;
      update?.(frame);
    }
    return Signal.Next;
  };
}

export function compileForOf(around: Scope, node: ts.ForOfStatement): Statement {
  const { machine } = around.module;
  const { type, run } = compileExpression(around, node.expression, undefined);
  if (type.kind !== "array" && type.kind !== "span") throw new OracleGap(`a loop over ${type.kind}`, node);
  if (!ts.isVariableDeclarationList(node.initializer)) throw new OracleGap("this loop", node);
  forgetAssigned(around, node);
  const scope = around.inner();
  const slot = scope.declare(node.initializer.declarations[0]?.name.getText() ?? "", type.element);
  const body = compileBlock(scope, [node.statement]);
  return (frame) => {
    const found = run(frame) as ArrayObject | SpanValue;
    const [start, length] = "length" in found ? [found.start, found.length] : [0, found.slots.length];
    for (let i = 0; i < length; i++) {
      machine.step();
      frame.slots[slot] = found.slots[start + i];
      const signal = body(frame);
      if (signal === Signal.Break) break;
      if (signal === Signal.Return) return signal;
    }
    return Signal.Next;
  };
}
