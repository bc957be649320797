/** Apple's configuration profile with one mail account (com.apple.mail.managed): iPhone, iPad and Mac ask only for the password then. */
import { escapeXml, type MailServer } from './mail-servers.ts';

export interface ProfileIds {
  /** UUIDs that stay the same for an address, so that a second download replaces the first profile. */
  profile: string;
  account: string;
}

export function mobileconfig(address: string, name: string, incoming: MailServer, outgoing: MailServer, ids: ProfileIds): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const identifier = `${domain.split('.').reverse().join('.')}.mail`;
  const server = (prefix: string, { host, port }: MailServer) => [
    ...text(`${prefix}MailServerHostName`, host),
    ...whole(`${prefix}MailServerPortNumber`, port),
    ...yes(`${prefix}MailServerUseSSL`),
    ...text(`${prefix}MailServerUsername`, address),
    ...text(`${prefix}MailServerAuthentication`, 'EmailAuthPassword'),
  ];
  const account = [
    ...text('PayloadType', 'com.apple.mail.managed'),
    ...whole('PayloadVersion', 1),
    ...text('PayloadIdentifier', `${identifier}.account`),
    ...text('PayloadUUID', ids.account),
    ...text('PayloadDisplayName', address),
    ...text('EmailAccountType', 'EmailTypeIMAP'),
    ...text('EmailAccountDescription', address),
    ...text('EmailAccountName', name),
    ...text('EmailAddress', address),
    ...server('Incoming', incoming),
    ...server('Outgoing', outgoing),
    ...yes('OutgoingPasswordSameAsIncomingPassword'),
  ];
  const profile = [
    ...text('PayloadType', 'Configuration'),
    ...whole('PayloadVersion', 1),
    ...text('PayloadIdentifier', identifier),
    ...text('PayloadUUID', ids.profile),
    ...text('PayloadDisplayName', `Mail for ${address}`),
    ...text('PayloadDescription', `Sets up ${address} in Mail.`),
    '<key>PayloadContent</key>',
    `<array><dict>${account.join('')}</dict></array>`,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${profile.join('')}</dict></plist>
`;
}

const entry = (key: string, value: string) => [`<key>${key}</key>`, value];
const text = (key: string, value: string) => entry(key, `<string>${escapeXml(value)}</string>`);
const whole = (key: string, value: number) => entry(key, `<integer>${value}</integer>`);
const yes = (key: string) => entry(key, '<true/>');
