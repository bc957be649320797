/** The addresses of a mailing list: its own to write to, and those that do something (RFC 2142 §6). */

export const listRoles = ['request', 'subscribe', 'unsubscribe', 'confirm', 'owner', 'bounces', 'accept', 'reject'] as const;
export type ListRole = (typeof listRoles)[number];

export interface ListAddress {
  /** Local part of the list itself. */
  list: string;
  role: ListRole | 'post';
  /** Behind the `+`. */
  detail: string | null;
}

/** `boat-bounces+7-ab` → boat, bounces, `7-ab`. What has no such end is the list's own. */
export function readListAddress(localpart: string): ListAddress {
  const plus = localpart.indexOf('+');
  const name = plus > 0 ? localpart.slice(0, plus) : localpart;
  const detail = plus > 0 ? localpart.slice(plus + 1) : null;
  const role = listRoles.find((one) => name.endsWith(`-${one}`) && name.length > one.length + 1);
  return role ? { list: name.slice(0, -role.length - 1), role, detail } : { list: name, role: 'post', detail };
}

/** `list` is the whole address. */
export function listAddress(list: string, role: ListRole, detail?: string): string {
  const at = list.lastIndexOf('@');
  return `${list.slice(0, at)}-${role}${detail === undefined ? '' : `+${detail}`}${list.slice(at)}`;
}
