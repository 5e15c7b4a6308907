/** The certificates in a PEM text, one by one; what else stands in it, such as a key, is passed over. */
export function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----[^-]*-----END \1-----/g) ?? [];
}
