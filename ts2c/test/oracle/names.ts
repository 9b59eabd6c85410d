/**
 * Names: locals, module variables, functions.
 */
import { type Compiled, constantValue } from "./expressions.ts";
import { fractionValue } from "./floats.ts";
import { functionType } from "./functions.ts";
import { globalOf } from "./globals.ts";
import { narrowed } from "./narrowing.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import type { ts } from "./syntax.ts";

export function compileName(scope: Scope, node: ts.Identifier): Compiled {
  const entity = scope.find(node.text);
  if (entity?.kind === "local") {
    const { slot, type } = entity;
    return narrowed(scope, { type, run: (frame) => frame.slots[slot] }, node);
  }
  if (entity?.kind === "global") {
    const { type, cell, constant, fraction } = globalOf(entity);
    if (fraction) return fractionValue(fraction);
    if (constant !== undefined) return constantValue(type, constant);
    return narrowed(scope, { type, run: () => cell[0] }, node);
  }
  if (entity?.kind === "function") return { type: functionType(entity), run: () => entity };
  throw new OracleGap(`the name ${node.text}`, node);
}
