/*
 * `format(buffer, `…`)`: text written into memory that the program owns.
 *
 * Invariants: nothing is ever written past the end of the buffer; what does not fit is left out.
 */
#pragma once

struct ts2c_text { u8 *data; u32 capacity, length; };

static TS2C_UNUSED void ts2c_put_string(struct ts2c_text *text, ts2c_string piece) {
  for (u32 i = 0; i < piece.length && text->length < text->capacity; i++) text->data[text->length++] = piece.data[i];
}
static TS2C_UNUSED void ts2c_put_digits(struct ts2c_text *text, u64 value, u32 base, u32 least) {
  u8 digits[20];
  u64 digit = 0;
  u32 at = 20;
  do {
    if (base == 16) digit = value & 15, value >>= 4;
    else value = ts2c_udivmod(value, base, &digit);
    digits[--at] = (u8)(digit < 10 ? '0' + digit : 'a' + digit - 10);
  } while (value != 0);
  for (; least > 20 - at && text->length < text->capacity; least--) text->data[text->length++] = '0';
  ts2c_put_string(text, (ts2c_string){ digits + at, 20 - at });
}
static TS2C_UNUSED void ts2c_put_u64(struct ts2c_text *text, u64 value) { ts2c_put_digits(text, value, 10, 1); }
static TS2C_UNUSED void ts2c_put_i64(struct ts2c_text *text, i64 value) {
  if (value < 0) ts2c_put_string(text, TS2C_TEXT("-"));
  ts2c_put_digits(text, ts2c_magnitude(value), 10, 1);
}
static TS2C_UNUSED void ts2c_put_bool(struct ts2c_text *text, bool value) {
  ts2c_put_string(text, value ? TS2C_TEXT("true") : TS2C_TEXT("false"));
}
