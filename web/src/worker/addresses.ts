// The order of addresses.

/** Compares addresses as numbers: 10.0.0.9 comes before 10.0.0.10. Those of IPv4 come before all others. */
export function compareAddresses(a: string, b: string): number {
  if (a === b) return 0;
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== right) return left - right;
  return a < b ? -1 : 1;
}

// Makes no objects, as tables of thousands of addresses are sorted once a second.
function numberOf(address: string): number {
  let whole = 0;
  let part = 0;
  for (let i = 0; i < address.length; ++i) {
    const code = address.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      part = part * 10 + code - 48;
    } else if (code === 46) {
      whole = whole * 256 + part;
      part = 0;
    } else {
      return notIpv4;
    }
  }
  return Math.min(whole * 256 + part, notIpv4);
}

const notIpv4 = 2 ** 32;
