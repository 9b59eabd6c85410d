/*
 * What C written by ts2c stands on: types, checks, division, and the intrinsics that are machine instructions.
 *
 * Invariants: no libc but for TS2C_HOST; a failed check never returns; no check costs more than a compare and a branch
 * that is not taken. The only symbol a freestanding program has to supply is ts2c_panic.
 */
#pragma once
/* ts2c proves or checks every bound itself, and device memory does lie at fixed low addresses. */
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Waddress-of-packed-member"
/* ts2c refuses to mix signs; gcc also warns of `(u8)~x == y`, which is right. */
#pragma GCC diagnostic ignored "-Wsign-compare"
/* Harmless where a program says it, and no mistake of the translation. */
#pragma GCC diagnostic ignored "-Wtautological-compare"
#pragma GCC diagnostic ignored "-Wtype-limits"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Wself-assign"
#endif

typedef __UINT8_TYPE__ u8;
typedef __UINT16_TYPE__ u16;
typedef __UINT32_TYPE__ u32;
typedef unsigned long long u64;
typedef __INT8_TYPE__ i8;
typedef __INT16_TYPE__ i16;
typedef __INT32_TYPE__ i32;
typedef long long i64;
typedef __UINTPTR_TYPE__ ts2c_address;
#define bool _Bool
#define true ((bool)1)
#define false ((bool)0)
#define NULL ((void *)0)

typedef struct { const u8 *data; u32 length; } ts2c_string;
struct SystemWords { u32 word0, word1, word2, word3; };
struct CpuidResult { u32 eax, ebx, ecx, edx; };

#define TS2C_UNUSED __attribute__((unused))
#define TS2C_INLINE static inline __attribute__((always_inline, artificial, unused))
/* gcc compiles it for size, and takes a branch that leads to it for one that is not taken. */
#define TS2C_SELDOM __attribute__((cold))
#define TS2C_COLD static __attribute__((noinline, cold, noreturn, unused))
#ifdef TS2C_UNCHECKED /* only to measure what the checks cost: never for a product */
#define TS2C_RARE(condition) ((void)(condition), 0)
#else
#define TS2C_RARE(condition) __builtin_expect(!!(condition), 0)
#endif
#define TS2C_TEXT(text) ((ts2c_string){ (const u8 *)(text), sizeof(text) - 1 })

/* ------------------------------------------------------------------ failed checks */
#define TS2C_SAYS_bounds "index out of bounds"
#define TS2C_SAYS_by_zero "division by zero"
#define TS2C_SAYS_shifted "shift count out of range"
#define TS2C_SAYS_misfit "value does not fit"
#define TS2C_SAYS_null "null reference"
#define TS2C_SAYS_changed "an object of another class than tested"
#define TS2C_SAYS_unreachable "a place that cannot be reached was reached"
#ifndef TS2C_LINES_APART
/* Supplied by the program: `symbol(onPanic, "ts2c_panic")`. */
void ts2c_panic(ts2c_string message, ts2c_string file, u32 line) __attribute__((noreturn, cold, noinline));
#define ts2c_panic_text(text, file, line) ts2c_panic(TS2C_TEXT(text), file, line)
#define TS2C_FAIL(name, file, line) ts2c_##name(file, line)
#define TS2C_FAIL_BOUNDS(file, line) TS2C_FAIL(bounds, file, line)
#define TS2C_FAILURE(name) \
  TS2C_COLD void ts2c_##name(const ts2c_string *file, u32 line) { ts2c_panic(TS2C_TEXT(TS2C_SAYS_##name), *file, line); }
TS2C_FAILURE(bounds) TS2C_FAILURE(by_zero) TS2C_FAILURE(shifted) TS2C_FAILURE(misfit)
TS2C_FAILURE(null) TS2C_FAILURE(changed) TS2C_FAILURE(unreachable)
#else
/*
 * The program has its lines elsewhere, and a failed check is one byte: the program has to tell so at a breakpoint exception
 * in its own code. Address and text stand in the section .debug_ts2c_stops, which is not loaded; an index out of bounds, the
 * commonest, is what is not there. gcc makes no two of one, for they differ in their line.
 * For other panics `symbol(onStop, "ts2c_stopped")` gets the address after the call.
 */
#define TS2C_TRAP(text, line) \
  (__extension__({ __asm__ volatile inline(text "int3" : : "i"(line)); __builtin_unreachable(); }))
#define TS2C_STOPS ".pushsection .debug_ts2c_stops,\"\",@progbits\n\t.long 1f\n\t.asciz "
#define TS2C_FAIL(name, file, line) \
  ((void)(file), TS2C_TRAP(TS2C_STOPS "\"" TS2C_SAYS_##name "\"\n\t.popsection\n1:\t", line))
#define TS2C_FAIL_BOUNDS(file, line) ((void)(file), TS2C_TRAP("", line))
#define ts2c_unreachable(file, line) TS2C_FAIL(unreachable, file, line)
#define ts2c_panic_text(text, file, line) (__extension__({ (void)(file); \
  __asm__ volatile inline(TS2C_STOPS #text "\n\t.popsection\n1:\tint3\t# " #line); __builtin_unreachable(); }))
void ts2c_stopped(ts2c_string message, u32 address) __attribute__((noreturn, cold, noinline));
#define ts2c_panic(...) ts2c_stop(ts2c_message(__VA_ARGS__))
TS2C_INLINE ts2c_string ts2c_message(ts2c_string text, ts2c_string file TS2C_UNUSED, u32 line TS2C_UNUSED) { return text; }
TS2C_COLD void ts2c_stop(ts2c_string message) { ts2c_stopped(message, (u32)__builtin_return_address(0)); }
#endif

TS2C_INLINE u32 ts2c_at(u32 index, u32 length, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(index >= length)) TS2C_FAIL_BOUNDS(file, line);
  return index;
}
TS2C_INLINE u32 ts2c_part(u32 start, u32 count, u32 length, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(start > length || count > length - start)) TS2C_FAIL_BOUNDS(file, line);
  return start;
}
TS2C_INLINE u32 ts2c_shift(u32 count, u32 width, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(count >= width)) TS2C_FAIL(shifted, file, line);
  return count;
}
TS2C_INLINE u32 ts2c_count(u64 count) { return count > 255 ? 255 : (u32)count; }
#define TS2C_NOT_NULL(reference, file, line) \
  (__extension__({ __typeof__(reference) ts2c_r = (reference); if (TS2C_RARE(!ts2c_r)) TS2C_FAIL(null, file, line); ts2c_r; }))
#define TS2C_TAGGED(reference, field, tag, file, line) \
  (__extension__({ __typeof__(reference) ts2c_r = (reference); if (TS2C_RARE(ts2c_r->field != (tag))) TS2C_FAIL(changed, file, line); ts2c_r; }))

#define TS2C_FIT_UNSIGNED(type) \
  TS2C_INLINE type ts2c_fit_##type(type value, type most, const ts2c_string *file, u32 line) { \
    if (TS2C_RARE(value > most)) TS2C_FAIL(misfit, file, line); \
    return value; \
  }
#define TS2C_FIT_SIGNED(type) \
  TS2C_INLINE type ts2c_fit_##type(type value, type least, type most, const ts2c_string *file, u32 line) { \
    if (TS2C_RARE(value < least || value > most)) TS2C_FAIL(misfit, file, line); \
    return value; \
  }
TS2C_FIT_UNSIGNED(u32)
TS2C_FIT_UNSIGNED(u64)
TS2C_FIT_SIGNED(i32)
TS2C_FIT_SIGNED(i64)

TS2C_INLINE bool ts2c_string_equal(ts2c_string a, ts2c_string b) {
  if (a.length != b.length) return false;
  for (u32 i = 0; i < a.length; i++) if (a.data[i] != b.data[i]) return false;
  return true;
}

/* ------------------------------------------------------------------ division (64 bits without libgcc) */
static TS2C_UNUSED u64 ts2c_udivmod(u64 a, u64 b, u64 *rest) {
#ifdef __i386__
  u32 high = (u32)(a >> 32), low = (u32)a, d = (u32)b;
  if ((b >> 32) == 0) {
    u32 top = high / d, remainder = high % d, bottom;
    // volatile: gcc must not run it ahead of the branches that keep the quotient within 32 bits.
    __asm__ volatile("divl %4" : "=a"(bottom), "=d"(remainder) : "0"(low), "1"(remainder), "r"(d) : "cc");
    *rest = remainder;
    return ((u64)top << 32) | bottom;
  }
  u64 quotient = 0, remainder = high;
  for (u32 bit = 32; bit-- > 0;) {
    remainder = (remainder << 1) | ((low >> bit) & 1);
    quotient <<= 1;
    if (remainder >= b) { remainder -= b; quotient |= 1; }
  }
  *rest = remainder;
  return quotient;
#else
  *rest = a % b;
  return a / b;
#endif
}
TS2C_INLINE u32 ts2c_divide_u32(u32 a, u32 b, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  return a / b;
}
TS2C_INLINE u32 ts2c_remainder_u32(u32 a, u32 b, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  return a % b;
}
TS2C_INLINE i32 ts2c_divide_i32(i32 a, i32 b, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  return b == -1 ? (i32)(0u - (u32)a) : a / b;
}
TS2C_INLINE i32 ts2c_remainder_i32(i32 a, i32 b, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  return b == -1 ? 0 : a % b;
}
TS2C_INLINE u64 ts2c_divide_u64(u64 a, u64 b, const ts2c_string *file, u32 line) {
  u64 rest;
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  return ts2c_udivmod(a, b, &rest);
}
TS2C_INLINE u64 ts2c_remainder_u64(u64 a, u64 b, const ts2c_string *file, u32 line) {
  u64 rest;
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  ts2c_udivmod(a, b, &rest);
  return rest;
}
TS2C_INLINE u64 ts2c_magnitude(i64 a) { return a < 0 ? 0ull - (u64)a : (u64)a; }
TS2C_INLINE i64 ts2c_divide_i64(i64 a, i64 b, const ts2c_string *file, u32 line) {
  u64 rest, quotient;
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  quotient = ts2c_udivmod(ts2c_magnitude(a), ts2c_magnitude(b), &rest);
  return (i64)((a < 0) != (b < 0) ? 0ull - quotient : quotient);
}
TS2C_INLINE i64 ts2c_remainder_i64(i64 a, i64 b, const ts2c_string *file, u32 line) {
  u64 rest;
  if (TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);
  ts2c_udivmod(ts2c_magnitude(a), ts2c_magnitude(b), &rest);
  return (i64)(a < 0 ? 0ull - rest : rest);
}

#include "ts2c-checked.h"
#include "ts2c-format.h"
#if defined(__i386__) || defined(__x86_64__)
#include "ts2c-machine.h"
#endif
#ifdef TS2C_HOST
#include "ts2c-host.h"
#endif
