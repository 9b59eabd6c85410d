/** Runs the code in hand in a child and says how it ended. */
import { Status } from "../../../lib/abi/status.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { beginCode, code1, code2, codeWord, SURVIVED_ADDRESS, startCodeChild } from "../support/code.ts";
import { ok, okEqual } from "../support/tap.ts";

const child: Child = zeroed();

/** True when the child could be started; then it has ended. */
function run(): bool {
  if (startCodeChild(child) !== Status.OK) {
    return false;
  }
  waitForEnd(child);
  return true;
}

/** The code must cause a page fault at `address` with these FAULT_* bits. */
export function expectFault(address: u32, bits: u32, name: string): void {
  if (!run() || child.faults !== 1) {
    ok(false, name);
    return;
  }
  okEqual(child.faultAddress, address, name);
  okEqual(child.faultBits, bits, "the fault's bits");
}

/** The code must end the child by an exception that is no page fault. */
export function expectDeath(name: string): void {
  ok(run() && child.faults === 0, name);
}

/** The code must end the child by whatever exception, a page fault too. */
export function expectNoSurvival(name: string): void {
  ok(run() && (child.faults === 0 || child.faultAddress !== SURVIVED_ADDRESS), name);
}

/** The code must do no harm. */
export function expectSurvival(name: string): void {
  ok(run() && child.faults === 1 && child.faultAddress === SURVIVED_ADDRESS, name);
}

const NO_EXECUTE_BIT: u32 = 0x10_0000;

/** Asks the processor for NX (CPUID leaf 80000001, EDX bit 20), by the address that a child reads. */
export function processorHasNoExecute(): bool {
  beginCode();
  code1(0xb8); // mov eax, 80000001
  codeWord(0x8000_0001);
  code2(0x0f, 0xa2); // cpuid
  code2(0x81, 0xe2); // and edx, the bit
  codeWord(NO_EXECUTE_BIT);
  code2(0x8b, 0x82); // mov eax, [edx + SURVIVED_ADDRESS]
  codeWord(SURVIVED_ADDRESS);
  return run() && child.faultAddress === SURVIVED_ADDRESS + NO_EXECUTE_BIT;
}
