export function bottom(): u32 {
  return readTimeStampLow();
}
