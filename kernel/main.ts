/**
 * The kernel's start, in order. Nothing else happens here: each line's work is in the module that
 * it comes from. boot/entry.asm calls kernelMain; when it returns, the first task runs.
 */
import { startDescriptors } from "./arch/descriptors.ts";
import { findProcessorFeatures, useVectors } from "./arch/processor.ts";
import { startSerial } from "./arch/serial.ts";
import { checkProcessor } from "./debug/check-processor.ts";
import { sayLine } from "./debug/console.ts";
import { readFirmware } from "./memory/firmware.ts";
import { readBootInformation } from "./memory/read-boot-information.ts";
import { startMemory } from "./memory/start.ts";
import { openEntries } from "./syscall/entries.ts";
import { startTasks } from "./task/boot-tasks.ts";
import { startBootClock, stopBootClock } from "./task/clock.ts";
import { prepareMemoryMap } from "./task/map-dump.ts";
import { switchToNext } from "./task/scheduler.ts";

function kernelMain(magic: u32, informationAddress: u32, timeStamp: u32): void {
  startBootClock(timeStamp);
  startSerial();
  sayLine("MuiString");
  startDescriptors();
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
  stopBootClock();
}
symbol(kernelMain, "kernelMain");
