/**
 * Records the instructions that rows of the bench consist of: lets a system run until a bench program reads the
 * time-stamp counter for the eightieth time since a row was printed, and steps through some stretches between two readings.
 * The row's own is the one that is as long as the row's median in a run that nobody has stopped.
 */
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BENCH_DEVICES, runBench } from "../bench-run.ts";
import type { Figure } from "../bench-table.ts";
import { bootable, startEmulator } from "../emulator.ts";
import { Failure } from "../failure.ts";
import type { BuiltSystem } from "../image/build-system.ts";
import { GdbClient, type RegisterValues } from "./gdb-client.ts";
import { type Code, type Instruction, readCode } from "./instructions.ts";

export interface Step {
  instruction: Instruction;
  /** Before the instruction. */
  registers: RegisterValues;
}

/** One round of a row: all instructions between two readings of the counter, the first reading included. */
export type Stretch = Step[];

const BENCH_PROGRAMS = "programs/bench/";
/** Functions of programs/bench/samples.ts that are called at a row's end. */
const ROW_ENDS = ["medianSample", "printRow"];
/** Caches and tables are in their steady state then. */
const READINGS_BEFORE = 80;
const STRETCHES = 4;
const STEPS_MAX = 20_000;
/** What an empty measurement costs (`calibrate` of programs/bench/samples.ts). */
const EMPTY_COST = 2;
/** A row whose rounds differ is shown by one that differs so much from its median. */
const DISTANCE_MAX = 0.02;
const CONNECT_LIMIT_MS = 10_000;
const POLL_MS = 20;

interface Places {
  code: Code;
  /** Where the bench programs read the counter. */
  readings: Set<number>;
  rowEnds: Set<number>;
}

/** The rows that a system prints, each with its stretch; without those of flat tasks, and those that are too long. */
export async function recordRows(system: BuiltSystem): Promise<Map<string, Stretch>> {
  const figures = await runBench([system]);
  const recorded = await recordStretches(system, await findPlaces(system));
  return assign(figures, recorded);
}

/**
 * Each row gets a stretch as long as it is, or nearly so, of those recorded after the one of the row before it. A row that has
 * none, because it is too long or of a flat task, takes none that another row fits exactly.
 */
function assign(figures: Map<string, Figure>, recorded: Stretch[]): Map<string, Stretch> {
  const rows = new Map<string, Stretch>();
  const exact = new Set([...figures.values()].map(({ median }) => median + EMPTY_COST));
  let from = 0;
  for (const [row, { median }] of figures) {
    const wanted = median + EMPTY_COST;
    let index = recorded.findIndex((stretch, at) => at >= from && stretch.length === wanted);
    if (index < 0)
      index = recorded.findIndex(
        ({ length }, at) =>
          at >= from && !exact.has(length) && Math.abs(length - wanted) <= wanted * DISTANCE_MAX,
      );
    if (index < 0) continue;
    rows.set(row, recorded[index]!);
    from = index;
  }
  return rows;
}

async function findPlaces(system: BuiltSystem): Promise<Places> {
  const places: Places = { code: new Map(), readings: new Set(), rowEnds: new Set() };
  await readCode(system.kernel, places.code);
  for (const { program, symbols } of system.modules) {
    if (program.startsWith("programs/flat-")) continue;
    const own: Code = new Map();
    await readCode(symbols, own);
    let last = "";
    for (const [address, instruction] of own) {
      places.code.set(address, instruction);
      if (program.startsWith(BENCH_PROGRAMS) && instruction.text === "rdtsc") places.readings.add(address);
      if (ROW_ENDS.includes(instruction.symbol) && last !== instruction.symbol) places.rowEnds.add(address);
      last = instruction.symbol;
    }
  }
  return places;
}

async function recordStretches(system: BuiltSystem, places: Places): Promise<Stretch[]> {
  const folder = mkdtempSync(join(tmpdir(), "muistring-profile-"));
  const serial = openSync(join(folder, "serial"), "w");
  const socket = join(folder, "socket");
  const extra = [
    ...BENCH_DEVICES,
    "-S",
    "-chardev",
    `socket,id=gdb,server=on,wait=off,path=${socket}`,
    "-gdb",
    "chardev:gdb",
  ];
  const emulator = startEmulator(bootable(system), { way: "kernel", extra }, serial);
  try {
    const client = await connectTo(socket);
    const stretches = await recordWith(client, places);
    client.close();
    return stretches;
  } finally {
    emulator.kill("SIGKILL");
    closeSync(serial);
    rmSync(folder, { recursive: true });
  }
}

/** Breakpoints are there only as long as they are waited for: each stop of the machine takes a millisecond. */
async function recordWith(client: GdbClient, places: Places): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  for (const end of places.rowEnds) await client.setBreakpoint(end);
  for (;;) {
    for (const reading of places.readings) await client.setBreakpoint(reading);
    const alive = await skipReadings(client, places);
    for (const reading of places.readings) await client.removeBreakpoint(reading);
    if (!alive) return stretches;
    stretches.push(...(await recordSome(client, places)));
    if (!(await client.goOn()) || !(await client.step())) return stretches;
  }
}

/** Goes on to a reading with so many before it in its row; false when the machine has ended. */
async function skipReadings(client: GdbClient, places: Places): Promise<boolean> {
  for (let readings = 0; readings < READINGS_BEFORE; readings++) {
    if (!(await client.goOn())) return false;
    if (places.rowEnds.has((await client.registers()).eip)) readings = 0;
    if (readings < READINGS_BEFORE - 1 && !(await client.step())) return false;
  }
  return true;
}

/** From this reading on so many stretches, or as many as so many instructions make. */
async function recordSome(client: GdbClient, { code, readings }: Places): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  let stretch: Stretch = [];
  for (let steps = 0; steps < STEPS_MAX && stretches.length < STRETCHES; steps++) {
    const registers = await client.registers();
    if (readings.has(registers.eip) && stretch.length > 0) {
      stretches.push(stretch);
      stretch = [];
    }
    const instruction = code.get(registers.eip);
    if (instruction === undefined) throw new Failure(`no instruction at ${registers.eip.toString(16)}`);
    stretch.push({ instruction, registers });
    if (!(await client.step())) break;
  }
  return stretches;
}

async function connectTo(socket: string): Promise<GdbClient> {
  for (let waited = 0; waited < CONNECT_LIMIT_MS; waited += POLL_MS) {
    try {
      return await GdbClient.connect(socket);
    } catch {
      await wait(POLL_MS);
    }
  }
  throw new Failure(`QEMU did not open its gdb socket within ${CONNECT_LIMIT_MS / 1000} s`);
}
