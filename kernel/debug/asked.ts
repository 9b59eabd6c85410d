/**
 * What nobody needs unless a boot parameter or the machine asks for it: code and constants that go back after the boot when nobody
 * has asked (kernel/memory/init-pages.ts). They can be reached by what the boot hands over alone; the build sees to it
 * (decision 0065).
 */
let asked: (() => void) | null = null;
let kept: bool = false;

/** While the boot runs: `done` and all that it leads to stay. */
export function askFor(done: () => void): void {
  asked = done;
  kept = true;
}

/** While the boot runs: a table of it is needed. */
export function keepAsked(): void {
  kept = true;
}

export function somethingIsAsked(): bool {
  return kept;
}

/** Does what was asked for, if anything was. */
export function doWhatIsAsked(): void {
  if (asked !== null) {
    asked();
  }
}
