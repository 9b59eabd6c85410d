/** The demonstration's hands: touching, filling and checking memory. Each returns "" or what went wrong. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { TraceRecord, type Usage } from "../../lib/proto/vmm.ts";
import { free, malloc } from "../../lib/user/malloc.ts";
import { loadWord, storeWord } from "../../lib/user/memory.ts";
import { printLine } from "../../lib/user/print.ts";
import { vmmUsage } from "../../lib/user/vmm-client.ts";
import { SEEN_FAULT, SEEN_KERNEL, showFigure, showTrace } from "./show.ts";

const PIECES = 16;
const PIECE_BYTES: u32 = 200;

/** A word that tells its own address and that somebody wrote it. */
function patternAt(address: u32): u32 {
  return address ^ 0x5a5a_a5a5;
}

/** How many of this task's pages have come into being by a touch so far; 0xffffffff when nobody knows. */
function faultsSoFar(): u32 {
  const usage: Usage = zeroed();
  vmmUsage(usage);
  return usage.status === ServerStatus.OK ? usage.faults : 0xffff_ffff;
}

function touchFirst(address: u32): string {
  const before: u32 = readTimeStampLow();
  const found: u32 = loadWord(address);
  const cost: u32 = readTimeStampLow() - before;
  const seen: u32 = showTrace(TraceRecord.FAULT, "page fault: first touch", 0, "address_space_set", cost);
  if ((seen & SEEN_FAULT) === 0 || (seen & SEEN_KERNEL) === 0) {
    return "the first touch caused no fault";
  }
  return found === 0 ? "" : "the first page was not zero";
}

function touchRest(address: u32, bytes: u32): string {
  let total: u32 = 0;
  for (let offset: u32 = PAGE_SIZE_BYTES; offset < bytes; offset += PAGE_SIZE_BYTES) {
    const before: u32 = readTimeStampLow();
    const found: u32 = loadWord(address + offset);
    total += readTimeStampLow() - before;
    if (found !== 0) {
      return "a page was not zero";
    }
  }
  const pages: u32 = bytes / PAGE_SIZE_BYTES - 1;
  if (pages !== 0) {
    showFigure("each further page, on average", total / pages);
  }
  return "";
}

function checkZero(address: u32, bytes: u32): string {
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    if (loadWord(address + offset) !== 0) {
      return "fresh memory was not all zero";
    }
  }
  return "";
}

function fillAndCheck(address: u32, bytes: u32): string {
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    storeWord(address + offset, patternAt(address + offset));
  }
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    if (loadWord(address + offset) !== patternAt(address + offset)) {
      return "memory did not keep what was written";
    }
  }
  return "";
}

/** Under a policy that backs memory when it grants it: checks that no touch is a fault, and what `touchAll` checks. */
export function touchBacked(address: u32, bytes: u32): string {
  const faultsBefore: u32 = faultsSoFar();
  let reason: string = checkZero(address, bytes);
  if (reason.length === 0) {
    reason = fillAndCheck(address, bytes);
  }
  if (reason.length === 0 && faultsSoFar() !== faultsBefore) {
    return "a touch was a fault";
  }
  printLine("   = no fault: vmm-realtime has backed every page since the grant");
  return reason;
}

/** Touches every page, the first one in the open, and checks that all was zero and holds what is written. */
export function touchAll(address: u32, bytes: u32): string {
  const faultsBefore: u32 = faultsSoFar();
  let reason: string = touchFirst(address);
  if (reason.length === 0) {
    reason = touchRest(address, bytes);
  }
  if (reason.length === 0) {
    reason = checkZero(address, bytes);
  }
  if (reason.length === 0) {
    reason = fillAndCheck(address, bytes);
  }
  if (reason.length === 0 && faultsSoFar() - faultsBefore !== bytes / PAGE_SIZE_BYTES) {
    return "a page came without a fault, or twice";
  }
  return reason;
}

function freePieces(pieces: Span<u32>, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    free(pieces[i]);
  }
}

/** Takes small pieces with `malloc`, uses each, frees all. */
export function usePieces(): string {
  const pieces: FixedArray<u32, typeof PIECES> = zeroed();
  for (let i: u32 = 0; i < PIECES; i++) {
    pieces[i] = malloc(PIECE_BYTES);
    if (pieces[i] === 0) {
      freePieces(spanOf(pieces), i);
      return "malloc found no memory";
    }
    storeWord(pieces[i], patternAt(pieces[i]));
    storeWord(pieces[i] + PIECE_BYTES - 4, i);
  }
  for (let i: u32 = 0; i < PIECES; i++) {
    if (loadWord(pieces[i]) !== patternAt(pieces[i]) || loadWord(pieces[i] + PIECE_BYTES - 4) !== i) {
      return "pieces of malloc overlap";
    }
  }
  showFigure("pieces of malloc in use at once, 200 bytes each", PIECES);
  freePieces(spanOf(pieces), PIECES);
  return "";
}

/** Writes to the first half of the pages. */
export function fillHalf(address: u32, bytes: u32): void {
  for (let offset: u32 = 0; offset < bytes / 2; offset += 4) {
    storeWord(address + offset, patternAt(address + offset));
  }
}

/** Whether the first half still holds what `fillHalf` wrote, and the rest zeros. */
export function holdsHalf(address: u32, bytes: u32): bool {
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    const expected: u32 = offset < bytes / 2 ? patternAt(address + offset) : 0;
    if (loadWord(address + offset) !== expected) {
      return false;
    }
  }
  return true;
}
