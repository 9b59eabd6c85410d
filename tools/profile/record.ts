/**
 * Records the instructions that rows of the bench consist of: lets a system run until a bench program reads the
 * time-stamp counter for the eightieth time since a row ended, steps through some stretches between two readings, and
 * goes on to where the row's name is printed. The row's own is the stretch that is as long as the row's median in a run that
 * nobody has stopped.
 */
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BENCH_DEVICES } from "../bench-run.ts";
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
/** Functions of programs/bench/samples.ts: the one is called at a row's end, the other with its name. */
const ROW_END = "medianSample";
const ROW_PRINTED = "printRow";
/** Caches and tables are in their steady state then. */
const READINGS_BEFORE = 80;
const STRETCHES = 4;
const STEPS_MAX = 20_000;
/** What an empty measurement costs (`calibrate` of programs/bench/samples.ts). */
export const EMPTY_COST = 2;
/** A row whose rounds differ is shown by one that differs so much from its median. */
const DISTANCE_MAX = 0.02;
/** So many rows one after the other are those of a flat task, which prints them by itself. */
const UNSEEN_ROWS = 4;
const CONNECT_LIMIT_MS = 10_000;
const POLL_MS = 20;

interface Places {
  code: Code;
  /** Where the bench programs read the counter. */
  readings: Set<number>;
  rowEnds: Set<number>;
  rowsPrinted: Set<number>;
}

/**
 * The rows that a system prints, each with its stretch; without those of flat tasks, and those that are too long. Only the one
 * that is wanted, if one is: that takes seconds instead of minutes. `figures` are those of a run that nobody has stopped.
 */
export async function recordRows(
  system: BuiltSystem,
  figures: Map<string, Figure>,
  wanted?: string,
): Promise<Map<string, Stretch>> {
  const places = await findPlaces(system);
  const folder = mkdtempSync(join(tmpdir(), "muistring-profile-"));
  const serial = openSync(join(folder, "serial"), "w");
  const socket = join(folder, "socket");
  const gdb = ["-S", "-chardev", `socket,id=gdb,server=on,wait=off,path=${socket}`, "-gdb", "chardev:gdb"];
  const extra = [...BENCH_DEVICES, ...gdb];
  const emulator = startEmulator(bootable(system), { way: "kernel", extra }, serial);
  try {
    const client = await connectTo(socket);
    const rows = await new Recorder(client, places, figures, wanted).record();
    client.close();
    return rows;
  } finally {
    emulator.kill("SIGKILL");
    closeSync(serial);
    rmSync(folder, { recursive: true });
  }
}

async function findPlaces(system: BuiltSystem): Promise<Places> {
  const places: Places = {
    code: new Map(),
    readings: new Set(),
    rowEnds: new Set(),
    rowsPrinted: new Set(),
  };
  await readCode(system.kernel, places.code);
  for (const { program, symbols } of system.modules) {
    if (program.startsWith("programs/flat-")) continue;
    const own: Code = new Map();
    await readCode(symbols, own);
    let last = "";
    for (const [address, instruction] of own) {
      places.code.set(address, instruction);
      if (program.startsWith(BENCH_PROGRAMS) && instruction.text === "rdtsc") places.readings.add(address);
      const begins = last !== instruction.symbol;
      if (begins && instruction.symbol === ROW_END) places.rowEnds.add(address);
      if (begins && instruction.symbol === ROW_PRINTED) places.rowsPrinted.add(address);
      last = instruction.symbol;
    }
  }
  return places;
}

/** One run of a machine that is stopped at readings and at the ends of rows. */
class Recorder {
  private readonly client: GdbClient;
  private readonly places: Places;
  private readonly figures: Map<string, Figure>;
  private readonly names: string[];
  private readonly wanted: string | undefined;
  private readonly rows = new Map<string, Stretch>();
  /** What was recorded last: the stretches of the row that is printed next. */
  private stretches: Stretch[] = [];
  private readings = 0;
  private stopsAtReadings = false;
  /** The row that is wanted may be the next one. */
  private near = false;

  constructor(client: GdbClient, places: Places, figures: Map<string, Figure>, wanted?: string) {
    this.client = client;
    this.places = places;
    this.figures = figures;
    this.names = [...figures.keys()];
    this.wanted = wanted;
  }

  /** Until the machine ends, or the row that is wanted has been printed. */
  async record(): Promise<Map<string, Stretch>> {
    for (const address of [...this.places.rowEnds, ...this.places.rowsPrinted])
      await this.client.setBreakpoint(address);
    await this.come(-1);
    while (await this.client.goOn()) {
      const registers = await this.client.registers();
      if (this.places.readings.has(registers.eip)) await this.passReading();
      else if (!(await this.endRow(registers))) break;
      if (!(await this.client.step())) break;
    }
    return this.rows;
  }

  /** The row of this index has been printed; -1: none yet. */
  private async come(index: number): Promise<void> {
    const distance = this.wanted === undefined ? 1 : this.names.indexOf(this.wanted) - index;
    this.near = distance <= UNSEEN_ROWS + 1;
    await this.stopAtReadings(this.near);
  }

  /** Breakpoints are there only as long as they are waited for: each stop of the machine takes a millisecond. */
  private async stopAtReadings(stops: boolean): Promise<void> {
    this.readings = 0;
    if (stops === this.stopsAtReadings) return;
    this.stopsAtReadings = stops;
    for (const reading of this.places.readings)
      await (stops ? this.client.setBreakpoint(reading) : this.client.removeBreakpoint(reading));
  }

  private async passReading(): Promise<void> {
    this.readings++;
    if (this.readings < READINGS_BEFORE) return;
    await this.stopAtReadings(false);
    this.stretches = await this.recordSome();
  }

  /** False where nothing more is wanted. */
  private async endRow(registers: RegisterValues): Promise<boolean> {
    if (!this.places.rowsPrinted.has(registers.eip)) {
      // Also at the end of what a program measures before its first row.
      await this.stopAtReadings(this.near);
      return true;
    }
    const name = await this.client.text(registers.eax, registers.edx);
    const own = this.ownStretch(name);
    if (own !== undefined) this.rows.set(name, own);
    await this.come(this.names.indexOf(name));
    return name !== this.wanted;
  }

  /** As long as the row is, or nearly so. */
  private ownStretch(name: string): Stretch | undefined {
    const length = (this.figures.get(name)?.median ?? 0) + EMPTY_COST;
    const distance = (stretch: Stretch) => Math.abs(stretch.length - length);
    const [best] = [...this.stretches].sort((one, other) => distance(one) - distance(other));
    return best !== undefined && distance(best) <= length * DISTANCE_MAX ? best : undefined;
  }

  /** From this reading on so many stretches, or as many as so many instructions make. */
  private async recordSome(): Promise<Stretch[]> {
    const stretches: Stretch[] = [];
    let stretch: Stretch = [];
    for (let steps = 0; steps < STEPS_MAX && stretches.length < STRETCHES; steps++) {
      const registers = await this.client.registers();
      if (this.places.readings.has(registers.eip) && stretch.length > 0) {
        stretches.push(stretch);
        stretch = [];
      }
      const instruction = this.places.code.get(registers.eip);
      if (instruction === undefined) throw new Failure(`no instruction at ${registers.eip.toString(16)}`);
      stretch.push({ instruction, registers });
      if (!(await this.client.step())) break;
    }
    return stretches;
  }
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
