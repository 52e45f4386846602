import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCommand } from '../../src/chat/to-command.ts';
import { MAX_TOPIC_CHARS } from '../../src/protocol/article.ts';

const ID = '7k3m9x2c4p01q2w3';
const MONDAY = { weekdays: [1], times: [{ hour: 9, minute: 0 }] };

describe('toCommand', () => {
  it.each([
    ['', { kind: 'form' }],
    [' \n ', { kind: 'form' }],
    ['article', { kind: 'form' }],
    ['Article:', { kind: 'form' }],
    ['write', { kind: 'form' }],
    ['help', { kind: 'help' }],
    ['HELP!', { kind: 'help' }],
    ['?', { kind: 'help' }],
    ['/help', { kind: 'help' }],
    ['помощь', { kind: 'help' }],
    ['list', { kind: 'list', view: { scope: 'mine', page: 1 } }],
    ['Список', { kind: 'list', view: { scope: 'mine', page: 1 } }],
    ['inbox', { kind: 'list', view: { scope: 'waiting', page: 1 } }],
    ['/inbox 2', { kind: 'list', view: { scope: 'waiting', page: 2 } }],
    ['inbox zero', { kind: 'start', topic: 'inbox zero' }],
    ['inbox zero for beginners', { kind: 'start', topic: 'inbox zero for beginners' }],
    ['входящие', { kind: 'list', view: { scope: 'waiting', page: 1 } }],
    ['list waiting for me', { kind: 'list', view: { scope: 'waiting', page: 1 } }],
    ['list all here', { kind: 'list', view: { scope: 'here', page: 1 } }],
    ['list running', { kind: 'list', view: { scope: 'mine', state: 'running', page: 1 } }],
    ['LIST Done page 2', { kind: 'list', view: { scope: 'mine', state: 'done', page: 2 } }],
    ['list everywhere running', { kind: 'list', view: { scope: 'everywhere', state: 'running', page: 1 } }],
    ['list везде 2', { kind: 'list', view: { scope: 'everywhere', page: 2 } }],
    ['list here done 12', { kind: 'list', view: { scope: 'here', state: 'done', page: 12 } }],
    ['список ждут меня', { kind: 'list', view: { scope: 'waiting', page: 1 } }],
    ['every monday 9:00 Market news', { kind: 'schedule', timing: MONDAY, topic: 'Market news' }],
    ['/every monday 9:00 Market news', { kind: 'schedule', timing: MONDAY, topic: 'Market news' }],
    ['каждый понедельник 9:00 Market news', { kind: 'schedule', timing: MONDAY, topic: 'Market news' }],
    ['every monday 9:00', { kind: 'faulty', fault: { code: 'schedule-when', what: 'topic', typed: '' } }],
    ['article: every monday 9:00 Market news', { kind: 'start', topic: 'every monday 9:00 Market news' }],
    ['schedules', { kind: 'schedules', scope: 'mine' }],
    ['Расписания', { kind: 'schedules', scope: 'mine' }],
    ['schedules everywhere', { kind: 'schedules', scope: 'everywhere' }],
    [`schedule ${ID}`, { kind: 'schedules', scope: 'mine', scheduleId: ID }],
    ['schedules pause', { kind: 'schedule-act', act: 'pause' }],
    [`schedules skip the next ${ID}`, { kind: 'schedule-act', act: 'skip', scheduleId: ID }],
    [`расписание удалить ${ID}`, { kind: 'schedule-act', act: 'delete', scheduleId: ID }],
    [`schedules run ${ID} now`, { kind: 'schedule-act', act: 'run', scheduleId: ID }],
    [
      'schedules pause everything',
      { kind: 'faulty', fault: { code: 'not-an-id', verb: 'schedules', typed: 'pause everything' } },
    ],
    ['schedule management for beginners', { kind: 'start', topic: 'schedule management for beginners' }],
    [`anyway ${ID}`, { kind: 'start-held', orderId: ID }],
    ['costs', { kind: 'costs' }],
    ['/cost', { kind: 'costs' }],
    ['Расходы', { kind: 'costs' }],
    ['status', { kind: 'status' }],
    ['status?', { kind: 'status' }],
    [`status ${ID}`, { kind: 'status', articleId: ID }],
    [`Статус ${ID}`, { kind: 'status', articleId: ID }],
    ['status  ARTICLE-7K3M-9X2C-4P01-Q2W3 ', { kind: 'status', articleId: ID }],
    [`status \`${ID}\`,`, { kind: 'status', articleId: ID }],
    [`cancel <${ID}>`, { kind: 'control', control: 'cancel', articleId: ID }],
    ['cancel 7k3m9x2c4polq2w3', { kind: 'control', control: 'cancel', articleId: ID }],
    ['отмена', { kind: 'control', control: 'cancel' }],
    ['отменить', { kind: 'control', control: 'cancel' }],
    ['pause', { kind: 'control', control: 'pause' }],
    ['пауза', { kind: 'control', control: 'pause' }],
    ['resume', { kind: 'control', control: 'resume' }],
    ['продолжить', { kind: 'control', control: 'resume' }],
    ['finish', { kind: 'control', control: 'finish' }],
    ['завершить', { kind: 'control', control: 'finish' }],
    ['another', { kind: 'control', control: 'another' }],
    ['заново', { kind: 'control', control: 'another' }],
    ['retry', { kind: 'control', control: 'retry' }],
    ['повторить', { kind: 'control', control: 'retry' }],
    ['raise', { kind: 'control', control: 'raise' }],
    ['claim', { kind: 'control', control: 'claim' }],
    [`беру ${ID}`, { kind: 'control', control: 'claim', articleId: ID }],
    [`release ${ID}`, { kind: 'control', control: 'release', articleId: ID }],
    ['takeover', { kind: 'step-in', reason: '' }],
    [`takeover ${ID} Ben is ill`, { kind: 'step-in', reason: 'Ben is ill', articleId: ID }],
    ['away', { kind: 'away', ask: { kind: 'show' } }],
    ['away off', { kind: 'away', ask: { kind: 'end' } }],
    [
      'away 2026-12-24..2027-01-06 @Ben Lee',
      { kind: 'away', ask: { kind: 'set', from: '2026-12-24', until: '2027-01-06', whom: '@Ben Lee' } },
    ],
    ['away until 2026-12-24 @ben', { kind: 'away', ask: { kind: 'set', until: '2026-12-24', whom: '@ben' } }],
    ['assign', { kind: 'assign', whom: '' }],
    ['assign @ben', { kind: 'assign', whom: '@ben' }],
    ['assign to @Ben Lee', { kind: 'assign', whom: '@Ben Lee' }],
    [`assign ${ID} Ben Lee`, { kind: 'assign', whom: 'Ben Lee', articleId: ID }],
    [`назначить @ben ${ID}`, { kind: 'assign', whom: '@ben', articleId: ID }],
    ['assign slack:T1:U2', { kind: 'assign', whom: 'slack:T1:U2' }],
    [`добавить ${ID}`, { kind: 'control', control: 'raise', articleId: ID }],
    ['back 2', { kind: 'bring-back', version: 2 }],
    ['Back to draft 12', { kind: 'bring-back', version: 12 }],
    [`back ${ID} to 2`, { kind: 'bring-back', version: 2, articleId: ID }],
    ['вернуть 2', { kind: 'bring-back', version: 2 }],
    ['Вернуть черновик 3', { kind: 'bring-back', version: 3 }],
    ['back', { kind: 'faulty', fault: { code: 'no-draft-number', verb: 'back' } }],
    [`revise ${ID} The Moon: shorter`, { kind: 'revise', said: 'The Moon: shorter', articleId: ID }],
    [`revise <${ID}>`, { kind: 'revise', said: '', articleId: ID }],
    ['Revise the intro: shorter', { kind: 'revise', said: 'the intro: shorter' }],
    [`переделать ${ID} Луна: короче`, { kind: 'revise', said: 'Луна: короче', articleId: ID }],
    [`extras ${ID} seo_title: Why: how`, { kind: 'edit-extra', said: 'seo_title: Why: how', articleId: ID }],
    ['Extras X: short', { kind: 'edit-extra', said: 'X: short' }],
    ['тексты summary: коротко', { kind: 'edit-extra', said: 'summary: коротко' }],
    ['extras', { kind: 'faulty', fault: { code: 'extra-what', verb: 'extras', typed: '' } }],
    [`translate ${ID} German`, { kind: 'translate', into: 'German', articleId: ID }],
    [`translate <${ID}> into pt-BR`, { kind: 'translate', into: 'into pt-BR', articleId: ID }],
    [`Translate to French ${ID}`, { kind: 'translate', into: 'to French', articleId: ID }],
    [`translate ${ID}`, { kind: 'translate', into: '', articleId: ID }],
    [`translate ${ID} klingonese`, { kind: 'translate', into: 'klingonese', articleId: ID }],
    ['translate into German', { kind: 'translate', into: 'into German' }],
    [`перевести ${ID} на немецкий`, { kind: 'translate', into: 'на немецкий', articleId: ID }],
    ['Переведи на английский', { kind: 'translate', into: 'на английский' }],
    ['перевод de', { kind: 'translate', into: 'de' }],
    ['translate', { kind: 'faulty', fault: { code: 'translate-what', verb: 'translate', typed: '' } }],
    ['revise', { kind: 'faulty', fault: { code: 'revise-what', verb: 'revise', typed: '' } }],
    ['web', { kind: 'web' }],
    [`веб ${ID}`, { kind: 'web', articleId: ID }],
    ['move', { kind: 'move' }],
    ['move here', { kind: 'move' }],
    ['перенести сюда', { kind: 'move' }],
    [`move ${ID}`, { kind: 'move', articleId: ID }],
    [`move ${ID} Here`, { kind: 'move', articleId: ID }],
    [`follow ${ID}`, { kind: 'follow', role: 'reads', articleId: ID }],
    [`Follow ${ID} decides here`, { kind: 'follow', role: 'decides', articleId: ID }],
    [`follow ${ID} anyone whole`, { kind: 'follow', role: 'decides', anyone: true, whole: true, articleId: ID }],
    [`показать ${ID} здесь решать`, { kind: 'follow', role: 'decides', articleId: ID }],
    [`follow ${ID} anyone reads`, { kind: 'follow', role: 'decides', anyone: true, articleId: ID }],
    [`follow ${ID} writes`, { kind: 'faulty', fault: { code: 'not-an-id', verb: 'follow', typed: `${ID} writes` } }],
    ['follow the money', { kind: 'start', topic: 'follow the money' }],
    [`unfollow ${ID}`, { kind: 'unfollow', articleId: ID }],
    ['убрать отсюда', { kind: 'unfollow' }],
    ['language: de', { kind: 'article-language', language: 'de' }],
    ['/language : pt-br', { kind: 'article-language', language: 'pt-BR' }],
    ['Язык: RU', { kind: 'article-language', language: 'ru' }],
    [`language: en ${ID}`, { kind: 'article-language', language: 'en', articleId: ID }],
    ['language', { kind: 'language' }],
    ['language en', { kind: 'language', language: 'en' }],
    ['language Russian', { kind: 'language', language: 'ru' }],
    ['язык русский', { kind: 'language', language: 'ru' }],
  ])('obeys %j', (text, command) => {
    expect(toCommand(text)).toEqual(command);
  });

  it.each([
    ['How tides work', 'How tides work'],
    ['  How\ttides\n work ', 'How tides work'],
    ['list of lakes in Peru', 'list of lakes in Peru'],
    ['list running shoes', 'list running shoes'],
    ['costs of war in numbers', 'costs of war in numbers'],
    ['raise children well', 'raise children well'],
    ['takeover bids of the 1980s', 'takeover bids of the 1980s'],
    ['assign blame fairly', 'assign blame fairly'],
    ['away from home: a history', 'away from home: a history'],
    ['claim denial rates in Ohio', 'claim denial rates in Ohio'],
    ['release notes that people read', 'release notes that people read'],
    ['help for new parents', 'help for new parents'],
    ['cancel culture on campus', 'cancel culture on campus'],
    ['web design', 'web design'],
    ['web 2.0 and what came of it', 'web 2.0 and what came of it'],
    ['status management for beginners', 'status management for beginners'],
    ['pause and effect in music', 'pause and effect in music'],
    ['back to the future', 'back to the future'],
    ['revise for an exam', 'revise for an exam'],
    ['translate poetry: a craft', 'translate poetry: a craft'],
    ['перевод стихов', 'перевод стихов'],
    ['extras in old films: a history', 'extras in old films: a history'],
    ['Revise: how to learn', 'Revise: how to learn'],
    ['back 0', 'back 0'],
    ['back 2 the roots', 'back 2 the roots'],
    ['move fast and break things', 'move fast and break things'],
    ['language models in schools', 'language models in schools'],
    ['language: a short history', 'language: a short history'],
    ['отмена крепостного права', 'отмена крепостного права'],
    ['constructor', 'constructor'],
    ['/etc/passwd explained', '/etc/passwd explained'],
    ['Help! A history of the Beatles', 'Help! A history of the Beatles'],
    // All the rest is the topic.
    ['article How tides work', 'How tides work'],
    ['/article How tides work', 'How tides work'],
    ['article about tides', 'tides'],
    ['article: cancel', 'cancel'],
    ['Article : list', 'list'],
    ['article cancel culture', 'cancel culture'],
    ['write about tides', 'tides'],
    ['write an article about 5 lakes', '5 lakes'],
    ['write: tides', 'tides'],
    ['статья: отмена рабства', 'отмена рабства'],
    ['Напиши: приливы', 'приливы'],
    // No prefixes.
    ['Article 5 of the treaty', 'Article 5 of the treaty'],
    ['Articles of faith', 'Articles of faith'],
    ['Write better tests', 'Write better tests'],
    ['Статья 5 конституции', 'Статья 5 конституции'],
    ['Writers at war', 'Writers at war'],
  ])('has an article written about %j', (text, topic) => {
    expect(toCommand(text)).toEqual({ kind: 'start', topic });
  });

  it.each([
    ['cancel culture', { code: 'not-an-id', verb: 'cancel', typed: 'culture' }],
    ['Отмена рабства', { code: 'not-an-id', verb: 'отмена', typed: 'рабства' }],
    ['status 7k3', { code: 'not-an-id', verb: 'status', typed: '7k3' }],
    ['move tides here', { code: 'not-an-id', verb: 'move', typed: 'tides here' }],
    [`cancel ${ID} now`, { code: 'not-an-id', verb: 'cancel', typed: `${ID} now` }],
    ['list comprehensions', { code: 'unknown-list', verb: 'list', typed: 'comprehensions' }],
    ['list 0', { code: 'unknown-list', verb: 'list', typed: '0' }],
    ['Help wanted', { code: 'takes-nothing', verb: 'help', typed: 'wanted' }],
    ['language: German!', { code: 'bad-language', typed: 'German!' }],
    ['language:', { code: 'bad-language', typed: '' }],
    ['language acquisition', { code: 'unknown-language', verb: 'language', typed: 'acquisition' }],
    ['x'.repeat(301), { code: 'topic-too-long', length: 301 }],
    [`article: ${'x'.repeat(301)}`, { code: 'topic-too-long', length: 301 }],
  ])('says what is wrong with %j', (text, fault) => {
    expect(toCommand(text)).toEqual({ kind: 'faulty', fault });
  });

  it.each(['cancel', 'status', 'help'])('reads %s before thousands of dots in time', (verb) => {
    const start = process.cpuUsage();
    for (const dots of ['.'.repeat(100_000), `${'.'.repeat(100_000)}x`, `${'!'.repeat(100_000)} x`]) {
      toCommand(`${verb} ${dots}`);
      toCommand(`${verb}${dots}`);
    }
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
    expect(toCommand('help...')).toEqual({ kind: 'help' });
  });

  it('takes a topic of exactly 300 characters', () => {
    expect(toCommand('x'.repeat(MAX_TOPIC_CHARS)).kind).toBe('start');
  });

  it('takes out what cannot be stored', () => {
    expect(toCommand('How\u0000 ti\u202edes\ud800 work\ufeff')).toEqual({
      kind: 'start',
      topic: 'How tides\ufffd work',
    });
  });

  it('reads anything at all, and never makes a topic that could not be started', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const command = toCommand(text);
        if (command.kind !== 'start') return;
        expect(command.topic).toMatch(/^\S(?:.*\S)?$/u);
        expect(command.topic.length).toBeLessThanOrEqual(MAX_TOPIC_CHARS);
      }),
    );
  });

  it('never changes a topic but for its whitespace', () => {
    fc.assert(
      fc.property(topics, fc.constantFrom('', 'article ', 'article: ', 'write about '), (topic, prefix) => {
        const whole = topic.join(' ');
        // “article : …” is a prefix with its colon, “article 5 …” is none.
        fc.pre(!whole.startsWith(':') && !(prefix === 'article ' && /^(?:\d|(?:about|on) )/i.test(whole)));
        const command = toCommand(`${prefix}${topic.join(' \n')}`);
        if (prefix !== '') expect(command).toEqual({ kind: 'start', topic: whole });
        else if (command.kind === 'start') expect(whole.endsWith(command.topic)).toBe(true);
      }),
    );
  });
});

const verbs = fc.constantFrom(
  'help',
  'list',
  'status',
  'cancel',
  'move',
  'language',
  'article',
  'write',
  'отмена',
  'here',
  ID,
  'en',
  ':',
);
/** Text of any kind, and text made of what the commands are made of. */
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(verbs, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 5 })
    .map((words) => words.join(' ')),
);
/** Of letters that are seen: those that show nothing, such as Hangul's fillers, are taken out of what is typed. */
const word = fc.oneof(
  verbs,
  fc.stringMatching(/^[\p{L}\p{N}\p{P}]{1,12}$/u).filter((text) => !/\p{Default_Ignorable_Code_Point}/u.test(text)),
);
const topics = fc.array(word, { minLength: 1, maxLength: 8 });
