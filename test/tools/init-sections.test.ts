/** What only the start of a program leads to is found out from the object file, and nothing else may lead there. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { INIT_FLAGS, markInitSections } from "../../tools/image/init-sections.ts";
import { compileC, link, toolPath } from "../../tools/image/toolchain.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/init-sections`;
const HEAD =
  "#define APART __attribute__((noinline, noclone))\nextern volatile int sink;\nAPART void say(const char *);\n";
/** Stands for boot/*.asm: `_start` leads to the boot, `entry` in `.text` comes later. */
const ASSEMBLY = `
  .section .init.text, "ax"
  .globl _start
_start: call boot
  jmp entry
  .text
entry: call run
  ret
`;
const PROGRAM = `
volatile int sink;
void say(const char *text) { sink = text[0]; }
static APART void shared(int n) { sink = n; }
static APART void once(int n) { say("only at first"); sink = n + 1; }
static APART void asked(void) { say("only when asked"); }
static APART void further(void) { shared(7); asked(); }
void (*later)(void);
const int table[2] = { 1, 2 };
const int *kept;
void boot(void); void run(void);
void boot(void) { once(1); shared(2); later = further; kept = table; }
void run(void) { shared(3); say("always"); if (later) later(); EXTRA }
`;

async function build(name: string, c: string): Promise<string> {
  const base = `${FOLDER}/${name}`;
  writeFileSync(inRoot(`${base}.c`), `${HEAD}${c}`);
  writeFileSync(inRoot(`${base}-start.s`), ASSEMBLY);
  await compileC(`${base}.c`, `${base}.o`, [...INIT_FLAGS, "-Wno-missing-prototypes"]);
  await runCommand([toolPath("as"), "--32", "-o", `${base}-start.o`, `${base}-start.s`]);
  await markInitSections(`${base}.o`, `${base}.init.o`, `${base}.c`, [`${base}-start.o`]);
  return base;
}

/** Section of each function, and of each constant with a name. */
async function sectionsOf(object: string): Promise<Map<string, string>> {
  const listing = await runCommand([toolPath("objdump"), "-t", object]);
  const found = listing.matchAll(/^[0-9a-f]+ .{6}[FO] (\S+)\t[0-9a-f]+ (\S+)$/gm);
  return new Map([...found].map(([, section, name]) => [name!, section!]));
}

beforeAll(() => {
  rmSync(inRoot(FOLDER), { recursive: true, force: true });
  mkdirSync(inRoot(FOLDER), { recursive: true });
});

describe("what only the start leads to", () => {
  test("is found with its strings; what others use stays, and so does a table with a name", async () => {
    const base = await build("found", PROGRAM.replace("EXTRA", ""));
    const sections = await sectionsOf(`${base}.init.o`);
    const inInit = [...sections].filter(([, section]) => section.startsWith(".init.text"));
    expect(inInit.map(([name]) => name).sort()).toEqual(["boot", "once"]);
    expect(sections.get("shared")).toMatch(/^\.text/);
    expect(sections.get("table")).toMatch(/^\.rodata/);
    const strings = await runCommand([toolPath("objdump"), "-s", `${base}.init.o`]);
    expect(strings).toMatch(/section \.init\.rodata\.\S+:\n [0-9a-f]+ .* only at first/);
    expect(strings).toMatch(/section \.rodata\.\S+:\n [0-9a-f]+ .* always/);
  });

  test("but has its address taken stays with all that it leads to where that is asked for", async () => {
    const sections = await sectionsOf(`${await build("asked", PROGRAM.replace("EXTRA", ""))}.init.o`);
    expect(sections.get("further")).toMatch(/^\.asked\.text/);
    expect(sections.get("asked")).toMatch(/^\.asked\.text/);
  });

  test("is nothing that another entry leads to as well", async () => {
    const sections = await sectionsOf(`${await build("both", PROGRAM.replace("EXTRA", "once(4);"))}.init.o`);
    expect(sections.get("once")).toMatch(/^\.text/);
  });

  test("has no strings that could be kept", async () => {
    const kept =
      "typedef struct { const char *data; unsigned length; } ts2c_string;\nstruct Named {\n  ts2c_string name;\n};\n";
    await expect(build("kept", kept + PROGRAM.replace("EXTRA", ""))).rejects.toThrow("name keeps a string");
  });
});

test("a reference from outside does not link", async () => {
  const base = await build("outside", PROGRAM.replace("EXTRA", ""));
  const script = readFileSync(inRoot("linker.ld"), "utf8");
  const lines = /^NOCROSSREFS_TO.*$/gm;
  expect([...script.matchAll(lines)].length).toBeGreaterThan(3);
  // The kernel's own rule on a smaller layout.
  const rule = [...script.matchAll(lines)].map(([line]) => line).join("\n");
  const part = (name: string) => `. = ALIGN(4096); ${name} : { *(${name} ${name}.*) }`;
  const parts = [
    ".text",
    ".rodata",
    ".seal",
    ".data",
    ".bss",
    ".init.text",
    ".init.rodata",
    ".asked.text",
    ".asked.rodata",
  ];
  writeFileSync(inRoot(`${base}.ld`), `${rule}\nSECTIONS { ${parts.map(part).join("\n")} }\n`);
  const objects = [`${base}-start.o`, `${base}.init.o`];
  await expect(link(objects, `${base}.ld`, `${base}.elf`)).resolves.toBeUndefined();
  writeFileSync(inRoot(`${base}-wrong.s`), "  .text\n  .globl wrong\nwrong: call boot\n  ret\n");
  await runCommand([toolPath("as"), "--32", "-o", `${base}-wrong.o`, `${base}-wrong.s`]);
  await expect(link([...objects, `${base}-wrong.o`], `${base}.ld`, `${base}.wrong`)).rejects.toThrow(
    /prohibited cross reference from \.text to .*boot.* in \.init\.text/,
  );
});
