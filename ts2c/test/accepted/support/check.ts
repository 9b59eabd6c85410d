/** For fixtures that check themselves: each check bears the number of the statement in docs/language.md it proves. */
let failures: u32 = 0;

/** Says so when a statement does not hold. */
export function check(label: string, holds: bool): void {
  if (holds) return;
  failures += 1;
  print(label);
  print(": does not hold\n");
}

/** Tells how it went; the status of the program. */
export function finish(): i32 {
  if (failures === 0) print("all hold\n");
  return i32(failures);
}
