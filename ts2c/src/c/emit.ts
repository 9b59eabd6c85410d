/**
 * The C file: types, declarations and functions in an order that C accepts, without what nothing reaches.
 *
 * Invariants: the text depends on the program alone, never on paths outside it or on time.
 */

import { declareStorage, declareValue } from "../check/ctypes.ts";
import { layoutOf } from "../check/layout.ts";
import { cField } from "../check/members.ts";
import type { ClassInfo, Field, Type } from "../check/types.ts";
import type { FunctionInfo, GlobalInfo, World } from "../check/world.ts";
import { printInitializer, StatementPrinter } from "./print.ts";

/** The program as one C file. */
export function emitProgram(world: World): string {
  const reached = reach(world);
  const functions = [...world.functions.values()].filter(
    (info) => reached.has(info) && !info.tree.module.library,
  );
  const globals = [...world.globals.values()].filter((info) => reached.has(info) && !info.constant);
  const prototypes = functions.map((info) => `${functionHead(world, info, false)};`);
  const storage = globals.flatMap((info) => storageLines(world, info));
  const bodies = new StatementPrinter(true);
  for (const info of functions) if (info.body) functionText(world, info, bodies);
  const structs = structTexts(world);
  const lines = [
    "/* Written by ts2c: change the TypeScript, not this. */",
    '#include "ts2c.h"',
    ...(world.usesFloats ? ['#include "ts2c-float.h"'] : []),
    "",
  ];
  for (const [module, name] of world.files) lines.push(fileLine(module.path, name));
  lines.push("", ...structs, "", ...unique(prototypes), "", ...storage, "", ...bodies.lines);
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

const unique = (lines: readonly string[]) => [...new Set(lines)];

function fileLine(path: string, name: string): string {
  const length = new TextEncoder().encode(path).length;
  return `static const ts2c_string ${name} TS2C_UNUSED = { (const u8 *)${JSON.stringify(path)}, ${length}u };`;
}

/** All functions and variables that a root leads to. */
function reach(world: World): Set<FunctionInfo | GlobalInfo> {
  const reached = new Set<FunctionInfo | GlobalInfo>(roots(world));
  for (const info of reached) for (const next of info.references) reached.add(next);
  return reached;
}

function roots(world: World): (FunctionInfo | GlobalInfo)[] {
  const all = [...world.functions.values(), ...world.globals.values()];
  const named = all.filter((info) => world.symbols.has(info.tree) && !info.tree.ambient);
  if (named.length > 0) return named;
  return all.filter((info) => info.tree.exported && info.tree.module === world.entry && !info.tree.ambient);
}

function functionHead(world: World, info: FunctionInfo, definition: boolean): string {
  const parameters = definition
    ? info.parameters.map((text, position) =>
        info.usages[position]?.reads === 0 ? `${text} TS2C_UNUSED` : text,
      )
    : info.type.parameters.map((type) => declareValue(world.spans, type, ""));
  const never = info.type.result.kind === "never";
  const result: Type = never ? { kind: "void" } : info.type.result;
  const head = declareValue(world.spans, result, `${info.cName}(${parameters.join(", ") || "void"})`);
  const isExternal = info.tree.ambient;
  const isSymbol = world.symbols.has(info.tree) && !isExternal;
  const isRoot = info.tree.exported && info.tree.module === world.entry;
  const attributes = definition
    ? ""
    : `${isSymbol ? " __attribute__((used))" : ""}${never ? " __attribute__((noreturn))" : ""}${isSeldom(world, info) ? " TS2C_SELDOM" : ""}`;
  const linkage = isExternal ? "extern " : isSymbol ? "" : "static ";
  return `${linkage}${head}${attributes}${!definition && isRoot && !isSymbol ? " TS2C_UNUSED" : ""}`;
}

/** Whether it is to be compiled for size, because others run often. */
function isSeldom(world: World, { tree }: FunctionInfo): boolean {
  if (world.often === null || tree.ambient) return false;
  const names = world.often[tree.module.path] ?? [];
  return names !== "*" && !names.includes(tree.name);
}

function functionText(world: World, info: FunctionInfo, printer: StatementPrinter): void {
  printer.line("", null);
  printer.line(`${functionHead(world, info, true)} {`, info.tree.at);
  printer.body(info.body ?? []);
  printer.line("}", info.tree.end);
}

function storageLines(world: World, info: GlobalInfo): string[] {
  const declare = info.place ? declareStorage : declareValue;
  const text = info.volatile
    ? declareStorage(world.spans, info.type, info.cName, true)
    : declare(world.spans, info.type, info.cName, false);
  if (info.tree.ambient) return [`extern ${text};`];
  const isSymbol = world.symbols.has(info.tree);
  const used = isSymbol ? " __attribute__((used))" : " TS2C_UNUSED";
  const initial = info.initializer ? ` = ${printInitializer(info.initializer)}` : "";
  return [`${isSymbol ? "" : "static "}${text}${info.attributes}${used}${initial};`];
}

/** Structs: names first, then spans, then the classes, contained before containing. */
function structTexts(world: World): string[] {
  const own = [...world.classes.values()].filter((info) => !info.tree.module.library);
  const done = new Set<object | string>();
  const lines: string[] = own.map((info) => `struct ${info.cName};`);
  for (const { cName, tag, type } of world.unions.values()) {
    const field = declareStorage(world.spans, type, cField(tag), false);
    lines.push(
      "",
      `/* What all classes of the union start with. */`,
      `struct ${cName} {`,
      `  ${field};`,
      "};",
    );
  }
  const define = (info: ClassInfo): void => {
    if (done.has(info) || info.tree.module.library) return;
    done.add(info);
    for (const field of info.fields) need(field.type);
    lines.push("", ...classLines(world, info));
  };
  const need = (type: Type): void => {
    if (type.kind === "class") define(type.info);
    else if (type.kind === "array") need(type.element);
    else if (type.kind === "span") span(type);
  };
  const span = (type: Type & { kind: "span" }): void => {
    const { element } = type;
    const tag = world.spans.tag(type);
    if (done.has(tag)) return;
    done.add(tag);
    if (element.kind === "array" || element.kind === "span") need(element);
    const data = declareStorage(
      world.spans,
      element,
      element.kind === "array" ? "(*data)" : "*data",
      type.volatile,
    );
    lines.push("", `struct ${tag} {`, `  ${data};`, "  u32 length;", "};");
  };
  for (const info of own) define(info);
  for (const type of world.spans.spans.values()) span(type);
  return lines;
}

/** The fields as C sees them: bit fields are one word. */
function memoryOf(info: ClassInfo): Pick<Field, "name" | "type" | "volatile" | "alignment">[] {
  return info.word ? [{ name: "bits", ...info.word, alignment: 0 }] : info.fields;
}

function classLines(world: World, info: ClassInfo): string[] {
  const packed = info.packed ? " __attribute__((packed))" : "";
  const aligned = (bytes: number) => (bytes > 0 ? ` __attribute__((aligned(${bytes})))` : "");
  const fields = memoryOf(info).map(
    ({ name, type, volatile, alignment }) =>
      `  ${declareStorage(world.spans, type, cField(name), volatile)}${aligned(alignment)};`,
  );
  const lines = [`struct ${info.cName} {`, ...fields, `}${packed}${aligned(info.alignment)};`];
  if (!info.tree.exported) return lines;
  const layout = layoutOf(info);
  const assertions = memoryOf(info).map(
    (field) =>
      `_Static_assert(__builtin_offsetof(struct ${info.cName}, ${cField(field.name)}) == ${layout.offsets.get(field.name) ?? 0}, "${info.tree.name}.${field.name}");`,
  );
  const size = `_Static_assert(sizeof(struct ${info.cName}) == ${layout.size}, "${info.tree.name}");`;
  return [...lines, "#ifdef __i386__", ...assertions, size, "#endif"];
}
