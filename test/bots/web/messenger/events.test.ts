import { describe, expect, it } from 'vitest';
import { eventsSince, idOf, NOTHING_KNOWN, readId, type Shown } from '../../../../bots/web/messenger/events.ts';

const digest = (n: number) => String(n).padStart(8, '0');
/** `live`: the entries that may change, with what they say. */
function shown(
  revision: number,
  entries: Readonly<Record<number, string>>,
  live: readonly number[] = [],
  words?: number,
): Shown {
  const seqs = Object.keys(entries).map(Number);
  return {
    revision,
    said: Math.max(0, ...seqs),
    ...(words !== undefined && { words }),
    state: { revision },
    entries: seqs.map((seq) => ({
      seq,
      isLive: live.includes(seq),
      digest: digest((entries[seq] ?? '').length),
      data: JSON.stringify({ seq, says: entries[seq] }),
    })),
  };
}

/** Names and data, with what a reader knows behind each. */
function read(events: string) {
  return events
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [event, id, data] = block.split('\n');
      return { said: `${event?.slice(7)} ${data?.slice(6)}`, id: id?.slice(4) ?? '' };
    });
}

describe('what a reader has not seen', () => {
  it('is everything at first, and then nothing', () => {
    const now = shown(1, { 1: 'a', 2: 'b' }, [2]);
    const { events, known } = eventsSince(NOTHING_KNOWN, now);
    expect(read(events).map(({ said }) => said)).toEqual([
      'entry {"seq":1,"says":"a"}',
      'entry {"seq":2,"says":"b"}',
      'state {"revision":1,"said":2}',
    ]);
    expect(eventsSince(known, now)).toEqual({ events: '', known });
  });

  it('is what is new, and what says something else', () => {
    const { known } = eventsSince(NOTHING_KNOWN, shown(1, { 1: 'a', 2: 'b' }, [1, 2]));
    const { events } = eventsSince(known, shown(2, { 1: 'a', 2: 'other', 3: 'c' }, [3]));
    expect(read(events).map(({ said }) => said)).toEqual([
      'entry {"seq":2,"says":"other"}',
      'entry {"seq":3,"says":"c"}',
      'state {"revision":2,"said":3}',
    ]);
  });

  it('is how far the text is, alone', () => {
    const { known } = eventsSince(NOTHING_KNOWN, shown(1, { 1: 'a' }, [1], 10));
    expect(read(eventsSince(known, shown(1, { 1: 'a' }, [1], 20)).events).map(({ said }) => said)).toEqual([
      'state {"revision":1,"said":1,"wordsSoFar":20}',
    ]);
  });

  it('is the same, wherever they broke off before', () => {
    const first = shown(1, { 1: 'a', 2: 'b' }, [1, 2], 5);
    const second = shown(2, { 1: 'aa', 2: 'bb', 3: 'c', 4: 'd' }, [3, 4], 7);
    const before = eventsSince(NOTHING_KNOWN, first).known;
    const all = read(eventsSince(before, second).events);
    expect(all).toHaveLength(5);
    all.forEach(({ id }, at) => {
      const rest = read(eventsSince(readId(id), second).events);
      expect(rest.map(({ said }) => said)).toEqual(all.slice(at + 1).map(({ said }) => said));
    });
  });

  it('is what is being written, from where they are on', () => {
    const text = (written: string, same: number, work = 's3') => ({
      ...shown(1, { 1: 'a' }),
      writing: { work, text: written, same },
    });
    const { events, known } = eventsSince(NOTHING_KNOWN, text('The tide', 0));
    expect(read(events).at(-1)?.said).toBe('text {"work":"s3","at":0,"text":"The tide"}');
    expect(idOf(known)).toBe('1.1..s3~8.');
    expect(eventsSince(known, text('The tide', 8)).events).toBe('');
    const more = eventsSince(readId(idOf(known)), text('The tide rises', 8));
    expect(read(more.events).map(({ said }) => said)).toEqual(['text {"work":"s3","at":8,"text":" rises"}']);
    // The end was another one.
    expect(read(eventsSince(more.known, text('The tide ro', 10)).events)[0]?.said).toBe(
      'text {"work":"s3","at":10,"text":"o"}',
    );
    // Another process knows nothing of what was shown.
    expect(read(eventsSince(more.known, text('The tide rises', 0)).events)[0]?.said).toBe(
      'text {"work":"s3","at":0,"text":"The tide rises"}',
    );
    expect(read(eventsSince(more.known, text('Anew', 0, 's4')).events)[0]?.said).toBe(
      'text {"work":"s4","at":0,"text":"Anew"}',
    );
  });

  it('is what was said in place of what a lost step had said', () => {
    const { known } = eventsSince(NOTHING_KNOWN, shown(2, { 1: 'a', 2: 'lost' }, [1, 2]));
    const { events, known: shorter } = eventsSince(known, shown(3, { 1: 'a' }));
    expect(read(events).map(({ said }) => said)).toEqual(['state {"revision":3,"said":1}']);
    expect(read(eventsSince(shorter, shown(4, { 1: 'a', 2: 'instead' })).events).map(({ said }) => said)).toEqual([
      'entry {"seq":2,"says":"instead"}',
      'state {"revision":4,"said":2}',
    ]);
  });
});

describe('the id of an event', () => {
  it.each(['', 'x', '1.2.3', '1.2.3.4', '1.2...1-zzzzzzzz', '9'.repeat(30_000), '1.2.3..1-00000000;drop'])(
    '%.20s is none of ours, and nothing was seen',
    (id) => {
      expect(readId(id)).toBe(NOTHING_KNOWN);
    },
  );

  it('says what was seen, and can be read back', () => {
    const { known } = eventsSince(NOTHING_KNOWN, shown(12, { 1: 'a', 6: 'bb', 7: 'c' }, [6, 7], 340));
    expect(idOf(known)).toBe('12.7.340..6-00000002_7-00000001');
    expect(readId(idOf(known))).toEqual(known);
    expect(readId(undefined)).toBe(NOTHING_KNOWN);
  });
});
