/**
 * What TypeScript's flow analysis knows where an expression stands: whether null is ruled out, and which classes of a
 * union remain.
 *
 * Invariants: asked only while a body is lowered; a type parameter is never taken to be without null, for it may stand
 * for a type that has it.
 */
import type { ClassTree, Flow } from "../tree.ts";
import type { Reader } from "./reader.ts";
import ts from "./typescript.mjs";

/** The questions about one expression, answered when they are asked. */
export function flowOf(reader: Reader, node: ts.Expression): Flow {
  return {
    nonNull: () => members(reader, node).every((type) => (type.flags & MAY_BE_NULL) === 0),
    classes: () => members(reader, node).flatMap((type) => classOf(reader, type) ?? []),
  };
}

const MAY_BE_NULL = ts.TypeFlags.Null | ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess;

function members(reader: Reader, node: ts.Expression): readonly ts.Type[] {
  const type = reader.program.checker.getTypeAtLocation(node);
  return type.isUnion() ? type.types : [type];
}

function classOf(reader: Reader, type: ts.Type): ClassTree | null {
  const declaration = type.symbol ? reader.declarationOf(type.symbol) : undefined;
  return declaration?.kind === "class" ? declaration : null;
}
