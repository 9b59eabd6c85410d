/**
 * Where the linker put the kernel's image. All addresses are physical and virtual alike.
 */
export class ImageLayout {
  textStart: u32 = 0;
  textEnd: u32 = 0;
  /** End of the read-only data, which begins at the page after the text. */
  constantsEnd: u32 = 0;
  /** Code that only the boot needs, and its constants: page aligned. */
  initStart: u32 = 0;
  /** The same of what only a boot parameter asks for, up to endKernel. */
  askedStart: u32 = 0;
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

/** Where what is left of the boot's code begins. */
let initLeft: u32 = 0;

/** From initStart to `end` is no code any more. */
export function endInitCode(end: u32): void {
  initLeft = end;
}

/** Whether there is code of the kernel at an address. */
export function isKernelCode(address: u32): bool {
  const image = kernelImage();
  return (
    (address >= image.textStart && address < image.textEnd) || (address >= initLeft && isInitCode(address))
  );
}

/** Whether code of the boot lies at an address, its constants, or whatever is there after it. */
export function isInitCode(address: u32): bool {
  const image = kernelImage();
  return address >= image.initStart && address < image.endKernel;
}

/** The image's layout. */
export function kernelImage(): ImageLayout {
  return referenceAt<ImageLayout>(imageLayout());
}

/** The hash of the manifest that this kernel was built for (boot/seal.asm). */
export function sealedHash(): Span<u8> {
  return spanAt<u8>(kernelImage().seal, SEAL_BYTES);
}
