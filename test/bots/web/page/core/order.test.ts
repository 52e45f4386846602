import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  faultsIn,
  forget,
  isEmpty,
  keyOf,
  openOrder,
  otherIn,
  release,
  toRequest,
  toSchedule,
} from '../../../../../bots/web/page/core/order.ts';

let shelf: Map<string, string>;
beforeEach(() => {
  shelf = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => shelf.get(name) ?? null,
    setItem: (name: string, value: string) => void shelf.set(name, value),
    removeItem: (name: string) => void shelf.delete(name),
  });
});

const problem = (code: string, more: Readonly<Record<string, unknown>> = {}) => ({
  status: 422,
  code,
  detail: 'In words.',
  more,
});

describe('an order', () => {
  it('says nothing of what was left open', () => {
    const order = openOrder();
    order.texts.topic.value = ' How tides work ';
    order.texts.tone.value = '  ';
    expect(toRequest(order)).toEqual({ topic: 'How tides work' });
  });

  it('has one item for each line, and each source in its way', () => {
    const order = openOrder();
    order.texts.topic.value = 'Tides';
    order.texts.lengthWords.value = '600';
    order.texts.mustMention.value = 'the Moon\n\n the Sun ';
    order.texts.addresses.value = 'https://a.example/\nhttps://b.example/';
    order.texts.pasted.value = 'What a sailor told.\nAnd more.';
    order.files.value = [{ fileId: 'f1', name: 'tides.pdf' }];
    expect(toRequest(order)).toEqual({
      topic: 'Tides',
      lengthWords: 600,
      mustMention: ['the Moon', 'the Sun'],
      sources: [
        { address: 'https://a.example/' },
        { address: 'https://b.example/' },
        { text: 'What a sailor told.\nAnd more.' },
        { fileId: 'f1' },
      ],
    });
  });

  it('is asked for again and again without files, which are read once', () => {
    const order = openOrder();
    order.texts.topic.value = 'Market news';
    order.texts.days.value = 'monday';
    order.texts.zone.value = 'Europe/Berlin';
    order.texts.addresses.value = 'https://a.example/';
    order.files.value = [{ fileId: 'f1', name: 'tides.pdf' }];
    expect(toSchedule(order)).toEqual({
      topic: 'Market news',
      when: 'every monday 09:00',
      zone: 'Europe/Berlin',
      sources: [{ address: 'https://a.example/' }],
    });
    expect(toRequest(order)).not.toHaveProperty('zone');
  });

  it('is empty as long as days and clock are those that it begins with', () => {
    const order = openOrder();
    expect(isEmpty(order)).toBe(true);
    order.texts.at.value = '10:00';
    expect(isEmpty(order)).toBe(false);
    forget(order);
    expect(order.texts.at.value).toBe('09:00');
  });

  it('is there again after a reload, and the same order until something in it changes', () => {
    const order = openOrder();
    order.texts.topic.value = 'Tides';
    const key = keyOf(order);
    release(order);
    const again = openOrder();
    expect(again.texts.topic.value).toBe('Tides');
    expect(keyOf(again)).toBe(key);
    again.texts.topic.value = 'Ebb and flow';
    expect(keyOf(again)).not.toBe(key);
    const meant = { ...toRequest(again), evenIfLike: true };
    expect(keyOf(again, meant)).toBe(keyOf(again, meant));
  });

  it('leaves nothing behind when it has arrived', () => {
    const order = openOrder();
    order.texts.topic.value = 'Tides';
    keyOf(order);
    forget(order);
    expect(isEmpty(order)).toBe(true);
    expect(shelf.size).toBe(0);
  });
});

describe('otherIn', () => {
  it('is the article that an order is like, where the server says so', () => {
    const other = { articleId: '7k3m9x2c4p0qrstv', topic: 'How tides work' };
    expect(otherIn(problem('like-another', { other }))).toBe(other.articleId);
    expect(otherIn(problem('like-another'))).toBeUndefined();
    expect(otherIn(problem('conflict', { other }))).toBeUndefined();
  });
});

describe('faultsIn', () => {
  it('finds the field that a refusal is about', () => {
    expect(faultsIn(problem('bad-source'), 'Not so.')).toEqual({ addresses: 'In words.' });
    expect(faultsIn(problem('description-too-long', { of: 'tone' }), 'Not so.')).toEqual({ tone: 'In words.' });
    expect(faultsIn(problem('schedule-when', { what: 'zone' }), 'Not so.')).toEqual({ zone: 'In words.' });
    expect(faultsIn(problem('schedule-when', { what: 'day' }), 'Not so.')).toEqual({ when: 'In words.' });
  });

  it('finds the fields of a request that is not as it has to be', () => {
    const errors = [
      { path: 'lengthWords', message: 'Too small.' },
      { path: 'sources.2.text', message: 'Too long.' },
      { path: 'mustAvoid.0', message: 'Too long.' },
    ];
    expect(faultsIn(problem('invalid-request', { errors }), 'Not so.')).toEqual({
      lengthWords: 'Not so.',
      pasted: 'Not so.',
      mustAvoid: 'Not so.',
    });
  });

  it('finds none for what is about no field', () => {
    expect(faultsIn(problem('quota-reached'), 'Not so.')).toEqual({});
  });
});
