/**
 * C names: the TypeScript name wherever it is free, so that gdb and the C text read like the source.
 *
 * Invariants: depends only on the order of declarations; no two things in one C scope share a name.
 */

import type { FunctionTree } from "../tree.ts";

const RESERVED = new Set(
  (
    "auto break case char const continue default do double else enum extern float for goto if inline int long " +
    "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while " +
    "asm typeof bool true false NULL u8 u16 u32 u64 i8 i16 i32 i64 linux unix i386 " +
    "abort abs acos alloca asin atan atan2 bcmp bcopy bzero cabs calloc carg cbrt ceil conj copysign cos cosh creal " +
    "ctan drem erf erfc exit exp exp2 expm1 fabs fdim ffs ffsl ffsll floor fma fmax fmin fmod fork fprintf fputc " +
    "fputs free frexp fscanf fwrite gamma hypot ilogb imaxabs index isalnum isalpha isascii isblank iscntrl isdigit " +
    "isgraph islower isprint ispunct isspace isupper isxdigit j0 j1 jn labs ldexp lgamma llabs log log10 log1p log2 " +
    "logb main malloc memchr memcmp memcpy memmove mempcpy memset modf nan nearbyint pow pow10 printf putc putchar puts " +
    "realloc remainder remquo rindex rint round scalb scanf signbit sin sincos sinh snprintf sprintf sqrt sscanf " +
    "stpcpy strcat strchr strcmp strcpy strcspn strdup strfmon strftime strlen strncat strncmp strncpy strpbrk " +
    "strrchr strspn strstr tan tanh toascii tolower toupper trunc vprintf vscanf y0 y1 yn read write open close"
  ).split(" "),
);

/** Whether a name is C's own, or one gcc has an opinion about. */
export function isReserved(name: string): boolean {
  return (
    RESERVED.has(name) ||
    name.startsWith("span_") ||
    name.startsWith("ts2c_") ||
    name.startsWith("TS2C_") ||
    name.startsWith("__")
  );
}

/** `$` is legal in TypeScript; everything else outside ASCII is spelled out. */
function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}

/** The file's name as the start of a C name. */
export function fileStem(path: string): string {
  const stem = (path.split("/").at(-1) ?? path).replace(/\.ts$/, "");
  return stem.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");
}

interface Wanted {
  readonly key: object;
  readonly name: string;
  readonly path: string;
}

/** Gives every key a name of its own: the wanted one when only one asks for it, otherwise with the file's name. */
export function allocateNames(wanted: readonly Wanted[], taken: Iterable<string>): Map<object, string> {
  const used = new Set(taken);
  const askers = new Map<string, number>();
  for (const { name } of wanted) askers.set(plain(name), (askers.get(plain(name)) ?? 0) + 1);
  const result = new Map<object, string>();
  for (const { key, name, path } of wanted) {
    const short = plain(name);
    const alone = askers.get(short) === 1 && !isReserved(short) && !used.has(short);
    const base = alone ? short : `${fileStem(path)}_${short}`;
    let found = base;
    for (
      let count = 2;
      used.has(found) || (found !== short && askers.has(found)) || isReserved(found);
      count++
    ) {
      found = `${base}_${count}`;
    }
    used.add(found);
    result.set(key, found);
  }
  return result;
}

/** The name of a class's function without its class. */
export function memberName(tree: FunctionTree): string {
  if (tree.name.startsWith("[")) return "dispose";
  return tree.role === "setter" ? `set_${tree.name}` : tree.name;
}

/** The name a function wants: a class's functions carry its name in front. */
export function wantedName(tree: FunctionTree): string {
  return tree.owner ? `${tree.owner.name}_${memberName(tree)}` : tree.name;
}

/** The C name of a local: its own unless C or a global has it. */
export function localName(name: string, isGlobal: (name: string) => boolean): string {
  let found = plain(name);
  while (isReserved(found) || isGlobal(found)) found = `${found}_`;
  return found;
}
