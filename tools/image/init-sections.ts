/**
 * What of the kernel only the boot needs: found out, not listed by hand (decision 0065). gcc puts each function and its
 * constants into sections of their own; what the linker would throw away as unreachable if nobody entered at the
 * start is what only the start leads to. These sections are renamed to `.init.*`, which linker.ld puts on pages that go back
 * after the boot, and from which it refuses every reference by others.
 *
 * Moved are code, jump tables and strings, never variables nor tables with a name: their addresses may be kept. ts2c has
 * no way to keep a string, but as a field or variable of that type, which insistOnLoose refuses. A function of the boot
 * whose address is taken may be called later: it goes to `.asked.*`, which stays where a boot parameter asks for it
 * (kernel/debug/asked.ts).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import { runStep } from "./step.ts";
import { toolPath } from "./toolchain.ts";

/** Compiler flags that this stands on. */
export const INIT_FLAGS = ["-ffunction-sections", "-fdata-sections"];

/**
 * All that assembly has in `.text` can be entered from outside. It has its own part of the boot in `.init.text`, which leads
 * to the rest of it and is not kept here.
 */
const script = (kept: readonly string[]) =>
  `SECTIONS { .text : { KEEP(*(.text${kept.map((name) => ` ${name}`).join("")})) ` +
  "*(.text.* .init.*) *(.rodata*) *(.data*) *(.bss*) *(COMMON) } }\n";

/**
 * Writes `marked`, a copy of the C object file `object` in which what only the boot needs lies in sections `.init.*`, and what
 * it takes the address of, with all that that leads to, in `.asked.*`. `c` is the C file, `others` are the object files
 * of assembly. `tables` are constants with a name that go to `.asked.*`, too: whoever keeps their address has asked for them.
 */
export async function markInitSections(
  object: string,
  marked: string,
  c: string,
  others: readonly string[],
  tables: readonly string[] = [],
): Promise<void> {
  await runStep({
    tool: "init",
    subject: object,
    outputs: [marked],
    inputs: [object, c, ...others, "tools/image/init-sections.ts"],
    key: [toolPath("ld"), tables],
    run: async () => {
      insistOnLoose(readFileSync(inRoot(c), "utf8"));
      const removed = removedSections(await linkWithout([], marked, [...others, object]), object);
      const start = movable(removed);
      const asked = takenFunctions(await runCommand([toolPath("objdump"), "-r", object]), start);
      const left = removedSections(await linkWithout(asked, marked, [...others, object]), object);
      const isInit = new Set(movable(left));
      const renames = start.map(
        (name) => `--rename-section=${name}=${isInit.has(name) ? ".init" : ".asked"}${name}`,
      );
      renames.push(...tables.map((name) => renameTable(name, removed)));
      await runCommand([toolPath("objcopy"), ...renames, object, marked]);
      return undefined;
    },
  });
}

/** What the linker says that it throws away when nobody enters but by assembly's `.text` and the sections `kept`. */
async function linkWithout(
  kept: readonly string[],
  marked: string,
  objects: readonly string[],
): Promise<string> {
  writeFileSync(inRoot(`${marked}.ld`), script(kept));
  const link = [
    toolPath("ld"),
    "-m",
    "elf_i386",
    "--gc-sections",
    "--print-gc-sections",
    "-T",
    `${marked}.ld`,
  ];
  return runCommand([
    ...link,
    "-e",
    "0",
    "--unresolved-symbols=ignore-all",
    "-o",
    `${marked}.gc`,
    ...objects,
  ]);
}

/** The sections of an object file that the linker says it has thrown away. */
export function removedSections(listing: string, object: string): string[] {
  return [...listing.matchAll(/removing unused section '(\S+)' in file '(.*)'$/gm)]
    .filter(([, , file]) => file === object)
    .map(([, section]) => section!);
}

/** Those of code and of functions' constants among them. */
function movable(removed: readonly string[]): string[] {
  const code = removed.filter((name) => name.startsWith(".text."));
  const functions = new Set(code.map(functionOf));
  const constants = removed.filter((name) => name.startsWith(".rodata.") && functions.has(functionOf(name)));
  return [...code, ...constants];
}

/** The renaming of a table, which only the boot may name. A window on it makes ts2c call it data, which nobody writes here. */
function renameTable(name: string, removed: readonly string[]): string {
  const section = removed.find((one) => one === `.rodata.${name}` || one === `.data.${name}`);
  if (section === undefined)
    throw new Failure(`${name} is named by more than the boot, or not there`, "see tools/image/kernel.ts");
  return `--rename-section=${section}=.asked.rodata.${name},alloc,load,readonly,data,contents`;
}

/** `.text.unlikely.f.part.0`, `.rodata.f.part.0` and `.rodata.f.part.0.str1.4` are about `f.part.0`. */
function functionOf(section: string): string {
  return section.replace(/^\.(text(\.unlikely|\.startup|\.hot)?|rodata)\./, "").replace(/\.str\d+\.\d+$/, "");
}

/** The functions among `sections` whose address is taken by another, from what `objdump -r` lists: the call comes later. */
export function takenFunctions(relocations: string, sections: readonly string[]): string[] {
  const code = new Set(sections.filter((name) => name.startsWith(".text.")));
  const taken = new Set<string>();
  let from = "";
  for (const line of relocations.split("\n")) {
    from = /^RELOCATION RECORDS FOR \[(\S+)\]:$/.exec(line)?.[1] ?? from;
    const [, name] = /^\S+ R_386_32 +(\.text[^\s+]*)/.exec(line) ?? [];
    // A jump table leads into its own function.
    if (name === undefined || from.startsWith(".debug") || functionOf(from) === functionOf(name)) continue;
    if (code.has(name)) taken.add(name);
  }
  return [...taken];
}

/** No string is kept: it could be one of the boot's. */
function insistOnLoose(c: string): void {
  const field = /^struct \w+ \{[^}]*\bts2c_string (\w+)/m.exec(c)?.[1];
  const variable = /^(?:static )?(?:const )?ts2c_string (\w+)[^\w(][^()]*;$/m.exec(c)?.[1];
  const kept = field ?? variable;
  if (kept !== undefined)
    throw new Failure(
      `${kept} keeps a string`,
      "strings of the boot go back after it: keep a number instead",
    );
}
