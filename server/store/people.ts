/** Through the store's door (index.ts): accounts and their addresses, domains, log-ins, and what administrators have. */

// ---------- accounts, domains, credentials ----------
export { findAccountByEmail, getAccount, listAccounts, removeAccount, updateAccount, type AccountChange } from './directory/accounts.ts';
export { normaliseDomain, parseAddress, type Address } from './directory/addresses.ts';
export { addAlias, listAliases, removeAlias, type Alias } from './directory/aliases.ts';
export {
  appPasswordIsLive,
  createAppPassword,
  findAppPassword,
  listAppPasswords,
  revokeAppPassword,
  type AppPassword,
} from './directory/app-passwords.ts';
export { audit, listAudit, searchAudit, type AuditEntry } from './directory/audit.ts';
export { createAccount, type NewAccount } from './directory/create-account.ts';
export {
  addDkimKeys,
  deleteDkimKeys,
  listDkimKeys,
  setDkimState,
  type DkimAlgorithm,
  type DkimKey,
  type DkimState,
  type NewDkimKey,
} from './directory/dkim-keys.ts';
export { createDomain, hasDomain, listDomains, removeDomain, type Domain } from './directory/domains.ts';
export {
  createIdentity,
  deleteIdentity,
  listIdentities,
  updateIdentity,
  type Identity,
  type IdentityAddress,
  type IdentityChange,
} from './directory/identities.ts';
export { accountAddresses, isReserved, resolveAddress, toAdministrators } from './directory/resolve-address.ts';
export { createGroup, findGroup, listGroups, removeGroup, updateGroup, type Group, type GroupChange } from './directory/groups.ts';
export { createMask, destroyMask, listMasks, updateMask, type MaskedAddress } from './masks/masked-addresses.ts';
export { getScramRecord, noteAppPasswordUse, putScramKeys, type ScramRecord } from './directory/scram-keys.ts';
export {
  addPasskey,
  findPasskey,
  listPasskeys,
  notePasskeyUse,
  removePasskey,
  type NewPasskey,
  type Passkey,
} from './directory/passkeys.ts';
export {
  countRecoveryCodes,
  getTotpSecret,
  putRecoveryCodes,
  removeSecondFactor,
  setTotpSecret,
  takeRecoveryCode,
  takeTotpStep,
} from './directory/second-factor.ts';
export { getServerState, keepServerState, setServerState } from './directory/server-state.ts';
export { createWebSession, endWebSession, listWebSessions, seeWebSession, type WebSession } from './directory/web-sessions.ts';
export { endSessions, getUser, getUserByLogin, noteLogin, setPassword } from './directory/users.ts';

// ---------- administration ----------
export { createApiKey, findApiKey, getApiKey, listApiKeys, revokeApiKey, type ApiKey } from './administration/api-keys.ts';
export {
  blockAddress,
  forgetLoginFailures,
  insertLoginFailures,
  countLoginFailures,
  listBlockedAddresses,
  listLoginFailures,
  unblockAddress,
  type BlockedAddress,
  type LoginFailures,
} from './administration/blocked-addresses.ts';
export { domainsOfAdmin, listDomainAdmins, setDomainAdmin, type DomainAdmin } from './administration/domain-admins.ts';
export {
  cancelJob,
  claimJob,
  createJob,
  finishJob,
  getJob,
  listJobs,
  noteJobDoing,
  noteJobProgress,
  openJob,
  type ClaimedJob,
  type JobDoing,
  type Job,
  type JobNote,
} from './administration/jobs.ts';
export {
  accountTotals,
  findAccountForAdmin,
  searchAccounts,
  type AccountQuery,
  type FoundAccount,
  type Totals,
} from './administration/search-accounts.ts';
export {
  createInvitation,
  findInvitation,
  getSignupPolicy,
  listInvitations,
  listSignupPolicies,
  revokeInvitation,
  setSignupPolicy,
  takeSignup,
  type Invitation,
  type SignupMode,
  type SignupPolicy,
} from './administration/sign-up.ts';
export { traffic, type TrafficPoint } from './administration/traffic.ts';
export {
  claimWebhookDeliveries,
  createWebhook,
  enqueueWebhook,
  forgetWebhookDeliveries,
  getWebhook,
  listWebhookDeliveries,
  listWebhooks,
  noteWebhookResult,
  removeWebhook,
  updateWebhook,
  type DueDelivery,
  type Webhook,
  type WebhookDelivery,
} from './administration/webhooks.ts';
