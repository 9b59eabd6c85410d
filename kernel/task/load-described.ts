/**
 * What a described task begins with: a new space with its image, a stack, the information page, the regions that it
 * sees, and as the ACL server the manifest. Loaded some pages at a time, so that starting a task again holds
 * the machine for no longer than any other call; the boot does it in one go.
 *
 * One task is loaded at a time: at boot one after the other, later by the one supervisor.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import {
  ALLOCATION_START,
  MANIFEST_VIEW,
  PAGE_SHIFT,
  STACK_END,
  STACK_SIZE_BYTES,
  USER_START,
} from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { ElfError, type ElfImage, parseElf } from "../boot/elf.ts";
import { chargeWithoutLimits } from "../memory/accounts.ts";
import { markAtOnce } from "../memory/run-operation.ts";
import { createSpace, type Space } from "../memory/space.ts";
import {
  description,
  descriptionOf,
  manifestAddress,
  moduleAddressOf,
  moduleBytesOf,
  sayNotStarted,
} from "./described.ts";
import { mapInformation } from "./information-page.ts";
import { LOAD_FAILED, loadPages, pagesOfRange, type RangeContents } from "./load-image.ts";
import { mapRegionPages, type RegionPlace, sees } from "./published.ts";

export enum LoadAnswer {
  GOES_ON = 0,
  DONE = 1,
  /** Memory has run out; a line has said so. The caller ends the space. */
  FAILED = 2,
}

enum Step {
  IMAGE = 0,
  SYSTEM = 1,
  REGIONS = 2,
  MANIFEST = 3,
  DONE = 4,
}

const image: ElfImage = zeroed();
const contents: RangeContents = zeroed();
const place: RegionPlace = zeroed();
let taskNumber: u32 = 0;
let step: Step = Step.IMAGE;
/** Of the image: the segment. */
let part: u32 = 0;
/** The next page of the segment or of the manifest. */
let page: u32 = 0;

/** Why parseElf has refused an image, for takeRefusal. */
let refusal: ElfError = ElfError.NONE;

/** The image is refused: who wants it loaded asks why, and says so. */
function refuseImage(error: ElfError): void {
  refusal = error;
}

/** Why an image has been refused since the question before; NONE if none has. */
export function takeRefusal(): ElfError {
  const error = refusal;
  refusal = ElfError.NONE;
  return error;
}

/** Says that an image has been refused, if one has: the boot has said why, or memory was overwritten since. */
export function sayRefusal(taskNumber: u32): void {
  if (takeRefusal() !== ElfError.NONE) {
    sayNotStarted(taskNumber, "its module is refused");
  }
}

/** Reads the head of the task's program, which is linked for `[start, end)`. False, with a line that says why, or a refusal, where it cannot be. */
export function readProgram(number: u32, start: u32, end: u32, program: ElfImage): bool {
  const module = moduleBytesOf(number);
  if (module.length === 0) {
    sayNotStarted(number, "its module is missing");
    return false;
  }
  const error = parseElf(module, start, end, program);
  if (error !== ElfError.NONE) {
    refuseImage(error);
  }
  return error === ElfError.NONE;
}

/** An empty space for the task, managed by `manager` meanwhile; or null, with a line that says why, or a refusal. */
export function beginLoad(number: u32, manager: u32): Space | null {
  if (!readProgram(number, USER_START, ALLOCATION_START, image)) {
    return null;
  }
  chargeWithoutLimits(true);
  const space = createSpace(manager, number);
  chargeWithoutLimits(false);
  if (space === null) {
    sayNotStarted(number, "there is no room for its address space");
    return null;
  }
  taskNumber = number;
  step = Step.IMAGE;
  part = 0;
  page = 0;
  place.region = 0;
  place.page = 0;
  place.first = 0;
  return space;
}

/** Loads at most `pages` further pages into the space of beginLoad, or one part that is not longer than a few. */
export function loadSome(space: Space, pages: u32): LoadAnswer {
  chargeWithoutLimits(true);
  const fine: bool = loadStep(space, pages);
  chargeWithoutLimits(false);
  if (!fine) {
    sayNotStarted(taskNumber, "memory has run out");
    return LoadAnswer.FAILED;
  }
  return step === Step.DONE ? LoadAnswer.DONE : LoadAnswer.GOES_ON;
}

/** Where the task that was loaded last begins. */
export function loadedEntry(): u32 {
  return image.entry;
}

function loadStep(space: Space, pages: u32): bool {
  switch (step) {
    case Step.IMAGE:
      return loadSegment(space, pages);
    case Step.SYSTEM:
      step = Step.REGIONS;
      return addStack(space) && mapInformation(space);
    case Step.REGIONS:
      return loadRegions(space, pages);
    default:
      return loadManifest(space, pages);
  }
}

function loadSegment(space: Space, pages: u32): bool {
  if (part === image.segmentCount) {
    step = Step.SYSTEM;
    return true;
  }
  const segment = image.segments[part];
  contents.address = segment.address;
  contents.memoryBytes = segment.memoryBytes;
  contents.source = moduleAddressOf(taskNumber) + segment.fileOffset;
  contents.sourceBytes = segment.fileBytes;
  contents.rights = segment.rights;
  if (!loadContents(space, pages)) {
    return false;
  }
  if (page === pagesOfRange(contents)) {
    part++;
    page = 0;
  }
  return true;
}

function loadContents(space: Space, pages: u32): bool {
  const next = loadPages(space, contents, page, page + pages);
  page = next === LOAD_FAILED ? page : next;
  return next !== LOAD_FAILED;
}

function addStack(space: Space): bool {
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  const pages: u32 = STACK_SIZE_BYTES >>> PAGE_SHIFT;
  return markAtOnce(space, STACK_END - STACK_SIZE_BYTES, pages, rights) === Status.OK;
}

function loadRegions(space: Space, pages: u32): bool {
  const regions = description().regionCount;
  while (place.region < regions && !sees(place, taskNumber)) {
    place.first += description().regions[place.region].pages;
    place.region++;
  }
  if (place.region === regions) {
    step = descriptionOf(taskNumber).kind === TaskKind.ACL ? Step.MANIFEST : Step.DONE;
    return true;
  }
  return mapRegionPages(space, taskNumber, place, pages);
}

function loadManifest(space: Space, pages: u32): bool {
  contents.address = MANIFEST_VIEW;
  contents.memoryBytes = description().bytes;
  contents.source = manifestAddress();
  contents.sourceBytes = description().bytes;
  contents.rights = ATTRIBUTE_READ;
  if (!loadContents(space, pages)) {
    return false;
  }
  step = page === pagesOfRange(contents) ? Step.DONE : Step.MANIFEST;
  return true;
}
