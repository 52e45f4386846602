const UNREACHED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EMFILE|EPROTO|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|.*_CERT_.*|.*_CERT|UNABLE_TO_.*)$/;

/** Whether the code of a failed request says that nothing left this machine, or that whoever was there was not the one we meant. */
export function isUnreached(code: string): boolean {
  return UNREACHED.test(code);
}
