import type { Offers } from '../core/offers.ts';
import type { Faults, Order } from '../core/order.ts';
import { useNames } from '../core/people.ts';
import { say } from '../core/words.ts';
import { Field } from '../ui/field.tsx';

/** Nobody reads more buttons than these. */
const MOST_OFFERED = 8;

/** What is typed of it. */
export type ApprovalTexts = Pick<Order['texts'], 'approvals' | 'approvers'>;

interface ApprovalProps {
  readonly texts: Pick<Order['texts'], 'approvals' | 'approvers' | 'template'>;
  readonly faults: Faults;
  readonly house: Offers;
  readonly onSubmit: () => void;
}

/** Who has to approve the article beyond what the settings ask for. */
export function ApprovalFields({ texts, faults, house, onSubmit }: ApprovalProps) {
  const { page, answers } = say();
  const t = page.order;
  const { approvals, approvers, template } = texts;
  const room = house.templates.find(({ id }) => id === template.value)?.approval ?? house.approval;
  const named = approvers.value.split('\n').map((line) => line.trim());
  const others = useNames().filter((name) => !named.includes(name));
  return (
    <>
      <Field
        label={answers.moreApprovals.approvals}
        value={approvals}
        fault={faults.approvals}
        number={{ least: 1, most: house.limits.approvals }}
        hint={answers.moreApprovals.room(room)}
        onSubmit={onSubmit}
      />
      <div>
        <Field
          label={answers.moreApprovals.approvers}
          value={approvers}
          fault={faults.approvers}
          rows={2}
          hint={t.approversHint}
          onSubmit={onSubmit}
        />
        {others.length > 0 && (
          <div class="actions">
            {others.slice(0, MOST_OFFERED).map((name) => (
              <button
                key={name}
                type="button"
                class="button button-small"
                aria-label={t.addApprover(name)}
                onClick={() => (approvers.value = [...named.filter(Boolean), name].join('\n'))}
              >
                + {name}
              </button>
            ))}
          </div>
        )}
      </div>
    </>
  );
}
