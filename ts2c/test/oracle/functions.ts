/**
 * Functions: their types, their code, arrow functions as values.
 */
import { parameterFields } from "./construct.ts";
import { type Compiled, compileAs, compileExpression, failure } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import { type Code, type FunctionEntity, functionEntity, moduleScope, type Scope } from "./program.ts";
import { resolveSignature } from "./resolve.ts";
import { compileBlock, Signal } from "./statements.ts";
import { ts } from "./syntax.ts";
import type { FunctionType, Type } from "./types.ts";
import { withoutNull } from "./types.ts";
import { Frame, type Value } from "./values.ts";

/** The type of a function, resolved on first use. */
export function functionType(entity: FunctionEntity): FunctionType {
  entity.type ??= resolveSignature(entity.module, entity.node, undefined);
  return entity.type;
}

/** Calls a function with values that have the parameters' types. */
export function callFunction(entity: FunctionEntity, values: readonly Value[]): Value {
  const code = codeOf(entity);
  const frame = new Frame(code.frameSize);
  for (const [slot, value] of values.entries()) frame.slots[slot] = value;
  return code.run(frame);
}

/** The code of a function, compiled on first call. */
export function codeOf(entity: FunctionEntity): Code {
  entity.code ??= compileFunction(entity);
  return entity.code;
}

function compileFunction(entity: FunctionEntity): Code {
  const { node, module } = entity;
  const type = functionType(entity);
  if (!node.body) return external(entity, type);
  const scope = moduleScope(module, type.result);
  const { receiver } = entity;
  if (receiver) scope.declare("this", { kind: "class", info: receiver });
  const isConstructor = receiver !== null && ts.isConstructorDeclaration(node);
  const start = isConstructor ? parameterFields(entity, receiver) : undefined;
  for (const [position, parameter] of node.parameters.entries()) {
    scope.declare(parameter.name.getText(), type.parameters[position] as Type);
  }
  const body = ts.isBlock(node.body) ? functionBody(scope, node.body) : arrowBody(scope, node.body);
  const { machine } = module;
  const run = (frame: Frame): Value => {
    machine.step();
    start?.(frame);
    return body(frame);
  };
  return { frameSize: scope.body.frameSize, run };
}

function functionBody(scope: Scope, node: ts.Block): (frame: Frame) => Value {
  const body = compileBlock(scope, node.statements);
  const returnsNothing = scope.body.result.kind === "void";
  const fail = failureAtEnd(scope, node);
  return (frame) => {
    if (body(frame) !== Signal.Return && !returnsNothing) fail();
    return frame.result;
  };
}

/** Running off the end of a function that must return is a failed check at its closing brace. */
function failureAtEnd(scope: Scope, node: ts.Block): () => never {
  return failure(scope, "unreachable", node.getLastToken() ?? node);
}

function arrowBody(scope: Scope, node: ts.Expression): (frame: Frame) => Value {
  const { result } = scope.body;
  return result.kind === "void"
    ? compileExpression(scope, node, undefined).run
    : compileAs(scope, node, result).run;
}

/** A function of the outside world: its parameters are the first slots. */
function external(entity: FunctionEntity, type: FunctionType): Code {
  const outside = entity.module.machine.externals.get(entity.name);
  if (!outside) throw new OracleGap(`the external function ${entity.name}`, entity.node);
  const count = type.parameters.length;
  return { frameSize: count, run: (frame) => outside(...frame.slots.slice(0, count)) };
}

/** An arrow function captures nothing, so it is one value however often it is evaluated. */
export function compileArrow(scope: Scope, node: ts.ArrowFunction, expected: Type | undefined): Compiled {
  const around = expected && withoutNull(expected);
  const type = resolveSignature(scope.module, node, around?.kind === "function" ? around : undefined);
  const entity = functionEntity("arrow", node, scope.module);
  entity.type = type;
  // It may leave out parameters that it does not use.
  return { type: around?.kind === "function" ? around : type, run: () => entity };
}
