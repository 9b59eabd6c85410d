/** The firmware's tables, broken at random, with sums that are right again more often than not: never a trap, never a hang. */
import {
  findRootTable,
  type InterruptWiring,
  ISA_LINES,
  type RootTable,
  readHpetAddress,
  readInterruptWiring,
} from "../../kernel/boot/acpi.ts";
import { type PowerRegisters, readPowerRegisters } from "../../kernel/boot/acpi-power.ts";
import type { BootInformation } from "../../kernel/boot/boot-information.ts";
import {
  DSDT,
  FADT,
  HPET,
  MADT,
  MADT_BYTES,
  MEMORY_BYTES,
  mend,
  mendTable,
  putRsdp,
  putTables,
  RSDP,
  RSDT,
  XSDT,
} from "./support/acpi-tables.ts";
import { clearBytes, mutate } from "./support/bytes.ts";
import { check, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 60_000;
const SEED: u32 = 0x0ac9_0001;

const storage: FixedArray<u8, typeof MEMORY_BYTES> = zeroed();
const information: BootInformation = zeroed();
const root: RootTable = zeroed();
const wiring: InterruptWiring = zeroed();
const power: PowerRegisters = zeroed();
const random: Random = zeroed();

function spoil(memory: Span<u8>, table: u32, bytes: u32): void {
  if (randomBelow(random, 3) !== 0) {
    mutate(subSpan(memory, table, bytes), random);
    if (randomBelow(random, 4) !== 0) {
      mendTable(memory, table, bytes);
    }
  }
}

function round(): bool {
  const memory = spanOf(storage);
  clearBytes(subSpan(memory, RSDP, 64));
  putTables(memory);
  putRsdp(memory, RSDP);
  if (randomBelow(random, 8) === 0) {
    mutate(subSpan(memory, RSDP, 36), random);
    mend(memory, RSDP, 20, RSDP + 8);
    mend(memory, RSDP, 36, RSDP + 32);
  }
  spoil(memory, RSDT, 48);
  spoil(memory, XSDT, 60);
  spoil(memory, FADT, 244);
  spoil(memory, MADT, MADT_BYTES);
  spoil(memory, HPET, 56);
  spoil(memory, DSDT, 100);
  information.rsdpBytes = 0;
  const length: u32 = randomBelow(random, 4) === 0 ? 0x10_0000 + randomBelow(random, 0x1000) : MEMORY_BYTES;
  const window = subSpan(memory, 0, length);
  findRootTable(window, 0x9_fc00, information, root);
  readInterruptWiring(window, root, wiring);
  readHpetAddress(window, root);
  readPowerRegisters(window, root, power);
  check(power.sleepA < 8 && power.sleepB < 8 && power.controlA < 0x1_0000, "registers fit");
  check(power.resetPort < 0x1_0000 && power.enablePort < 0x1_0000, "ports are ports");
  return wiring.ioApic !== 0 && power.canSleep;
}

export function main(): i32 {
  check(ISA_LINES === 16, "lines");
  startRandom(random, SEED);
  let good: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    good += round() ? 1 : 0;
  }
  print(good);
  print(" with all of it\n");
  check(good > ROUNDS / 100 && good < ROUNDS - ROUNDS / 20, "both outcomes are met");
  return finish("acpi-fuzz");
}
