/** Bugs in the run-time header. */
import { type Mutant, mutantsOf } from "./mutant.ts";

export const RUNTIME_MUTANTS: readonly Mutant[] = mutantsOf(
  "runtime/ts2c.h",
  [
    "bounds-off-by-one",
    "the length itself is inside",
    "TS2C_RARE(index >= length)",
    "TS2C_RARE(index > length)",
  ],
  [
    "part-overflow",
    "start + count overflows",
    "start > length || count > length - start",
    "start + count > length",
  ],
  [
    "shift-off-by-one",
    "a count equal to the width passes",
    "TS2C_RARE(count >= width)",
    "TS2C_RARE(count > width)",
  ],
  ["count-cut", "a 64-bit count is cut", "return count > 255 ? 255 : (u32)count;", "return (u32)count;"],
  [
    "fit-signed-low",
    "a signed check looks at the upper limit alone",
    "TS2C_RARE(value < least || value > most)",
    "TS2C_RARE(value > most)",
  ],
  [
    "fit-unsigned",
    "an unsigned check lets one too many through",
    "TS2C_RARE(value > most)) TS2C_FAIL(misfit, file, line); \\\n    return value; \\\n  }\n#define TS2C_FIT_SIGNED",
    "TS2C_RARE(value > most + 1)) TS2C_FAIL(misfit, file, line); \\\n    return value; \\\n  }\n#define TS2C_FIT_SIGNED",
  ],
  [
    "string-length",
    "strings of one start are equal",
    "if (a.length != b.length) return false;",
    "if (a.length > b.length) return false;",
  ],
  [
    "string-first",
    "strings are compared from the second byte on",
    "for (u32 i = 0; i < a.length; i++) if",
    "for (u32 i = 1; i < a.length; i++) if",
  ],
  [
    "divide-zero",
    "division by zero is not checked",
    "TS2C_RARE(b == 0)) TS2C_FAIL(by_zero, file, line);\n  return b == -1 ? (i32)",
    "0) TS2C_FAIL(by_zero, file, line);\n  return b == -1 ? (i32)",
  ],
  [
    "divide-minus-one",
    "INT_MIN / -1 is left to the processor",
    "return b == -1 ? (i32)(0u - (u32)a) : a / b;",
    "return a / b;",
  ],
  [
    "remainder-minus-one",
    "INT_MIN % -1 is left to the processor",
    "return b == -1 ? 0 : a % b;",
    "return a % b;",
  ],
  [
    "wide-sign",
    "the sign of a 64-bit quotient is that of the dividend",
    "(a < 0) != (b < 0) ? 0ull - quotient : quotient",
    "a < 0 ? 0ull - quotient : quotient",
  ],
  [
    "wide-remainder-sign",
    "the sign of a 64-bit remainder is that of the divisor",
    "return (i64)(a < 0 ? 0ull - rest : rest);",
    "return (i64)(b < 0 ? 0ull - rest : rest);",
  ],
  [
    "wide-remainder",
    "64-bit % gives the quotient",
    "  ts2c_udivmod(a, b, &rest);\n  return rest;\n}\nTS2C_INLINE u64 ts2c_magnitude",
    "  return ts2c_udivmod(a, b, &rest);\n}\nTS2C_INLINE u64 ts2c_magnitude",
  ],
  [
    "long-division",
    "long division keeps one step too few",
    "for (u32 bit = 32; bit-- > 0;) {",
    "for (u32 bit = 31; bit-- > 0;) {",
  ],
);
