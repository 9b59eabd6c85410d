/**
 * Random loops. A loop's counter is never assigned by its body, and every loop makes at most five turns.
 */
import { booleanExpression } from "./booleans.ts";
import { statements } from "./statements.ts";
import { atom, type Statement } from "./tree.ts";
import type { Scope } from "./world.ts";

/** A loop of any kind. */
export function loop(scope: Scope, nesting: number): Statement[] {
  const { random } = scope;
  const forget = scope.mark();
  const found = random.weighted<() => Statement[]>([
    [50, () => countingLoop(scope, nesting)],
    [25, () => conditionLoop(scope, nesting)],
    [25, () => elementLoop(scope, nesting)],
  ])();
  forget();
  return found;
}

function body(scope: Scope, nesting: number): Statement[] {
  const { random } = scope;
  const condition = booleanExpression(scope, 2);
  const found = statements(scope, random.below(2) + 1, nesting - 1);
  if (random.percent(20)) {
    const jump = random.pick(["break;", "continue;"]);
    found.splice(random.below(found.length + 1), 0, {
      parts: ["if (", condition, ") ", [{ parts: [jump] }]],
    });
  }
  return found;
}

/** `for`, upwards or downwards, with bounds that may help the compiler to prove an index. */
function countingLoop(scope: Scope, nesting: number): Statement[] {
  const { random } = scope;
  const name = scope.name();
  const type = random.pick(["u8", "u16", "u32", "i8", "i16", "i32"] as const);
  const turns = random.below(5) + 1;
  const start = random.below(4);
  const head = random.pick([
    `let ${name}: ${type} = ${start}; ${name} < ${start + turns}; ${name}++`,
    `let ${name}: ${type} = ${start}; ${name} <= ${start + turns - 1}; ${name} += 1`,
    `let ${name}: ${type} = ${start + turns}; ${name} > ${start}; ${name}--`,
    `let ${name}: ${type} = ${start}; ${name} !== ${start + turns}; ++${name}`,
  ]);
  scope.variables.push({ e: atom(name), type, plain: false, mutable: false });
  return [{ parts: [`for (${head}) `, body(scope, nesting)] }];
}

/** `while` and `do`, with a counter beside the condition. */
function conditionLoop(scope: Scope, nesting: number): Statement[] {
  const { random } = scope;
  const name = scope.name();
  const declaration: Statement = { parts: [`let ${name}: u32 = 0;`], keep: true };
  const count: Statement = { parts: [`${name}++;`], keep: true };
  const condition = booleanExpression(scope, 2);
  const turns = random.below(5) + 1;
  scope.variables.push({ e: atom(name), type: "u32", plain: false, mutable: false });
  const inner = [count, ...body(scope, nesting)];
  const test = [`(${name} < ${turns} && (`, condition, "))"];
  const turning: Statement = random.percent(60)
    ? { parts: ["while ", ...test, " ", inner] }
    : { parts: ["do ", inner, " while ", ...test, ";"] };
  return [declaration, turning];
}

/** `for … of` over an array or a window. */
function elementLoop(scope: Scope, nesting: number): Statement[] {
  const { random } = scope;
  const small = [...scope.arrays, ...scope.globals.arrays].filter((array) => array.length <= 8);
  if (small.length === 0) return countingLoop(scope, nesting);
  const array = random.pick(small);
  const name = scope.name();
  scope.variables.push({ e: atom(name), type: array.element, plain: false, mutable: false });
  return [{ parts: [`for (const ${name} of `, array.e, ") ", body(scope, nesting)] }];
}
