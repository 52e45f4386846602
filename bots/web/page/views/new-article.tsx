import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Problem } from '../core/api.ts';
import type { Offers } from '../core/offers.ts';
import {
  type Faults,
  faultsIn,
  forget,
  isEmpty,
  keyOf,
  openOrder,
  otherIn,
  release,
  toRequest,
  toSchedule,
} from '../core/order.ts';
import { NEW_SCHEDULE } from '../core/repeat.ts';
import { go, query } from '../core/router.ts';
import { api } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { DropZone } from '../ui/drop-zone.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { toast } from '../ui/toasts.tsx';
import { ApprovalFields, type ApprovalTexts } from './approval-fields.tsx';
import { RepeatFields, repeatFaults, type RepeatTexts } from './repeat-fields.tsx';

/** What was made: an article, or a schedule. */
interface Taken {
  readonly articleId?: string;
  /** Of a schedule, in words. */
  readonly when?: string;
}

/** Asks for an article, once or again and again. What was typed outlives a reload, until it has been taken. */
export function NewArticle() {
  const { page, words } = say();
  const t = page.order;
  const offers = useLoaded<Offers>('/offers');
  const order = useMemo(openOrder, []);
  useEffect(() => () => release(order), [order]);
  const form = useRef<HTMLFormElement>(null);
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [faults, setFaults] = useState<Faults>({});
  const { texts, files } = order;
  const house = offers.value;
  const other = problem && otherIn(problem);
  const isAgain = query.value.has('again');

  const send = async (evenIfLike = false): Promise<void> => {
    // Sooner than the button is drawn as busy, it may be clicked again.
    if (isSending.current) return;
    const missing = faultsBefore();
    if (Object.keys(missing).length > 0) return showFaults(missing);
    isSending.current = true;
    setBusy(true);
    setProblem(undefined);
    setFaults({});
    const once = { ...toRequest(order), ...(evenIfLike && { evenIfLike }) };
    const [path, request] = isAgain ? ['/schedules', toSchedule(order)] : ['/articles', once];
    const answer = await api.post<Taken>(path, request, { key: keyOf(order, request) });
    isSending.current = false;
    setBusy(false);
    if (answer.ok) {
      forget(order);
      const { articleId, when } = answer.value;
      if (articleId !== undefined) return go(pathOf('article', { articleId }), { replace: true });
      toast(page.schedules.made(when ?? ''));
      return go(pathOf('schedules'), { replace: true });
    }
    // What was refused is sent again in other words. What nobody answered may have been taken: it stays the same order.
    if (answer.problem.status >= 400 && answer.problem.status < 500) order.sent.forget();
    const found = faultsIn(answer.problem, t.notLikeThat);
    if (Object.keys(found).length > 0) showFaults(found);
    else {
      setProblem(answer.problem);
      // Whoever sends it from the first field sees no more than that one.
      setTimeout(() => form.current?.querySelector('.problem')?.scrollIntoView({ block: 'nearest' }));
    }
  };

  /** What needs no server to be told. */
  const faultsBefore = (): Faults => {
    const length = texts.lengthWords.value.trim();
    const { leastWords = 1, mostWords = Infinity } = house?.limits ?? {};
    const isLength = length === '' || (Number(length) >= leastWords && Number(length) <= mostWords);
    return {
      ...(texts.topic.value.trim() === '' && { topic: t.topicMissing }),
      ...(!isLength && { lengthWords: t.badLength(leastWords, mostWords) }),
      ...(isAgain && repeatFaults(texts)),
    };
  };

  const showFaults = (found: Faults): void => {
    setFaults(found);
    // Once it is drawn.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };

  const submit = (): void => void send();
  const field = (name: Exclude<keyof typeof texts, keyof RepeatTexts | keyof ApprovalTexts>) => ({
    label: t[name],
    value: texts[name],
    fault: faults[name],
    onSubmit: submit,
  });
  const like = (set: string | undefined, example: string): string => (set === undefined ? example : t.isDefault(set));
  const also = (hint: string, set: readonly string[] | undefined): string =>
    set === undefined || set.length === 0 ? hint : `${hint} ${t.always(set)}`;

  return (
    <form
      ref={form}
      class="order"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{isAgain ? page.schedules.make : t.title}</h1>
      <div class="order-topic">
        <Field
          {...field('topic')}
          hint={t.topicHint}
          rows={1}
          isRequired
          autoFocus
          {...(house !== undefined && { maxLength: house.limits.topicChars })}
        />
      </div>
      <fieldset class="order-part">
        <legend>{page.repeat.title}</legend>
        <div class="actions order-whole">
          {[false, true].map((again) => (
            <button
              key={again}
              type="button"
              class="button"
              aria-pressed={again === isAgain}
              onClick={() => {
                setProblem(undefined);
                go(again ? NEW_SCHEDULE : pathOf('newArticle'), { replace: true });
              }}
            >
              {again ? page.repeat.again : page.repeat.once}
            </button>
          ))}
        </div>
        {isAgain && <RepeatFields texts={texts} faults={faults} onSubmit={submit} />}
      </fieldset>
      {house?.objection !== undefined && <ProblemNote problem={{ detail: house.objection }} />}
      {house === undefined && offers.problem !== undefined && (
        <ProblemNote problem={offers.problem} onRetry={() => void offers.reload()} />
      )}
      {house !== undefined && (
        <>
          <fieldset class="order-part">
            <legend>{t.brief}</legend>
            <SelectField
              {...field('template')}
              hint={house.templates.find(({ id }) => id === (texts.template.value || house.defaults.template))?.useWhen}
              options={[
                ['', like(house.templates.find(({ id }) => id === house.defaults.template)?.name, t.templateThatFits)],
                ...house.templates.map(({ id, name }) => [id, name] as const),
              ]}
            />
            <SelectField
              {...field('language')}
              options={[
                [
                  '',
                  like(
                    house.defaults.language && words.format.languageName(house.defaults.language),
                    t.languageOfTopic,
                  ),
                ],
                ...house.languages.map((tag) => [tag, words.format.languageName(tag)] as const),
              ]}
            />
            <Field
              {...field('audience')}
              placeholder={like(house.defaults.audience, t.audienceLike)}
              maxLength={house.limits.descriptionChars}
            />
            <Field
              {...field('purpose')}
              placeholder={like(house.defaults.purpose, t.purposeLike)}
              maxLength={house.limits.descriptionChars}
            />
            <Field
              {...field('tone')}
              placeholder={like(house.defaults.tone, t.toneLike)}
              maxLength={house.limits.descriptionChars}
            />
            <Field
              {...field('lengthWords')}
              number={{ least: house.limits.leastWords, most: house.limits.mostWords }}
              offered={house.lengths}
              placeholder={like(house.defaults.lengthWords?.toString(), t.lengthLike)}
            />
            <Field {...field('mustMention')} rows={2} hint={also(t.onePerLine, house.defaults.mustMention)} />
            <Field {...field('mustAvoid')} rows={2} hint={also(t.onePerLine, house.defaults.mustAvoid)} />
          </fieldset>
          <fieldset class="order-part">
            <legend>{t.approval}</legend>
            <ApprovalFields texts={texts} faults={faults} house={house} onSubmit={submit} />
          </fieldset>
          <fieldset class="order-part order-sources">
            <legend>{t.sources}</legend>
            {house.readsSources ? (
              <>
                {isAgain ? (
                  <p class="hint">{page.repeat.noFiles}</p>
                ) : (
                  <DropZone files={files} limits={house.limits} fault={faults.files} />
                )}
                <Field {...field('addresses')} rows={2} placeholder="https://…" hint={t.onePerLine} />
                <Field {...field('pasted')} rows={2} hint={t.pastedHint} maxLength={house.limits.pastedChars} />
              </>
            ) : (
              <p class="hint">{t.noSources}</p>
            )}
          </fieldset>
        </>
      )}
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          {other !== undefined && (
            <div class="actions">
              <button type="button" class="button" aria-disabled={isBusy} onClick={() => void send(true)}>
                {t.writeAnyway}
              </button>
              <a class="button" href={pathOf('article', { articleId: other })}>
                {t.openOther}
              </a>
            </div>
          )}
        </ProblemNote>
      )}
      <div class="order-end">
        <div class="actions">
          <button type="submit" class="button button-main" aria-disabled={isBusy}>
            {isBusy ? t.sending : isAgain ? page.repeat.submit : t.submit}
          </button>
          {!isEmpty(order) && (
            <button type="button" class="button" onClick={() => forget(order)}>
              {t.clear}
            </button>
          )}
        </div>
        <p class="hint">{isAgain ? page.repeat.whatFollows : t.whatFollows}</p>
      </div>
    </form>
  );
}
