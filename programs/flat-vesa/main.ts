/**
 * Screen modes of the machine's BIOS: says which there are, sets one and draws the test picture, goes back. A flat task, because
 * VM86 is theirs; it runs once for each request, which is its argument (lib/proto/vesa.ts), and says what it finds in the kernel's log.
 */
import { Status } from "../../lib/abi/status.ts";
import type { Dma } from "../../lib/flat/dma.ts";
import { sharedPage } from "../../lib/flat/shared.ts";
import { start, startArgument } from "../../lib/flat/start.ts";
import {
  chooseMode,
  currentMode,
  mapFrameBuffer,
  openVesa,
  setMode,
  VesaError,
  vesaEnd,
} from "../../lib/flat/vesa.ts";
import { Vm86End } from "../../lib/flat/vm86.ts";
import {
  VesaRequest,
  VesaStatus,
  vesaDepth,
  vesaHeight,
  vesaRequest,
  vesaWidth,
} from "../../lib/proto/vesa.ts";
import type { VesaMode } from "../../lib/vesa/mode.ts";
import { drawTestPicture } from "./draw.ts";
import { sayEnd, sayMode, showAll } from "./show.ts";

/** Word of the shared page that keeps the mode of before the first SET, plus this bit, from run to run. */
const OLD_MODE_WORD: u32 = 40;
const OLD_MODE_KEPT: u32 = 0x1_0000;

const mode: VesaMode = zeroed();
const window: Dma = zeroed();

function statusOf(error: VesaError, refused: VesaStatus): VesaStatus {
  if (error !== VesaError.VM86) {
    return error === VesaError.NONE ? VesaStatus.OK : refused;
  }
  switch (vesaEnd()) {
    case Vm86End.DENIED:
      return VesaStatus.DENIED;
    case Vm86End.NO_MEMORY:
      return VesaStatus.NO_MEMORY;
    case Vm86End.NO_BIOS:
      return VesaStatus.NO_BIOS;
    case Vm86End.TIMED_OUT:
      return VesaStatus.TIMED_OUT;
    case Vm86End.PORT_REFUSED:
      return VesaStatus.PORT_REFUSED;
    default:
      return VesaStatus.FAULTED;
  }
}

/** The list of modes came to its end, or was cut off. */
function listStatus(ended: VesaStatus): VesaStatus {
  return vesaEnd() === Vm86End.OK ? ended : statusOf(VesaError.VM86, ended);
}

function set(width: u32, height: u32, depth: u32): VesaStatus {
  if (!chooseMode(width, height, depth, mode)) {
    return listStatus(VesaStatus.NO_MODE);
  }
  const kept = sharedPage();
  if (kept.words[OLD_MODE_WORD] === 0) {
    kept.words[OLD_MODE_WORD] = OLD_MODE_KEPT | currentMode();
  }
  // Mapped first: without a window there is no picture, and the mode stays as it is.
  mapFrameBuffer(mode, window);
  if (window.status !== Status.OK) {
    return VesaStatus.NO_MEMORY;
  }
  const status = statusOf(setMode(mode.number), VesaStatus.NOT_SET);
  if (status === VesaStatus.OK) {
    drawTestPicture(mode, window.address);
    sayMode(mode);
  }
  return status;
}

function goBack(): VesaStatus {
  const kept = sharedPage();
  const old: u32 = kept.words[OLD_MODE_WORD];
  if (old === 0) {
    return VesaStatus.NOTHING_SET;
  }
  const status = statusOf(setMode(old & ~OLD_MODE_KEPT), VesaStatus.NOT_SET);
  if (status === VesaStatus.OK) {
    kept.words[OLD_MODE_WORD] = 0;
  }
  return status;
}

function perform(word: u32): VesaStatus {
  const error = openVesa();
  if (error !== VesaError.NONE) {
    return statusOf(error, VesaStatus.NO_VBE);
  }
  switch (vesaRequest(word)) {
    case VesaRequest.SET:
      return set(vesaWidth(word), vesaHeight(word), vesaDepth(word));
    case VesaRequest.BACK:
      return goBack();
    default:
      showAll();
      return listStatus(VesaStatus.OK);
  }
}

function main(): u32 {
  const word: u32 = startArgument();
  if (vesaRequest(word) === VesaRequest.NOTHING) {
    return VesaStatus.OK;
  }
  const status = perform(word);
  if (
    status === VesaStatus.FAULTED ||
    status === VesaStatus.PORT_REFUSED ||
    status === VesaStatus.TIMED_OUT
  ) {
    sayEnd(vesaEnd());
  }
  return status;
}

symbol(start, "_start");
symbol(main, "flatMain");
