import { z } from 'zod';

const team = z.string().min(1).optional().catch(undefined);
const partOf = <T extends z.ZodRawShape>(shape: T) => z.object(shape).optional().catch(undefined);

/** Where a payload names the workspace of the app, and that of the person, which is another one in a channel of several companies. */
const payloadSchema = z.object({
  view: partOf({ app_installed_team_id: team }),
  message: partOf({ team, bot_profile: partOf({ team_id: team }) }),
  team: partOf({ id: team }),
  user: partOf({ team_id: team }),
  context_team_id: team,
  team_id: team,
});

/** Workspaces of the app that a payload may be for, the likeliest first. @param named as Bolt reads it */
export function installedIn(named: string | undefined, payload: unknown): readonly string[] {
  const read = payloadSchema.safeParse(payload).data;
  const candidates = [
    read?.view?.app_installed_team_id,
    named,
    read?.message?.bot_profile?.team_id,
    read?.team?.id,
    read?.message?.team,
    read?.context_team_id,
    read?.team_id,
    read?.user?.team_id,
  ];
  // An organisation is none.
  return [...new Set(candidates.filter((one) => one !== undefined))].filter((one) => one.startsWith('T'));
}
