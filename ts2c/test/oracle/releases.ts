/**
 * `using x = …`: the method `[Symbol.dispose]` of `x` is called where control leaves its scope.
 *
 * Invariants: what was declared last is released first; the value of a `return` is known before; a failed check
 * releases nothing.
 */
import { RELEASE } from "./classes.ts";
import { codeNamed, enter } from "./methods.ts";
import { OracleGap } from "./outcome.ts";
import type { Release } from "./program.ts";
import { ts } from "./syntax.ts";
import { type Type, withoutNull } from "./types.ts";

/** Whether a list of declarations is introduced by `using`. */
export function isUsing(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using;
}

/** The release of the local in a slot; null is not released. */
export function releaseOf(type: Type, slot: number, node: ts.Node): Release {
  const method = codeNamed(withoutNull(type), "method", RELEASE);
  if (!method) throw new OracleGap("the release of this", node);
  return (frame) => {
    const object = frame.slots[slot];
    if (object !== null) enter(method, [() => object], frame);
  };
}
