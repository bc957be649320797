/** 'auto' is the device's. */
export const zoneOf = (timeZone: string) => (timeZone === 'auto' ? Intl.DateTimeFormat().resolvedOptions().timeZone : timeZone);

export function formatWhen(at: Date, language: string, zone: string): string {
  const own = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, { ...own, timeZone: zone }).format(at);
}
