/**
 * The test picture, the same for every size: ramps of red, green, blue and grey, which show a wrong order of colours and too few bits; a
 * chessboard of single pixels, which shows a wrong pitch; a white frame, which shows what is cut off. Pure.
 */
const WHITE: u32 = 0xff_ffff;
const BANDS: u32 = 5;
const FULL: u32 = 255;

/** The colour at a place, red from bit 16 on, green from bit 8, blue. The picture is at least 2 pixels wide. */
export function testPicture(x: u32, y: u32, width: u32, height: u32): u32 {
  if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
    return WHITE;
  }
  const level: u32 = (x * FULL) / (width - 1);
  switch ((y * BANDS) / height) {
    case 0:
      return level << 16;
    case 1:
      return level << 8;
    case 2:
      return level;
    case 3:
      return (level << 16) | (level << 8) | level;
    default:
      return ((x ^ y) & 1) === 0 ? 0 : WHITE;
  }
}
