/*
 * A C library of four functions for i386 Linux, so that the tests can run 32-bit code without one:
 * system calls by `int 0x80`, as in Linux's arch/x86/entry/syscalls/syscall_32.tbl.
 */
static long systemCall(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
  return result;
}
long write(int descriptor, const void *data, unsigned long size) {
  return systemCall(4, descriptor, (long)data, (long)size);
}
void _exit(int status) {
  for (;;) systemCall(1, status, 0, 0);
}
int dprintf(int descriptor, const char *format, ...) {
  unsigned long size = 0;
  while (format[size] != 0) size++;
  return (int)write(descriptor, format, size);
}
void *memcpy(void *to, const void *from, unsigned long count) {
  for (unsigned long i = 0; i < count; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}
void *memset(void *to, int value, unsigned long count) {
  for (unsigned long i = 0; i < count; i++) ((char *)to)[i] = (char)value;
  return to;
}
int main(void);
__attribute__((force_align_arg_pointer)) void _start(void) { _exit(main()); }
