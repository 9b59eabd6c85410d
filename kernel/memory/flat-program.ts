/**
 * The programs of flat tasks: each is linked for a place of its own at the upper end of the HEAP AREA
 * and lies there as long as a task runs its code. Text is read-only, data not executable.
 */
import { ATTRIBUTE_EXECUTE, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import type { MANIFEST_TASKS_MAX } from "../../lib/abi/manifest.ts";
import {
  FLAT_PROGRAM_BYTES,
  FLAT_PROGRAMS_START,
  PAGE_OFFSET_MASK,
  PAGE_SHIFT,
  PAGE_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { copyIntoFrame } from "../arch/frame-window.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { ENTRY_WRITE, entryFrame, entryIsPresent } from "../arch/page-entry.ts";
import type { ElfImage, ElfSegment } from "../boot/elf.ts";
import { flatHeapEnd } from "./flat-heap.ts";
import { dropSharedFrame, memoryIsThere, takeSharedFrame } from "./frames.ts";
import { type Operation, spend, WINDOW_UNITS } from "./operation.ts";
import { findSharedEntry, mapShared, missingSharedTables, unmapShared } from "./shared-map.ts";

class FlatProgram {
  /** Tasks that run its code. */
  tasks: u32 = 0;
  /** While its pages go back: the next one; otherwise 0. */
  goes: u32 = 0;
}

const UNITS_PAGE: u32 = 5;

const programs: FixedArray<FlatProgram, typeof MANIFEST_TASKS_MAX> = zeroed();

const unloading: Operation = zeroed();
/** Programs whose pages go back. */
let going: u32 = 0;

/** Where program number `number` is linked; its place ends FLAT_PROGRAM_BYTES later. */
export function flatProgramStart(number: u32): u32 {
  return FLAT_PROGRAMS_START + number * FLAT_PROGRAM_BYTES;
}

/** Loads a parsed image, whose segments lie in the program's place. False, and nothing loaded, without memory. */
export function loadFlatProgram(number: u32, image: ElfImage, fileAddress: u32): bool {
  let pages: u32 = 0;
  for (let i: u32 = 0; i < image.segmentCount; i++) {
    pages += pagesOf(image.segments[i]);
  }
  const start = flatProgramStart(number);
  const tables = missingSharedTables(start, FLAT_PROGRAM_BYTES >>> PAGE_SHIFT);
  if (!memoryIsThere(pages, tables, 0) || flatHeapEnd() > start) {
    return false;
  }
  for (let i: u32 = 0; i < image.segmentCount; i++) {
    loadSegment(image.segments[i], fileAddress);
  }
  return true;
}

/** Whether a task runs the program. */
export function flatProgramRuns(number: u32): bool {
  return programs[number].tasks !== 0;
}

/** One more task runs the program. */
export function useFlatProgram(number: u32): void {
  programs[number].tasks += 1;
}

/** One task less does; with the last one its pages go back, in slices (give-back.ts). */
export function leaveFlatProgram(number: u32): void {
  programs[number].tasks -= 1;
  if (programs[number].tasks === 0) {
    programs[number].goes = flatProgramStart(number);
    going++;
  }
}

/** Takes away the pages of a program that no task has run, at once: for the boot. */
export function unloadFlatProgram(number: u32): void {
  programs[number].goes = flatProgramStart(number);
  going++;
  while (programsGo()) {
    unloading.budget = WINDOW_UNITS;
    workOnPrograms(unloading);
  }
}

/** Whether pages of programs have still to go back. */
export function programsGo(): bool {
  return going !== 0;
}

/** Gives pages of one such program back while the operation's budget lasts. */
export function workOnPrograms(operation: Operation): void {
  let number: u32 = 0;
  while (programs[number].goes === 0) {
    number++;
  }
  const program = programs[number];
  const end: u32 = flatProgramStart(number) + FLAT_PROGRAM_BYTES;
  while (program.goes < end && operation.budget !== 0) {
    const entry = findSharedEntry(program.goes);
    if (entry === null) {
      // The table has gone with its last page.
      program.goes = end;
    } else {
      if (entryIsPresent(entry)) {
        dropSharedFrame(unmapShared(program.goes));
        spend(operation, UNITS_PAGE);
      }
      program.goes += PAGE_SIZE_BYTES;
      spend(operation, 1);
    }
  }
  if (program.goes === end) {
    program.goes = 0;
    going--;
  }
}

function pagesOf(segment: ElfSegment): u32 {
  const first: u32 = segment.address >>> PAGE_SHIFT;
  return ((segment.address + segment.memoryBytes - 1) >>> PAGE_SHIFT) - first + 1;
}

function loadSegment(segment: ElfSegment, fileAddress: u32): void {
  const bits: u32 = (segment.rights & ATTRIBUTE_WRITE) !== 0 ? ENTRY_WRITE : 0;
  const executable: bool = (segment.rights & ATTRIBUTE_EXECUTE) !== 0;
  let at: u32 = segment.address & ~PAGE_OFFSET_MASK;
  for (let i: u32 = 0; i < pagesOf(segment); i++) {
    acceptInterrupts();
    mapShared(at, u64(takeSharedFrame()), bits, executable);
    at += PAGE_SIZE_BYTES;
  }
  let done: u32 = 0;
  while (done < segment.fileBytes) {
    const target: u32 = segment.address + done;
    const offset: u32 = target & PAGE_OFFSET_MASK;
    const room: u32 = PAGE_SIZE_BYTES - offset;
    const step: u32 = segment.fileBytes - done < room ? segment.fileBytes - done : room;
    const entry = findSharedEntry(target);
    if (entry === null) {
      panic("flat program: a page was not mapped");
    }
    acceptInterrupts();
    copyIntoFrame(entryFrame(entry), offset, fileAddress + segment.fileOffset + done, step);
    done += step;
  }
}
