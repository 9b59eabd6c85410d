/**
 * Every message the compiler can give, each with a number that stays the same for ever.
 *
 * Invariants: a number is never reused for another meaning; a message says what is wrong, its hint what to write
 * instead. `{0}`, `{1}`, … are filled in by the place that reports. This file must never decide anything.
 */

/** A place in a source file; line and column count from 1, columns in UTF-16 units as in TypeScript and editors. */
export interface Position {
  /** Path as shown to people: relative to the project root where possible. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many units of the text it covers, over line ends, too; absent where only the start is known. */
  readonly length?: number;
}

/** One finding. `code` is `K2…` for our own rules and `TS…` for those of TypeScript. */
export interface Diagnostic {
  readonly at: Position;
  readonly code: string;
  readonly message: string;
}

interface Entry {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
}

const entry = (code: string, text: string, hint: string): Entry => ({ code, text, hint });

/** All messages by name. */
export const MESSAGES = {
  unsupported: entry("K2001", "{0} not part of the language", "docs/language.md lists what there is."),
  unknownType: entry(
    "K2002",
    "{0} is not a type of the language",
    "Use the integer types, bool, string, a class, an enum, FixedArray, Span, a function type, or one of the reference types with `| null`.",
  ),
  doesNotFit: entry(
    "K2003",
    "{0} does not fit into {1}",
    "Choose a wider type, or say what should happen by a conversion.",
  ),
  needsType: entry(
    "K2004",
    "an integer without a width: nothing here says which type it has",
    "Write the type, `const count: u32 = 5`, or convert: `u32(1) << n`.",
  ),
  mixedSigns: entry(
    "K2005",
    "{0} mixes {1} and {2}",
    "Convert one side: `i32(x)`, `u32(x)`, or `checked.u32(x)` when it must not be negative.",
  ),
  lossy: entry(
    "K2006",
    "{0} does not become {1} by itself",
    "Write the conversion: `{1}(x)` keeps the low bits, `checked.{1}(x)` traps when something would be lost.",
  ),
  mismatch: entry(
    "K2007",
    "this is {0}, but {1} is needed here",
    "Types are compared by name, not by shape.",
  ),
  condition: entry("K2008", "a condition is a bool or may be null, this is {0}", "Compare: `x !== 0`."),
  looseEquality: entry("K2009", "`{0}` compares loosely", "Write `===` or `!==`."),
  wrongShift: entry(
    "K2010",
    "`{0}` does not shift {1}",
    "`>>>` is for u8, u16 and u32; `>>` is for the signed types and, as in JavaScript, for u64.",
  ),
  shiftCount: entry(
    "K2011",
    "{0} is shifted by {1}: the count must be below the width",
    "Convert first when a wider result is meant: `u32(x) << 8`.",
  ),
  divisionByZero: entry("K2012", "division by the constant zero", "Divide by something else."),
  wrongCast: entry(
    "K2013",
    "`as` does not turn {0} into {1}",
    "`as` serves for enums and integers of the same width, and `as const`. Otherwise use a conversion function.",
  ),
  wrongOperand: entry(
    "K2014",
    "`{0}` does not take {1}",
    "Integers take arithmetic and comparison; booleans take `!`, `&&`, `||`, `===`.",
  ),
  constantComparison: entry(
    "K2015",
    "this comparison is always {0}",
    "An unsigned integer is never below zero; remove the test or choose a signed type.",
  ),
  addressKinds: entry(
    "K2016",
    "{0} does not become {1} by itself",
    "An address says whose it is. Convert where that is known: `{1}(x)`.",
  ),
  notInteger: entry(
    "K2017",
    "`{0}` is not an integer",
    "There are no fractions and no exponents: write the integer out.",
  ),
  assignmentValue: entry(
    "K2018",
    "an assignment is a statement, not a value",
    "Assign first, then use the variable.",
  ),
  assignInPlace: entry(
    "K2019",
    "`{0}` lives in place and cannot be assigned",
    "`copy(to, from)` copies all fields; a field of type `T | null` can point elsewhere.",
  ),
  escape: entry(
    "K2020",
    "a reference to a local object would outlive it",
    "Use a module variable, or let the caller pass the object.",
  ),
  zeroField: entry(
    "K2021",
    "the field `{0}` must start as zero",
    'Write `0`, `0n`, `false`, `null`, `""`, `zeroed()` or the enum\'s member that is zero.',
  ),
  classFeature: entry(
    "K2022",
    "{0} not part of classes: a class is a struct of fields",
    "Write a function that takes the object as its first parameter.",
  ),
  recursiveClass: entry(
    "K2023",
    "`{0}` would contain itself",
    "Refer to it by `{0} | null`, which is a pointer.",
  ),
  notConstant: entry(
    "K2024",
    "the value of a module variable must be known when compiling",
    "Start with zero and assign in a function.",
  ),
  inPlaceLet: entry(
    "K2025",
    "`{0}` lives in place: declare it with const",
    "`let` is for values and for `T | null`, which is a pointer.",
  ),
  fallThrough: entry(
    "K2026",
    "a case runs into the next one",
    "End it by break, return, continue or panic. Only empty cases may run on.",
  ),
  caseLabel: entry(
    "K2027",
    "a case label must be a constant integer, a bool or an enum member, each once",
    "Use if and else for anything else.",
  ),
  caseDeclaration: entry(
    "K2028",
    "a declaration directly in a case",
    "Put braces around the case's statements.",
  ),
  missingType: entry("K2029", "{0} needs a type", "Write it: `name: u32`."),
  capture: entry(
    "K2030",
    "this function uses `{0}` of the function around it",
    "Pass it as a parameter: functions capture nothing.",
  ),
  importForm: entry("K2031", "{0}", 'Write `import { name } from "./file.ts"`.'),
  layer: entry(
    "K2032",
    "a file of {0} must not import from {1}",
    "ts2c.json says which folder may import which.",
  ),
  capability: entry(
    "K2033",
    "`{0}` is not for files of {1}",
    "ts2c.json says which folders may use {2} intrinsics.",
  ),
  hostRefuses: entry(
    "K2034",
    "`{0}` does not exist in a host program",
    "Keep code that needs the machine in a file of its own.",
  ),
  hostOnly: entry("K2035", "`{0}` exists only in a host program", "It is for `ts2c run`."),
  symbolUse: entry(
    "K2036",
    "symbol(target, name) is a statement at module level about a function or variable and a string literal",
    'Example: `symbol(onPanic, "ts2c_panic");`',
  ),
  symbolTwice: entry("K2037", "the C symbol `{0}` is taken already", "Each symbol names one thing."),
  arrayLength: entry(
    "K2038",
    "the length of an array must be a constant above zero",
    "`FixedArray<u8, 16>`, or `typeof COUNT` with `export const COUNT = 16;`.",
  ),
  indexOutside: entry(
    "K2039",
    "index {0} is outside the {1} elements",
    "The last index is the length less one.",
  ),
  constantCycle: entry("K2040", "the value of `{0}` depends on itself", "Break the circle."),
  enumMember: entry(
    "K2041",
    "a member of an enum must be a constant integer of 32 bits",
    "Use `const` for strings and wider numbers.",
  ),
  intrinsicUse: entry("K2042", "`{0}`: {1}", "docs/language.md says what each intrinsic takes."),
  mainShape: entry(
    "K2043",
    "a host program exports `function main(): i32`",
    "Its result is the exit status.",
  ),
  decorator: entry(
    "K2044",
    "this decorator is not known",
    "There are `@packed`, before classes, and `@align(bytes)`, before classes and fields.",
  ),
  libraryValue: entry(
    "K2045",
    "`{0}` can only be called or used as the declarations of the library say",
    "Wrap it in a function of your own.",
  ),
  dropsVolatile: entry(
    "K2047",
    "{0} cannot be volatile",
    "`Volatile<…>` goes around integers, bool and enums, in fields, elements and module variables.",
  ),
  arithmeticOverflow: entry(
    "K2048",
    "the constant {0} does not fit into {1}",
    "The result wraps at run time; for a constant that is most likely a mistake.",
  ),
  newPlace: entry(
    "K2060",
    "`new` makes an object only where it is declared",
    "Write `const x = new T(…)`, a field's start, or an element of `arrayOf(…)`: there is no heap.",
  ),
  methodValue: entry(
    "K2061",
    "`{0}` is a method: it can be called, but is no value",
    "Write an arrow function that calls it, or a static function.",
  ),
  endlessInstances: entry(
    "K2062",
    "`{0}` would have to be made for ever larger types",
    "A generic class or function may not lead to itself with a type that grows.",
  ),
  typeArguments: entry(
    "K2063",
    "the type arguments of `{0}` are not known here",
    "Write them: `f<u32>(…)`, `new T<u32, 8>(…)`.",
  ),
  unionShape: entry(
    "K2064",
    "this union cannot be told apart: {0}",
    "Each class starts with `readonly kind = Kind.Member`: one name, one enum, another member in each class.",
  ),
  notExhaustive: entry("K2065", "this switch does not name {0}", "Add the case, or a default."),
  neverZero: entry(
    "K2066",
    "zero bytes are no {0}",
    "Make it by `new`, or `arrayOf(…)` of what is in it; `T | null` can be null.",
  ),
  recursion: entry(
    "K2067",
    "`{0}` can come to call itself: {1}",
    "ts2c.json forbids it here, for the depth of the stack could not be known: write a loop.",
  ),
  usingValue: entry(
    "K2068",
    "`using` does not take {0}",
    "It takes an object of a class with the method `[Symbol.dispose](): void`, or null.",
  ),
  floats: entry(
    "K2069",
    "floating point is not for files of {0}",
    "ts2c.json says which folders may use it; count in thousandths, say.",
  ),
  mixesFloat: entry(
    "K2070",
    "an integer where {0} is needed",
    "A literal has a point, `2.0`; anything else is converted: `f32(x)`, `u32(x)`.",
  ),
  bitField: entry(
    "K2071",
    "the bits `{0}`: {1}",
    "`Bits<u32, first, width> = 0`, in a class of nothing but bits of one unsigned word.",
  ),
  templatePlace: entry(
    "K2072",
    "a template literal makes a new string, and there is no heap to make it in",
    "Write `format(buffer, `…`)` with a `Span<u8>` that takes the text.",
  ),
  addressSum: entry(
    "K2073",
    "`{0}` of two addresses is no address",
    "Add a plain integer to an address; the difference of two addresses is one: `a + (b - c)`, `a + u32(b)`.",
  ),
  misaligned: entry(
    "K2074",
    "a reference to {0} in a packed class, where no more than {1} of its alignment is known",
    "Read and write it in its place, copy it out by `copy`, or put `@align(…)` before the field and the class.",
  ),
  tooDeep: entry(
    "K2049",
    "expressions or statements are nested too deeply",
    "Split the expression, or the function.",
  ),
} as const satisfies Record<string, Entry>;

export type MessageName = keyof typeof MESSAGES;

/** Collects findings. Reports the same finding at one place only once. */
export class Sink {
  readonly found: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  /** Reports a rule of the language. */
  report(at: Position, name: MessageName, ...values: string[]): void {
    const { code, text, hint } = MESSAGES[name];
    const fill = (pattern: string) =>
      pattern.replace(/\{(\d)\}/g, (_, digit) => shortened(values[Number(digit)] ?? ""));
    this.add({ at, code, message: `${fill(text)}. ${fill(hint)}` });
  }

  /** Adds a finding, on one line whatever its text holds. */
  add(found: Diagnostic): void {
    const diagnostic = { ...found, message: visible(found.message) };
    const key = `${formatPosition(diagnostic.at)} ${diagnostic.code} ${diagnostic.message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.push(diagnostic);
  }
}

/** Pieces of source in messages are cut to this length. */
const PIECE_LENGTH_MAX = 120;

function shortened(piece: string): string {
  if (piece.length <= PIECE_LENGTH_MAX) return piece;
  const ticked = piece.startsWith("`") && piece.endsWith("`");
  return `${piece.slice(0, PIECE_LENGTH_MAX)}…${ticked ? "`" : ""}`;
}

/** Text from a source file for a terminal or a log: without line ends and control characters. */
export function visible(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\p{Cc}/gu, "\u{fffd}");
}

function formatPosition(at: Position): string {
  return `${at.file}(${at.line},${at.column})`;
}

/** `file(line,col): error K2003: text`, as editors and make expect it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  return `${formatPosition(diagnostic.at)}: error ${diagnostic.code}: ${diagnostic.message}`;
}

/** Sorted by file, line, column and code, so that the same program always gives the same text. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...diagnostics].sort(
    (a, b) =>
      order(a.at.file, b.at.file) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      order(a.code, b.code),
  );
}
