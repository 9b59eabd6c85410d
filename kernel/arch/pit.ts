/**
 * The interval timer (Intel 8254), channel 0, which interrupts by line 0.
 */
const CHANNEL_0: u16 = 0x40;
const COMMAND: u16 = 0x43;
const CHANNEL_0_ONCE: u8 = 0x30;
const CHANNEL_0_RATE_GENERATOR: u8 = 0x34;
const CHANNEL_0_LATCH: u8 = 0x00;
const INPUT_HZ: u32 = 1193182;

/** One interrupt, two counts from now. */
export function startPitOnce(): void {
  startPit(CHANNEL_0_ONCE, 2);
}

/** `hz` interrupts in a second, at least 19. */
export function startPitPeriodic(hz: u32): void {
  startPit(CHANNEL_0_RATE_GENERATOR, INPUT_HZ / hz);
}

function startPit(mode: u8, count: u32): void {
  outByte(COMMAND, mode);
  outByte(CHANNEL_0, u8(count));
  outByte(CHANNEL_0, u8(count >>> 8));
}

/** What the channel has still to count down to its next interrupt. */
export function pitCount(): u32 {
  outByte(COMMAND, CHANNEL_0_LATCH);
  const low = u32(inByte(CHANNEL_0));
  return low | (u32(inByte(CHANNEL_0)) << 8);
}
