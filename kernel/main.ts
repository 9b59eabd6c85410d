/**
 * The kernel's start, in order. Nothing else happens here: each line's work is in the module that
 * it comes from. boot/entry.asm calls kernelMain, then bootEnds; when that returns, the first task runs.
 */
import { startDescriptors } from "./arch/descriptors.ts";
import { findProcessorFeatures, useVectors } from "./arch/processor.ts";
import { startSerial } from "./arch/serial.ts";
import { checkProcessor } from "./debug/check-processor.ts";
import { sayLine } from "./debug/console.ts";
import { readFirmware } from "./memory/firmware.ts";
import { giveInitPages } from "./memory/init-pages.ts";
import { readBootInformation } from "./memory/read-boot-information.ts";
import { startMemory } from "./memory/start.ts";
import { openEntries } from "./syscall/entries.ts";
import { startTasks } from "./task/boot-tasks.ts";
import { startBootClock, stopBootClock } from "./task/clock.ts";
import { prepareMemoryMap } from "./task/map-dump.ts";
import { switchToNext } from "./task/scheduler.ts";

function kernelMain(magic: u32, informationAddress: u32, timeStamp: u32): void {
  startBootClock(timeStamp);
  // The first: a failed check is an exception.
  startDescriptors();
  startSerial();
  sayLine("MuiString");
  findProcessorFeatures();
  checkProcessor();
  const information = readBootInformation(magic, informationAddress);
  readFirmware(information);
  useVectors(true);
  const plan = startMemory(information);
  openEntries();
  startTasks(information, plan);
  useVectors(false);
  prepareMemoryMap(information, plan);
  switchToNext();
}
symbol(kernelMain, "kernelMain");

/** kernelMain, and all that nobody else calls, are no more after this (decision 0065). */
function bootEnds(): void {
  giveInitPages();
  stopBootClock();
}
symbol(bootEnds, "bootEnds");
