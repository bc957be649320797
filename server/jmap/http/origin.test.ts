import { afterEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { originOf } from './origin.ts';

afterEach(() => {
  delete process.env.PUBLIC_URL;
  forgetConfig();
});
const request = (headers: Record<string, string> = {}) => new Request('http://127.0.0.1:2080/api/jmap', { headers });

test('what the client used: the forwarded headers, else the address of the request', () => {
  expect(originOf(request())).toBe('http://127.0.0.1:2080');
  expect(originOf(request({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mail.example.org' }))).toBe('https://mail.example.org');
});

test('PUBLIC_URL tells the scheme for its own host only', () => {
  process.env.PUBLIC_URL = 'https://mail.example.org/';
  forgetConfig();
  expect(originOf(request({ 'x-forwarded-host': 'mail.example.org' }))).toBe('https://mail.example.org');
  expect(originOf(request({ 'x-forwarded-host': 'localhost:2080' }))).toBe('http://localhost:2080');
});
