// Ids made here, so that sending a form twice is harmless.
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 48 bits of time and 80 random bits in 26 signs. */
export function ulid(now = Date.now()): string {
  let time = ''
  for (let n = now, i = 0; i < 10; i++, n = Math.floor(n / 32)) time = signs[n % 32] + time
  const random = crypto.getRandomValues(new Uint8Array(16))
  return time + Array.from(random, (b) => signs[b % 32]).join('')
}
