import type { Telegram as Methods } from 'telegraf/types';
import { type Finding, ok, warning } from '../../../src/doctor/doctor.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { registerCommands } from '../connect/register-commands.ts';
import { why } from './why.ts';

/** Whether the menus of commands are those that Copydesk registers when it starts: has it do so, and keeps back what it would change. */
export async function lookAtCommands(call: CallTelegram, apiRoot: string): Promise<Finding> {
  let asked = 0;
  let differing = 0;
  const dryCall: CallTelegram = async (method, payload, options) => {
    if (method === 'getMyCommands') asked += 1;
    if (method !== 'setMyCommands') return await call(method, payload, options);
    differing += 1;
    const done: ReturnType<Methods['setMyCommands']> = true;
    return done as ReturnType<Methods[typeof method]>;
  };
  try {
    await registerCommands(dryCall, new AbortController().signal);
  } catch (error) {
    return { kind: 'fault', troubles: [why(error, apiRoot)] };
  }
  if (differing === 0) return ok('the menus of private chats and groups are up to date, in every language');
  return warning(
    differing === asked
      ? 'the menus of commands are not there yet'
      : `${differing} of ${asked} menus of commands are out of date`,
    'Copydesk brings them up to date when it starts. If it runs already, its log says what went wrong.',
  );
}
