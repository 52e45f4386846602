/** Milliseconds of processor time that this process has used: what a machine does besides is not in them. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
