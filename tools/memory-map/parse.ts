/** The memory map as the kernel prints it (kernel/task/map-line.ts): from lines to ranges, checked. */
import { Failure } from "../failure.ts";

export interface MapRange {
  /** `shared`, or the task whose space it is. */
  scope: string;
  first: number;
  /** Address of the last byte. */
  last: number;
  owner: string;
  /** Three letters: r, w, x or hyphens. */
  rights: string;
  cache: "wb" | "wc" | "uc";
  state: "mapped" | "shared" | "reserved" | "guard";
  physical: bigint;
}

const LINE =
  /^map: (\S+) ([0-9a-f]{8}) ([0-9a-f]{8}) (\S+) ([r-][w-][x-]) (wb|wc|uc) (mapped|shared|reserved|guard) ([0-9a-f]{16})$/;

/** All ranges between `map: begin` and `map: end`. A map that is not whole, or contradicts itself, is a Failure. */
export function parseMemoryMap(text: string): MapRange[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const begin = lines.indexOf("map: begin");
  const end = lines.indexOf("map: end");
  if (begin < 0 || end < begin) {
    throw new Failure("the system printed no whole memory map", "only a system with a final task prints one");
  }
  const ranges = lines
    .slice(begin + 1, end)
    .filter((line) => line.startsWith("map: "))
    .map(parseLine);
  checkRanges(ranges);
  return ranges;
}

function parseLine(line: string): MapRange {
  const found = LINE.exec(line);
  if (found === null) throw new Failure(`not a line of a memory map: ${line}`);
  const [, scope, first, last, owner, rights, cache, state, physical] = found;
  return {
    scope: scope!,
    first: Number.parseInt(first!, 16),
    last: Number.parseInt(last!, 16),
    owner: owner!,
    rights: rights!,
    cache: cache as MapRange["cache"],
    state: state as MapRange["state"],
    physical: BigInt(`0x${physical}`),
  };
}

/** Within a scope ranges go up and do not overlap; nothing that is there is writable and executable. */
function checkRanges(ranges: MapRange[]): void {
  for (const [index, range] of ranges.entries()) {
    const before = ranges[index - 1];
    const name = `${range.scope} ${hex(range.first)}`;
    if (range.last < range.first) throw new Failure(`memory map: ${name} ends before it begins`);
    if (before?.scope === range.scope && before.last >= range.first)
      throw new Failure(`memory map: ${name} overlaps what is below`);
    if (/wx/.test(range.rights)) throw new Failure(`memory map: ${name} is writable and executable`);
  }
}

/** Eight hexadecimal digits. */
export function hex(address: number): string {
  return address.toString(16).padStart(8, "0");
}

/** `4 KiB`, `1.5 MiB`: a size for people. */
export function sizeText(bytes: number): string {
  for (const [unit, name] of [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
  ] as const) {
    if (bytes >= unit) return `${Number((bytes / unit).toFixed(1))} ${name}`;
  }
  return `${Math.round(bytes / 1024)} KiB`;
}

/** Bytes of a range. */
export function rangeBytes(range: MapRange): number {
  return range.last - range.first + 1;
}
