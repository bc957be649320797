/** Notifications of this browser by web push (RFC 8620 §7.2, RFC 9749). The worker (public/sw.js) shows them. */
import { jmapConnection } from '../jmap/open-connection.ts';
import { answerOf, createdBy, MethodError, type MethodCall } from '../jmap/connection.ts';
import { words } from '../i18n/words.ts';

export interface Device {
  id: string;
  deviceClientId: string;
  expires: string | null;
  isThis: boolean;
}
export interface NotificationState {
  /** `unsupported`: this browser cannot; `denied`: it was told not to. */
  kind: 'unsupported' | 'denied' | 'off' | 'on';
  devices: Device[];
}
const deviceKey = 'posthorn.device';
const subscriptionKey = 'posthorn.push';

function deviceId(): string {
  const known = localStorage.getItem(deviceKey);
  if (known) return known;
  const made = crypto.randomUUID();
  localStorage.setItem(deviceKey, made);
  return made;
}

/** Of the log-in, not of an account: these calls have no accountId. */
async function call(calls: MethodCall[]): Promise<Record<string, unknown>> {
  const answers = await (await jmapConnection()).call(calls);
  return answerOf(answers, calls[0]?.[2] ?? '');
}

export async function loadNotifications(): Promise<NotificationState> {
  const own = deviceId();
  const { list } = await call([['PushSubscription/get', { ids: null }, 'get']]);
  const devices = (list as Omit<Device, 'isThis'>[]).map((one) => ({ ...one, isThis: one.deviceClientId === own }));
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return { kind: 'unsupported', devices };
  if (Notification.permission === 'denied') return { kind: 'denied', devices };
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return { kind: subscription && devices.some(({ isThis }) => isThis) ? 'on' : 'off', devices };
}

export async function turnOn(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(words('settings')('notifications.denied'));
  const registration = await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  const session = (await (await fetch('/.well-known/jmap')).json()) as { capabilities: Record<string, { applicationServerKey?: string }> };
  const key = session.capabilities['urn:ietf:params:jmap:webpush-vapid']?.applicationServerKey ?? '';
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  const deviceClientId = deviceId();
  const former = localStorage.getItem(subscriptionKey);
  const create = { device: { deviceClientId, url: endpoint, keys, types: ['EmailDelivery'] } };
  const answer = await call([['PushSubscription/set', { create, ...(former ? { destroy: [former] } : {}) }, 'set']]);
  const subscriptionId = String(createdBy(answer, 'device').id);
  localStorage.setItem(subscriptionKey, subscriptionId);
  const t = words('settings');
  const own = { newMail: t('notifications.newMail'), archive: t('notifications.archive'), read: t('notifications.read') };
  active?.postMessage({ posthorn: 'push', notes: { subscriptionId, deviceClientId, words: own, since: new Date().toISOString() } });
}

export async function turnOff(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  const id = localStorage.getItem(subscriptionKey);
  localStorage.removeItem(subscriptionKey);
  if (id) await forgetDevice(id).catch(() => undefined); // it has ended already
}

export async function forgetDevice(id: string): Promise<void> {
  const answer = await call([['PushSubscription/set', { destroy: [id] }, 'set']]);
  const refused = (answer.notDestroyed as Record<string, { type: string; description?: string }> | null)?.[id];
  if (refused) throw new MethodError(refused.type, refused.description);
}

export async function showExample(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  await registration.showNotification('Posthorn', {
    body: words('settings')('notifications.exampleText'),
    icon: '/icon.svg',
    data: { url: '/mail/inbox' },
  });
}
