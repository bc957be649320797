/** RFC 8620 §1.4: no fraction when it is zero. */
export const toUtcDate = (date: Date): string => date.toISOString().replace('.000Z', 'Z');
