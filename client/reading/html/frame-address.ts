/**
 * Where the frame of a message comes from. It is of no origin, so no service worker can give it without a network: the browser's own cache
 * does, for which its address names its content (message-frame.test.ts holds the two together).
 */
export const frameAddress = '/message-frame.html?v=ff268ad223a5';
