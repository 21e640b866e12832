/** The columns that the formatter fills at most, where a line can be broken at all. */
export const lineWidth = 110;
