/**
 * Methods, getters, setters, and static members.
 *
 * Invariants: the object is evaluated first and once; `this` is never null.
 */
import { type MemberRole, memberKey } from "./classes.ts";
import { type Compiled, compileExpression, notNull } from "./expressions.ts";
import { codeOf, functionType } from "./functions.ts";
import { globalOf } from "./globals.ts";
import type { FunctionEntity, GlobalEntity, Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import type { Type } from "./types.ts";
import { onlyClassWith } from "./unions.ts";
import { Frame, type Value } from "./values.ts";

type Run = Compiled["run"];

/** The object before the dot of `object.name`; a value of a union is of the one class that has the name. */
export function compileObject(scope: Scope, node: ts.PropertyAccessExpression): Compiled {
  const object = notNull(scope, compileExpression(scope, node.expression, undefined), node.expression);
  return object.type.kind === "union" ? onlyClassWith(scope, object, node) : object;
}

/** The code that a class keeps under a name. */
export function codeNamed(type: Type, role: MemberRole, name: string): FunctionEntity | undefined {
  return type.kind === "class" ? type.info.code.get(memberKey(role, name)) : undefined;
}

/** What `Class.name` means; undefined when the expression before the dot is no class. */
export function staticMember(scope: Scope, node: ts.Expression): FunctionEntity | GlobalEntity | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const entity = scope.find(node.expression.text);
  return entity?.kind === "class" ? entity.statics.get(node.name.text) : undefined;
}

/** A static field is a module variable, a static function a value. */
export function readStatic(entity: FunctionEntity | GlobalEntity): Compiled {
  if (entity.kind === "function") return { type: functionType(entity), run: () => entity };
  const { type, cell, constant } = globalOf(entity);
  return { type, constant, run: () => cell[0] };
}

/** `object.name` where the name is a getter's. */
export function readGetter(object: Compiled, name: string): Compiled | undefined {
  const getter = codeNamed(object.type, "get", name);
  if (!getter) return undefined;
  return { type: functionType(getter).result, run: (frame) => enter(getter, [object.run], frame) };
}

/** Calls a function whose arguments, `this` among them, are computed in the caller's frame. */
export function enter(entity: FunctionEntity, args: readonly Run[], frame: Frame): Value {
  const code = codeOf(entity);
  const inner = new Frame(code.frameSize);
  for (let i = 0; i < args.length; i++) inner.slots[i] = (args[i] as Run)(frame);
  return code.run(inner);
}

/** `this`: the first parameter of a method. */
export function compileThis(scope: Scope): Compiled {
  const entity = scope.find("this");
  if (entity?.kind !== "local") throw new Error("`this` outside a method");
  const { slot, type } = entity;
  return { type, run: (frame) => frame.slots[slot] };
}
