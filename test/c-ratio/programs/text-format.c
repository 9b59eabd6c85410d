/*
 * String formatting: lines of columns, names, decimal, signed and hexadecimal numbers, in a buffer
 * of fixed size that leaves out what does not fit; each line is added up by a hash.
 */
#include <stdint.h>
#include <stdio.h>

#define TEXT_BYTES 128
#define NAME_BYTES 16
#define NAME_COUNT 8
#define LINES 10000

struct text {
  uint8_t bytes[TEXT_BYTES];
  uint32_t length;
};

static struct text text;
static uint8_t names[NAME_COUNT][NAME_BYTES];
static uint32_t seed = 5;

static uint32_t next_random(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

static void append_byte(struct text *to, uint8_t byte) {
  if (to->length < TEXT_BYTES) to->bytes[to->length++] = byte;
}

static void append_string(struct text *to, const char *value) {
  while (*value != '\0') append_byte(to, (uint8_t)*value++);
}

/* Appends bytes up to the first zero byte or the end of the window. */
static void append_name(struct text *to, const uint8_t *bytes, uint32_t length) {
  for (uint32_t i = 0; i < length && bytes[i] != 0; i++) append_byte(to, bytes[i]);
}

static void append_decimal(struct text *to, uint32_t value) {
  uint8_t digits[10];
  uint32_t count = 0;
  do {
    digits[count++] = (uint8_t)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0) append_byte(to, digits[--count]);
}

static void append_signed(struct text *to, int32_t value) {
  if (value < 0) {
    append_byte(to, '-');
    append_decimal(to, -(uint32_t)value);
  } else {
    append_decimal(to, (uint32_t)value);
  }
}

static void append_hex(struct text *to, uint32_t value) {
  for (uint32_t left = 8; left > 0; left--) {
    uint32_t digit = (value >> (left * 4 - 4)) & 0xf;
    append_byte(to, (uint8_t)(digit < 10 ? '0' + digit : 'a' - 10 + digit));
  }
}

static void pad_to(struct text *to, uint32_t column) {
  while (to->length < column) append_byte(to, ' ');
}

static uint32_t hash_of_text(const struct text *from) {
  uint32_t hash = 0x811c9dc5u;
  for (uint32_t i = 0; i < from->length; i++) hash = (hash ^ from->bytes[i]) * 0x01000193u;
  return hash;
}

static void make_names(void) {
  for (uint32_t i = 0; i < NAME_COUNT; i++) {
    for (uint32_t j = 0; j < 4 + i; j++) names[i][j] = (uint8_t)('a' + (i * 3 + j) % 26);
  }
}

static void write_line(uint32_t number) {
  text.length = 0;
  append_decimal(&text, number);
  pad_to(&text, 8);
  append_name(&text, names[next_random() & (NAME_COUNT - 1)], NAME_BYTES);
  pad_to(&text, 24);
  append_string(&text, "address ");
  append_hex(&text, next_random() << 8);
  append_string(&text, ", change ");
  append_signed(&text, (int32_t)next_random() - 0x800000);
  append_string(&text, " of ");
  append_decimal(&text, next_random());
  pad_to(&text, 90);
  append_string(&text, "ok\n");
}

static uint32_t work(void) {
  uint32_t sum = 0;
  make_names();
  for (uint32_t line = 0; line < LINES; line++) {
    write_line(line);
    sum = sum * 31 + hash_of_text(&text);
  }
  return sum;
}

int main(void) {
  printf("%u\n", work());
  return 0;
}
