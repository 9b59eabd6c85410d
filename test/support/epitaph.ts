/** What the kernel shows of a non-maskable interrupt that it met itself: reason, registers, calls. */
export const EPITAPH =
  /PANIC: non-maskable interrupt in the kernel, error code 0{8}[\s\S]* eax [0-9a-f]{8} ebx [0-9a-f]{8}[\s\S]* eip [0-9a-f]{8}[\s\S]* (at|by) [0-9a-f]{8} (kernel|boot)\/[a-z-]+(\/[a-z-]+)?\.(ts|asm):\d+/;
