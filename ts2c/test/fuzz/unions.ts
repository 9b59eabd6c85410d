/**
 * Unions of classes: switches that name every class, chains of comparisons, objects of all classes behind one type.
 *
 * Invariant: where a class has been found out, its own fields are used, with names that the other classes also have at
 * other places and with other types.
 */
import { indexFor } from "./elements.ts";
import { assignable, integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { check, statements } from "./statements.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName, interestingNumber, isBig } from "./widths.ts";
import { type FieldInfo, type Globals, Scope } from "./world.ts";

const CLASSES = ["Disk", "Line", "Text"] as const;
const FIELDS = 3;

export interface UnionClass {
  readonly name: string;
  readonly fields: readonly FieldInfo[];
}

type Sites = { next: number };

/** The classes, an object or two of each, and functions that give one of them. */
export function declareUnions(random: Random, globals: Globals): Statement[] {
  const numbers = [random.below(3), random.below(5) + 3, random.below(60_000) + 8];
  const members = CLASSES.map((name, index) => `${name} = ${numbers[index]}`).join(", ");
  const lines = [`enum Tag { ${members} }`, ...CLASSES.map((name) => declareClass(random, globals, name))];
  lines.push(`type Shape = ${CLASSES.join(" | ")};`);
  for (const name of CLASSES)
    lines.push(`const one${name} = new ${name}();`, `const two${name} = new ${name}();`);
  lines.push(
    "const shapes: FixedArray<Shape, 4> = arrayOf<Shape, 4>(oneDisk, oneLine, oneText, twoLine);",
    "let current: Shape = twoDisk;",
    "let perhaps: Shape | null = null;",
    "function shapeAt(index: u32): Shape { if (index === 4) return current; if (index === 5) return twoText; return shapes[index & 3]; }",
    "function setCurrent(shape: Shape): void { perhaps = current; current = shape; }",
    "function setShape(index: u32, shape: Shape): void { shapes[index & 3] = shape; }",
  );
  return lines.map((text) => ({ parts: [text] }));
}

function declareClass(random: Random, globals: Globals, name: string): string {
  const fields = Array.from({ length: FIELDS }, (_, index): FieldInfo => {
    return { name: `w${(index + random.below(FIELDS)) % FIELDS}`, type: random.pick(INTEGER_NAMES) };
  }).filter((field, index, all) => all.findIndex((other) => other.name === field.name) === index);
  globals.unions.push({ name, fields });
  const shown = fields.map(({ name: field, type }) => {
    const value = interestingNumber(random, type as IntegerName);
    return `${field}: ${type} = ${value}${isBig(type as IntegerName) ? "n" : ""};`;
  });
  return `${random.percent(20) ? "@packed " : ""}class ${name} { readonly tag = Tag.${name}; ${shown.join(" ")} }`;
}

/** A function that tells the classes apart for each of some types; they call nothing but `check`. */
export function declareMeasures(random: Random, globals: Globals, sites: Sites): Statement[] {
  return (["u8", "u32", "i16", "i64"] as const).map((type) => {
    const body = random.percent(60) ? bySwitch : byComparison;
    const parts = body(() => new Scope(random, globals, sites, false), type);
    globals.measures.push({ name: `measure_${type}`, type });
    return { parts: [`function measure_${type}(shape: Shape): ${type} `, parts] };
  });
}

/** What is done with one class, its fields among the variables. */
function known(scope: Scope, of: string, info: UnionClass, result: IntegerName): Statement[] {
  scope.cells.push(atom("single"));
  for (const { name, type } of info.fields) {
    scope.variables.push({
      e: { kind: "member", object: atom(of), name },
      type,
      plain: false,
      mutable: true,
    });
  }
  const body = statements(scope, 1, 0);
  const value = assignable(integerExpression(scope, result, 2, true), result);
  return [...body, { parts: ["return ", value, ";"], keep: true }];
}

function bySwitch(make: () => Scope, type: IntegerName): Statement[] {
  const { random, globals } = make();
  const cases = globals.unions.map((info): Statement => {
    return { parts: [`case Tag.${info.name}: `, known(make(), "shape", info, type)], keep: true };
  });
  const choice = random.below(10);
  if (choice < 4) {
    const [last] = cases.splice(-1).map(({ parts }) => parts.slice(1));
    cases.push({ parts: ["default: ", ...(last ?? [])], keep: true });
  } else if (choice < 6) {
    cases.push({ parts: ["default: { const none: never = shape; return none; }"] });
  }
  return [{ parts: ["switch (shape.tag) ", cases], keep: true }];
}

function byComparison(make: () => Scope, type: IntegerName): Statement[] {
  const { globals } = make();
  const [first, second, third] = globals.unions as [UnionClass, UnionClass, UnionClass];
  return [
    { parts: [`if (shape.tag === Tag.${first.name}) `, known(make(), "shape", first, type)], keep: true },
    { parts: [`if (shape.tag !== Tag.${second.name}) `, known(make(), "shape", third, type)], keep: true },
    ...known(make(), "shape", second, type),
  ];
}

/** Some object of the union. */
function someShape(scope: Scope): Expression {
  return scope.random.percent(25) ? atom("current") : call("shapeAt", call("u32", indexFor(scope, 6, 2)));
}

/** `measure(shape)`; undefined when there is none of this type. */
export function measured(scope: Scope, type: IntegerName): Typed | undefined {
  const found = scope.globals.measures.find((measure) => measure.type === type);
  return found && { e: call(found.name, someShape(scope)), type, plain: false };
}

/** Tells a local's class, or the module variable's, which may change in between; or changes which objects there are. */
export function unionStatements(scope: Scope): Statement[] {
  const { random } = scope;
  const choice = random.below(10);
  if (choice < 2) return [{ parts: [call("setCurrent", someShape(scope)), ";"] }];
  if (choice < 4) {
    const index = call("u32", indexFor(scope, 4, 1));
    return [{ parts: [call("setShape", index, someShape(scope)), ";"] }];
  }
  if (choice < 5) return [moduleVariable(scope)];
  if (choice < 6) return [nullable(scope)];
  return [toldApart(scope)];
}

function withFields(scope: Scope, of: string, info: UnionClass, count: number): Statement[] {
  const forget = scope.mark();
  const fields = info.fields.map(({ name, type }) => {
    const e: Expression = { kind: "member", object: atom(of), name };
    scope.variables.push({ e, type, plain: false, mutable: true });
    return check(scope, call("u64", e));
  });
  const body = statements(scope, count, 0);
  forget();
  return [...body, ...fields];
}

function toldApart(scope: Scope): Statement {
  const { random, globals } = scope;
  const name = scope.name();
  const declaration: Statement = { parts: [`const ${name} = `, someShape(scope), ";"], keep: true };
  const cases = globals.unions.map((info): Statement => {
    const body = withFields(scope, name, info, random.below(2) + 1);
    return { parts: [`case Tag.${info.name}: `, [...body, { parts: ["break;"], keep: true }]] };
  });
  if (random.percent(30)) cases.splice(random.below(3), 1, elsewhere(scope));
  return { parts: [[declaration, { parts: [`switch (${name}.tag) `, cases] }]] };
}

function elsewhere(scope: Scope): Statement {
  const forget = scope.mark();
  const body = statements(scope, 1, 0);
  forget();
  return { parts: ["default: ", [...body, { parts: ["break;"], keep: true }]] };
}

/** Between the test and the use the variable may come to refer to another class: a failed check. */
function moduleVariable(scope: Scope): Statement {
  const { random, globals } = scope;
  const info = random.pick(globals.unions);
  const field = random.pick(info.fields);
  const use = check(scope, call("u64", atom(`current.${field.name}`)));
  const change: Statement = { parts: [call("setCurrent", someShape(scope)), ";"] };
  const body = [use, ...(random.percent(15) ? [change] : []), use];
  return { parts: [`if (current.tag === Tag.${info.name}) `, body] };
}

function nullable(scope: Scope): Statement {
  const { random, globals } = scope;
  const name = scope.name();
  const info = random.pick(globals.unions);
  const condition = random.pick([`${name} && `, `${name} !== null && `]);
  const body = withFields(scope, name, info, 1);
  return {
    parts: [
      [
        { parts: [`const ${name} = perhaps;`], keep: true },
        { parts: [`if (${condition}${name}.tag === Tag.${info.name}) `, body] },
      ],
    ],
  };
}
