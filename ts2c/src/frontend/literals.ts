/**
 * Integer literals, read from their source text so that no digit is lost.
 */

/** The value of an integer literal with its prefix, separators and `n`; undefined for fractions and exponents. */
export function integerValue(text: string): bigint | undefined {
  const digits = text.replaceAll("_", "").replace(/n$/, "");
  if (!/^(0x[0-9a-f]+|0b[01]+|0o[0-7]+|\d+)$/i.test(digits)) return undefined;
  return BigInt(digits);
}
