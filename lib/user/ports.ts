/**
 * I/O ports of a driver, in one line each: reads and writes by kernel call. A port that this task does not have, by
 * its description or since a revocation, ends it with that reason; who can go on without asks `hasPorts` first.
 */
import { PORT_8_BITS, PORT_16_BITS, PORT_32_BITS, PORT_WRITE } from "../abi/call.ts";
import { Status } from "../abi/status.ts";
import { accessPort } from "./kernel-calls.ts";
import { selfIdentity } from "./self.ts";

/** Reads 8 bits. */
export function readPort8(port: u32): u8 {
  return u8(access(port | PORT_8_BITS, 0));
}

/** Reads 16 bits. */
export function readPort16(port: u32): u16 {
  return u16(access(port | PORT_16_BITS, 0));
}

/** Reads 32 bits. */
export function readPort32(port: u32): u32 {
  return access(port | PORT_32_BITS, 0);
}

/** Writes 8 bits. */
export function writePort8(port: u32, value: u8): void {
  access(port | PORT_8_BITS | PORT_WRITE, u32(value));
}

/** Writes 16 bits. */
export function writePort16(port: u32, value: u16): void {
  access(port | PORT_16_BITS | PORT_WRITE, u32(value));
}

/** Writes 32 bits. */
export function writePort32(port: u32, value: u32): void {
  access(port | PORT_32_BITS | PORT_WRITE, value);
}

/** Whether this task has the four ports from here on. Reads them. */
export function hasPorts(port: u32): bool {
  const words: SystemWords = zeroed();
  return accessPort(selfIdentity(), port | PORT_32_BITS, 0, words) === Status.OK;
}

function access(port: u32, value: u32): u32 {
  const words: SystemWords = zeroed();
  if (accessPort(selfIdentity(), port, value, words) !== Status.OK) {
    panic("ports: not given to this task, or revoked");
  }
  return words.word0;
}
