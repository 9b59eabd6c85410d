/**
 * The whole program: rules between files, names, then every declaration and every body.
 *
 * Invariant: everything is lowered, reachable or not, so that all there is to say is said at once.
 */
import type { Position } from "../diagnostics.ts";
import type { AliasTree, FunctionTree, ModuleTree, SymbolStatement } from "../tree.ts";
import { enumOf } from "./enums.ts";
import { checkEscapes } from "./escape.ts";
import { functionOf, lowerFunction } from "./functions.ts";
import { globalOf } from "./globals.ts";
import { isWordOfC } from "./members.ts";
import { allocateNames, wantedName } from "./names.ts";
import { checkRecursion } from "./recursion.ts";
import { classOf, resolveField } from "./resolve.ts";
import { sameType, typeName } from "./types.ts";
import type { World } from "./world.ts";

/** Checks and lowers the program in `world`. */
export function lowerProgram(world: World): void {
  const own = world.modules.filter((module) => !module.library);
  for (const module of own) checkImports(world, module);
  nameEverything(world, own);
  for (const module of own) {
    for (const tree of module.enums) enumOf(world, tree);
    for (const tree of module.aliases) checkAlias(world, tree);
    for (const tree of module.classes) if (tree.typeParameters.length === 0) classOf(world, tree);
    for (const tree of module.variables) globalOf(world, tree);
  }
  for (const module of own) {
    for (const tree of functionsOf(module)) {
      if (!tree.generic) lowerFunction(world, functionOf(world, tree));
    }
  }
  for (const module of own) checkSymbols(world, module);
  for (let position = 0; position < world.pending.length; position++) {
    const info = world.pending[position];
    if (info) lowerFunction(world, info);
  }
  checkMain(world);
  checkRecursion(world);
  checkEscapes(world);
}

/** All functions of a module that are lowered for themselves: those of generic classes are lowered where they are used. */
function functionsOf(module: ModuleTree): FunctionTree[] {
  const members = module.classes
    .filter((tree) => tree.typeParameters.length === 0)
    .flatMap((tree) => (tree.construct ? [...tree.methods, tree.construct] : tree.methods));
  return [...module.functions, ...members];
}

/** An alias that nobody uses is checked, too; one for a number only names the length of arrays, a generic one is open. */
function checkAlias(world: World, tree: AliasTree): void {
  if (tree.typeParameters.length > 0) return;
  if (tree.type && tree.type.kind !== "integer" && tree.type.kind !== "typeof")
    resolveField(world, tree.type);
}

function checkImports(world: World, module: ModuleTree): void {
  for (const { at, target } of module.imports) {
    if (!world.layers.mayImport(module.path, target)) {
      world.sink.report(at, "layer", world.layers.layerOf(module.path), world.layers.layerOf(target));
    }
  }
}

function nameEverything(world: World, modules: readonly ModuleTree[]): void {
  const taken = new Set<string>();
  for (const module of modules) {
    for (const declared of [...module.functions, ...module.variables]) {
      if (!declared.ambient) continue;
      if (isWordOfC(declared.name)) world.sink.report(declared.at, "symbolTwice", declared.name);
      exactSymbol(world, declared, declared.name, taken);
    }
  }
  for (const module of modules) for (const symbol of module.symbols) nameSymbol(world, symbol, taken);
  const main = world.entry.functions.find((tree) => tree.name === "main" && tree.exported);
  if (main && !world.symbols.has(main))
    exactSymbol(world, main, world.target === "host" ? "ts2c_main" : "main", taken);
  const wanted = modules.flatMap((module) =>
    [...functionsOf(module), ...module.variables]
      .filter((declared) => !world.symbols.has(declared))
      .map((declared) => {
        const name = declared.kind === "function" ? wantedName(declared) : declared.name;
        return { key: declared, name, path: module.path };
      }),
  );
  const classes = modules.flatMap((module) =>
    module.classes.map((key) => ({ key, name: key.name, path: module.path })),
  );
  const libraryClasses = world.modules.filter((module) => module.library).flatMap((module) => module.classes);
  const names = allocateNames(wanted, taken);
  const tags = allocateNames(
    classes,
    libraryClasses.map((tree) => tree.name),
  );
  world.globalNames = new Set([...taken, ...names.values()]);
  world.names = new Map([...names, ...tags]);
}

function exactSymbol(world: World, declared: object, name: string, taken: Set<string>): void {
  taken.add(name);
  world.symbols.set(declared, name);
}

/** An ambient declaration of the same name is what the symbol supplies; anything else of that name is a clash. */
function nameSymbol(world: World, symbol: SymbolStatement, taken: Set<string>): void {
  const earlier = world.symbols.get(symbol.target);
  if (earlier === symbol.name) return;
  const clash = [...world.symbols].some(
    ([key, name]) => name === symbol.name && !(key as { ambient?: boolean }).ambient,
  );
  if (clash || earlier !== undefined || isWordOfC(symbol.name))
    world.sink.report(symbol.at, "symbolTwice", symbol.name);
  else exactSymbol(world, symbol.target, symbol.name, taken);
}

/** A symbol stands for something that lies in memory; functions declared and supplied under one name have one type. */
function checkSymbols(world: World, module: ModuleTree): void {
  for (const { at, target } of module.symbols) {
    if (target.kind === "variable" && globalOf(world, target)?.constant) world.sink.report(at, "symbolUse");
    if (target.kind === "function") checkSameType(world, target, at);
  }
  for (const tree of module.functions) if (tree.ambient && !tree.generic) checkSameType(world, tree, tree.at);
}

function checkSameType(world: World, tree: FunctionTree, at: Position): void {
  const ours = functionOf(world, tree);
  for (const info of world.functions.values()) {
    if (info.cName !== ours.cName || !info.tree.ambient || sameType(info.type, ours.type)) continue;
    world.sink.report(at, "mismatch", `\`${typeName(ours.type)}\``, `\`${typeName(info.type)}\``);
  }
}

function checkMain(world: World): void {
  if (world.target !== "host") return;
  const main = world.entry.functions.find((tree) => tree.name === "main" && tree.exported);
  const type = main && functionOf(world, main).type;
  const fine =
    type &&
    type.parameters.length === 0 &&
    type.result.kind === "integer" &&
    type.result.bits === 32 &&
    type.result.signed;
  if (!fine) world.sink.report(main?.at ?? { file: world.entry.path, line: 1, column: 1 }, "mainShape");
}
