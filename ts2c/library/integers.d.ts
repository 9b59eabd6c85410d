/**
 * The integer types of ts2c programs, apart from the rest of their world: host tools that import
 * constants from lib/abi include this file beside JavaScript's own library.
 */

/**
 * Integer types are branded numbers. The brand is optional, so that literals need no cast; it
 * still keeps TypeScript from mixing two widths. The widths themselves are checked by ts2c.
 */
type u8 = number & { readonly __int?: "u8" };
type u16 = number & { readonly __int?: "u16" };
type u32 = number & { readonly __int?: "u32" };
type i8 = number & { readonly __int?: "i8" };
type i16 = number & { readonly __int?: "i16" };
type i32 = number & { readonly __int?: "i32" };
type u64 = bigint & { readonly __int?: "u64" };
type i64 = bigint & { readonly __int?: "i64" };
type bool = boolean;

/** An address in the kernel's part of every space (32 bits). */
type VirtualAddress = number & { readonly __int?: "u32"; readonly __address?: "virtual" };
/** An address in a task's own part of its space (32 bits); hostile until checked. */
type UserAddress = number & { readonly __int?: "u32"; readonly __address?: "user" };
/** An address on the memory bus (64 bits). */
type PhysicalAddress = bigint & { readonly __int?: "u64"; readonly __address?: "physical" };
