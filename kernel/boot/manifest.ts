/**
 * Reads the manifest (lib/abi/manifest.ts) as hostile bytes.
 *
 * A manifest that parses has consistent sizes, tasks whose every field means something, exactly one
 * ACL task, and regions and devices of tasks that exist. The rules are counted and neither looked at nor
 * copied: the kernel knows no rules, the ACL server reads and checks them from the same bytes.
 */
import {
  MANIFEST_DEVICES_MAX,
  MANIFEST_LABELS_MAX,
  MANIFEST_MAGIC,
  MANIFEST_REGIONS_MAX,
  MANIFEST_RULES_MAX,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestDevice,
  type ManifestHeader,
  type ManifestLabel,
  type ManifestRegion,
  type ManifestRule,
  type ManifestTask,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { rangeFits } from "./bytes.ts";
import { ManifestError } from "./manifest-error.ts";
import { checkLabels, readDevices, readRegions } from "./manifest-parts.ts";
import { readTasks } from "./manifest-tasks.ts";

export class Manifest {
  taskCount: u32 = 0;
  tasks: FixedArray<ManifestTask, typeof MANIFEST_TASKS_MAX> = zeroed();
  regionCount: u32 = 0;
  regions: FixedArray<ManifestRegion, typeof MANIFEST_REGIONS_MAX> = zeroed();
  deviceCount: u32 = 0;
  devices: FixedArray<ManifestDevice, typeof MANIFEST_DEVICES_MAX> = zeroed();
  labelCount: u32 = 0;
  ruleCount: u32 = 0;
  /** Size of the manifest, at most that of the module that holds it. */
  bytes: u32 = 0;
}

/**
 * Reads the manifest at the start of `image`; bytes after it are ignored.
 * Errors: any ManifestError; then `result` holds nothing.
 */
export function parseManifest(image: Span<u8>, result: Manifest): ManifestError {
  clear(result);
  let error = readHeader(image, result);
  if (error === ManifestError.NONE) {
    error = readTasks(image, result);
  }
  if (error === ManifestError.NONE) {
    error = readRegions(image, regionsStart(result), result);
  }
  if (error === ManifestError.NONE) {
    error = readDevices(image, devicesStart(result), result);
  }
  if (error === ManifestError.NONE) {
    error = checkLabels(image, labelsStart(result), result);
  }
  if (error !== ManifestError.NONE) {
    clear(result);
  }
  return error;
}

function clear(result: Manifest): void {
  result.taskCount = 0;
  result.regionCount = 0;
  result.deviceCount = 0;
  result.labelCount = 0;
  result.ruleCount = 0;
  result.bytes = 0;
}

function regionsStart(manifest: Manifest): u32 {
  return sizeOf<ManifestHeader>() + manifest.taskCount * sizeOf<ManifestTask>();
}

function devicesStart(manifest: Manifest): u32 {
  return regionsStart(manifest) + manifest.regionCount * sizeOf<ManifestRegion>();
}

function labelsStart(manifest: Manifest): u32 {
  return devicesStart(manifest) + manifest.deviceCount * sizeOf<ManifestDevice>();
}

function readHeader(image: Span<u8>, result: Manifest): ManifestError {
  if (!rangeFits(image, 0, sizeOf<ManifestHeader>())) {
    return ManifestError.TOO_SHORT;
  }
  if (wordAt(image, offsetOf<ManifestHeader>("magic")) !== MANIFEST_MAGIC) {
    return ManifestError.BAD_MAGIC;
  }
  if (wordAt(image, offsetOf<ManifestHeader>("version")) !== MANIFEST_VERSION) {
    return ManifestError.BAD_VERSION;
  }
  if (wordAt(image, offsetOf<ManifestHeader>("permissive")) > 1) {
    return ManifestError.BAD_MODE;
  }
  readCounts(image, result);
  if (!countsAreGood(result)) {
    return ManifestError.BAD_COUNT;
  }
  const rulesStart: u32 = labelsStart(result) + result.labelCount * sizeOf<ManifestLabel>();
  const bytes: u32 = rulesStart + result.ruleCount * sizeOf<ManifestRule>();
  if (wordAt(image, offsetOf<ManifestHeader>("bytes")) !== bytes) {
    return ManifestError.BAD_SIZE;
  }
  if (!rangeFits(image, 0, bytes)) {
    return ManifestError.TOO_SHORT;
  }
  result.bytes = bytes;
  return ManifestError.NONE;
}

function readCounts(image: Span<u8>, result: Manifest): void {
  result.taskCount = wordAt(image, offsetOf<ManifestHeader>("taskCount"));
  result.regionCount = wordAt(image, offsetOf<ManifestHeader>("regionCount"));
  result.deviceCount = wordAt(image, offsetOf<ManifestHeader>("deviceCount"));
  result.labelCount = wordAt(image, offsetOf<ManifestHeader>("labelCount"));
  result.ruleCount = wordAt(image, offsetOf<ManifestHeader>("ruleCount"));
}

function countsAreGood(manifest: Manifest): bool {
  return (
    manifest.taskCount !== 0 &&
    manifest.taskCount <= MANIFEST_TASKS_MAX &&
    manifest.regionCount <= MANIFEST_REGIONS_MAX &&
    manifest.deviceCount <= MANIFEST_DEVICES_MAX &&
    manifest.labelCount <= MANIFEST_LABELS_MAX &&
    manifest.ruleCount <= MANIFEST_RULES_MAX
  );
}
