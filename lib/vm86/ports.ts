/** Which I/O ports real-mode code may use, and how: a list, and nothing that is not on it. Pure. */

/** What an access to a port does. */
export enum PortUse {
  /** Ends the run. */
  REFUSED = 0,
  /** Goes to the machine. */
  REAL = 1,
  /** Reads go to the machine, writes nowhere: timers that belong to the kernel. */
  READ_ONLY = 2,
  /** Writes go nowhere, reads answer ones, as where no device is. */
  NOBODY = 3,
  /** Address and data of the PCI configuration: it can be read, and nothing of it written. */
  PCI = 4,
}

export const VM86_PORT_RANGES = 24;
const PORTS_END: u32 = 0x1_0000;

class PortRange {
  first: u32 = 0;
  /** 0 in a place without a range. */
  count: u32 = 0;
  use: PortUse = PortUse.REFUSED;
}

export class PortList {
  private readonly ranges: FixedArray<PortRange, typeof VM86_PORT_RANGES> = zeroed();
  private used: u32 = 0;

  /** Adds a range. False, and nothing changed, when the list is full or the range is none. */
  add(first: u32, count: u32, use: PortUse): bool {
    if (this.used === VM86_PORT_RANGES || count === 0 || first >= PORTS_END || count > PORTS_END - first) {
      return false;
    }
    const range = this.ranges[this.used];
    range.first = first;
    range.count = count;
    range.use = use;
    this.used += 1;
    return true;
  }

  /** How all of `bytes` ports from `port` on may be used: by one range, the first that covers them. */
  useOf(port: u32, bytes: u32): PortUse {
    for (let i: u32 = 0; i < this.used; i++) {
      const range = this.ranges[i];
      if (
        port >= range.first &&
        port - range.first < range.count &&
        bytes <= range.count - (port - range.first)
      ) {
        return range.use;
      }
    }
    return PortUse.REFUSED;
  }

  clear(): void {
    this.used = 0;
  }
}
