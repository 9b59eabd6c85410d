/**
 * What the flat program `vesa` is started with and ends with: flat tasks receive no messages, so all of a request is the one word
 * that RESTART carries (lib/abi/call.ts), and the answer is the exit status. Texts go to the kernel's log.
 */
export enum VesaRequest {
  /** What the boot starts it with: it does nothing. */
  NOTHING = 0,
  /** Says what adapter, monitor and modes there are. */
  SHOW = 1,
  /** Sets a mode of this size and depth, and shows the test picture. */
  SET = 2,
  /** Back to the mode of before the first SET. */
  BACK = 3,
}

export enum VesaStatus {
  OK = 0,
  /** UEFI has started the machine, or it has no video BIOS. */
  NO_BIOS = 1,
  /** Its BIOS knows no VBE 2.0. */
  NO_VBE = 2,
  /** No mode has this size and depth. */
  NO_MODE = 3,
  /** The BIOS does not set it. */
  NOT_SET = 4,
  NO_MEMORY = 5,
  TIMED_OUT = 6,
  FAULTED = 7,
  PORT_REFUSED = 8,
  /** The system description does not allow it 16-bit code. */
  DENIED = 9,
  /** BACK: no mode was set. */
  NOTHING_SET = 10,
}

export const VESA_SIZE_MAX: u32 = 8191;
const HEIGHT_SHIFT: u32 = 13;
const DEPTH_SHIFT: u32 = 26;
const REQUEST_SHIFT: u32 = 30;
/** Depths are kept by their place here; 0 is any. */
const DEPTHS: FixedArray<u32, 8> = arrayOf(0, 15, 16, 24, 32, 0, 0, 0);

/** The word of a request; sizes up to VESA_SIZE_MAX, a depth that `isVesaDepth` knows. */
export function packVesa(request: VesaRequest, width: u32, height: u32, depth: u32): u32 {
  let place: u32 = 0;
  for (let i: u32 = 1; i < 5; i++) {
    place = DEPTHS[i] === depth ? i : place;
  }
  return (
    (request << REQUEST_SHIFT) |
    (place << DEPTH_SHIFT) |
    ((height & VESA_SIZE_MAX) << HEIGHT_SHIFT) |
    (width & VESA_SIZE_MAX)
  );
}

/** Whether there are pixels of so many bits. */
export function isVesaDepth(depth: u32): bool {
  return depth === 15 || depth === 16 || depth === 24 || depth === 32;
}

export function vesaRequest(word: u32): VesaRequest {
  return (word >>> REQUEST_SHIFT) as VesaRequest;
}

export function vesaWidth(word: u32): u32 {
  return word & VESA_SIZE_MAX;
}

export function vesaHeight(word: u32): u32 {
  return (word >>> HEIGHT_SHIFT) & VESA_SIZE_MAX;
}

/** 0: any. */
export function vesaDepth(word: u32): u32 {
  return DEPTHS[(word >>> DEPTH_SHIFT) & 7];
}

/** One clear phrase for each status. */
export function vesaStatusText(status: u32): string {
  switch (status) {
    case VesaStatus.OK:
      return "ok";
    case VesaStatus.NO_BIOS:
      return "no BIOS: UEFI started this machine; the boot loader's frame buffer is used";
    case VesaStatus.NO_VBE:
      return "the video BIOS knows no VBE 2.0, or there is none";
    case VesaStatus.NO_MODE:
      return "no mode has this size and depth; vesa lists those that there are";
    case VesaStatus.NOT_SET:
      return "the BIOS does not set this mode";
    case VesaStatus.NO_MEMORY:
      return "memory has run out";
    case VesaStatus.TIMED_OUT:
      return "the BIOS did not answer in time";
    case VesaStatus.FAULTED:
      return "the BIOS has done what it must not; the log says where";
    case VesaStatus.PORT_REFUSED:
      return "the BIOS has used a port that it is not given; the log says which";
    case VesaStatus.DENIED:
      return "the system description does not allow it";
    case VesaStatus.NOTHING_SET:
      return "no mode was set";
    default:
      return "its program failed; the log says how";
  }
}
