/** The schemas of what administrators type. Names are folded to lower case, as they are stored. */
import { z } from 'zod';

export const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'Give a domain such as hamburger.edu.',
  );

export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>(),;:"[\]]{1,64}@[a-z0-9.-]{1,253}$/, 'Give an address such as bob@hamburger.edu.');

/** NIST SP 800-63B §5.1.1: length is what counts. A person chooses it; the command line may set shorter ones. */
export const newPassword = z
  .string()
  .min(8, 'The password must have at least 8 characters.')
  .max(1000, 'The password must have at most 1,000 characters.');

/** "5G", "500 MB", "" for no limit: octets. */
export const quota = z
  .string()
  .trim()
  .regex(/^(\d+(\.\d+)?\s*([kmgt]i?b?)?)?$/i, 'Give a size such as 5 GB, or leave it empty for no limit.')
  .transform((text) => {
    if (text === '') return null;
    const unit = /[kmgt]/i.exec(text)?.[0].toLowerCase() ?? '';
    return Math.round(parseFloat(text) * 1000 ** ' kmgt'.indexOf(unit || ' '));
  });
