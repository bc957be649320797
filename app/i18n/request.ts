/** What next-intl asks once for each answer: the language, and its catalogue. */
import { getRequestConfig } from 'next-intl/server';
import { loadMessages } from '#messages/load-messages.ts';
import { languageOfRequest } from '#server/auth/language.ts';

export default getRequestConfig(async () => {
  const locale = await languageOfRequest();
  return { locale, messages: await loadMessages(locale), timeZone: 'UTC' }; // dates are formatted by the account's own zone (format.ts)
});
