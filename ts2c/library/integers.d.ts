/**
 * The integer types of ts2c programs, apart from the rest of their world: host tools that import
 * constants from lib/abi include this file beside JavaScript's own library.
 */

/** An integer of 8 bits, unsigned: 0 to 255. `+ - *` wrap. */
type u8 = number & { readonly __int?: "u8" };
/** An integer of 16 bits, unsigned: 0 to 65,535. `+ - *` wrap. */
type u16 = number & { readonly __int?: "u16" };
/** An integer of 32 bits, unsigned: 0 to 4,294,967,295. `+ - *` wrap. */
type u32 = number & { readonly __int?: "u32" };
/** An integer of 8 bits, signed, two's complement: -128 to 127. `+ - *` wrap. */
type i8 = number & { readonly __int?: "i8" };
/** An integer of 16 bits, signed, two's complement: -32,768 to 32,767. `+ - *` wrap. */
type i16 = number & { readonly __int?: "i16" };
/** An integer of 32 bits, signed, two's complement: -2,147,483,648 to 2,147,483,647. `+ - *` wrap. */
type i32 = number & { readonly __int?: "i32" };
/** An integer of 64 bits, unsigned: 0 to 2⁶⁴-1. `+ - *` wrap. A bigint to TypeScript: literals end in `n`. */
type u64 = bigint & { readonly __int?: "u64" };
/**
 * An integer of 64 bits, signed, two's complement: -2⁶³ to 2⁶³-1. `+ - *` wrap. A bigint to TypeScript: literals end in `n`.
 */
type i64 = bigint & { readonly __int?: "i64" };
/** A number of IEEE 754 with 32 bits, for folders that `floats` in ts2c.json names. Literals have a point: `0.5`. */
type f32 = number & { readonly __int?: "f32" };
/** A number of IEEE 754 with 64 bits, for folders that `floats` in ts2c.json names. Literals have a point: `0.5`. */
type f64 = number & { readonly __int?: "f64" };
/** `true` or `false`: one byte, 1 or 0. */
type bool = boolean;

/** A linear address in bytes in the kernel's part of every space, as `u32`. */
type VirtualAddress = number & { readonly __int?: "u32"; readonly __address?: "virtual" };
/** A linear address in bytes in a task's own part of its space, as `u32`; hostile until checked. */
type UserAddress = number & { readonly __int?: "u32"; readonly __address?: "user" };
/** An address in bytes on the memory bus, as `u64`. */
type PhysicalAddress = bigint & { readonly __int?: "u64"; readonly __address?: "physical" };
