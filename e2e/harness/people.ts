/** Signs in and names what the journeys use, by role and label as a person would find it. */
import { expect, type Page } from '@playwright/test';
import { crepesUrl, hamburgerUrl } from './ports.ts';

export interface Person {
  email: string;
  password: string;
  url: string;
}

export const alice: Person = { email: 'alice@crepes.fr', password: 'hungry', url: crepesUrl };
export const bob: Person = { email: 'bob@hamburger.edu', password: 'hungry', url: hamburgerUrl };
export const crepesAdmin: Person = { email: 'admin@crepes.fr', password: 'hungry-admin', url: crepesUrl };

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(`${person.url}/login`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
}

export const row = (page: Page, text: string | RegExp) =>
  page.getByRole('grid', { name: 'Messages' }).getByRole('row').filter({ hasText: text });

/** Opens a message wherever it stands by now: the list holds only the rows near what is seen. */
export async function openMail(page: Page, person: Person, subject: string): Promise<void> {
  await page.goto(`${person.url}/mail/search?q=${encodeURIComponent(`subject:"${subject}"`)}`);
  await row(page, subject).first().click();
}

/** Opens a new message and fills it; returns its dialog. */
export async function write(page: Page, letter: { to: string; subject: string; text: string }) {
  await page.getByRole('button', { name: 'Compose' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByLabel('To', { exact: true }).fill(letter.to);
  await dialog.getByLabel('To', { exact: true }).press('Enter');
  await dialog.getByLabel('Subject').fill(letter.subject);
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type(letter.text);
  return dialog;
}
