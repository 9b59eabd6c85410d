/**
 * Why a manifest is refused, and the line that says so.
 */

/** Why a manifest is refused. */
export enum ManifestError {
  NONE = 0,
  TOO_SHORT = 1,
  BAD_MAGIC = 2,
  BAD_VERSION = 3,
  BAD_COUNT = 4,
  BAD_SIZE = 5,
  BAD_NAME = 6,
  DUPLICATE_NAME = 7,
  BAD_KIND = 8,
  BAD_PRIORITY = 9,
  BAD_MANAGER = 10,
  MANAGER_CYCLE = 11,
  PROTECTED_MANAGED = 12,
  BAD_PEERS = 13,
  BAD_FLAGS = 14,
  NO_ACL = 15,
  TWO_ACL = 16,
  TWO_IPC_CACHE = 17,
  BAD_DEVICE = 18,
  FLAT_PEERS = 19,
  FLAT_MANAGED = 20,
  BAD_REGION = 21,
  REGIONS_MEET = 22,
  BAD_LABEL = 23,
  TWO_SUPERVISOR = 24,
  BAD_MODE = 25,
}

/** One line: why the manifest is refused. */
export function manifestErrorText(error: ManifestError): string {
  switch (error) {
    case ManifestError.NONE:
      return "no error";
    case ManifestError.TOO_SHORT:
      return "it is cut short";
    case ManifestError.BAD_MAGIC:
      return "the first module is not a manifest: check the order of the modules";
    case ManifestError.BAD_VERSION:
      return "it was built for another version of the kernel: build the image again";
    case ManifestError.BAD_COUNT:
      return "it names no tasks, or more of something than there can be";
    case ManifestError.BAD_SIZE:
      return "its size does not fit its numbers of tasks, rules and other parts";
    case ManifestError.BAD_NAME:
      return "a task's name is empty, not ended, or not printable";
    case ManifestError.DUPLICATE_NAME:
      return "two tasks have the same name";
    case ManifestError.BAD_KIND:
      return "a task has a kind that does not exist";
    case ManifestError.BAD_PRIORITY:
      return "a task has a priority that does not exist";
    case ManifestError.BAD_MANAGER:
      return "a task's manager is itself, does not exist, or is neither a VMM nor a server";
    case ManifestError.MANAGER_CYCLE:
      return "tasks manage each other's memory in a circle";
    case ManifestError.PROTECTED_MANAGED:
      return "the ACL server or the IPC cache server has a manager: nobody may take their memory";
    case ManifestError.BAD_PEERS:
      return "a task may call a task that does not exist";
    case ManifestError.BAD_FLAGS:
      return "a task has a flag that does not exist or does not go with its kind";
    case ManifestError.NO_ACL:
      return "it has no ACL server";
    case ManifestError.TWO_ACL:
      return "it has more than one ACL server";
    case ManifestError.TWO_IPC_CACHE:
      return "it has more than one IPC cache server";
    case ManifestError.BAD_DEVICE:
      return "a device is of no kind, its range is empty or wraps, its interrupt is taken, or its task does not exist";
    case ManifestError.FLAT_PEERS:
      return "a flat task has peers or is one: flat tasks neither send nor receive messages";
    case ManifestError.FLAT_MANAGED:
      return "a flat task has a manager: its memory is the shared part of the map";
    case ManifestError.BAD_REGION:
      return "a region is empty, out of its place, or for a task that does not exist or has no space";
    case ManifestError.REGIONS_MEET:
      return "two regions overlap";
    case ManifestError.BAD_LABEL:
      return "a label's name cannot be read, or a task has a label that does not exist";
    case ManifestError.TWO_SUPERVISOR:
      return "it has more than one supervisor";
    case ManifestError.BAD_MODE:
      return "it is neither permissive nor enforcing";
  }
}
