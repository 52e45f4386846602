/** Why Copydesk cannot run on this machine, as far as that is its C library: a sentence with the way out. Undefined: it can. */
export function faultOfLibc(): string | undefined;
