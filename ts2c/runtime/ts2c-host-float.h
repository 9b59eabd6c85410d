/*
 * `print` of floating-point numbers, for `ts2c run`: the fewest digits that read back as the same number of its type, of
 * these the nearest to it, as JavaScript writes them.
 *
 * The nearest decimal of so many digits comes from the C library; where it does not read back, the next one above can,
 * for above a power of two numbers lie twice as far apart as below it. Never part of a freestanding program.
 */
#pragma once
extern f64 strtod(const char *text, char **end);
extern f32 strtof(const char *text, char **end);

static TS2C_UNUSED bool ts2c_reads_back(f64 value, bool single, u64 digits, int exponent) {
  char text[40];
  __builtin_snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits, exponent);
  return single ? strtof(text, 0) == (f32)value : strtod(text, 0) == value;
}
/* The digits, without zeros behind them, and the power of ten that they are multiplied by; the value is above zero. */
static TS2C_UNUSED u64 ts2c_shortest(f64 value, bool single, int *exponent) {
  char text[40];
  u64 digits = 0;
  for (int count = 0; count < 17; count++) {
    __builtin_snprintf(text, sizeof text, "%.*e", count, value);
    int at = 0;
    for (digits = 0; text[at] != 'e'; at++)
      if (text[at] != '.') digits = digits * 10 + (u64)(text[at] - '0');
    *exponent = 0;
    for (int place = at + 2; text[place] != 0; place++) *exponent = *exponent * 10 + (text[place] - '0');
    *exponent = (text[at + 1] == '-' ? -*exponent : *exponent) - count;
    if (ts2c_reads_back(value, single, digits, *exponent)) return digits;
    if (ts2c_reads_back(value, single, digits + 1, *exponent)) return digits + 1;
  }
  return digits;
}
static TS2C_UNUSED void ts2c_print_zeros(int count) {
  for (; count > 0; count--) ts2c_print_string(TS2C_TEXT("0"));
}
static TS2C_UNUSED void ts2c_print_float(f64 value, bool single) {
  if (value != value) return ts2c_print_string(TS2C_TEXT("NaN"));
  if (value == 0) return ts2c_print_string(TS2C_TEXT("0"));
  if (value < 0) ts2c_print_string(TS2C_TEXT("-")), value = -value;
  if (value > 1.7976931348623157e308) return ts2c_print_string(TS2C_TEXT("Infinity"));
  int exponent, length;
  u8 text[24];
  u64 digits = ts2c_shortest(value, single, &exponent);
  length = __builtin_snprintf((char *)text, sizeof text, "%llu", (unsigned long long)digits);
  ts2c_string first = { text, (u32)length }, rest = { text, 0 };
  int point = length + exponent;
  bool scientific = point > 21 || point < -5;
  if (scientific) first.length = 1;
  else if (point > 0 && point < length) first.length = (u32)point;
  if (!scientific && point <= 0) ts2c_print_string(TS2C_TEXT("0.")), ts2c_print_zeros(-point);
  ts2c_print_string(first);
  rest = (ts2c_string){ text + first.length, (u32)length - first.length };
  if (rest.length > 0) ts2c_print_string(TS2C_TEXT(".")), ts2c_print_string(rest);
  if (!scientific) return ts2c_print_zeros(exponent);
  ts2c_print_string(TS2C_TEXT("e"));
  if (point > 0) ts2c_print_string(TS2C_TEXT("+"));
  ts2c_print_i64(point - 1);
}
static TS2C_UNUSED void ts2c_print_f32(f32 value) { ts2c_print_float(value, true); }
static TS2C_UNUSED void ts2c_print_f64(f64 value) { ts2c_print_float(value, false); }
