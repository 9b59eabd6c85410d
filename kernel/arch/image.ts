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
  /** The page below the kernel's stack, which stays unmapped. */
  stackGuard: u32 = 0;
  stackTop: u32 = 0;
  doubleFaultStackTop: u32 = 0;
}

/** boot/entry.asm */
declare function imageLayout(): u32;

/** The image's layout. */
export function kernelImage(): ImageLayout {
  return referenceAt<ImageLayout>(imageLayout());
}
