/**
 * Where the linker put the kernel's image. All addresses are physical and virtual alike.
 */
export class ImageLayout {
  textStart: u32 = 0;
  textEnd: u32 = 0;
  /** End of the read-only data, which begins at the page after the text. */
  constantsEnd: u32 = 0;
  /** First byte after the image, page aligned. */
  endKernel: u32 = 0;
  /** DEVICE_WINDOW_PAGES pages, right below the stack guard. */
  deviceWindows: u32 = 0;
  /** The page below the kernel's stack, which stays unmapped. */
  stackGuard: u32 = 0;
  stackTop: u32 = 0;
  doubleFaultStackTop: u32 = 0;
  /** Where the hash of the manifest lies. */
  seal: u32 = 0;
}

const SEAL_BYTES: u32 = 32;

/** boot/entry.asm */
declare function imageLayout(): u32;

/** The image's layout. */
export function kernelImage(): ImageLayout {
  return referenceAt<ImageLayout>(imageLayout());
}

/** The hash of the manifest that this kernel was built for (boot/seal.asm). */
export function sealedHash(): Span<u8> {
  return spanAt<u8>(kernelImage().seal, SEAL_BYTES);
}
