import { knownZone } from '../../../../src/protocol/timing.ts';
import type { Faults, Order } from '../core/order.ts';
import { CHOSEN_DAYS, firstOf, isChosen } from '../core/repeat.ts';
import { say } from '../core/words.ts';
import { Field, SelectField } from '../ui/field.tsx';

/** Browsers name places alone. */
const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** What is typed of it. */
export type RepeatTexts = Pick<Order['texts'], 'days' | 'at' | 'when' | 'zone'>;

interface RepeatProps {
  readonly texts: RepeatTexts;
  readonly faults: Faults;
  readonly onSubmit: () => void;
}

/** When an article is wanted again and again: days and a clock, or the words of the chats; and where that clock is. */
export function RepeatFields({ texts, faults, onSubmit }: RepeatProps) {
  const { page, schedules } = say();
  const t = page.repeat;
  const { days, at, when, zone } = texts;
  const repeat = { days: days.value, at: at.value, words: when.value, zone: zone.value };
  const first = firstOf(repeat, new Date());
  return (
    <>
      <SelectField
        label={t.days}
        value={days}
        options={[...CHOSEN_DAYS.map((one) => [one, t.onDays[one]] as const), ['', t.otherDays]]}
      />
      {isChosen(days.value) ? (
        <Field label={t.at} value={at} fault={faults.at} isTime />
      ) : (
        <Field
          label={t.inWords}
          value={when}
          fault={faults.when}
          placeholder={t.wordsLike}
          hint={t.wordsHint}
          onSubmit={onSubmit}
        />
      )}
      <Field label={t.zone} value={zone} fault={faults.zone} offered={ZONES} />
      <p class="hint order-whole" role="status">
        {first === undefined ? '' : t.first(schedules.moment(first, zone.value))}
      </p>
    </>
  );
}

/** What needs no server to be told. */
export function repeatFaults({ days, at, when, zone }: RepeatTexts): Faults {
  const { timeMissing, wordsMissing, noZone } = say().page.repeat;
  const typed = zone.value.trim();
  return {
    ...(isChosen(days.value) && at.value === '' && { at: timeMissing }),
    ...(!isChosen(days.value) && when.value.trim() === '' && { when: wordsMissing }),
    ...(knownZone(typed) === undefined && { zone: noZone(typed) }),
  };
}
