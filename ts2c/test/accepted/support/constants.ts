/** Constants that the fixtures import. */
const KIB = 1024;
export const PAGE: u32 = 4 * KIB;
export const COUNT = 4;
export enum Colour {
  Red,
  Green = 5,
  Blue,
  Last = (1 << 31) | Green,
}
export enum Signed {
  Down = -1,
  Up = 1,
}
