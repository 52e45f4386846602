import { isOver, MAX_TOPIC_CHARS, type Stage } from '../../protocol/article.ts';
import { type ControlKind, type DecisionKind, MAX_COMMENT_CHARS, type Refusal } from '../../protocol/decision.ts';
import type { answers as english } from '../en/answers.ts';
import type { RuleNames } from '../approver-rule.ts';
import { createTimeAgo } from '../relative-time.ts';
import { format, words } from './words.ts';

const ago = createTimeAgo('ru');

const outcomes: Readonly<Record<DecisionKind, string>> = {
  approve: 'одобрен',
  'request-changes': 'отправлен на доработку',
  edit: 'исправлен',
  reject: 'отклонён',
  'bring-back': 'заменён на прежний',
};

const over: Readonly<Record<'delivered' | 'rejected' | 'cancelled', string>> = {
  delivered: 'она готова и отправлена',
  rejected: 'её отклонили',
  cancelled: 'её отменили',
};

function ending(stage: Stage): string {
  return stage === 'delivered' || stage === 'rejected' || stage === 'cancelled' ? `: ${over[stage]}` : '';
}

function mayApprove(count: number): string {
  if (count === 0) return 'одобрять здесь не может никто';
  return `одобрять здесь ${count === 1 ? 'может' : 'могут'} только ${format.count(count, { one: 'человек', few: 'человека', many: 'человек' })}`;
}

const notNow: Readonly<Record<ControlKind, string>> = {
  pause: 'Сейчас статью нельзя поставить на паузу.',
  resume: 'Продолжать нечего: статья не на паузе.',
  cancel: 'Сейчас статью нельзя отменить.',
  finish: 'Сейчас закончить статью нельзя: черновика ещё нет или она уже готовится к выпуску.',
  another: 'Другой вариант можно заказать, только пока статья ждёт решения.',
  retry: 'Повторять нечего: сбоев не было.',
  raise: 'Увеличивать нечего: бюджет этой статьи не исчерпан.',
  language: 'Выбрать язык можно только до первого черновика. Закажите статью ещё раз на этом языке.',
  move: 'Перенести статью туда нельзя: она уже там или ведётся на другой платформе.',
  follow: 'Сейчас показать статью в другом месте нельзя.',
  unfollow: 'Сейчас убрать статью оттуда нельзя.',
  'step-in': 'Решать больше нечего.',
  assign: 'Решать больше нечего.',
  claim: 'Брать нечего: решения ничто не ждёт или этим уже занимаетесь вы.',
  release: 'Этим никто не занимается.',
  'add-source':
    'Этот файл не принят: источники принимаются, пока статья пишется или ждёт решения, и не слишком много сразу.',
};

export const answers: typeof english = {
  refusal(
    refusal: Refusal,
    { now, names }: { readonly now?: Date; readonly names?: RuleNames['names'] } = { now: new Date() },
  ): string {
    switch (refusal.code) {
      case 'not-a-reviewer':
        return `По этой статье решаете не вы. Решает: ${format.ended(words.approvers(refusal.reviewers, { ...refusal, ...(names && { names }) }))}`;
      case 'may-not-approve':
        switch (refusal.why) {
          case 'requester':
            return 'Статью просили написать вы, поэтому одобрить её должны другие. Попросить правки, изменить текст и отклонить вы можете.';
          case 'editor':
            return 'Этот текст меняли вы, поэтому одобрить его должны другие. Попросить правки, изменить текст и отклонить вы можете.';
          case 'unsure':
            return 'Сейчас не удалось узнать, кто вы в других чатах, поэтому голос пока не учтён. Повторите через минуту.';
          case 'not-yet':
            return `Ваша очередь ещё не подошла. Сначала решает: ${format.ended(words.approvers(refusal.waitingFor ?? [], { ...refusal, ...(names && { names }) }))}`;
          default:
            return refusal.why satisfies never;
        }
      case 'already-decided':
        return now === undefined
          ? `Решение уже есть: черновик ${outcomes[refusal.decision]} (${refusal.byName}).`
          : `Решение уже есть: черновик ${outcomes[refusal.decision]} (${refusal.byName}, ${ago(new Date(refusal.at), now)}).`;
      case 'other-draft-is-current':
        return refusal.asked < refusal.current
          ? `Черновик ${refusal.asked} уже неактуален. Сейчас решение нужно по черновику ${refusal.current}.`
          : `По черновику ${refusal.asked} решение не требуется. Сейчас решение нужно по черновику ${refusal.current}.`;
      case 'no-draft-yet':
        return 'Черновика пока нет. Первый скоро появится здесь.';
      case 'not-an-overseer':
        return 'Взять решение на себя могут только администраторы.';
      case 'has-voted':
        return `${refusal.name}: голос уже подан лично, он и считается.`;
      case 'may-not-be-asked':
        return `${refusal.name} по этой статье не решает. Решает: ${format.ended(words.approvers(refusal.reviewers, { ...refusal, ...(names && { names }) }))}`;
      case 'claimed':
        return now === undefined
          ? `Этим уже занимается ${refusal.byName}. Решить всё равно можете и вы.`
          : `Этим занимается ${refusal.byName} (${ago(new Date(refusal.at), now)}). Решить всё равно можете и вы.`;
      case 'lives-here':
        return 'Эта статья и так ведётся в этом месте.';
      case 'too-many-places':
        return `Больше мест добавить нельзя: статью уже показывают ещё в ${refusal.most}. Сначала уберите её откуда-нибудь командой unfollow.`;
      case 'not-shown-here':
        return 'В этом месте статью дополнительно не показывают.';
      case 'sources-not-read':
        return 'Не принято: статьи здесь пишутся без источников.';
      case 'article-over':
        return isOver(refusal.stage)
          ? `Работа над этой статьёй закончена${ending(refusal.stage)}.`
          : 'Статья уже одобрена, идёт финальная правка: решать больше нечего.';
      case 'no-such-draft':
        return `Черновика ${refusal.asked} нет. Последний — черновик ${refusal.newest}.`;
      case 'same-draft':
        return `Текст черновика ${refusal.asked} уже ждёт решения: это черновик ${refusal.current}.`;
      case 'bad-comment':
        return `Напишите, пожалуйста, что вы имеете в виду: от 1 до ${format.number(MAX_COMMENT_CHARS)} символов.`;
      case 'not-now':
        return `${notNow[refusal.control]} Этап: ${words.stages[refusal.stage].toLowerCase()}.`;
      default:
        return refusal satisfies never;
    }
  },

  counted: {
    approve: 'Одобрено. Осталась финальная правка.',
    'request-changes': 'Принято. Следующий черновик учтёт ваш комментарий.',
    edit: 'Принято. Ваш текст — новый черновик; прежний можно вернуть.',
    reject: 'Отклонено. Статьи не будет.',
    'bring-back': 'Возвращён прежний текст: он снова ждёт решения, под новым номером.',
    pause: 'Статья на паузе.',
    resume: 'Работа продолжается.',
    cancel: 'Отменено. Статьи не будет.',
    finish: 'Заканчиваем на лучшем черновике.',
    another: 'Пишем другой вариант с самого начала. Готовый черновик никуда не денется.',
    retry: 'Пробуем ещё раз.',
    raise: 'Бюджет увеличен, работа продолжается.',
    language: 'Принято. Статья будет на этом языке.',
    move: 'Работа над статьёй продолжается здесь.',
    follow: 'Теперь статью видно и в этом месте.',
    unfollow: 'В этом месте статью больше не видно.',
    'step-in': 'Теперь решаете вы, и все видят почему. Кнопки там же.',
    assign: 'Просьба передана: она видна там, где ведётся статья.',
    claim: 'Записано за вами, и остальные это видят. Решить по-прежнему может любой, у кого есть право.',
    release: 'Оставлено другим.',
    'add-source': 'Файл принят как источник: его прочитают, прежде чем писать дальше.',
  },

  badApproval: (fault) => {
    const { why, of, typed } = fault;
    switch (why) {
      case 'unknown':
        return {
          approvals: `«${typed}» — это не число людей. Напишите, например, 2.`,
          approvers: `Никого с именем «${typed}» я не знаю. Назовите того, с кем вы уже работали над статьями, или укажите номер: slack:WORKSPACE:PERSON, telegram:123456789.`,
          gates: `Этапа «${typed}» нет. Есть outline, final и every_draft.`,
        }[of];
      case 'less':
        return of === 'approvals'
          ? `Здесь нужно не меньше ${format.count(Number(fault.limit), { one: 'одобрения', few: 'одобрений', many: 'одобрений' })}: в заказе можно попросить только больше.`
          : `Здесь решение принимают на этапе «${fault.limit}»: в заказе можно попросить спрашивать только чаще, а «${typed}» — это реже.`;
      case 'too-many':
        return `Понадобилось бы ${format.count(Number(typed), { one: 'одобрение', few: 'одобрения', many: 'одобрений' })}, а ${mayApprove(Number(fault.limit))}. Попросите меньше или назовите ещё кого-нибудь, кто должен одобрить.`;
      case 'kept-away':
        return 'Здесь нельзя одобрять статью, которую заказал сам. Назовите кого-нибудь другого.';
      default:
        return why satisfies never;
    }
  },
  moreApprovals: {
    approvals: 'Сколько человек должны одобрить?',
    approvers: 'Кто должен быть среди них?',
    room: ({ approvals, most }) => {
      if (approvals === 0) return 'Обычно здесь никого не спрашивают.';
      const usual = `Обычно здесь: ${format.number(approvals)}.`;
      if (most === undefined) return `${usual} Можно больше.`;
      return most > approvals
        ? `${usual} Можно до ${format.number(most)}, а если назвать других — и больше.`
        : `${usual} Чтобы было больше, назовите, кто должен быть среди них.`;
    },
  },
  countedVote: (names, have, needed, isRejection) =>
    !isRejection && have < names.length
      ? `Ваше одобрение записано. Одобрили ${format.both(names)}, но засчитано ${have} из ${needed}: нужно одобрение того, кого ещё ждём. Пока решения нет, передумать можно.`
      : `${isRejection ? 'Ваш голос против учтён' : 'Ваше одобрение учтено'}: ${have} из ${needed} (${format.both(names)}). Пока решения нет, передумать можно.`,
  countedOfOutline: {
    approve: 'Одобрено. Пишем статью по этому плану.',
    edit: 'Принято. Ваш текст — новый план.',
  },

  countedWhilePaused: {
    approve: 'Одобрено. Статья на паузе: финальная правка начнётся, когда работу продолжат.',
    finish: 'Заканчиваем на лучшем черновике. Статья на паузе: правка начнётся, когда работу продолжат.',
  },

  noted: 'Записано. Редакция сейчас не отвечает; решение сохранено и вступит в силу, как только она вернётся.',
  adopted: (ours, byName) => `Принято (${byName}): теперь здесь пишут «${ours}».`,
  notInPlace: 'Показать статью можно только там, где вы участник.',
  noSuchComment: 'Такого комментария к этой статье нет.',
  commentsClosed: 'Работа над статьёй завершена, комментарии больше не принимаются.',
  tooManyComments: 'Комментариев к этой статье уже предельно много. Сначала запросите правки по тем, что есть.',
  textsGone: (at) =>
    `Текстов этой статьи больше нет: срок их хранения истёк, и ${format.day(at)} их удалили. Кто и что решил, по-прежнему известно.`,
  noDraftOfNumber: (version) => `Черновика ${version} нет.`,
  noSuchRule: 'Принять это правило уже нельзя: его больше нет.',
  extraReplaced: (name) => `Заменено: ${name}. Новый текст — на карточке.`,
  extraWhat: (example) => `Напишите, пожалуйста, какой из текстов к статье заменить и на что, например: ${example}`,
  noExtrasNow: 'Заменять нечего: тексты к статье можно заменить, пока черновик ждёт решения, а сейчас их нет.',
  unknownExtra: (known) => `Такого текста к черновику нет. Есть: ${known.join(', ')}.`,
  extraTooLong: (name, chars, maxChars) =>
    `В этом тексте ${format.count(chars, { one: 'символ', few: 'символа', many: 'символов' })}, а для ${name} можно не больше ${format.number(maxChars)}. Скажите, пожалуйста, короче.`,
  started: (topic: string, articleId: string): string => `Приняли в работу: ${topic} (статья ${articleId}).`,
  revising: (edition, section, articleId) =>
    section === ''
      ? `Приняли в работу: издание ${edition}. Перепишем только место, о котором комментарий (статья ${articleId}).`
      : `Приняли в работу: издание ${edition}. Перепишем только «${section}» (статья ${articleId}).`,
  takenOver: (edition, articleId) =>
    `Предложение вошло в издание ${edition}; теперь нужно решение (статья ${articleId}).`,
  proposalGone:
    'Фразы, которую меняет это предложение, в последнем издании уже нет. Изменить раздел можно командой revise.',
  notDelivered: (stage) =>
    isOver(stage)
      ? 'Эта статья не вышла, переделывать нечего.'
      : 'Эта статья ещё не готова. Отправьте её на доработку кнопкой под черновиком.',
  unknownSection: (typed, sections) => {
    const named = sections
      .map((heading, at) => `${at + 1}. ${heading === '' ? '(без заголовка)' : heading}`)
      .join('\n');
    const missing = typed === '' ? 'Какой раздел?' : `Раздел «${typed}» не нашёлся, или подходят несколько.`;
    return `${missing} В статье есть:\n${named}\nНапишите, пожалуйста, раздел, двоеточие и что изменить.`;
  },
  editionUnderWay: ({ edition, articleId, byName }) =>
    byName === undefined
      ? `Издание ${edition} этой статьи только что начато. О своих правках напишите под его черновиком.`
      : `Издание ${edition} уже в работе (${byName}, статья ${articleId}). О своих правках напишите под его черновиком.`,
  unavailable: 'Не принято: редакция сейчас недоступна. Попробуйте, пожалуйста, чуть позже.',
  firstDraft: 'Это первый черновик: сравнивать его не с чем.',
  conflict: 'Не принято: этот номер уже занят чужой статьёй. Закажите, пожалуйста, ещё раз новым сообщением.',
  noSuchArticle: (articleId: string): string => `Статьи ${articleId} нет. Номера статей — в списке.`,
  emptyTopic: 'О чём написать? Назовите тему.',
  topicTooLong: (length: number): string =>
    `В теме ${format.count(length, { one: 'символ', few: 'символа', many: 'символов' })}, а можно не больше ${format.number(MAX_TOPIC_CHARS)}. Скажите, пожалуйста, короче.`,
};
