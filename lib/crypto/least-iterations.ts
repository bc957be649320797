/** Of PBKDF2 with SHA-256; fewer are refused, by the server too. Apart from the shape, whose checker no browser needs. */
export const leastIterations = 600_000;
