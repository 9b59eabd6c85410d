/** Measures an access to a port, and has the keyboard controller interrupt as if a key had been pressed (driver.ts). */
import { Status } from "../../lib/abi/status.ts";
import { findTask } from "../../lib/user/information.ts";
import { callTask } from "../../lib/user/kernel-calls.ts";
import { readPort8, writePort8 } from "../../lib/user/ports.ts";
import { start } from "../../lib/user/start.ts";
import { addSample, beginSamples, calibrate, endSamples, medianSample, mustWork, ROUNDS } from "./samples.ts";

const DATA: u32 = 0x60;
const COMMAND: u32 = 0x64;
const WRITE_CONFIGURATION: u8 = 0x60;
const CONFIGURATION_INTERRUPTS: u8 = 0x01;
/** What is written next comes back as if from the keyboard. */
const ECHO: u8 = 0xd2;
const KEY: u8 = 0x1e;

/** Answers what an access takes. */
function measurePort(): u32 {
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    readPort8(COMMAND);
    addSample(readTimeStampLow() - before);
  }
  endSamples("port_access");
  return medianSample();
}

function main(): u32 {
  const driver: u32 = findTask("bench-driver");
  const words: SystemWords = zeroed();
  calibrate();
  const portCost: u32 = measurePort();
  writePort8(COMMAND, WRITE_CONFIGURATION);
  writePort8(DATA, CONFIGURATION_INTERRUPTS);
  for (let i: u32 = 0; i < ROUNDS; i++) {
    writePort8(COMMAND, ECHO);
    const before: u32 = readTimeStampLow();
    writePort8(DATA, KEY);
    words.word0 = before;
    words.word1 = portCost;
    mustWork(readPort8(DATA) === KEY, "bench: the controller's echo");
    mustWork(callTask(driver, words) === Status.OK, "bench: the driver");
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
