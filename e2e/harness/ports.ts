/** Where the journeys' two servers listen: the standard ports plus this, so that two runs on one machine can have ports of their own. */
export const portOffset = Number(process.env.E2E_PORT_OFFSET ?? 13_000);

export const port = (standard: number): number => standard + portOffset;

export const crepesUrl = `http://127.0.0.2:${port(80)}`;
export const hamburgerUrl = `http://127.0.0.3:${port(80)}`;
