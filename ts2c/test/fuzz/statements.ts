/**
 * Random statements. Every value that is computed is given to `check`, with a number that tells where.
 */
import { assignAddress } from "./addresses.ts";
import { bitsStatements } from "./bits.ts";
import { booleanExpression } from "./booleans.ts";
import { driverStatements } from "./dispatch.ts";
import { arraysOf, elementIn, indexFor } from "./elements.ts";
import { floatStatements } from "./floats.ts";
import { formatStatements } from "./formats.ts";
import { writtenArguments } from "./generics.ts";
import { assignable, integerExpression, literal, rightShift, shiftCount } from "./integers.ts";
import { layoutStatements } from "./layouts.ts";
import { loop } from "./loops.ts";
import { makePoint } from "./methods.ts";
import { boxStatements } from "./nested.ts";
import { guardStatements } from "./releases.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { unionStatements } from "./unions.ts";
import { INTEGER_NAMES, type IntegerName, interestingNumber, notWider } from "./widths.ts";
import { read, type Scope, type Storage } from "./world.ts";

const DEPTH = 3;

/** So many statements; blocks within have no blocks in them when `nesting` is 0. */
export function statements(scope: Scope, count: number, nesting: number): Statement[] {
  return Array.from({ length: count }, () => statement(scope, nesting)).flat();
}

function statement(scope: Scope, nesting: number): Statement[] {
  return scope.random.weighted<() => Statement[]>([
    [24, () => checkInteger(scope)],
    [8, () => [check(scope, call("u64", booleanExpression(scope, DEPTH)))]],
    [16, () => declare(scope)],
    [12, () => assign(scope)],
    [12, () => compound(scope)],
    [5, () => step(scope)],
    [4, () => assignBoolean(scope)],
    [5, () => references(scope)],
    [3, () => objects(scope)],
    [3, () => arrays(scope)],
    [4, () => bitsStatements(scope)],
    [4, () => layoutStatements(scope)],
    [scope.globals.floats ? 7 : 0, () => floatStatements(scope)],
    [scope.mayCall ? 3 : 0, () => formatStatements(scope)],
    [scope.mayCall ? 3 : 0, () => driverStatements(scope)],
    [scope.mayCall ? 3 : 0, () => unionStatements(scope)],
    [scope.mayCall ? 1 : 0, () => boxStatements(scope)],
    [scope.mayCall ? 2 : 0, () => guardStatements(scope)],
    [nesting > 0 ? 7 : 0, () => branch(scope, nesting)],
    [nesting > 0 ? 6 : 0, () => loop(scope, nesting)],
    [nesting > 0 ? 4 : 0, () => choice(scope, nesting)],
  ])();
}

/** `check(site, value);` */
export function check(scope: Scope, value: Expression): Statement {
  const site = scope.sites.next;
  scope.sites.next += 1;
  return { parts: [call("check", atom(String(site)), value), ";"] };
}

/** A check of a typed integer, which must not be a bare literal. */
function checkTyped(scope: Scope, value: Typed): Statement {
  if (value.type === "u64" && scope.random.percent(50)) return check(scope, value.e);
  return check(scope, call("u64", value.e));
}

function checkInteger(scope: Scope): Statement[] {
  return [checkTyped(scope, integerExpression(scope, scope.random.pick(INTEGER_NAMES), DEPTH))];
}

function declare(scope: Scope): Statement[] {
  const { random } = scope;
  const type = random.pick(INTEGER_NAMES);
  const inferred = random.percent(30);
  const value = integerExpression(scope, type, DEPTH, !inferred);
  const name = scope.name();
  const constant = random.percent(30);
  const parts = [
    `${constant ? "const" : "let"} ${name}${inferred ? "" : `: ${type}`} = `,
    inferred ? value.e : assignable(value, type),
    ";",
  ];
  const plain = inferred && value.plain;
  scope.variables.push({ e: atom(name), type, plain, mutable: !constant });
  return [{ parts }, check(scope, call("u64", atom(name)))];
}

function mutable(scope: Scope, type: string): Storage[] {
  return scope.readable(type).filter((storage) => storage.mutable);
}

/** Something of the type that can be assigned: a variable, a field, an element. */
function target(scope: Scope, type: IntegerName, stepped = false): Expression | undefined {
  const found = mutable(scope, type).filter(({ accessor }) => !stepped || !accessor);
  const accessors = scope.globals.accessors.filter((accessor) => accessor.type === type);
  if (scope.mayCall && !stepped && accessors.length > 0 && scope.random.percent(25)) {
    return { kind: "member", object: someCell(scope), name: scope.random.pick(accessors).name };
  }
  const inArrays = arraysOf(scope, type);
  if (inArrays.length > 0 && (found.length === 0 || scope.random.percent(25))) {
    return elementIn(scope, scope.random.pick(inArrays), 2);
  }
  return found.length > 0 ? scope.random.pick(found).e : undefined;
}

function assign(scope: Scope): Statement[] {
  const type = scope.random.pick(INTEGER_NAMES);
  const to = target(scope, type);
  if (!to) return checkInteger(scope);
  const value = assignable(integerExpression(scope, type, DEPTH, true), type);
  return [{ parts: [to, " = ", value, ";"] }, ...checkTarget(scope, to)];
}

/** Looks at what was assigned, unless looking would change something. */
function checkTarget(scope: Scope, to: Expression): Statement[] {
  const changes = to.kind === "index" || (to.kind === "member" && to.object.kind === "index");
  return changes ? [] : [check(scope, call("u64", to))];
}

function compound(scope: Scope): Statement[] {
  const { random } = scope;
  const type = random.pick(INTEGER_NAMES);
  const to = target(scope, type);
  if (!to) return checkInteger(scope);
  const operator = random.pick(["+", "-", "*", "&", "|", "^", "/", "%", "<<", rightShift(type)]);
  const value = compoundOperand(scope, operator, type);
  return [{ parts: [to, ` ${operator}= `, value, ";"] }, ...checkTarget(scope, to)];
}

function compoundOperand(scope: Scope, operator: string, type: IntegerName): Expression {
  const { random } = scope;
  if (operator === "<<" || operator.startsWith(">>")) return shiftCount(scope, type, 2).e;
  if (operator === "/" || operator === "%" || random.percent(30)) {
    const value = interestingNumber(random, type);
    return literal(value === 0n ? 5n : value, type).e;
  }
  return integerExpression(scope, random.pick(notWider(type)), DEPTH - 1).e;
}

function step(scope: Scope): Statement[] {
  const to = target(scope, scope.random.pick(INTEGER_NAMES), true);
  if (!to) return checkInteger(scope);
  const operator = scope.random.pick(["++", "--"]);
  const parts = scope.random.percent(70) ? [to, `${operator};`] : [operator, to, ";"];
  return [{ parts }, ...checkTarget(scope, to)];
}

function assignBoolean(scope: Scope): Statement[] {
  const { random } = scope;
  const found = mutable(scope, "bool");
  if (found.length > 0 && random.percent(50)) {
    const { e } = random.pick(found);
    return [{ parts: [e, " = ", booleanExpression(scope, DEPTH), ";"] }, check(scope, call("u64", e))];
  }
  const name = scope.name();
  const parts = [`let ${name}${random.percent(50) ? ": bool" : ""} = `, booleanExpression(scope, DEPTH), ";"];
  scope.variables.push({ e: atom(name), type: "bool", plain: false, mutable: true });
  return [{ parts }, check(scope, call("u64", atom(name)))];
}

/** An object made by `new`, a generic call, another text, another address. */
function objects(scope: Scope): Statement[] {
  const { random } = scope;
  if (random.percent(30)) return makePoint(scope, scope.name());
  if (random.percent(40)) return writtenArguments(scope, scope.name());
  if (random.percent(30)) return [{ parts: [call("setText", call("u32", indexFor(scope, 4, 1))), ";"] }];
  return assignAddress(scope);
}

/** A cell that is there: one of the module's, by a constant or a computed index. */
function someCell(scope: Scope): Expression {
  if (scope.random.percent(40)) return scope.random.pick(scope.cells);
  return { kind: "index", object: atom("cells"), index: indexFor(scope, 4, 2) };
}

function references(scope: Scope): Statement[] {
  const { random } = scope;
  const name = scope.name();
  const choice = random.below(6);
  if (choice === 0) return [{ parts: [call("copy", someCell(scope), someCell(scope)), ";"] }];
  if (choice === 1) return [{ parts: [call("setHead", nullableCell(scope)), ";"] }];
  if (choice === 2) {
    const next: Expression = { kind: "member", object: someCell(scope), name: "next" };
    return [
      { parts: [call("link", someCell(scope), nullableCell(scope)), ";"] },
      check(scope, notNullBit(next)),
    ];
  }
  if (choice === 3) {
    const parts = [`const ${name}: Cell = zeroed();`];
    scope.cells.push(atom(name));
    return [{ parts }];
  }
  if (choice === 4) return [insideNonNull(scope, name)];
  const condition = booleanExpression(scope, 2);
  const value: Expression = { kind: "conditional", condition, yes: someCell(scope), no: someCell(scope) };
  scope.cells.push(atom(name));
  return [{ parts: [`const ${name} = `, value, ";"] }];
}

function notNullBit(reference: Expression): Expression {
  return call("u64", { kind: "binary", operator: "!==", left: reference, right: atom("null") });
}

/** Only the module's cells: a local one must not be kept. */
function nullableCell(scope: Scope): Expression {
  const cell: Expression = { kind: "index", object: atom("cells"), index: indexFor(scope, 4, 2) };
  return scope.random.pick([
    cell,
    call("cellAt", call("u32", indexFor(scope, 5, 2))),
    atom("null"),
    atom("single"),
  ]);
}

function insideNonNull(scope: Scope, name: string): Statement {
  const { random } = scope;
  const declaration: Statement = {
    parts: [`const ${name} = `, call("cellAt", call("u32", indexFor(scope, 5, 2))), ";"],
    keep: true,
  };
  const forget = scope.mark();
  scope.cells.push(atom(name));
  const yes = statements(scope, 2, 0);
  forget();
  const no = statements(scope, 1, 0);
  forget();
  const test = random.pick([`if (${name}) `, `if (${name} !== null) `]);
  const branches: Statement = { parts: [test, yes, " else ", no] };
  return { parts: [[declaration, branches]] };
}

function arrays(scope: Scope): Statement[] {
  const { random } = scope;
  const element = random.pick(INTEGER_NAMES);
  const name = scope.name();
  if (random.percent(40)) return part(scope, name);
  const length = random.pick([2, 3, 4, 5, 8]);
  const items = Array.from({ length }, () => assignable(integerExpression(scope, element, 1, true), element));
  const value = random.percent(30) ? call("zeroed") : call("arrayOf", ...items);
  scope.arrays.push({ e: atom(name), element, length });
  return [{ parts: [`const ${name}: FixedArray<${element}, ${length}> = `, value, ";"] }];
}

/** A window on a part of an array; its bounds are sometimes too wide. */
function part(scope: Scope, name: string): Statement[] {
  const { random } = scope;
  const array = random.pick([...scope.arrays, ...scope.globals.arrays].filter((one) => !one.span));
  const length = random.below(array.length) + 1;
  const start = random.below(array.length - length + 1) + (random.percent(3) ? 1 : 0);
  const value = call("subSpan", call("spanOf", array.e), atom(String(start)), atom(String(length)));
  scope.arrays.push({ e: atom(name), element: array.element, length, span: true });
  const size: Expression = { kind: "member", object: atom(name), name: "length" };
  scope.variables.push({ e: size, type: "u32", plain: false, mutable: false });
  return [{ parts: [`const ${name} = `, value, ";"] }];
}

function block(scope: Scope, nesting: number): Statement[] {
  const forget = scope.mark();
  const body = statements(scope, scope.random.below(3) + 1, nesting - 1);
  forget();
  return body;
}

function branch(scope: Scope, nesting: number): Statement[] {
  const parts: Statement["parts"] = ["if (", booleanExpression(scope, DEPTH), ") ", block(scope, nesting)];
  if (scope.random.percent(60)) parts.push(" else ", block(scope, nesting));
  return [{ parts }];
}

/** A switch over an integer or the enum; cases end by break, or share a body. */
function choice(scope: Scope, nesting: number): Statement[] {
  const { random, globals } = scope;
  const overEnum = random.percent(40);
  const type = random.pick(INTEGER_NAMES);
  const subject = overEnum
    ? call("modeOf", integerExpression(scope, "u32", 2).e)
    : integerExpression(scope, type, 2).e;
  const labels = overEnum
    ? globals.members.map((member) => atom(`Mode.${member}`))
    : [...new Set(Array.from({ length: 4 }, () => interestingNumber(random, type)))].map(
        (value) => literal(value, type).e,
      );
  const cases = labels.map((label): Statement => {
    if (random.percent(20)) return { parts: ["case ", label, ":"] };
    return { parts: ["case ", label, ": ", [...block(scope, nesting), { parts: ["break;"], keep: true }]] };
  });
  const last: Statement = { parts: ["default: ", block(scope, nesting)] };
  return [{ parts: ["switch (", subject, ") ", [...cases, last]] }];
}

/** Everything a function can see, at its end. */
export function checkAll(scope: Scope): Statement[] {
  const integers = INTEGER_NAMES.flatMap((type) => scope.readable(type)).filter(
    (storage) => storage.constant === undefined,
  );
  return integers.map((storage) => checkTyped(scope, read(storage)));
}
