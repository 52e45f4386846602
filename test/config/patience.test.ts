import { describe, expect, it } from 'vitest';
import { patience, toPatience } from '../../src/config/patience-schema.ts';
import { settingsOf } from '../../src/protocol/settings.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const read = (given: unknown) => toPatience(patience.parse(given), 'Europe/Berlin');
const parsed = (given: unknown) => read(given).patience;
const faultOf = (given: unknown): string | undefined => {
  const [issue] = patience.safeParse(given).error?.issues ?? [];
  return issue && `${issue.path.join('.')}: ${issue.message}`;
};

describe('article_workflow.patience', () => {
  it('reminds people after four hours and every day, and waits for ever unless it is told otherwise', () => {
    expect(parsed({})).toMatchObject({
      remindAfter: { unit: 'minutes', count: 240 },
      remindEvery: { unit: 'days', count: 1 },
      working: { weekdays: [1, 2, 3, 4, 5], from: 540, to: 1080, holidays: 'zone', daysOff: [] },
      zone: 'Europe/Berlin',
    });
    expect(parsed({ remind_after: 'never', remind_every: 'never' })).not.toHaveProperty('remindAfter');
    expect(parsed({})).not.toHaveProperty('expire');
    expect(parsed({})).not.toHaveProperty('escalate');
  });

  it('reads times in minutes, hours and working days', () => {
    expect(
      parsed({
        remind_after: '30m',
        escalate_after: '90m',
        escalate_to: ['slack:T1:U1', 'requester'],
        expire_after: '14d',
        outcome: 'cancel',
        working_days: ['sunday', 'monday'],
        working_hours: '0:00-24:00',
        quiet_hours: '22:00-8:00',
        holidays: 'DE-BE',
        days_off: ['2028-02-29'],
      }),
    ).toEqual(
      expect.objectContaining({
        escalate: { after: { unit: 'minutes', count: 90 }, to: ['slack:T1:U1', 'requester'] },
        expire: { after: { unit: 'days', count: 14 }, outcome: 'cancel' },
        working: {
          weekdays: [0, 1],
          from: 0,
          to: 1440,
          quiet: { from: 1320, to: 480 },
          holidays: 'DE-BE',
          daysOff: ['2028-02-29'],
        },
      }),
    );
    expect(parsed({ remind_after: 'never', escalate_after: '4h', escalate_to: ['requester'] }).escalate?.after).toEqual(
      {
        unit: 'minutes',
        count: 240,
      },
    );
  });

  it('is otherwise for some templates and channels: what a policy leaves out is as above', () => {
    const top = { remind_after: '1h', escalate_after: '2d', escalate_to: ['requester'], expire_after: '9d' };
    const { patience: general, policies } = read({
      ...top,
      policies: [
        { template: 'news', channel: 'slack:C1', remind_after: '15m', working_hours: '0:00-24:00' },
        { template: 'news', expire_after: 'never', escalate_after: 'never' },
        { channel: 'slack:C1', outcome: 'cancel' },
      ],
    });
    const rulesOf = (template: string | undefined, channel: string) =>
      settingsOf(
        { ...TEST_SETTINGS, patience: general },
        { approval: [], patience: policies },
        {
          platform: 'slack',
          channel,
          language: 'en',
          ...(template !== undefined && { template }),
        },
      ).patience;
    expect(rulesOf('news', 'C1')).toEqual({
      ...general,
      remindAfter: { unit: 'minutes', count: 15 },
      working: { ...general.working, from: 0, to: 1440 },
    });
    const { escalate: _, expire: __, ...others } = general;
    expect(rulesOf('news', 'C2')).toEqual(others);
    expect(rulesOf(undefined, 'C1')?.expire).toEqual({ after: { unit: 'days', count: 9 }, outcome: 'cancel' });
    expect(rulesOf(undefined, 'C2')).toEqual(general);
  });

  const to = ['slack:T1:U1'];
  it.each<[string, unknown, string]>([
    ['an outcome that decides', { outcome: 'approve' }, 'outcome: must be one of park, cancel'],
    ['a time without a unit', { expire_after: 14 }, 'expire_after: must be text such as 30m, 4h, 2d or never'],
    ['a time that never comes', { expire_after: '999d' }, 'expire_after: must be 366d at most'],
    ['telling nobody', { escalate_after: '2d' }, 'escalate_to: names nobody'],
    ['people who are never told', { escalate_to: to }, 'escalate_after: is never, and escalate_to names people'],
    [
      'a group to be told',
      { escalate_to: ['slack:T1:group:S1'] },
      'escalate_to.0: must be requester or somebody by name',
    ],
    [
      'an end before others are told',
      { escalate_after: '3d', escalate_to: to, expire_after: '2d' },
      'expire_after: is 2d, which has to be longer than escalate_after',
    ],
    [
      'an end in hours before others are told in days',
      { escalate_after: '1d', escalate_to: to, expire_after: '9h' },
      'expire_after: is 9h, which has to be longer than escalate_after',
    ],
    [
      'others who are told first',
      { escalate_after: '3h', escalate_to: to },
      'escalate_after: is 3h, and those who are waited for are reminded only after 4h',
    ],
    [
      'an end before the first reminder',
      { expire_after: '4h' },
      'expire_after: is 4h, which has to be longer than remind_after',
    ],
    [
      'a second reminder that nobody lives to see',
      { remind_every: '3d', expire_after: '3d' },
      'remind_every: is 3d, and the article is given up 3d after people are asked (expire_after): there would be no second reminder',
    ],
    ['a time of nothing', { remind_after: '0m' }, 'remind_after: must be text such as 30m, 4h, 2d or never'],
    ['a number alone', { remind_after: 0 }, 'remind_after: must be text such as 30m, 4h, 2d or never'],
    ['seconds', { expire_after: '1s' }, 'expire_after: must be text such as 30m, 4h, 2d or never'],
    [
      'a policy for everything',
      { policies: [{ remind_after: '1h' }] },
      'policies.0: fits every article; name a template, a channel or a language',
    ],
    [
      'a policy behind a wider one',
      { policies: [{ template: 'news' }, { template: 'news', channel: 'slack:C1' }] },
      'policies.1: is never reached: policies[0] fits all of its articles',
    ],
    [
      'a policy that does not fit what is above it',
      { escalate_after: '3d', escalate_to: to, policies: [{ template: 'news', expire_after: '2d' }] },
      'policies.0.expire_after: is 2d, which has to be longer than escalate_after',
    ],
    [
      'an outcome of a policy that decides',
      { policies: [{ template: 'news', outcome: 'approve' }] },
      'policies.0.outcome: must be one of park, cancel',
    ],
    ['no working days', { working_days: [] }, 'working_days: is empty: nobody would ever work'],
    ['an unknown day', { working_days: ['mon'] }, 'working_days.0: must be one of sunday'],
    ['hours that end before they begin', { working_hours: '18:00-9:00' }, 'working_hours: must begin before they end'],
    [
      'hours after midnight',
      { working_hours: '9:00-24:30' },
      'working_hours: must begin before they end, and end by 24:00',
    ],
    ['quiet all day', { quiet_hours: '8:00-19:00' }, 'quiet_hours: leave nothing of working_hours (9:00-18:00)'],
    ['holidays of nowhere', { holidays: 'XX' }, 'holidays: names no country or state whose holidays are known'],
    ['holidays of no state', { holidays: 'DE-ZZ' }, 'holidays: names no country or state'],
    ['a day that there is not', { days_off: ['2026-02-30'] }, 'days_off.0: must be a day such as 2026-12-24'],
  ])('refuses %s', (_, given, fault) => {
    expect(faultOf(given)).toContain(fault);
  });
});
