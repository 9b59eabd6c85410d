/**
 * `using`: guards that are released where their scope is left, by its end, `return`, `break` or `continue`.
 *
 * Invariants: taking and releasing are seen by `check` and change a module variable, so that the order is seen.
 */
import { booleanExpression } from "./booleans.ts";
import { indexFor } from "./elements.ts";
import { assignable, integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { statements } from "./statements.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName } from "./widths.ts";
import { type Globals, Scope } from "./world.ts";

type Sites = { next: number };

const COUNT = 3;
/** Above the numbers of all other places. */
const TAKEN = 1_000_000;
const RELEASED = 2_000_000;

const DECLARATIONS = `
class Guard {
  id: u32 = 0;
  held: u32 = 0;
  take(id: u32): Guard { this.id = id; this.held += 1; state = state * 3n + u64(id); check(${TAKEN} + id, state); return this; }
  [Symbol.dispose](): void { this.held -= 1; state = state * 5n + u64(this.id); g_u32 ^= this.id; check(${RELEASED} + this.id, state + u64(this.held)); }
}
const guards: FixedArray<Guard, ${COUNT}> = zeroed();
function guardAt(index: u32): Guard | null { return index < ${COUNT} ? guards[index] : null; }`;

/** The class of the guards, and functions that hold some while they compute. */
export function declareGuards(): Statement[] {
  return DECLARATIONS.trim()
    .split("\n")
    .map((text) => ({ parts: [text] }));
}

/** Functions that return from within scopes that hold guards; they call nothing but `check`. */
export function declareGuarded(random: Random, globals: Globals, sites: Sites): Statement[] {
  return Array.from({ length: 4 }, (_, number) => {
    const type = random.pick(INTEGER_NAMES);
    const scope = new Scope(random, globals, sites, false);
    scope.cells.push(atom("single"));
    scope.variables.push({ e: atom("p0"), type, plain: false, mutable: true });
    const value = () => assignable(integerExpression(scope, type, 2, true), type);
    const leave = (): Statement => ({
      parts: ["if (", booleanExpression(scope, 1), ") ", [{ parts: ["return ", value(), ";"] }]],
    });
    const loop = random.percent(60) ? `for (let turn: u32 = 0; turn < ${random.below(3) + 1}; turn++) ` : "";
    const jump = random.pick(["break;", "continue;"]);
    const turn: Statement = { parts: ["if (", booleanExpression(scope, 1), ") ", [{ parts: [jump] }]] };
    const outer = take(scope);
    const forget = scope.mark();
    const inner = [
      take(scope),
      ...statements(scope, 1, 0),
      loop && random.percent(50) ? turn : leave(),
      take(scope),
    ];
    forget();
    const name = `guarded${number}`;
    globals.guarded.push({ name, type });
    const body: Statement[] = [
      outer,
      { parts: [loop, inner] },
      ...(random.percent(50) ? [leave()] : []),
      take(scope),
      { parts: ["return ", value(), ";"], keep: true },
    ];
    return { parts: [`function ${name}(p0: ${type}): ${type} `, body] };
  });
}

function take(scope: Scope): Statement {
  const { random } = scope;
  const name = scope.name();
  const id = random.below(1000);
  const index = call("u32", indexFor(scope, COUNT + 1, 1));
  if (random.percent(30)) return { parts: [`using ${name} = `, call("guardAt", index), ";"] };
  const guard: Expression = { kind: "index", object: atom("guards"), index: indexFor(scope, COUNT, 1) };
  const callee: Expression = { kind: "member", object: guard, name: "take" };
  return { parts: [`using ${name} = `, { kind: "call", callee, args: [atom(String(id))] }, ";"] };
}

/** `guarded(…)`; undefined when there is none of this type. */
export function guardedCall(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const found = scope.globals.guarded.filter((one) => one.type === type);
  if (found.length === 0) return undefined;
  const argument = assignable(integerExpression(scope, type, depth - 1, true), type);
  return { e: call(scope.random.pick(found).name, argument), type, plain: false };
}

/** A block that holds a guard or two; in a loop it may be left early, and the whole function in it. */
export function guardStatements(scope: Scope): Statement[] {
  const { random } = scope;
  const forget = scope.mark();
  const body = [take(scope), ...statements(scope, 1, 0)];
  const jump = random.pick(["break;", "continue;", "return;"]);
  if (random.percent(60)) {
    body.push({ parts: ["if (", booleanExpression(scope, 2), ") ", [{ parts: [jump] }]] });
    if (random.percent(50)) body.push(take(scope));
    body.push(...statements(scope, 1, 0));
  }
  forget();
  const name = scope.name();
  return [{ parts: [`for (let ${name}: u32 = 0; ${name} < ${random.below(2) + 1}; ${name}++) `, body] }];
}
