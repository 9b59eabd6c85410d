/**
 * `using x = …`: `x[Symbol.dispose]()` is called wherever control leaves the scope of `x`.
 *
 * Invariants: what was declared last is released first; a value to be returned is computed before anything is released;
 * a panic releases nothing.
 */
import { atom, binary, type CStatement } from "../c/tree.ts";
import type { Variable } from "../tree.ts";
import type { Body, Release } from "./body.ts";
import { callMember, memberOf } from "./methods.ts";
import { RELEASE, type Type, typeName } from "./types.ts";
import type { Value } from "./value.ts";

/** Notes that a local is released at the end of its scope. */
export function declareRelease(body: Body, variable: Variable): void {
  const local = body.locals.get(variable);
  if (!local || local.type.kind === "wrong") return;
  if (classOf(local.type)) body.blocks.at(-1)?.releases.push({ local, at: variable.at });
  else body.report(variable.at, "usingValue", typeName(local.type));
}

function classOf(type: Type): Type | null {
  const bare = type.kind === "nullable" ? type.of : type;
  return bare.kind === "class" && memberOf(bare.info, RELEASE, "method") ? bare : null;
}

/** At the end of the innermost scope. */
export function releasesAtEnd(body: Body): CStatement[] {
  return release(body, body.blocks.length - 1);
}

/** Before `break` or `continue`: all scopes that it leaves. */
export function releasesAtJump(body: Body, kind: "break" | "continue"): CStatement[] {
  for (let depth = body.blocks.length - 1; depth >= 0; depth--) {
    const around = body.blocks[depth]?.kind;
    if (around === "loop" || (kind === "break" && around === "switch")) return release(body, depth);
  }
  return [];
}

/** Before `return`: all scopes of the function. */
export function releasesAtReturn(body: Body): CStatement[] {
  return release(body, 0);
}

function release(body: Body, outermost: number): CStatement[] {
  const all = body.blocks.slice(outermost).flatMap((block) => block.releases);
  return all.reverse().map((one) => call(body, one));
}

function call(body: Body, { local, at }: Release): CStatement {
  const type = classOf(local.type);
  const method = type?.kind === "class" ? memberOf(type.info, RELEASE, "method") : undefined;
  if (!type || !method) return { k: "block", body: [], at };
  local.usage.reads += 1;
  const object: Value = {
    type,
    c: atom(local.cName),
    effects: 0,
    simple: true,
    place: local.place,
    origin: local.origin,
  };
  const step: CStatement = { k: "expression", e: callMember(body, object, method, [], at).c, at: null };
  if (local.type.kind !== "nullable") return step;
  const then = [step];
  return { k: "if", condition: binary("!=", object.c, atom("NULL")), then, otherwise: null, at };
}
