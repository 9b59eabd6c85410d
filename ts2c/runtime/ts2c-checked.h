/*
 * Arithmetic that panics instead of wrapping: `checked.add` and its kin.
 *
 * Invariant: no call of the compiler's own library, at 64 bits on i386 either.
 */
#pragma once

#define TS2C_CHECKED(name, type) \
  TS2C_INLINE type ts2c_##name##_##type(type a, type b, const ts2c_string *file, u32 line) { \
    type result; \
    if (TS2C_RARE(__builtin_##name##_overflow(a, b, &result))) TS2C_FAIL(misfit, file, line); \
    return result; \
  }
#define TS2C_CHECKED_SUM(type) TS2C_CHECKED(add, type) TS2C_CHECKED(sub, type)
TS2C_CHECKED_SUM(u8)
TS2C_CHECKED_SUM(u16)
TS2C_CHECKED_SUM(u32)
TS2C_CHECKED_SUM(u64)
TS2C_CHECKED_SUM(i8)
TS2C_CHECKED_SUM(i16)
TS2C_CHECKED_SUM(i32)
TS2C_CHECKED_SUM(i64)
TS2C_CHECKED(mul, u8)
TS2C_CHECKED(mul, u16)
TS2C_CHECKED(mul, u32)
TS2C_CHECKED(mul, i8)
TS2C_CHECKED(mul, i16)
TS2C_CHECKED(mul, i32)

TS2C_INLINE u64 ts2c_mul_u64(u64 a, u64 b, const ts2c_string *file, u32 line) {
  u64 rest;
  if (TS2C_RARE(a != 0 && b > ts2c_udivmod(~0ull, a, &rest))) TS2C_FAIL(misfit, file, line);
  return a * b;
}
TS2C_INLINE i64 ts2c_mul_i64(i64 a, i64 b, const ts2c_string *file, u32 line) {
  bool negative = (a < 0) != (b < 0);
  u64 product = ts2c_mul_u64(ts2c_magnitude(a), ts2c_magnitude(b), file, line);
  if (TS2C_RARE(product > (1ull << 63) - (negative ? 0 : 1))) TS2C_FAIL(misfit, file, line);
  return (i64)(negative ? 0ull - product : product);
}
