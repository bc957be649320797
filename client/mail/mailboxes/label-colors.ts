/** The colours that a label can have: names, because light and dark each make their own of it. */
export const labelColors = ['red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink'] as const;

const hues: Record<string, number> = { red: 22, orange: 52, amber: 80, green: 152, teal: 195, blue: 245, violet: 295, pink: 350 };

/** Of a colour that another program has set, a blue. */
export const hueOf = (color: string | null): number => hues[color ?? ''] ?? 245;
