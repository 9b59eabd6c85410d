/** Memory of the host as the kernel sees its own: identity-mapped, below 4 GiB. */
const HEAP_WORDS = 262144;

const heap: FixedArray<u32, typeof HEAP_WORDS> = zeroed({ align: 4096 });

/** Where a mebibyte for the kernel heap lies. */
export function hostHeapStart(): u32 {
  return addressOf(heap);
}

export const HOST_HEAP_BYTES: u32 = 0x10_0000;
