import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackOptions } from '@slack/oauth';
import type { WebClient } from '@slack/web-api';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { AuditLog } from '../../../src/storage/audit-log.ts';
import { PLATFORM } from '../platform.ts';

export interface AllowInstallationOptions {
  /** Ids of workspaces, or of organisations as a whole. Absent: whichever. */
  readonly workspaces?: readonly string[];
  readonly createClient: (token: string) => WebClient;
  readonly audit: AuditLog;
  readonly logger: Logger;
}

/**
 * Asked when Slack has handed out a token, before anything is stored: installs the app only where it may be. Elsewhere the token is
 * given back, so that nobody holds it, and the person is told.
 */
export function allowInstallation({
  workspaces,
  createClient,
  audit,
  logger,
}: AllowInstallationOptions): NonNullable<CallbackOptions['afterInstallation']> {
  const attempt = async (what: string, work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, `Could not ${what}`);
    }
  };
  return async ({ team, enterprise, isEnterpriseInstall, bot, user }, _options, request, response) => {
    const id = (isEnterpriseInstall === true ? enterprise?.id : team?.id) ?? '';
    if (workspaces === undefined || workspaces.includes(id)) return true;
    logger.warn({ workspace: id, user: user.id }, 'The app is not installed where it may not be');
    const by = { platform: PLATFORM, workspace: id, userId: user.id, displayName: user.id };
    await Promise.all([
      attempt('write down what was refused', audit.note({ act: 'install', by, code: 'workspace' })),
      ...[bot?.token, user.token].map(async (token) =>
        token === undefined ? undefined : await attempt('give a token back', createClient(token).auth.revoke()),
      ),
    ]);
    refuse(request, response, team?.name ?? enterprise?.name ?? id);
    return false;
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, workspace: string): void {
  const t = messages(languageOfLocale(request.headers['accept-language']));
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${t.slack.notInstalled(workspace)}\n`);
}
