/**
 * A whole random program: module variables, a class, an enum, helpers, and entries that the driver calls many times.
 */
import { declareAddresses } from "./addresses.ts";
import { declareBits } from "./bits.ts";
import { booleanExpression } from "./booleans.ts";
import { declareDrivers } from "./dispatch.ts";
import { declareFloats } from "./floats.ts";
import { declareFormats } from "./formats.ts";
import { declareGenerics } from "./generics.ts";
import { assignable, integerExpression, literal } from "./integers.ts";
import { declareLayouts } from "./layouts.ts";
import { declareMethods, declarePoint } from "./methods.ts";
import { declareNested } from "./nested.ts";
import { Random } from "./random.ts";
import { declareGuarded, declareGuards } from "./releases.ts";
import { check, checkAll, statements } from "./statements.ts";
import { declareTexts } from "./texts.ts";
import { atom, call, type Statement, showStatements } from "./tree.ts";
import { declareMeasures, declareUnions } from "./unions.ts";
import { INTEGER_NAMES, type IntegerName, interestingNumber, isBig } from "./widths.ts";
import { type ArrayInfo, type FieldInfo, type Globals, type Helper, Scope, type Storage } from "./world.ts";

export const PARAMETERS = 4;

export interface GeneratedProgram {
  readonly seed: number;
  /** Everything the entries use. */
  readonly world: Statement[];
  readonly entries: Statement[];
  /** One list of arguments for each call of each entry. */
  readonly vectors: readonly bigint[][];
}

/** The program's source text. */
export function sourceOf(program: GeneratedProgram): string {
  return showStatements([...program.world, ...program.entries]);
}

/** The name an entry has in C, by its place in the original program. */
export function entryNames(source: string): string[] {
  return [...source.matchAll(/^symbol\((entry\d+), /gm)].map((match) => match[1] as string);
}

/** Makes the program of a seed; with floating point where its build has it. */
export function generateProgram(
  seed: number,
  entryCount: number,
  vectorCount: number,
  floats: boolean,
): GeneratedProgram {
  const random = new Random(seed);
  const sites = { next: 1 };
  const globals: Globals = {
    storage: [],
    arrays: [],
    helpers: [],
    methods: [],
    accessors: [],
    fields: [],
    members: [],
    tables: [],
    floats,
    bits: [],
    unions: [],
    measures: [],
    guarded: [],
    layouts: [],
    grids: [],
    pairs: [],
  };
  const world = [...declareWorld(random, globals, sites), ...declareHelpers(random, globals, sites)];
  const entries = Array.from({ length: entryCount }, (_, number) => entry(random, globals, sites, number));
  const vectors = Array.from({ length: vectorCount }, () => argumentsOf(random));
  return { seed, world, entries, vectors };
}

function argumentsOf(random: Random): bigint[] {
  return Array.from({ length: PARAMETERS }, () =>
    BigInt.asUintN(64, interestingNumber(random, random.pick(["u64", "u64", "i64", "u8", "i32"]))),
  );
}

const line = (text: string): Statement => ({ parts: [text] });

function declareWorld(random: Random, globals: Globals, sites: { next: number }): Statement[] {
  const own: Statement[] = [];
  const world = [
    line("export declare function check(site: u32, value: u64): void;"),
    line("let state: u64 = 1n;"),
    ...declareEnum(random, globals),
    ...declareClass(random, globals, own),
    ...declareStorage(random, globals),
    ...declareArrays(random, globals),
    ...declareAddresses({ random }),
    ...declareTexts(),
    ...declareGenerics(),
    ...declareNested(random, globals),
    ...declarePoint(random),
    ...declareFloats(random, globals),
    ...declareBits(random, globals),
    ...declareUnions(random, globals),
    ...declareGuards(),
    ...declareFormats(),
    ...declareLayouts(random, globals),
  ];
  own.push(...declareMethods(random, globals, sites));
  return world;
}

function declareEnum(random: Random, globals: Globals): Statement[] {
  const values = [0, 1, random.below(200) + 2, random.below(60_000) + 300];
  globals.members.push("First", "Second", "Third", "Fourth");
  const members = globals.members.map((name, index) => `${name} = ${values[index]}`).join(", ");
  return [
    line(`enum Mode { ${members} }`),
    line("function modeOf(value: u32): Mode { return (value & 3) as Mode; }"),
  ];
}

/** The class `Cell`; what is in `own` becomes its methods. */
function declareClass(random: Random, globals: Globals, own: Statement[]): Statement[] {
  const count = random.below(6) + 4;
  const fields = Array.from({ length: count }, (_, index): FieldInfo => {
    return { name: `f${index}`, type: random.pick([...INTEGER_NAMES, "bool"]) };
  });
  globals.fields.push(...fields);
  const zero = (type: string) => (type === "bool" ? "false" : isBig(type as IntegerName) ? "0n" : "0");
  const declared: Statement[] = fields
    .map((field) => `${field.name}: ${field.type} = ${zero(field.type)};`)
    .map(line);
  own.push(...declared, line("next: Cell | null = null;"));
  return [
    { parts: [`${random.percent(30) ? "@packed " : ""}class Cell `, own] },
    line("const cells: FixedArray<Cell, 4> = zeroed();"),
    line("const single: Cell = zeroed();"),
    line("let head: Cell | null = null;"),
    line("function cellAt(index: u32): Cell | null { return index < 4 ? cells[index] : head; }"),
    line("function setHead(cell: Cell | null): void { head = cell; }"),
    line("function link(cell: Cell, next: Cell | null): void { cell.next = next; }"),
  ];
}

function declareStorage(random: Random, globals: Globals): Statement[] {
  const found: Statement[] = [];
  const add = (text: string, storage: Storage) => {
    globals.storage.push(storage);
    found.push(line(text));
  };
  for (const type of INTEGER_NAMES) {
    const value = interestingNumber(random, type);
    const shown = `${value}${isBig(type) ? "n" : ""}`;
    add(`let g_${type}: ${type} = ${shown};`, { e: atom(`g_${type}`), type, plain: false, mutable: true });
    const name = `C_${type}`;
    add(`const ${name}: ${type} = ${shown};`, {
      e: atom(name),
      type,
      plain: false,
      mutable: false,
      constant: value,
    });
  }
  add("let g_bool: bool = false;", { e: atom("g_bool"), type: "bool", plain: false, mutable: true });
  return found;
}

function declareArrays(random: Random, globals: Globals): Statement[] {
  const lengths = [256, 16, 8, 7, 5, 4, 3, 1];
  return INTEGER_NAMES.map((element, index) => {
    const length = lengths[index] ?? 4;
    const name = `a_${element}`;
    const array: ArrayInfo = { e: atom(name), element, length };
    globals.arrays.push(array);
    if (length > 16 || random.percent(30))
      return line(`const ${name}: FixedArray<${element}, ${length}> = zeroed();`);
    const items = Array.from({ length }, () => literal(interestingNumber(random, element), element).e);
    return { parts: [`const ${name}: FixedArray<${element}, ${length}> = `, call("arrayOf", ...items), ";"] };
  });
}

/** Helpers call nothing but `check`; some change module variables, so that the order of evaluation is seen. */
function declareHelpers(random: Random, globals: Globals, sites: { next: number }): Statement[] {
  const made: Helper[] = [];
  const found: Statement[] = [];
  for (const [number, result] of [...INTEGER_NAMES, ...INTEGER_NAMES].entries()) {
    const parameters = Array.from({ length: random.below(3) + 1 }, () => random.pick(INTEGER_NAMES));
    const helper: Helper = { name: `h${number}`, parameters, result };
    made.push(helper);
    found.push(declareHelper(random, globals, sites, helper));
  }
  globals.helpers.push(...made);
  for (const type of ["u8", "i16", "u32", "i64"] as const)
    found.push(...declareTable(random, globals, sites, type));
  found.push(...declareDrivers(random, globals));
  found.push(...declareMeasures(random, globals, sites), ...declareGuarded(random, globals, sites));
  return found;
}

function declareHelper(random: Random, globals: Globals, sites: { next: number }, helper: Helper): Statement {
  const scope = new Scope(random, globals, sites, false);
  scope.cells.push(atom("single"));
  const parameters = helper.parameters.map((type, index) => {
    scope.variables.push({ e: atom(`p${index}`), type, plain: false, mutable: true });
    return `p${index}: ${type}`;
  });
  const body = random.percent(60) ? statements(scope, random.below(3) + 1, 0) : [];
  if (random.percent(30)) {
    const early = assignable(integerExpression(scope, helper.result, 1, true), helper.result);
    body.push({ parts: ["if (", booleanExpression(scope, 2), ") ", [{ parts: ["return ", early, ";"] }]] });
  }
  const value = assignable(integerExpression(scope, helper.result, 3, true), helper.result);
  body.push({ parts: ["return ", value, ";"], keep: true });
  return { parts: [`function ${helper.name}(${parameters.join(", ")}): ${helper.result} `, body] };
}

function declareTable(
  random: Random,
  globals: Globals,
  sites: { next: number },
  type: IntegerName,
): Statement[] {
  const length = random.pick([2, 3, 4]);
  const names = Array.from({ length }, (_, index) => `t_${type}_${index}`);
  const functions = names.map((name) =>
    declareHelper(random, globals, sites, { name, parameters: [type, type], result: type }),
  );
  globals.tables.push({ name: `table_${type}`, type, length });
  return [
    ...functions,
    line(`type Operation_${type} = (a: ${type}, b: ${type}) => ${type};`),
    line(`const table_${type}: FixedArray<Operation_${type}, ${length}> = arrayOf(${names.join(", ")});`),
  ];
}

/** An entry: its four wide parameters become locals of all widths, then statements, then a look at everything. */
function entry(random: Random, globals: Globals, sites: { next: number }, number: number): Statement {
  const scope = new Scope(random, globals, sites, true);
  scope.cells.push(atom("single"), {
    kind: "index",
    object: atom("cells"),
    index: atom(String(random.below(4))),
  });
  const body: Statement[] = [];
  for (let index = 0; index < 6; index++) {
    const type = random.pick(INTEGER_NAMES);
    const name = `x${index}`;
    const from = `p${index % PARAMETERS}`;
    const moved = index < PARAMETERS ? from : `${from} >> ${random.pick([8, 16, 31, 32, 33])}n`;
    body.push({ parts: [`let ${name}: ${type} = ${type}(${moved});`], keep: true });
    scope.variables.push({ e: atom(name), type, plain: false, mutable: true });
  }
  const forget = scope.mark();
  body.push(...statements(scope, random.below(14) + 8, 2));
  forget();
  if (random.percent(50)) body.push(...checkAll(scope));
  body.push(check(scope, atom("state")));
  const parameters = Array.from({ length: PARAMETERS }, (_, index) => `p${index}: u64`).join(", ");
  return {
    parts: [
      `function entry${number}(${parameters}): void `,
      body,
      `\nsymbol(entry${number}, "fuzz_entry${number}");`,
    ],
  };
}
