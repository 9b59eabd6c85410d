/**
 * How many instructions programs of ts2c take beside hand-written C: test/c-ratio/programs/NAME.ts and NAME.c do the
 * same work on the same data and print the same sum. Both are built by the same gcc with the same flags for
 * this machine and counted by callgrind; what an empty program takes is taken off. The third column is the same
 * output of ts2c with its checks left out, which tells what the checks cost and what the translation itself.
 *
 * A build step counts, so what has not changed is not counted again. It must never be done without a look at the sums.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Failure } from "./failure.ts";
import { compileTypeScript } from "./image/compiler.ts";
import { withBuildLock } from "./image/lock.ts";
import { filesBelow, runStep } from "./image/step.ts";
import { together } from "./image/together.ts";
import { BUILD, inRoot } from "./paths.ts";
import { findProgram, runCommand } from "./process.ts";

/** The programs, each a pair of files. */
export const C_RATIO_PROGRAMS = ["linked-structs", "page-walk", "containers", "text-format", "interpreter"];

/** In thousandths of what hand-written C takes. */
export interface CRatio {
  program: string;
  checked: number;
  unchecked: number;
}

interface Count {
  instructions: number;
  /** What the program printed. */
  printed: string;
}

type Variant = "byHand" | "checked" | "unchecked";
type Counts = Record<Variant, Count>;

const SOURCES = "test/c-ratio/programs";
const OUTPUT = `${BUILD}/c-ratio`;
const RUNTIME = "ts2c/runtime";
const EMPTY = "empty";
const FLAGS = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O2", "-fno-strict-aliasing"];
const VARIANTS: Variant[] = ["byHand", "checked", "unchecked"];
const VARIANT_FLAGS: Record<Variant, string[]> = {
  byHand: [],
  checked: ["-DTS2C_HOST", `-I${RUNTIME}`],
  unchecked: ["-DTS2C_HOST", "-DTS2C_UNCHECKED", `-I${RUNTIME}`],
};

/** Whether instructions can be counted here; valgrind does not exist for every system. */
export function canCount(): boolean {
  return findProgram("valgrind") !== null;
}

/** The ratios of all programs, in the order of C_RATIO_PROGRAMS. Throws a Failure when sums differ. */
export function measureRatios(): Promise<CRatio[]> {
  return withBuildLock(async () => {
    const empty = await countAll(EMPTY);
    const ratios: CRatio[] = [];
    for (const program of C_RATIO_PROGRAMS) ratios.push(ratioOf(program, await countAll(program), empty));
    return ratios;
  });
}

function ratioOf(program: string, counts: Counts, empty: Counts): CRatio {
  const cost = (variant: Variant) => counts[variant].instructions - empty[variant].instructions;
  for (const variant of VARIANTS) {
    if (counts[variant].printed === counts.byHand.printed) continue;
    throw new Failure(
      `${program}.c prints ${counts.byHand.printed}, ${program}.ts (${variant}) prints ${counts[variant].printed}`,
      "they must do the same work, or ts2c has a bug",
    );
  }
  return {
    program,
    checked: thousandths(cost("checked"), cost("byHand")),
    unchecked: thousandths(cost("unchecked"), cost("byHand")),
  };
}

async function countAll(program: string): Promise<Counts> {
  const c = `${OUTPUT}/${program}.ts.c`;
  await compileTypeScript(`${SOURCES}/${program}.ts`, c, "host");
  const [own, checked, unchecked] = await together([
    count(`${SOURCES}/${program}.c`, program, "byHand"),
    count(c, program, "checked"),
    count(c, program, "unchecked"),
  ]);
  return { byHand: own!, checked: checked!, unchecked: unchecked! };
}

function thousandths(part: number, whole: number): number {
  return Math.round((part * 1000) / whole);
}

async function count(source: string, program: string, variant: Variant): Promise<Count> {
  const binary = `${OUTPUT}/${program}.${variant}`;
  await compileForHost(source, binary, VARIANT_FLAGS[variant]);
  const result = `${binary}.count.json`;
  const command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", `./${binary}`];
  await runStep({
    tool: "count",
    subject: binary,
    outputs: [result],
    inputs: [binary],
    key: command,
    run: async () => {
      const text = await runCommand(command, { advice: "make setup installs valgrind" });
      writeFileSync(inRoot(result), JSON.stringify(readCount(text, binary)));
      return undefined;
    },
  });
  return JSON.parse(readFileSync(inRoot(result), "utf8")) as Count;
}

/** Callgrind's lines begin with `==`, the program's one line is a number. */
function readCount(text: string, binary: string): Count {
  const instructions = /^==\d+== Collected : (\d+)$/m.exec(text)?.[1];
  const printed = /^(\d+)$/m.exec(text)?.[1];
  if (instructions === undefined || printed === undefined)
    throw new Failure(`callgrind told nothing about ${binary}:\n${text}`);
  return { instructions: Number(instructions), printed };
}

async function compileForHost(source: string, binary: string, flags: string[]): Promise<void> {
  const command = [process.env.CC ?? "cc", ...FLAGS, ...flags, source, "-o", binary];
  await runStep({
    tool: "cc",
    subject: binary,
    outputs: [binary],
    inputs: [source, ...filesBelow(RUNTIME)],
    key: command,
    run: async () => {
      await runCommand(command);
      return undefined;
    },
  });
}
