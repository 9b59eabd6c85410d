/** Nothing. */
export const NOTHING = 0;
