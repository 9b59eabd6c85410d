/**
 * Floating point: arithmetic, comparisons, conversions from and to integers, in variables, fields, elements and calls.
 *
 * Invariants: only programs whose `globals.floats` is set have any, as the kernel's build has none; every number is seen
 * through `checkFloat`, for which all that is not a number is the same.
 */
import { booleanExpression } from "./booleans.ts";
import { arraysOf, elementIn } from "./elements.ts";
import { integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { atom, binary, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName, maximum, minimum } from "./widths.ts";
import { type Globals, read, type Scope, type Storage } from "./world.ts";

export const FLOAT_NAMES = ["f32", "f64"] as const;
export type FloatName = (typeof FLOAT_NAMES)[number];

/** Both types hold the first ones; the others are at the edges of a type, and 0.1 is near to no number. */
const COMMON = ["0.0", "0.5", "1.0", "1.5", "2.0", "3.0", "0.1", "255.5", "65536.0", "16777216.0", "1e10"];
const EDGES: Readonly<Record<FloatName, readonly string[]>> = {
  f32: ["16777215.0", "3.4028234663852886e38", "1.1754943508222875e-38", "1e-40", "8388607.5"],
  f64: ["9007199254740992.0", "1.7976931348623157e308", "2.2250738585072014e-308", "1e-320", "4294967295.5"],
};

const DECLARATIONS = `
export declare function checkFloat(site: u32, value: f64): void;
function inside(value: f64, low: f64, high: f64): f64 { return value > low && value < high ? value : 0.75; }
function scaled(value: f32, by: f64): f64 { return f64(value) * by; }
function halved(value: f64): f32 { return f32(value * 0.5); }
class Body { x: f32 = 0.0; y: f64 = 0.0; z: f32 = 0.0; }
@packed class Odd { flag: u8 = 0; y: f64 = 0.0; x: f32 = 0.0; }
function stepped(by: f64): f64 { g_f64 += by; g_f32 -= 1.0; return g_f64; }
function stepped32(by: f32): f32 { g_f32 += by; g_f64 *= 0.5; return g_f32; }
const bodies: FixedArray<Body, 3> = zeroed();
const odd: Odd = zeroed();`;

/** Variables, constants, arrays and classes that hold floating-point numbers. */
export function declareFloats(random: Random, globals: Globals): Statement[] {
  if (!globals.floats) return [];
  const found = DECLARATIONS.trim().split("\n");
  const add = (e: Expression, type: FloatName, mutable = true) =>
    globals.storage.push({ e, type, plain: false, mutable });
  for (const type of FLOAT_NAMES) {
    found.push(`let g_${type}: ${type} = ${literalText(random, type)};`);
    found.push(`const C_${type}: ${type} = ${literalText(random, type)};`);
    const items = Array.from({ length: 4 }, () => literalText(random, type));
    found.push(`const a_${type}: FixedArray<${type}, 4> = arrayOf(${items.join(", ")});`);
    globals.arrays.push({ e: atom(`a_${type}`), element: type, length: 4 });
    add(atom(`g_${type}`), type);
    add(atom(`C_${type}`), type, false);
    const field = type === "f32" ? "x" : "y";
    add({ kind: "member", object: atom("odd"), name: field }, type);
    add({ kind: "member", object: atom(`bodies[${random.below(3)}]`), name: field }, type);
  }
  return found.map((text) => ({ parts: [text] }));
}

function literalText(random: Random, type: FloatName): string {
  const text = random.pick(random.percent(70) ? COMMON : EDGES[type]);
  return random.percent(25) ? `-${text}` : text;
}

/** An expression of exactly this type; a bare literal only where its width comes from `around`. */
export function floatExpression(scope: Scope, type: FloatName, depth: number, around = false): Typed {
  const { random } = scope;
  if (depth <= 0 || random.percent(20)) return leaf(scope, type, around);
  const again = () => floatExpression(scope, type, depth - 1).e;
  const e = random.weighted<() => Expression>([
    [40, () => arithmetic(scope, type, depth)],
    [8, () => ({ kind: "prefix", operator: "-", of: again() })],
    [12, () => fromOther(scope, type, depth)],
    [12, () => call(type, withWidth(scope, random.pick(INTEGER_NAMES), depth))],
    [7, () => conditional(scope, type, depth)],
    [6, () => elementIn(scope, random.pick(arraysOf(scope, type)), depth)],
    [scope.mayCall ? 8 : 0, () => called(scope, type, depth)],
  ])();
  return { e, type, plain: false };
}

function leaf(scope: Scope, type: FloatName, around: boolean): Typed {
  const { random } = scope;
  const text = literalText(random, type);
  if (around && random.percent(30)) return { e: atom(text), type, plain: true, widthless: true };
  if (random.percent(10)) return { e: call(type, atom(text)), type, plain: false };
  return read(random.pick(scope.readable(type)));
}

function arithmetic(scope: Scope, type: FloatName, depth: number): Expression {
  const { random } = scope;
  const left = floatExpression(scope, type, depth - 1).e;
  const right = floatExpression(scope, type, depth - 1, true).e;
  const operator = random.pick(["+", "-", "*", "/"]);
  return random.percent(30) ? binary(operator, right, left) : binary(operator, left, right);
}

/** An integer that is no bare constant. */
function withWidth(scope: Scope, type: IntegerName, depth: number): Expression {
  const value = integerExpression(scope, type, depth - 1);
  return value.constant === undefined ? value.e : atom(`g_${type}`);
}

function fromOther(scope: Scope, type: FloatName, depth: number): Expression {
  return call(type, floatExpression(scope, type === "f32" ? "f64" : "f32", depth - 1).e);
}

function conditional(scope: Scope, type: FloatName, depth: number): Expression {
  const condition = booleanExpression(scope, depth - 1);
  const yes = floatExpression(scope, type, depth - 1).e;
  return { kind: "conditional", condition, yes, no: floatExpression(scope, type, depth - 1, true).e };
}

/** The same number, for TypeScript of no type that could be the wrong one. */
function plain(value: Typed): Expression {
  return value.widthless ? value.e : binary("*", value.e, atom("1.0"));
}

/** An argument of the parameter's own type in TypeScript, too. */
function argument(scope: Scope, type: FloatName, depth: number): Expression {
  return plain(floatExpression(scope, type, depth - 1));
}

function called(scope: Scope, type: FloatName, depth: number): Expression {
  if (scope.random.percent(40)) {
    return call(`larger<${type}>`, argument(scope, type, depth), argument(scope, type, depth));
  }
  if (scope.random.percent(40)) {
    return call(type === "f32" ? "stepped32" : "stepped", argument(scope, type, depth));
  }
  if (type === "f32") return call("halved", argument(scope, "f64", depth));
  return call("scaled", argument(scope, "f32", depth), argument(scope, "f64", depth));
}

/** An integer from a number that is kept inside its type, nearly always. */
export function fromFloat(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  const value = argument(scope, "f64", depth);
  const below = minimum(type) === -(1n << 63n) ? minimum(type) - 2048n : minimum(type) - 1n;
  const limits = [atom(`${below}.0`), atom(`${maximum(type) + 1n}.0`)];
  const kept = random.percent(4) ? value : call("inside", value, ...limits);
  const narrowed = random.percent(25) ? call("f32", kept) : kept;
  return { e: call(random.percent(30) ? `checked.${type}` : type, narrowed), type, plain: false };
}

/** Two numbers of one type, compared. */
export function floatComparison(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const type = random.pick(FLOAT_NAMES);
  const left = floatExpression(scope, type, depth - 1).e;
  const right = floatExpression(scope, type, depth - 1, true).e;
  return binary(random.pick(["===", "!==", "<", "<=", ">", ">="]), left, right);
}

/** `checkFloat(site, value);` */
function checkFloat(scope: Scope, value: Expression, type: FloatName): Statement {
  const site = scope.sites.next;
  scope.sites.next += 1;
  const wide = type === "f64" ? value : call("f64", value);
  return { parts: [call("checkFloat", atom(String(site)), wide), ";"] };
}

/** A check, a declaration, an assignment, a compound assignment. */
export function floatStatements(scope: Scope): Statement[] {
  const { random } = scope;
  const type = random.pick(FLOAT_NAMES);
  const choice = random.below(10);
  if (choice < 4) return [checkFloat(scope, floatExpression(scope, type, 3).e, type)];
  if (choice < 6) return declareLocal(scope, type);
  const to = target(scope, type);
  const operator = choice < 8 ? "=" : random.pick(["+=", "-=", "*=", "/="]);
  const value = plain(floatExpression(scope, type, 3, true));
  const look = to.kind === "index" ? [] : [checkFloat(scope, to, type)];
  return [{ parts: [to, ` ${operator} `, value, ";"] }, ...look];
}

function declareLocal(scope: Scope, type: FloatName): Statement[] {
  const name = scope.name();
  const value = plain(floatExpression(scope, type, 3, true));
  const storage: Storage = { e: atom(name), type, plain: false, mutable: true };
  scope.variables.push(storage);
  return [{ parts: [`let ${name}: ${type} = `, value, ";"] }, checkFloat(scope, atom(name), type)];
}

function target(scope: Scope, type: FloatName): Expression {
  const found = scope.readable(type).filter(({ mutable }) => mutable);
  if (scope.random.percent(20)) return elementIn(scope, scope.random.pick(arraysOf(scope, type)), 2);
  return scope.random.pick(found).e;
}
