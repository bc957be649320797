/** A terminal's Ctrl-C reaches every process of the group, npm passes SIGTERM on, and `disconnect` says that the parent is gone. */
export function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, () => resolve());
  });
}
