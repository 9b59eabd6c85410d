/*
 * `ts2c run`: print, panic and main on top of the C library. Never part of a freestanding program.
 */
#pragma once
extern int dprintf(int descriptor, const char *format, ...);
extern long write(int descriptor, const void *data, unsigned long size);
extern void _exit(int status) __attribute__((noreturn));

i32 ts2c_main(void);
static u8 ts2c_out[4096];
static u32 ts2c_out_used;

static TS2C_UNUSED void ts2c_flush(void) {
  u32 done = 0;
  while (done < ts2c_out_used) {
    long count = write(1, ts2c_out + done, ts2c_out_used - done);
    if (count <= 0) break;
    done += (u32)count;
  }
  ts2c_out_used = 0;
}
static TS2C_UNUSED void ts2c_print_string(ts2c_string text) {
  for (u32 i = 0; i < text.length; i++) {
    if (ts2c_out_used == sizeof ts2c_out) ts2c_flush();
    ts2c_out[ts2c_out_used++] = text.data[i];
  }
}
static TS2C_UNUSED void ts2c_print_u64(u64 value) {
  u8 digits[20];
  u64 digit;
  u32 at = 20;
  do {
    value = ts2c_udivmod(value, 10, &digit);
    digits[--at] = (u8)('0' + digit);
  } while (value != 0);
  ts2c_print_string((ts2c_string){ digits + at, 20 - at });
}
static TS2C_UNUSED void ts2c_print_i64(i64 value) {
  if (value < 0) ts2c_print_string(TS2C_TEXT("-"));
  ts2c_print_u64(ts2c_magnitude(value));
}
static TS2C_UNUSED void ts2c_print_bool(bool value) {
  ts2c_print_string(value ? TS2C_TEXT("true") : TS2C_TEXT("false"));
}
void ts2c_panic(ts2c_string message, ts2c_string file, u32 line) {
  ts2c_flush();
  dprintf(2, "%.*s:%u: panic: %.*s\n", (int)file.length, (const char *)file.data, line, (int)message.length,
          (const char *)message.data);
  _exit(134);
}
int main(void) {
  i32 status = ts2c_main();
  ts2c_flush();
  return status & 255;
}
