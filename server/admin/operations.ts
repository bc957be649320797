/** Every operation of administration, in the order in which descriptions list them. */
import type { Operation } from './operation.ts';
import * as accounts from './operations/accounts.ts';
import * as manyAccounts from './operations/accounts-many.ts';
import * as aliases from './operations/aliases.ts';
import * as apiKeys from './operations/api-keys.ts';
import * as appPasswords from './operations/app-passwords.ts';
import * as audit from './operations/audit.ts';
import * as backups from './operations/backups.ts';
import * as certificates from './operations/certificates.ts';
import * as delivery from './operations/delivery.ts';
import * as domains from './operations/domains.ts';
import * as groups from './operations/groups.ts';
import * as jobs from './operations/jobs.ts';
import * as logs from './operations/logs.ts';
import * as lists from './operations/lists.ts';
import * as mailAccess from './operations/mail-access.ts';
import * as own from './operations/own-addresses.ts';
import * as past from './operations/past.ts';
import * as quarantine from './operations/quarantine.ts';
import * as queue from './operations/queue.ts';
import * as readiness from './operations/readiness.ts';
import * as mail from './operations/read-mail.ts';
import * as reports from './operations/reports.ts';
import * as roles from './operations/roles.ts';
import * as security from './operations/security.ts';
import * as server from './operations/server.ts';
import * as signup from './operations/sign-up.ts';
import * as trace from './operations/trace.ts';
import * as webhooks from './operations/webhooks.ts';

export const operations: readonly Operation[] = [
  ...[server.serverStatus, server.serverTraffic, readiness.serverTestMail, readiness.domainReadiness],
  ...[accounts.accountList, accounts.accountGet, accounts.accountAdd, accounts.accountEdit, accounts.accountSuspend],
  ...[accounts.accountResume, accounts.accountRemove, accounts.accountPassword, accounts.accountSignOut],
  ...[accounts.accountResetFactor, accounts.sessionList, accounts.sessionEnd],
  ...[past.accountRestorePreview, past.accountRestore, past.accountRestorations],
  ...[manyAccounts.accountExport, manyAccounts.accountImport, manyAccounts.accountBulk],
  ...[delivery.accountLimits, delivery.accountSetLimits, delivery.accountCapabilities],
  ...[appPasswords.appPasswordList, appPasswords.appPasswordAdd, appPasswords.appPasswordRevoke],
  ...[mailAccess.accessList, mailAccess.accessAsk, mailAccess.accessEnd, mail.mailMailboxes, mail.mailList, mail.mailRead],
  ...[
    domains.domainList,
    domains.domainAdd,
    domains.domainRemove,
    domains.domainRecords,
    domains.domainHealth,
    domains.domainKeys,
    domains.domainRotate,
  ],
  ...[signup.signupGet, signup.signupSet, signup.invitationList, signup.invitationAdd, signup.invitationRevoke],
  ...[aliases.aliasList, aliases.aliasAdd, aliases.aliasRemove],
  ...[groups.groupList, groups.groupGet, groups.groupAdd, groups.groupEdit, groups.groupJoin, groups.groupLeave, groups.groupRemove],
  ...[lists.listList, lists.listGet, lists.listAdd, lists.listEdit, lists.listRemove, lists.listMembers, lists.listSubscribe],
  ...[lists.listUnsubscribe, lists.listWaiting, lists.listAccept, lists.listReject],
  ...[own.maskList, own.maskAdd, own.maskChange, own.forwardGet, own.forwardSet],
  ...[roles.roleList, roles.roleGrant, roles.roleRevoke],
  ...[queue.queueList, queue.queueHeaders, queue.queueRetry, queue.queueRetryAll, queue.queueHold, queue.queueDrop, queue.queueBounce],
  ...[delivery.queueReroute, delivery.queuePrioritise, delivery.ruleList, delivery.ruleSet, delivery.ruleRemove],
  ...[delivery.destinationList, delivery.destinationRevive, delivery.suppressionList, delivery.suppressionRemove],
  ...[trace.traceSearch, trace.traceShow],
  ...[certificates.certShow, certificates.certRenew],
  ...[quarantine.quarantineList, quarantine.quarantineRead, quarantine.quarantineRelease, quarantine.quarantineDrop],
  ...[reports.reportList, reports.reportSent, reports.reportShow],
  ...[security.blockList, security.blockAdd, security.blockRemove, security.failureList],
  ...[apiKeys.apiKeyList, apiKeys.apiKeyAdd, apiKeys.apiKeyRevoke],
  ...[webhooks.webhookList, webhooks.webhookAdd, webhooks.webhookEdit, webhooks.webhookRemove],
  ...[webhooks.webhookTest, webhooks.webhookDeliveries],
  ...[backups.backupStatus, backups.backupSnapshots, backups.backupNow, backups.backupProve, backups.backupScheduleSet],
  ...[jobs.jobList, jobs.jobGet, jobs.jobCancel],
  ...[audit.auditList, logs.logList],
];
