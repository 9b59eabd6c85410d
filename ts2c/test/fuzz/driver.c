/*
 * Calls every entry of a generated program with every list of arguments and says what each call did.
 *
 * For each call one line: the number of checks, their hash, and for a failed check its line and message. A failed check
 * ends the call, not the program. With FUZZ_TRACE, every check is a line of its own. Needs only write and _exit.
 */
#include FUZZ_TABLE

typedef struct { const unsigned char *data; unsigned length; } text;
extern long write(int descriptor, const void *data, unsigned long size);

static unsigned long long hash;
static unsigned checks;
static unsigned failed_line;
static text failed_message;
static void *back[5];
static char out[1 << 16];
static unsigned used;

static void flush(void) {
  unsigned done = 0;
  while (done < used) {
    long count = write(1, out + done, used - done);
    if (count <= 0) break;
    done += (unsigned)count;
  }
  used = 0;
}
static void put(char character) {
  if (used == sizeof out) flush();
  out[used++] = character;
}
static void put_hex(unsigned long long value) {
  for (int shift = 60; shift >= 0; shift -= 4) put("0123456789abcdef"[(value >> shift) & 15]);
  put(' ');
}

void check(unsigned site, unsigned long long value) {
  hash = ((hash ^ value) + site) * 0x100000001b3ull;
  hash ^= hash >> 29;
  checks += 1;
#ifdef FUZZ_TRACE
  put('=');
  put_hex(site);
  put_hex(value);
  put('\n');
#endif
}

#ifdef FUZZ_FLOATS
/* Seen by its bits; all that is not a number is the same. */
void checkFloat(unsigned site, double value) {
  unsigned long long bits = 0x7ff8000000000000ull;
  if (value == value) __builtin_memcpy(&bits, &value, sizeof bits);
  check(site, bits);
}
#endif

void ts2c_panic(text message, text file, unsigned line) {
  (void)file;
  failed_line = line;
  failed_message = message;
  __builtin_longjmp(back, 1);
}

static __attribute__((noinline)) void call(fuzz_entry entry, const unsigned long long *v) {
  if (__builtin_setjmp(back) == 0) {
    entry(v[0], v[1], v[2], v[3]);
    __asm__ volatile(""); /* clang would make a jump of a last call, and there would be no frame to come back to */
  }
}

int main(void) {
  for (unsigned e = 0; e < sizeof fuzz_entries / sizeof *fuzz_entries; e++) {
    for (unsigned v = 0; v < sizeof fuzz_vectors / sizeof *fuzz_vectors; v++) {
      hash = 0xcbf29ce484222325ull;
      checks = 0;
      failed_line = 0;
      failed_message.length = 0;
      call(fuzz_entries[e], fuzz_vectors[v]);
      put_hex(checks);
      put_hex(hash);
      put_hex(failed_line);
      for (unsigned i = 0; i < failed_message.length; i++) put((char)failed_message.data[i]);
      put('\n');
      flush();
    }
  }
  return 0;
}
