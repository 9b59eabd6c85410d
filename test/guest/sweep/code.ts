/**
 * The child's code: three loops over all 1 048 576 pages, one that reads, one that writes, one that
 * jumps. The child cannot tell what failed: its manager sees each fault and resumes it behind the
 * instruction. Opcodes: Intel SDM vol. 2.
 */
import {
  beginCode,
  CODE_ADDRESS,
  code1,
  code2,
  code3,
  codeRead,
  codeWord,
  SURVIVED_ADDRESS,
} from "../support/code.ts";

/** The child begins behind the two bytes that a jump to its own page finds. */
export const SWEEP_ENTRY: u32 = CODE_ADDRESS + 2;
const STEP_BYTES: u32 = 0x1000;

export const SWEEP_COUNT = 3;

/** One loop: the address of the access, where to go on after a fault, and the read that ends the loop. */
export class Sweep {
  access: u32 = 0;
  resume: u32 = 0;
  end: u32 = 0;
}

let at: u32 = 0;

/** Writes the code, and says where its accesses stand. */
export function writeSweepCode(sweeps: FixedArray<Sweep, typeof SWEEP_COUNT>): void {
  beginCode();
  code2(0xff, 0xe3); // jmp ebx: what the third loop finds in this page
  at = SWEEP_ENTRY;
  writeReadLoop(sweeps[0]);
  writeWriteLoop(sweeps[1]);
  writeJumpLoop(sweeps[2]);
}

function writeReadLoop(sweep: Sweep): void {
  begin(0);
  sweep.access = at;
  code2(0x8b, 0x06); // mov eax, [esi]
  at += 2;
  finish(sweep, 2);
}

function writeWriteLoop(sweep: Sweep): void {
  begin(0);
  sweep.access = at;
  code3(0x83, 0x0e, 0x00); // or dword [esi], 0
  at += 3;
  finish(sweep, 3);
}

function writeJumpLoop(sweep: Sweep): void {
  begin(5);
  code1(0xbb); // mov ebx, the address behind the jump
  codeWord(at + 2);
  sweep.access = at;
  code2(0xff, 0xe6); // jmp esi
  at += 2;
  finish(sweep, 2);
}

/** xor esi, esi; `more` bytes follow before the access. */
function begin(more: u32): void {
  code2(0x31, 0xf6);
  at += 2 + more;
}

/** add esi, a page; jnz to the access, which took `bytes`; then the read that ends the loop. */
function finish(sweep: Sweep, bytes: u32): void {
  sweep.resume = at;
  code2(0x81, 0xc6);
  codeWord(STEP_BYTES);
  code2(0x75, u8(0x100 - (bytes + 6 + 2)));
  at += 8;
  sweep.end = at;
  codeRead(SURVIVED_ADDRESS);
  at += 5;
}
