import type { FileAudit, RuleId } from '../protocol/nouns';

/** Rules that claim something about a whole file at a measured error rate. */
const CLAIMS: readonly RuleId[] = ['undertone/unexpected-teacher', 'undertone/mixed', 'undertone/trait-shift'];

const FALSE_DISCOVERY_RATE = 0.05;

/** What claims about several files are worth together. */
export interface Discoveries {
  /** Files that were audited, and those with a claim. */
  files: number;
  claims: number;
  /** How many of the claims, those with the lowest error rates, stand at `falseDiscoveryRate`. */
  standing: number;
  /** On average at most this share of the standing claims is false. */
  falseDiscoveryRate: number;
}

/**
 * Many files give some false claims by chance alone. A claim that is false at rate r has e-value 1/r under its null, whatever the files have to
 * do with each other; the k claims with the largest stand at level a if each is at least K / (a k) (e-BH; Wang and Ramdas, 2022).
 */
export function discoveriesAmong(audits: FileAudit[]): Discoveries {
  const rates = audits.map(audit => audit.findings.filter(({ rule, record }) => CLAIMS.includes(rule) && !record).map(({ errorRate }) => errorRate)).filter(own => own.length > 0).map(own => Math.min(...own)).sort((a, b) => a - b);
  const standing = rates.reduce((most, rate, i) => (rate <= FALSE_DISCOVERY_RATE * (i + 1) / audits.length * (1 + 1e-9) ? i + 1 : most), 0);
  return { files: audits.length, claims: rates.length, standing, falseDiscoveryRate: FALSE_DISCOVERY_RATE };
}
