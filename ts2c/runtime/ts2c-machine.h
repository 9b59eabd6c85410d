/*
 * Intrinsics that are single instructions or short fixed sequences (Intel SDM volumes 2 and 3A).
 *
 * Invariants: no logic here; everything is inlined; works without PIC, with -mregparm=3 and -mgeneral-regs-only.
 */
#pragma once

TS2C_INLINE u32 ts2c_readTimeStampLow(void) { u32 low; __asm__ volatile("rdtsc" : "=a"(low) : : "edx"); return low; }
TS2C_INLINE u64 ts2c_readTimeStamp(void) {
  u32 low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return ((u64)high << 32) | low;
}
TS2C_INLINE void ts2c_spinHint(void) { __asm__ volatile("pause" : : : "memory"); }

#ifdef __i386__
TS2C_INLINE u8 ts2c_inByte(u16 port) { u8 v; __asm__ volatile("inb %w1, %b0" : "=a"(v) : "Nd"(port) : "memory"); return v; }
TS2C_INLINE u16 ts2c_inHalf(u16 port) { u16 v; __asm__ volatile("inw %w1, %w0" : "=a"(v) : "Nd"(port) : "memory"); return v; }
TS2C_INLINE u32 ts2c_inWord(u16 port) { u32 v; __asm__ volatile("inl %w1, %0" : "=a"(v) : "Nd"(port) : "memory"); return v; }
TS2C_INLINE void ts2c_outByte(u16 port, u8 v) { __asm__ volatile("outb %b0, %w1" : : "a"(v), "Nd"(port) : "memory"); }
TS2C_INLINE void ts2c_outHalf(u16 port, u16 v) { __asm__ volatile("outw %w0, %w1" : : "a"(v), "Nd"(port) : "memory"); }
TS2C_INLINE void ts2c_outWord(u16 port, u32 v) { __asm__ volatile("outl %0, %w1" : : "a"(v), "Nd"(port) : "memory"); }

#define TS2C_REGISTER_READ(name, register) \
  TS2C_INLINE u32 ts2c_##name(void) { u32 v; __asm__ volatile("movl %%" register ", %0" : "=r"(v) : : "memory"); return v; }
#define TS2C_REGISTER_WRITE(name, register) \
  TS2C_INLINE void ts2c_##name(u32 v) { __asm__ volatile("movl %0, %%" register : : "r"(v) : "memory"); }
TS2C_REGISTER_READ(readCr0, "cr0")
TS2C_REGISTER_READ(readCr2, "cr2")
TS2C_REGISTER_READ(readCr3, "cr3")
TS2C_REGISTER_READ(readCr4, "cr4")
TS2C_REGISTER_WRITE(writeCr0, "cr0")
TS2C_REGISTER_WRITE(writeCr3, "cr3")
TS2C_REGISTER_WRITE(writeCr4, "cr4")
TS2C_INLINE u32 ts2c_readEflags(void) { u32 v; __asm__ volatile("pushfl; popl %0" : "=r"(v) : : "memory"); return v; }
TS2C_INLINE u32 ts2c_readFramePointer(void) { return (u32)__builtin_frame_address(0); }
TS2C_INLINE u64 ts2c_readModelRegister(u32 number) {
  u32 low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number) : "memory");
  return ((u64)high << 32) | low;
}
TS2C_INLINE void ts2c_writeModelRegister(u32 number, u64 value) {
  __asm__ volatile("wrmsr" : : "c"(number), "a"((u32)value), "d"((u32)(value >> 32)) : "memory");
}
TS2C_INLINE void ts2c_cpuid(u32 leaf, u32 subleaf, struct CpuidResult *r) {
  __asm__ volatile("cpuid" : "=a"(r->eax), "=b"(r->ebx), "=c"(r->ecx), "=d"(r->edx) : "0"(leaf), "2"(subleaf));
}
TS2C_INLINE void ts2c_invalidatePage(u32 address) { __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory"); }
TS2C_INLINE void ts2c_loadGdt(u32 address) { __asm__ volatile("lgdt (%0)" : : "r"(address) : "memory"); }
TS2C_INLINE void ts2c_loadIdt(u32 address) { __asm__ volatile("lidt (%0)" : : "r"(address) : "memory"); }
TS2C_INLINE void ts2c_loadTaskRegister(u16 selector) { __asm__ volatile("ltr %w0" : : "r"(selector) : "memory"); }
TS2C_INLINE void ts2c_disableInterrupts(void) { __asm__ volatile("cli" : : : "memory"); }
TS2C_INLINE void ts2c_enableInterrupts(void) { __asm__ volatile("sti" : : : "memory"); }
TS2C_INLINE void ts2c_waitForInterrupt(void) { __asm__ volatile("hlt" : : : "memory"); }
TS2C_INLINE void ts2c_enableInterruptsAndWait(void) { __asm__ volatile("sti; hlt; cli" : : : "memory"); }

TS2C_INLINE void ts2c_fillBytes(u32 to, u8 value, u32 count) {
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
}
TS2C_INLINE void ts2c_fillWords(u32 to, u32 value, u32 count) {
  __asm__ volatile("rep stosl" : "+D"(to), "+c"(count) : "a"(value) : "memory");
}
TS2C_INLINE void ts2c_copyBytes(u32 to, u32 from, u32 count) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}
TS2C_INLINE void ts2c_copyWords(u32 to, u32 from, u32 count) {
  __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}

/*
 * The kernel resumes at EDX with ESP = ECX. EBP cannot be an operand while it may be the frame pointer, so word 3
 * goes in and comes out through ECX.
 */
TS2C_INLINE u32 ts2c_systemCall(u32 head, struct SystemWords *words) {
  u32 word0 = words->word0, word1 = words->word1, word2 = words->word2, word3 = words->word3;
  __asm__ volatile(
      "push %%ebp; mov %%ecx, %%ebp; mov %%esp, %%ecx; mov $1f, %%edx; sysenter; 1: mov %%ebp, %%ecx; pop %%ebp"
      : "+a"(head), "+b"(word0), "+S"(word1), "+D"(word2), "+c"(word3)
      :
      : "edx", "memory", "cc");
  words->word0 = word0;
  words->word1 = word1;
  words->word2 = word2;
  words->word3 = word3;
  return head;
}
#else /* plain C, so that code that asks for nothing else of the machine runs on any */
TS2C_INLINE void ts2c_fillBytes(u32 to, u8 value, u32 count) {
  for (u8 *at = (u8 *)(ts2c_address)to; count != 0; count--) *at++ = value;
}
TS2C_INLINE void ts2c_fillWords(u32 to, u32 value, u32 count) {
  for (u32 *at = (u32 *)(ts2c_address)to; count != 0; count--) *at++ = value;
}
TS2C_INLINE void ts2c_copyBytes(u32 to, u32 from, u32 count) {
  for (u8 *at = (u8 *)(ts2c_address)to, *of = (u8 *)(ts2c_address)from; count != 0; count--) *at++ = *of++;
}
TS2C_INLINE void ts2c_copyWords(u32 to, u32 from, u32 count) {
  for (u32 *at = (u32 *)(ts2c_address)to, *of = (u32 *)(ts2c_address)from; count != 0; count--) *at++ = *of++;
}
#endif
