/** Takes the pictures of one screen: both themes on a desk, the light one on a tablet and on a phone. */
import path from 'node:path';
import type { Page } from '@playwright/test';

const folder = path.join(import.meta.dirname, '../../docs/screens');
const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 1024, height: 768, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'light' },
] as const;

/** `act` makes the page show what the picture is about. */
export interface Screen {
  name: string;
  /** Null: where the page already is. */
  address: string | null;
  act?: (page: Page) => Promise<unknown>;
}

export async function shoot(page: Page, { name, address, act }: Screen): Promise<void> {
  for (const { colorScheme, ...size } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (address !== null) {
      const answer = await page.goto(address);
      if (answer?.status() === 404) throw new Error(`There is no page at ${address}.`);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await act?.(page);
    }
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.screenshot({ path: path.join(folder, `${name}-${size.width}-${colorScheme}.png`) });
  }
}
