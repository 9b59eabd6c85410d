/**
 * Layouts: packed and aligned classes within classes and arrays; sizes and offsets, and that no field lies on another.
 *
 * Invariant: the classes are exported and hold no pointers, so that the C compiler compares their layout, too.
 */
import { assignable, integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { check } from "./statements.ts";
import { atom, call, type Expression, type Statement } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName, isBig } from "./widths.ts";
import type { Globals, Scope } from "./world.ts";

const CLASSES = 4;

/** One number somewhere inside an object. */
export interface LayoutField {
  readonly path: string;
  readonly type: IntegerName | "bool";
}

export interface LayoutInfo {
  readonly name: string;
  /** The names of its own fields. */
  readonly own: readonly string[];
  /** Whether it is laid out alike for i386 and for this machine, which differ in the alignment of 64 bits. */
  readonly alike: boolean;
  readonly fields: readonly LayoutField[];
}

/** Classes, each of which may hold those before it, and two objects of each. */
export function declareLayouts(random: Random, globals: Globals): Statement[] {
  const lines: string[] = [];
  for (let number = 0; number < CLASSES; number++)
    lines.push(...declareOne(random, globals, `Layout${number}`));
  return lines.map((text) => ({ parts: [text] }));
}

function declareOne(random: Random, globals: Globals, name: string): string[] {
  const fields: LayoutField[] = [];
  const own: string[] = [];
  let inAlike = true;
  const shown = Array.from({ length: random.below(4) + 2 }, (_, index) => {
    const field = `l${index}`;
    own.push(field);
    const choice = random.below(10);
    const inner = globals.layouts.length > 0 ? random.pick(globals.layouts) : undefined;
    if (inner && choice < 3) inAlike &&= inner.alike;
    if (inner && choice < 2) {
      for (const { path, type } of inner.fields) fields.push({ path: `${field}.${path}`, type });
      return `${field}: ${inner.name} = zeroed();`;
    }
    if (inner && choice < 3) {
      for (const { path, type } of inner.fields) fields.push({ path: `${field}[1].${path}`, type });
      return `${field}: FixedArray<${inner.name}, 2> = zeroed();`;
    }
    const type = random.pick([...INTEGER_NAMES, "bool" as const]);
    if (choice < 5) {
      fields.push({ path: `${field}[0]`, type }, { path: `${field}[2]`, type });
      return `${field}: FixedArray<${type}, 3> = zeroed();`;
    }
    fields.push({ path: field, type });
    return `${field}: ${type} = ${type === "bool" ? "false" : isBig(type) ? "0n" : "0"};`;
  });
  const packed = random.percent(40) ? "@packed " : "";
  const alike = fields.every(({ type }) => type === "bool" || !isBig(type)) || (packed !== "" && inAlike);
  globals.layouts.push({ name, own, fields, alike });
  const aligned = random.percent(30) ? `@align(${random.pick([1, 2, 4, 8, 16, 64])}) ` : "";
  return [
    `${packed}${aligned}export class ${name} { ${shown.join(" ")} }`,
    `const at${name}: ${name} = zeroed();`,
    `const many${name}: FixedArray<${name}, 2> = zeroed();`,
  ];
}

function sizes(scope: Scope, { name, own }: LayoutInfo): Expression {
  const { random } = scope;
  if (random.percent(40)) return call(`sizeOf<${name}>`);
  return call(`offsetOf<${name}>`, atom(`"${random.pick(own)}"`));
}

/** Writes one field and looks at all; copies an object; tells a size or an offset. */
export function layoutStatements(scope: Scope): Statement[] {
  const { random, globals } = scope;
  const info = random.pick(globals.layouts);
  const [one, other] = [`at${info.name}`, `many${info.name}[${random.below(2)}]`];
  if (info.alike && random.percent(25)) return [check(scope, call("u64", sizes(scope, info)))];
  if (random.percent(20)) {
    const from = random.percent(50) ? [one, other] : [other, one];
    return [{ parts: [`copy(${from.join(", ")});`] }, ...look(scope, info, one)];
  }
  const object = random.percent(50) ? one : other;
  const { path, type } = random.pick(info.fields);
  if (type === "bool")
    return [{ parts: [`${object}.${path} = !${object}.${path};`] }, ...look(scope, info, object)];
  const value = assignable(integerExpression(scope, type, 2, true), type);
  return [{ parts: [`${object}.${path} = `, value, ";"] }, ...look(scope, info, object)];
}

function look(scope: Scope, info: LayoutInfo, object: string): Statement[] {
  const some = info.fields.slice(0, 6);
  return some.map(({ path }) => check(scope, call("u64", atom(`${object}.${path}`))));
}
