/** Names of the classes of PCI devices (PCI Code and ID Assignment Specification 1.11, section 1). */

/** What a device is: by class and subclass where the name is known, else by class. */
export function pciClassName(classCode: u32, subclass: u32): string {
  switch ((classCode << 8) | subclass) {
    case 0x0101:
      return "IDE controller";
    case 0x0106:
      return "SATA controller";
    case 0x0108:
      return "NVMe controller";
    case 0x0200:
      return "Ethernet controller";
    case 0x0280:
      return "wireless controller";
    case 0x0300:
      return "VGA controller";
    case 0x0401:
    case 0x0403:
      return "audio device";
    case 0x0600:
      return "host bridge";
    case 0x0601:
      return "ISA bridge";
    case 0x0604:
      return "PCI bridge";
    case 0x0703:
      return "modem";
    case 0x0c03:
      return "USB controller";
    case 0x0c05:
      return "SMBus controller";
    default:
      return classNameOf(classCode);
  }
}

function classNameOf(classCode: u32): string {
  switch (classCode) {
    case 0x00:
      return "device without a class";
    case 0x01:
      return "storage controller";
    case 0x02:
      return "network controller";
    case 0x03:
      return "display controller";
    case 0x04:
      return "multimedia device";
    case 0x05:
      return "memory controller";
    case 0x06:
      return "bridge";
    case 0x07:
      return "communication controller";
    case 0x08:
      return "system peripheral";
    case 0x09:
      return "input device";
    case 0x0a:
      return "docking station";
    case 0x0b:
      return "processor";
    case 0x0c:
      return "serial bus controller";
    case 0x0d:
      return "wireless controller";
    case 0x0e:
      return "intelligent controller";
    case 0x0f:
      return "satellite controller";
    case 0x10:
      return "encryption controller";
    case 0x11:
      return "signal processor";
    case 0x12:
      return "accelerator";
    default:
      return "device of an unknown class";
  }
}
