/** What the process tells its caller; the README documents these. */
export const EXIT = { clean: 0, findings: 1, error: 2, noVerdict: 3, interrupted: 130 } as const;

/** The command line itself is wrong; the usage is shown with the message. */
export class UsageError extends Error {}
