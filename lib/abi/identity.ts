/**
 * Identities of tasks and of address spaces: index and generation, never forgeable because the
 * kernel compares the generation on every use, never ambiguous because a slot whose generations
 * are used up is never used again.
 *
 *     31            16 15          4 3      0
 *    +----------------+-------------+--------+
 *    |   generation   |    index    | number |
 *    +----------------+-------------+--------+
 *
 * The low four bits are zero in an identity itself; in a head they hold the call's number, in a
 * received message its kind. Generation 0 does not exist, so 0 is nobody.
 */
export const IDENTITY_NOBODY: u32 = 0;
/** Low bits that hold a call number or a message kind. */
export const IDENTITY_NUMBER_MASK: u32 = 0xf;
export const IDENTITY_INDEX_SHIFT: u32 = 4;
export const IDENTITY_INDEX_MASK: u32 = 0xfff;
export const IDENTITY_GENERATION_SHIFT: u32 = 16;
export const IDENTITY_GENERATION_LAST: u32 = 0xffff;
