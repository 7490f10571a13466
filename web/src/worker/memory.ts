// How much memory the page may use for what it received. Each model counts what it keeps, a little generously, and drops
// its oldest when its share is used up. `memory_test.ts` measures all models together, full of the worst that it could
// think of.

const mebibyte = 1 << 20;

/** The shares of the models in bytes. Together with their charts, whose size is fixed, they stay below `mostBytes`. */
export const shares = {
  tail: 12 * mebibyte,
  pausedTail: 13 * mebibyte,
  hosts: 12.75 * mebibyte,
  connections: 5.25 * mebibyte,
  unreachable: mebibyte / 4,
  saidNames: 3.25 * mebibyte,
  dnsServers: mebibyte / 2,
  dnsNames: 2.75 * mebibyte,
  knownDevices: 1.5 * mebibyte,
  addresses: 4 * mebibyte,
  /** For the overview, which says when one of them changes. */
  watchedAddresses: 1.5 * mebibyte,
  layerCounts: 2.5 * mebibyte,
  ledgers: 2 * mebibyte,
  goneKitchens: mebibyte,
  chefTables: 2 * mebibyte,
  chefPayloads: 2 * mebibyte,
  /** For the models of chefs that were shown before, with their charts. */
  earlierChefs: 4 * mebibyte,
};

export const mostBytes = 64 * mebibyte;

/** Returns at least the bytes that a string takes. */
export function bytesOf(text: string): number {
  return 24 + (isAscii.test(text) ? 1 : 2) * text.length;
}

const isAscii = /^[\x00-\x7f]*$/;
