/** `npx playwright test -c e2e/screens/config.ts [panel]`: pictures of every screen into docs/screens, over the demo, to be looked at. */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import journeys from '../../playwright.config.ts';

const root = path.join(import.meta.dirname, '../..');
export default defineConfig({
  ...journeys,
  testDir: '.',
  projects: [{ name: 'screens', testMatch: ['screens.ts', 'panel.ts'] }],
  outputDir: path.join(root, 'test-results/screens'),
  timeout: 600_000,
  retries: 0, // what was filled in once is there
  webServer: { ...(journeys.webServer as object), cwd: root } as NonNullable<typeof journeys.webServer>,
});
