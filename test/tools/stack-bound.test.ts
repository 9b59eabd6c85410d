/** How deep stacks can get is known from small programs in C, and what has no bound or too much of it does not build. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readAssemblyStack } from "../../tools/image/assembly-stack.ts";
import { readCallGraph } from "../../tools/image/call-graph.ts";
import { buildKernel, KERNEL_BASE } from "../../tools/image/kernel.ts";
import { withBuildLock } from "../../tools/image/lock.ts";
import {
  checkStacks,
  readStackBounds,
  type StackBound,
  type StackCheck,
} from "../../tools/image/stack-bound.ts";
import { filesBelow } from "../../tools/image/step.ts";
import { compileC } from "../../tools/image/toolchain.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";

const FOLDER = `${BUILD}/test/stack-bound`;
const OUTSIDE = "#define NOINLINE __attribute__((noinline, noclone))\nvoid assembly(char *bytes);\n";
const WITHIN = `${OUTSIDE}void start(void);\n`;
/** An object of this size lies on the stack of the functions that are meant to be deep. */
const LARGE_BYTES = 1000;
/** What the other functions of such a program take at most, all together. */
const SMALL_BYTES = 160;

/** C functions that each have an object of LARGE_BYTES on the stack and then do something. */
function large(name: string, then: string): string {
  return `static NOINLINE void ${name}(int n) { char bytes[${LARGE_BYTES}]; (void)n; assembly(bytes); ${then} assembly(bytes); }\n`;
}

async function bound(name: string, c: string, changes: Partial<StackCheck> = {}): Promise<StackBound> {
  const base = `${FOLDER}/${name}`;
  writeFileSync(inRoot(`${base}.c`), `${WITHIN}${c}`);
  await compileC(`${base}.c`, `${base}.o`);
  await checkStacks({
    base,
    c: `${base}.c`,
    entries: [{ name: "start", stackBytes: 0x8000 }],
    assembly: new Map([["assembly", 8]]),
    allowsRecursion: true,
    ...changes,
  });
  return readStackBounds(base).at(-1)!;
}

/** The bound lies at `count` large objects, and little above. */
function expectLarge(found: StackBound, count: number): void {
  expect(found.bytes).toBeGreaterThan(count * LARGE_BYTES);
  expect(found.bytes).toBeLessThan(count * LARGE_BYTES + SMALL_BYTES);
}

beforeAll(() => {
  rmSync(inRoot(FOLDER), { recursive: true, force: true });
  mkdirSync(inRoot(FOLDER), { recursive: true });
});

describe("the deepest chain", () => {
  test("adds up along calls, not over calls that follow each other; merged functions count as well", async () => {
    const c = `${large("inner", "")}${large("other", "")}${large("outer", "inner(n); other(n);")}`;
    const found = await bound("chain", `${c}void start(void) { outer(1); inner(2); }\n`);
    expectLarge(found, 2);
    expect(found.chain.slice(0, 2)).toEqual(["start", "outer"]);
    expect(found.chain.at(-1)).toBe("assembly");
  });

  test("counts what assembly takes and what lies there before", async () => {
    const c = "void start(void) { char byte; assembly(&byte); }\n";
    const few = await bound("assembly", c);
    const entries = [{ name: "start", stackBytes: 0x8000, frameBytes: 52 }];
    const more = await bound("assembly", c, { entries, assembly: new Map([["assembly", 108]]) });
    expect(more.bytes! - few.bytes!).toBe(100 + 52);
  });

  test("reaches through a pointer whatever has its address taken, and nothing else", async () => {
    const table = "static void (*const table[])(int) = { shallow, deep };\n";
    const c = `static NOINLINE void shallow(int n) { (void)n; }\n${large("deep", "")}${large("deeper", "deep(n);")}${table}`;
    const call =
      "extern int which;\nvoid start(void) { table[which](which); }\nvoid unused(void) { deeper(1); }\n";
    expectLarge(await bound("pointer", c + call), 1);
  });

  test("of one entry may lie on top of that of another", async () => {
    const c = `${large("work", "")}void start(void) { work(1); }\nvoid onTop(void);\nvoid onTop(void) { work(2); }\n`;
    const stackBytes = 0x8000;
    const entries = [
      { name: "start", stackBytes },
      { name: "onTop", stackBytes, onTop: true },
    ];
    expectLarge(await bound("on-top", c, { entries }), 2);
  });

  test("has a panic within a panic in it, and no third", async () => {
    const panic = "NOINLINE void ts2c_panic(int n);\n";
    const c = `${panic}${large("say", "if (n > 3) ts2c_panic(n);")}void ts2c_panic(int n) { say(n); assembly(0); }\n`;
    expectLarge(await bound("panic", `${c}void start(void) { ts2c_panic(1); }\n`), 3);
  });
});

// spec: L-29.3, L-29.4
describe("recursion", () => {
  const itself = `${large("again", "if (n > 0) again(n - 1);")}void start(void) { again(5); }\n`;
  const circle = `static void second(int n);\n${large("first", "second(n);")}${large("second", "if (n > 0) first(n - 1);")}void start(void) { first(5); }\n`;

  test("is refused in the kernel, the circle by name", async () => {
    await expect(bound("kernel-itself", itself, { allowsRecursion: false })).rejects.toThrow(
      "recursion: again -> again",
    );
    await expect(bound("kernel-circle", circle, { allowsRecursion: false })).rejects.toThrow(
      "recursion: first -> second -> first",
    );
  });

  test("leaves a program without a bound", async () => {
    expect((await bound("program-circle", circle)).bytes).toBeNull();
  });

  test("has a bound where the comment before a function says how often", async () => {
    const source = `${FOLDER}/stated.ts`;
    writeFileSync(inRoot(source), "/**\n * @recursion 3\n */\nfunction again() {}\n");
    const stated = itself.replace("static NOINLINE void again", `\n#line 4 "${source}"\n$&`);
    const found = await bound("stated", stated);
    expect(found.bytes).toBeGreaterThan(3 * LARGE_BYTES);
    expect(found.bytes).toBeLessThan(3 * LARGE_BYTES + SMALL_BYTES);
    await expect(bound("stated", stated, { allowsRecursion: false })).rejects.toThrow("recursion: again");
  });
});

describe("the build fails", () => {
  const c = `${large("work", "")}void start(void) { work(1); }\n`;

  test("above three quarters of the stack, with the chain", async () => {
    const { bytes } = await bound("limit", c);
    const stackBytes = Math.ceil((bytes! * 4) / 3);
    expect((await bound("limit", c, { entries: [{ name: "start", stackBytes }] })).bytes).toBe(bytes);
    const entries = [{ name: "start", stackBytes: stackBytes - 2 }];
    await expect(bound("limit", c, { entries })).rejects.toThrow(
      new RegExp(`start can take ${bytes} bytes of a stack of ${stackBytes - 2},[^]*start -> work`),
    );
  });

  test("for a frame without a fixed size", async () => {
    const variable = "void start(void) { extern int n; char bytes[n]; assembly(bytes); }\n";
    await expect(bound("variable", variable)).rejects.toThrow(
      /start .* takes stack without a bound: .*dynamic/,
    );
  });

  test("for a function that nobody knows, and an entry that is not there", async () => {
    await expect(bound("unknown", c, { assembly: new Map() })).rejects.toThrow(
      "nobody knows how much stack assembly takes",
    );
    const entries = [{ name: "missing", stackBytes: 4096 }];
    await expect(bound("missing", c, { entries })).rejects.toThrow("no function missing");
  });

  test("for a call graph in another form", () => {
    expect(() => readCallGraph("", "", "")).toThrow("empty");
    expect(() => readCallGraph('graph: { title: "x"\nnode: { name: "f" }\n}\n', "", "")).toThrow("not known");
  });
});

test("assembly: each push counts; what calls or moves the stack pointer is not understood unless it says", () => {
  const listing = [
    "SYMBOL TABLE:",
    "000001d8 l       *ABS*\t00000000 states.stackBytes",
    "000001d9 l       *ABS*\t00000000 states.other",
    "00000000 <plain>:",
    "   0:\tret",
    "00000001 <pushes>:",
    "   1:\tpushf",
    "00000002 <pushes.more>:",
    "   2:\tpush   %ecx",
    "   3:\tcmp    %eax,%esp",
    "00000005 <calls>:",
    "   5:\tcall   1 <pushes>",
    "00000008 <moves>:",
    "   8:\tsub    $0x10,%esp",
    "0000000c <states>:",
    "   c:\tsub    $0x10,%esp",
  ].join("\n");
  expect([...readAssemblyStack(listing)]).toEqual([
    ["plain", 4],
    ["pushes", 12],
    ["states", 0x1d8],
  ]);
});

test("every call from boot/*.asm into the kernel is an entry that is checked", async () => {
  await withBuildLock(buildKernel);
  const checked = readStackBounds(KERNEL_BASE).map(({ entry }) => entry);
  const sources = filesBelow("boot").map((path) => readFileSync(inRoot(path), "utf8"));
  const called = sources.flatMap((text) => [...text.matchAll(/^\s+call\s+(\w+)/gm)].map(([, name]) => name!));
  expect(called.length).toBeGreaterThan(0);
  expect(checked.sort()).toEqual([...new Set(called)].sort());
});
