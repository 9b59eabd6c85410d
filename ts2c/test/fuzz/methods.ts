/**
 * Methods, getters and setters of the class `Cell`, and a class that is made by `new`.
 *
 * Invariants: methods call nothing but `check`, and use no accessors, so that every program ends.
 */
import { assignable, integerExpression, literal } from "./integers.ts";
import type { Random } from "./random.ts";
import { check, statements } from "./statements.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName, interestingNumber } from "./widths.ts";
import { type Globals, type Helper, Scope } from "./world.ts";

type Sites = { next: number };

const line = (text: string): Statement => ({ parts: [text] });

/** The scope of a method's body, with `this` as one more cell. */
function methodScope(random: Random, globals: Globals, sites: Sites): Scope {
  const scope = new Scope(random, globals, sites, false);
  scope.cells.push(atom("this"));
  return scope;
}

/** Methods of all result types, and accessors; everything they use must be in `globals` already. */
export function declareMethods(random: Random, globals: Globals, sites: Sites): Statement[] {
  const made = INTEGER_NAMES.map((result, number): Helper => {
    const parameters = Array.from({ length: random.below(3) }, () => random.pick(INTEGER_NAMES));
    return { name: `m${number}`, parameters, result };
  });
  const accessors = Array.from({ length: 3 }, (_, number) => ({
    name: `s${number}`,
    type: random.pick(INTEGER_NAMES),
  }));
  const found = [
    ...made.map((method) => declareMethod(methodScope(random, globals, sites), method)),
    ...accessors.flatMap(({ name, type }) => declareAccessors(random, globals, sites, name, type)),
  ];
  globals.methods.push(...made);
  globals.accessors.push(...accessors);
  return found;
}

function declareMethod(scope: Scope, method: Helper): Statement {
  const parameters = method.parameters.map((type, index) => {
    scope.variables.push({ e: atom(`p${index}`), type, plain: false, mutable: true });
    return `p${index}: ${type}`;
  });
  const body = statements(scope, scope.random.below(3), 0);
  const value = assignable(integerExpression(scope, method.result, 3, true), method.result);
  body.push({ parts: ["return ", value, ";"], keep: true });
  return { parts: [`${method.name}(${parameters.join(", ")}): ${method.result} `, body] };
}

function declareAccessors(
  random: Random,
  globals: Globals,
  sites: Sites,
  name: string,
  type: IntegerName,
): Statement[] {
  const reading = methodScope(random, globals, sites);
  const value = assignable(integerExpression(reading, type, 2, true), type);
  const writing = methodScope(random, globals, sites);
  writing.variables.push({ e: atom("value"), type, plain: false, mutable: true });
  const body = statements(writing, 2, 0);
  return [
    { parts: [`get ${name}(): ${type} `, [{ parts: ["return ", value, ";"], keep: true }]] },
    { parts: [`set ${name}(value: ${type}) `, [check(writing, call("u64", atom("value"))), ...body]] },
  ];
}

/** `cell.method(…)`; undefined when no method has the result. */
export function methodCall(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const { random, globals } = scope;
  const found = globals.methods.filter((method) => method.result === type);
  if (found.length === 0) return undefined;
  const { name, parameters } = random.pick(found);
  const args = parameters.map((one) => assignable(integerExpression(scope, one, depth - 1, true), one));
  const callee: Expression = { kind: "member", object: random.pick(scope.cells), name };
  return { e: { kind: "call", callee, args }, type, plain: false };
}

const POINT = ["u8", "i32", "u64"] as const;

/** A class with a constructor whose fields do not start as zero. */
export function declarePoint(random: Random): Statement[] {
  const start = interestingNumber(random, "i16");
  const [a, b, c] = POINT;
  return [
    line("class Point {"),
    line(`  x: i16 = ${start};`),
    line(
      `  constructor(public a: ${a}, public b: ${b}, readonly c: ${c}) { this.a += 1; this.d = ${a}(c); }`,
    ),
    line(`  d: ${a};`),
    line("  moved(by: i16): Point { this.x += by; return this; }"),
    line("}"),
    line("class Second { low: u8; high: u16 = 7; constructor(low: u8) { this.low = low; } }"),
    line(
      `const fixed: FixedArray<Second, 2> = arrayOf(new Second(${random.below(256)}), new Second(${random.below(9)}));`,
    ),
  ];
}

/** `const p = new Point(…)`; its fields become variables. */
export function makePoint(scope: Scope, name: string): Statement[] {
  const args = POINT.map((type) => assignable(integerExpression(scope, type, 2, true), type));
  const field = (of: string, type: IntegerName, mutable: boolean) => {
    const e: Expression = { kind: "member", object: atom(name), name: of };
    scope.variables.push({ e, type, plain: false, mutable });
  };
  field("x", "i16", true);
  field("a", "u8", true);
  field("b", "i32", true);
  field("c", "u64", false);
  field("d", "u8", true);
  const by = assignable(integerExpression(scope, "i16", 1, true), "i16");
  const moved: Expression = { kind: "member", object: call(`${name}.moved`, by), name: "x" };
  return [
    { parts: [`const ${name} = new `, call("Point", ...args), ";"] },
    check(scope, call("u64", moved)),
    check(scope, call("u64", { kind: "member", object: atom(name), name: "d" })),
  ];
}

/** An element of the objects that were worked out when compiling. */
export function fixedField(scope: Scope, type: "u8" | "u16"): Typed {
  const object: Expression = {
    kind: "index",
    object: atom("fixed"),
    index: literal(BigInt(scope.random.below(2)), "u32").e,
  };
  return { e: { kind: "member", object, name: type === "u8" ? "low" : "high" }, type, plain: false };
}
