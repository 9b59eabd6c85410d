/**
 * The interval timer (Intel 8254), channel 0, as the periodic interrupt that ends time slices.
 */
import { unmaskInterruptLine } from "./interrupt-controller.ts";

const CHANNEL_0: u16 = 0x40;
const COMMAND: u16 = 0x43;
const CHANNEL_0_RATE_GENERATOR: u8 = 0x34;
const INPUT_HZ: u32 = 1193182;

export const TIMER_LINE: u32 = 0;
/** Interrupts in a second. */
export const TIMER_HZ: u32 = 100;

/** Starts the periodic interrupt. */
export function startTimer(): void {
  const divisor: u32 = INPUT_HZ / TIMER_HZ;
  outByte(COMMAND, CHANNEL_0_RATE_GENERATOR);
  outByte(CHANNEL_0, u8(divisor));
  outByte(CHANNEL_0, u8(divisor >>> 8));
  unmaskInterruptLine(TIMER_LINE);
}
