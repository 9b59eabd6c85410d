export function stray(): u32 {
  return 1;
}
