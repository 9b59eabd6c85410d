/**
 * What 16-bit code runs from and what it leaves: its registers, in the order in which `pushad`, the stub of the vector and
 * the processor save them when virtual-8086 mode is left (Intel SDM vol. 3B, section 21.3.1). lib/flat/vm86.asm knows it too.
 */
export class Vm86Frame {
  edi: u32 = 0;
  esi: u32 = 0;
  ebp: u32 = 0;
  /** Where pushad keeps a stack pointer of ring 0, which nobody needs. */
  unused: u32 = 0;
  ebx: u32 = 0;
  edx: u32 = 0;
  ecx: u32 = 0;
  eax: u32 = 0;
  /** What has ended the run: the number of an exception or of an interrupt's vector. */
  vector: u32 = 0;
  errorCode: u32 = 0;
  eip: u32 = 0;
  cs: u32 = 0;
  eflags: u32 = 0;
  esp: u32 = 0;
  ss: u32 = 0;
  es: u32 = 0;
  ds: u32 = 0;
  fs: u32 = 0;
  gs: u32 = 0;
  /** CR2 when the run ended: where a page fault was. */
  faultAddress: u32 = 0;
  /** The page directory pointers that it runs with; the place of the ring-0 stack pointer in the task state. */
  paging: u32 = 0;
  stackPlace: u32 = 0;
}
