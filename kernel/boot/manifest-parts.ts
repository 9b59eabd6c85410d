/**
 * The manifest's regions, devices and labels. Their tasks have been checked, and all their bytes are there.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  DeviceKind,
  MANIFEST_INTERRUPT_LINES,
  MANIFEST_NAME_BYTES,
  MANIFEST_PORTS_END,
  MANIFEST_REGION_PAGES_MAX,
  type ManifestDevice,
  type ManifestLabel,
  type ManifestRegion,
} from "../../lib/abi/manifest.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT, PUBLISHED_END, PUBLISHED_START } from "../../lib/abi/memory-map.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import type { Manifest } from "./manifest.ts";
import { ManifestError } from "./manifest-error.ts";
import { nameIsGood, tasksExist } from "./manifest-tasks.ts";

/** Reads the regions that begin at `start`. Answers BAD_REGION, REGIONS_MEET, or NONE. */
export function readRegions(image: Span<u8>, start: u32, manifest: Manifest): ManifestError {
  let pages: u32 = 0;
  for (let i: u32 = 0; i < manifest.regionCount; i++) {
    const at = start + i * sizeOf<ManifestRegion>();
    const region = manifest.regions[i];
    region.address = wordAt(image, at + offsetOf<ManifestRegion>("address"));
    region.pages = wordAt(image, at + offsetOf<ManifestRegion>("pages"));
    region.writer = wordAt(image, at + offsetOf<ManifestRegion>("writer"));
    region.readers = wordAt(image, at + offsetOf<ManifestRegion>("readers"));
    if (!isInPlace(region) || !isForSpaces(manifest, region)) {
      return ManifestError.BAD_REGION;
    }
    pages += region.pages;
    if (pages > MANIFEST_REGION_PAGES_MAX) {
      return ManifestError.BAD_REGION;
    }
    for (let other: u32 = 0; other < i; other++) {
      if (regionsMeet(region, manifest.regions[other])) {
        return ManifestError.REGIONS_MEET;
      }
    }
  }
  return ManifestError.NONE;
}

function isInPlace(region: ManifestRegion): bool {
  if ((region.address & PAGE_OFFSET_MASK) !== 0 || region.address < PUBLISHED_START) {
    return false;
  }
  return (
    region.address < PUBLISHED_END &&
    region.pages !== 0 &&
    region.pages <= (PUBLISHED_END - region.address) >>> PAGE_SHIFT
  );
}

/** Whether writer and readers exist and have a space of their own. */
function isForSpaces(manifest: Manifest, region: ManifestRegion): bool {
  if (region.writer >= manifest.taskCount || !tasksExist(manifest, region.readers)) {
    return false;
  }
  const seenBy: u32 = region.readers | (1 << (region.writer & 31));
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if (((seenBy >>> (i & 31)) & 1) !== 0 && manifest.tasks[i].kind === TaskKind.FLAT) {
      return false;
    }
  }
  return true;
}

function regionsMeet(left: ManifestRegion, right: ManifestRegion): bool {
  return (
    left.address < right.address + (right.pages << PAGE_SHIFT) &&
    right.address < left.address + (left.pages << PAGE_SHIFT)
  );
}

/** Reads the devices that begin at `start`. Answers BAD_DEVICE, or NONE. */
export function readDevices(image: Span<u8>, start: u32, manifest: Manifest): ManifestError {
  for (let i: u32 = 0; i < manifest.deviceCount; i++) {
    const at = start + i * sizeOf<ManifestDevice>();
    const device = manifest.devices[i];
    device.task = wordAt(image, at + offsetOf<ManifestDevice>("task"));
    device.kind = wordAt(image, at + offsetOf<ManifestDevice>("kind"));
    device.first = wordAt(image, at + offsetOf<ManifestDevice>("first"));
    device.count = wordAt(image, at + offsetOf<ManifestDevice>("count"));
    if (device.task >= manifest.taskCount || !deviceIsGood(device) || isTakenLine(manifest, i)) {
      return ManifestError.BAD_DEVICE;
    }
  }
  return ManifestError.NONE;
}

/** Line 0 is the kernel's, line 2 leads to the second controller. */
function deviceIsGood(device: ManifestDevice): bool {
  switch (device.kind) {
    case DeviceKind.MEMORY:
      return device.count !== 0 && device.count <= 0xffff_ffff - device.first;
    case DeviceKind.SCREEN:
      return device.first === 0 && device.count === 0;
    case DeviceKind.PORTS:
      return (
        device.count !== 0 &&
        device.first < MANIFEST_PORTS_END &&
        device.count <= MANIFEST_PORTS_END - device.first
      );
    case DeviceKind.INTERRUPT:
      return (
        device.count === 1 &&
        device.first !== 0 &&
        device.first !== 2 &&
        device.first < MANIFEST_INTERRUPT_LINES
      );
    default:
      return false;
  }
}

/** Whether the device is an interrupt line that an earlier one gives away already. */
function isTakenLine(manifest: Manifest, index: u32): bool {
  const device = manifest.devices[index];
  let taken: bool = false;
  for (let i: u32 = 0; i < index; i++) {
    const other = manifest.devices[i];
    taken = taken || (other.kind === device.kind && other.first === device.first);
  }
  return taken && device.kind === DeviceKind.INTERRUPT;
}

/** Labels are for the ACL server: the kernel only refuses names that nobody could print. */
export function checkLabels(image: Span<u8>, start: u32, manifest: Manifest): ManifestError {
  for (let i: u32 = 0; i < manifest.labelCount; i++) {
    const name: u32 = start + i * sizeOf<ManifestLabel>() + offsetOf<ManifestLabel>("name");
    if (!nameIsGood(subSpan(image, name, MANIFEST_NAME_BYTES))) {
      return ManifestError.BAD_LABEL;
    }
  }
  return ManifestError.NONE;
}
