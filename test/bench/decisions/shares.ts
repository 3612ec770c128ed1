/** Shares of the population; chosen, and told in the README. */
export const shares = {
  individual: 0.6,
  microInShop: 0.35,
  unnamedLicence: 0.05,
  franchise: 0.02,
  corporateAccount: 0.06,
  located: 0.55,
  stamped: 0.08,
  plainStall: 0.4,
  verified: 0.5,
} as const
