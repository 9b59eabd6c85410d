/**
 * Enums: the values of their members, and the integer type behind them.
 */
import type { EnumTree } from "../tree.ts";
import { Body } from "./body.ts";
import { lowerExpression } from "./expressions.ts";
import { NO_SCOPE } from "./scope.ts";
import { type EnumInfo, fits, INTEGERS } from "./types.ts";
import type { World } from "./world.ts";

/** The values of an enum, resolved on first use. */
export function enumOf(world: World, tree: EnumTree): EnumInfo {
  const known = world.enums.get(tree);
  if (known) return known;
  return world.within(NO_SCOPE, () => makeEnum(world, tree));
}

function makeEnum(world: World, tree: EnumTree): EnumInfo {
  const values = new Map<string, bigint>();
  const info: EnumInfo = { tree, values, base: INTEGERS.u32 };
  world.enums.set(tree, info);
  let next = 0n;
  for (const member of tree.members) {
    if (member.initializer) {
      const value = lowerExpression(new Body(world, tree.module, null), member.initializer, undefined);
      if (value.constant === undefined && value.type.kind !== "wrong")
        world.sink.report(member.at, "enumMember");
      next = value.constant ?? next;
    }
    values.set(member.name, next);
    next += 1n;
  }
  const signed = [...values.values()].some((value) => value < 0n);
  if (signed) info.base = INTEGERS.i32;
  for (const member of tree.members) {
    if (!fits(values.get(member.name) ?? 0n, info.base)) world.sink.report(member.at, "enumMember");
  }
  return info;
}
