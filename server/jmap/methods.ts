/** All methods by name. */
import { addressBookChanges } from './address-book/changes.ts';
import { addressBookGet } from './address-book/get.ts';
import { addressBookSet } from './address-book/set.ts';
import { contactCardChanges } from './contact-card/changes.ts';
import { contactCardCopy } from './contact-card/copy.ts';
import { contactCardGet } from './contact-card/get.ts';
import { contactCardQuery } from './contact-card/query.ts';
import { contactCardQueryChanges } from './contact-card/query-changes.ts';
import { contactCardSet } from './contact-card/set.ts';
import { blobGet } from './blob/get.ts';
import { blobLookup } from './blob/lookup.ts';
import { blobUpload } from './blob/upload.ts';
import { blobCopy } from './core/blob-copy.ts';
import { coreEcho } from './core/echo.ts';
import { cryptoKeyGet } from './crypto-key/get.ts';
import { cryptoKeyLookup } from './crypto-key/lookup.ts';
import { cryptoKeySet } from './crypto-key/set.ts';
import { emailChangesMethod } from './email/changes.ts';
import { emailCopy } from './email/copy.ts';
import { emailGet } from './email/get.ts';
import { emailImport } from './email/import.ts';
import { emailParse } from './email/parse.ts';
import { emailQuery } from './email/query.ts';
import { emailQueryChanges } from './email/query-changes.ts';
import { emailSet } from './email/set.ts';
import { emailSetByQuery } from './email/set-by-query.ts';
import { emailSubmissionChanges } from './email-submission/changes.ts';
import { emailSubmissionGet } from './email-submission/get.ts';
import { emailSubmissionQuery } from './email-submission/query.ts';
import { emailSubmissionQueryChanges } from './email-submission/query-changes.ts';
import { emailSubmissionSet } from './email-submission/set.ts';
import { fetchedAccountGet } from './fetched-account/get.ts';
import { fetchedAccountSet } from './fetched-account/set.ts';
import { identityChanges } from './identity/changes.ts';
import { identityGet } from './identity/get.ts';
import { identitySet } from './identity/set.ts';
import { mailboxChangesMethod } from './mailbox/changes.ts';
import { mailboxGet } from './mailbox/get.ts';
import { mailboxQuery } from './mailbox/query.ts';
import { mailboxQueryChanges } from './mailbox/query-changes.ts';
import { mailboxSet } from './mailbox/set.ts';
import { maskedAddressGet } from './masked-address/get.ts';
import { maskedAddressSet } from './masked-address/set.ts';
import { mdnParse } from './mdn/parse.ts';
import { mdnSend } from './mdn/send.ts';
import type { Method } from './method.ts';
import { pushSubscriptionGet } from './push-subscription/get.ts';
import { pushSubscriptionSet } from './push-subscription/set.ts';
import { quotaChanges } from './quota/changes.ts';
import { quotaGet } from './quota/get.ts';
import { quotaQuery } from './quota/query.ts';
import { quotaQueryChanges } from './quota/query-changes.ts';
import { rulesGet } from './rules/get.ts';
import { rulesPreview } from './rules/preview.ts';
import { rulesSet } from './rules/set.ts';
import { searchSnippetGet } from './search-snippet/get.ts';
import { sieveScriptGet } from './sieve-script/get.ts';
import { sieveScriptQuery } from './sieve-script/query.ts';
import { sieveScriptSet } from './sieve-script/set.ts';
import { sieveScriptValidate } from './sieve-script/validate.ts';
import { threadChangesMethod } from './thread/changes.ts';
import { threadGet } from './thread/get.ts';
import { vacationResponseGet } from './vacation-response/get.ts';
import { vacationResponseSet } from './vacation-response/set.ts';
import { bulkChangeGet, bulkChangeSet } from './vendor/bulk-change.ts';
import { contactExport } from './vendor/contact-export.ts';
import { contactImport } from './vendor/contact-import.ts';
import { contactParse } from './vendor/contact-parse.ts';
import { correspondentQuery } from './vendor/correspondent-query.ts';
import { deliveryEventGet } from './vendor/delivery-event-get.ts';
import { emailSnooze } from './vendor/email-snooze.ts';
import { emailUnsubscribe } from './vendor/email-unsubscribe.ts';
import { heldEmailGet, heldEmailSet } from './vendor/held-email.ts';
import { pastGet, pastPreview, pastRestore } from './vendor/past.ts';
import { senderLogoGet } from './vendor/sender-logo.ts';
import { settingsGet, settingsSet } from './vendor/settings.ts';

const all: readonly Method[] = [
  ...[coreEcho, blobCopy, blobUpload, blobGet, blobLookup, pushSubscriptionGet, pushSubscriptionSet],
  ...[mailboxGet, mailboxSet, mailboxChangesMethod, mailboxQuery, mailboxQueryChanges],
  ...[threadGet, threadChangesMethod],
  ...[emailGet, emailSet, emailChangesMethod, emailQuery, emailQueryChanges, emailCopy, emailImport, emailParse, emailSetByQuery],
  ...[searchSnippetGet],
  ...[identityGet, identitySet, identityChanges],
  ...[emailSubmissionGet, emailSubmissionSet, emailSubmissionChanges, emailSubmissionQuery, emailSubmissionQueryChanges],
  ...[addressBookGet, addressBookSet, addressBookChanges],
  ...[contactCardGet, contactCardSet, contactCardChanges, contactCardQuery, contactCardQueryChanges, contactCardCopy],
  ...[contactParse, contactImport, contactExport],
  ...[sieveScriptGet, sieveScriptSet, sieveScriptQuery, sieveScriptValidate, vacationResponseGet, vacationResponseSet],
  ...[rulesGet, rulesSet, rulesPreview, maskedAddressGet, maskedAddressSet],
  ...[quotaGet, quotaChanges, quotaQuery, quotaQueryChanges],
  ...[settingsGet, settingsSet, correspondentQuery, deliveryEventGet],
  ...[emailSnooze, emailUnsubscribe, bulkChangeSet, bulkChangeGet, heldEmailGet, heldEmailSet, senderLogoGet],
  ...[pastGet, pastPreview, pastRestore],
  ...[cryptoKeyGet, cryptoKeySet, cryptoKeyLookup],
  ...[fetchedAccountGet, fetchedAccountSet, mdnSend, mdnParse],
];
export const methods: ReadonlyMap<string, Method> = new Map(all.map((method) => [method.name, method]));
