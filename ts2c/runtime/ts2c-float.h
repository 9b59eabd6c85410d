/*
 * Floating point, for programs that use it. Build with SSE2 (`-msse2 -mfpmath=sse` on i386), so that every operation is
 * rounded to its own type; the kernel never includes this.
 */
#pragma once

typedef float f32;
typedef double f64;

/* The value, when it lies between both limits without them; false for what is not a number. */
TS2C_INLINE f64 ts2c_whole(f64 value, f64 above, f64 below, const ts2c_string *file, u32 line) {
  if (TS2C_RARE(!(value > above && value < below))) TS2C_FAIL(misfit, file, line);
  return value;
}

#ifdef TS2C_HOST
#include "ts2c-host-float.h"
#endif
