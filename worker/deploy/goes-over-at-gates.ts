/** The first server that tells an article of a version of other code, and lets it go over in a new run. */
export const OLDEST_SERVER = '1.31';

/** Whether articles go over to other code at their gates on a server of this version, `1.32.0`; else they stay where they are to their end. */
export function goesOverAtGates(serverVersion: string): boolean {
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SERVER.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
