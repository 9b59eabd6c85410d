/**
 * Module variables: their types and first values, found on first use.
 */
import { compileAs, compileExpression } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import { type GlobalEntity, moduleScope } from "./program.ts";
import { resolveType } from "./resolve.ts";
import { VOID } from "./types.ts";
import { Frame } from "./values.ts";

/** The variable, ready to be read. */
export function globalOf(entity: GlobalEntity): GlobalEntity {
  if (entity.state === "ready") return entity;
  const { node, module } = entity;
  if (entity.state === "resolving") throw new OracleGap("a module variable that needs itself", node);
  if (!node.initializer) throw new OracleGap("a module variable without a value", node);
  entity.state = "resolving";
  const scope = moduleScope(module, VOID);
  const written = node.type && resolveType(module, node.type);
  const value = written
    ? compileAs(scope, node.initializer, written)
    : compileExpression(scope, node.initializer, undefined);
  entity.type = value.type;
  entity.fraction = value.fraction;
  if (!entity.mutable) entity.constant = value.constant;
  entity.cell[0] = value.run(new Frame(0));
  entity.state = "ready";
  return entity;
}
