/**
 * What the layouts in lib/abi need of ts2c's world when a host tool imports them. A host tool takes
 * from them the constants and the order of the fields, nothing else (see tools/image/encode.ts).
 */
interface FixedArray<T, N extends number> {
  readonly length: N;
  [index: number]: T;
}
declare function zeroed<T>(): T;
