import { expect, test } from 'vitest';
import { readHeaderProperty } from './header-property.ts';

test('name, form and :all', () => {
  expect(readHeaderProperty('header:Resent-To:asAddresses:all')).toEqual({
    property: 'header:Resent-To:asAddresses:all',
    field: 'resent-to',
    name: 'Resent-To',
    form: 'Addresses',
    all: true,
  });
  expect(readHeaderProperty('header:subject')).toMatchObject({ field: 'subject', form: 'Raw', all: false });
  expect(readHeaderProperty('header:X-Mailer:all')).toMatchObject({ field: 'x-mailer', form: 'Raw', all: true });
});

// RFC 8621 §4.1.2: a form that would be nonsense for a field cannot be asked for.
test.each([
  'header:From:asDate',
  'header:Subject:asAddresses',
  'header:Date:asText',
  'header:Message-ID:asURLs',
  'header:List-Post:asText',
  'header:Received:asText',
  'header:X-Other:asNothing',
  'header:X-Other:all:asText',
  'header:',
  'header:two words',
  'header:a:b',
  'subject',
])('%s is refused', (property) => {
  expect(readHeaderProperty(property)).toBeUndefined();
});

test.each([
  'header:Subject:asText',
  'header:List-Id:asText',
  'header:X-Other:asDate',
  'header:List-Post:asURLs',
  'header:Sender:asGroupedAddresses',
])('%s is allowed', (property) => {
  expect(readHeaderProperty(property)).toBeDefined();
});
