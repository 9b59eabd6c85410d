/**
 * Where control cannot go on: after return, panic, an endless loop. Works on the tree, before lowering.
 */
import type { Expression, Statement, Variable } from "../tree.ts";
import { functionOf } from "./functions.ts";
import type { World } from "./world.ts";

/** Whether the end of a list of statements is never reached. */
export function endsHere(world: World, statements: readonly Statement[]): boolean {
  return statements.some((statement) => ends(world, statement, false));
}

/** Whether a case's body never runs into the next case. */
export function leavesCase(world: World, statements: readonly Statement[]): boolean {
  return statements.some((statement) => ends(world, statement, true));
}

function ends(world: World, s: Statement, jumps: boolean): boolean {
  switch (s.kind) {
    case "return":
      return true;
    case "break":
    case "continue":
      return jumps;
    case "expression":
      return neverReturns(world, s.expression);
    case "variables":
      return s.variables.some(({ type }) => type?.kind === "keyword" && type.name === "never");
    case "block":
      return s.body.some((inner) => ends(world, inner, jumps));
    case "if": {
      const all = (list: readonly Statement[]) => list.some((inner) => ends(world, inner, jumps));
      return s.otherwise !== null && all(s.then) && all(s.otherwise);
    }
    case "while":
    case "do":
      return s.condition.kind === "boolean" && s.condition.value && !breaks(s.body);
    case "for":
      return (
        (s.condition === null || (s.condition.kind === "boolean" && s.condition.value)) && !breaks(s.body)
      );
    case "switch":
      return (
        s.cases.some((one) => one.label === null) &&
        s.cases.every((one, position) =>
          one.body.length === 0
            ? position < s.cases.length - 1
            : !breaks(one.body) && one.body.some((inner) => ends(world, inner, false)),
        )
      );
    default:
      return false;
  }
}

function neverReturns(world: World, e: Expression): boolean {
  if (e.kind === "intrinsic") return e.name === "panic";
  if (e.kind !== "call") return false;
  const { callee } = e;
  const tree =
    callee.kind === "member"
      ? callee.method
      : callee.kind === "name" && callee.declaration.kind === "function"
        ? callee.declaration
        : null;
  if (!tree) return false;
  if (tree.receiver || tree.typeParameters.length > 0)
    return tree.result?.kind === "keyword" && tree.result.name === "never";
  return functionOf(world, tree).type.result.kind === "never";
}

/** Whether a `break` in these statements leaves the loop or switch around them. */
function breaks(statements: readonly Statement[]): boolean {
  return statements.some((s) => {
    if (s.kind === "break") return true;
    if (s.kind === "block") return breaks(s.body);
    return s.kind === "if" && (breaks(s.then) || (s.otherwise !== null && breaks(s.otherwise)));
  });
}

const SKIPPED = new Set(["declaration", "at", "type", "types", "module", "owner", "function", "nonNull"]);

/** Whether a variable is assigned anywhere in a part of the tree. */
export function isAssigned(part: unknown, variable: Variable): boolean {
  if (Array.isArray(part)) return part.some((inner) => isAssigned(inner, variable));
  if (typeof part !== "object" || part === null) return false;
  const node = part as { kind?: string; target?: Expression; operand?: Expression };
  const target = node.kind === "assign" ? node.target : node.kind === "update" ? node.operand : undefined;
  if (target?.kind === "name" && target.declaration === variable) return true;
  return Object.entries(part).some(([key, value]) => !SKIPPED.has(key) && isAssigned(value, variable));
}
