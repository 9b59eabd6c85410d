/** Stands for kernel/debug/panic.ts on the host. */
export function refuseBoot(_reason: string): never {
  panic("the boot was refused");
}
