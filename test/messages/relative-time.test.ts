import { describe, expect, it } from 'vitest';
import { createTimeAgo } from '../../src/messages/relative-time.ts';

const NOW = new Date('2026-11-23T14:00:00Z');

describe('createTimeAgo', () => {
  it.each([
    ['2026-11-23T13:59:30Z', 'now', 'сейчас'],
    // A clock that is ahead.
    ['2026-11-23T14:00:05Z', 'now', 'сейчас'],
    ['2026-11-23T13:58:59Z', '1 minute ago', '1 минуту назад'],
    ['2026-11-23T13:00:01Z', '59 minutes ago', '59 минут назад'],
    ['2026-11-23T12:00:00Z', '2 hours ago', '2 часа назад'],
    ['2026-11-22T14:00:00Z', 'yesterday', 'вчера'],
    ['2026-11-13T14:00:00Z', '10 days ago', '10 дней назад'],
  ])('says how long ago %s was', (at, english, russian) => {
    expect(createTimeAgo('en')(new Date(at), NOW)).toBe(english);
    expect(createTimeAgo('ru')(new Date(at), NOW)).toBe(russian);
  });
});
