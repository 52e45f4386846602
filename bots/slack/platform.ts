/** The `platform` of actors and threads in Slack. */
export const PLATFORM = 'slack';
