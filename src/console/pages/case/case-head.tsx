import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tag } from 'antd'
import { Link } from 'react-router'
import type { CaseItem } from '../../../contracts/case-list.ts'
import type { CaseView } from '../../../contracts/case-view.ts'
import type { Text } from '../../texts.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Due, Time } from '../../times.tsx'
import { isBarred, isClaimable } from './claimable.ts'
import { caseTexts } from './case-texts.ts'
import type { CaseActs, Dialogue } from './use-case-acts.ts'
import { minutesLeft } from './use-lease.ts'

/** Whose application it is, who has the case, by when, and what can be done with it besides deciding. */
export function CaseHead({
  view,
  lease,
  mayNot,
  acts,
}: {
  view: CaseView
  lease: { left: number | null; ending: boolean }
  /** Why the reader can neither decide nor confirm; null where one is possible. */
  mayNot: Text | null
  acts: CaseActs
}) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const may = useMay()
  const { case: item, story } = view
  const barred = item.state !== 'closed' && isBarred(item, may('case.second'))
  return (
    <header className="case-head">
      <div className="case-title">
        <h1>{item.application.reference}</h1>
        <span className="quiet">{t(item.application.merchantType)}</span>
        {item.kind === 'appeal' && <Tag color="gold">{t('appeal')}</Tag>}
        {item.escalated && <Tag color="purple">{t('escalated')}</Tag>}
        <span className="quiet">{t('risk', { risk: item.risk })}</span>
        {item.dueAt !== null && (
          <span>
            <span className="quiet">{t('due')} </span>
            <Due at={item.dueAt} />
          </span>
        )}
        {story.promised && (
          <span className="quiet case-promise">{t('promised', { text: say(story.promised.text) })}</span>
        )}
        <Link to={`/applications/${item.application.id}`} className="case-story">
          {t('allOfIt')}
        </Link>
      </div>
      <div className="case-holder">
        <p aria-live="polite">
          <Holder item={item} lease={lease} />
          {mayNot && barred && <span className="quiet"> {say(mayNot)}</span>}
        </p>
        <Acts item={item} acts={acts} />
      </div>
    </header>
  )
}

function Holder({ item, lease }: { item: CaseItem; lease: { left: number | null; ending: boolean } }) {
  const t = useTexts(caseTexts)
  if (item.state === 'closed') {
    return item.closedAt === null ? (
      t('closed')
    ) : (
      <>
        {t('closedAt')} <Time at={item.closedAt} />
      </>
    )
  }
  if (item.state === 'second_approval') return t('waitingSecond')
  if (item.state === 'waiting') return t(item.waitingFor === 'callback' ? 'waitingCallback' : 'waitingApplicant')
  if (item.mine) {
    const left = lease.left === null ? '' : minutesLeft(lease.left)
    return (
      <>
        <strong>{t('yours')}</strong> {/* Each second anew: not for those who listen. */}
        <span className={lease.ending ? 'urgent' : 'quiet'} aria-live="off">
          {left !== '' && t(lease.ending ? 'leaseEnding' : 'lease', { left })}
        </span>
      </>
    )
  }
  if (item.assignee && item.leaseUntil) {
    const [before = '', after = ''] = t('theirs', { name: item.assignee.displayName }).split('{time}')
    return (
      <>
        {before}
        <Time at={item.leaseUntil} />
        {after}
      </>
    )
  }
  const put = item.snoozedUntil
  const [before = '', after = ''] = put
    ? t('snoozed').split('{time}')
    : item.reservedFor && item.reservedUntil
      ? t('reserved', { name: item.reservedFor.displayName }).split('{time}')
      : [t('free')]
  const time = put ?? (item.reservedFor ? item.reservedUntil : null)
  return (
    <>
      {before}
      {time !== null && <Time at={time} />}
      {after}
    </>
  )
}

function Acts({ item, acts }: { item: CaseItem; acts: CaseActs }) {
  const t = useTexts(caseTexts)
  const may = useMay()
  const holding = item.state === 'claimed' && item.mine
  const dialogues: Dialogue[] = [
    ...(holding ? (['snooze', 'escalate'] as const) : []),
    ...(may('case.transfer') && (holding || item.state === 'open' || item.state === 'claimed')
      ? (['transfer'] as const)
      : []),
  ]
  return (
    <div className="case-acts">
      {may('case.claim') && isClaimable(item, may('case.second')) && (
        <Button type="primary" size="small" loading={acts.busy === 'claim'} onClick={() => void acts.claim()}>
          {t('claim')} <kbd>c</kbd>
        </Button>
      )}
      {holding && (
        <Button size="small" loading={acts.busy === 'release'} onClick={() => void acts.release()}>
          {t('release')} <kbd>l</kbd>
        </Button>
      )}
      {(item.state === 'closed' || item.state === 'waiting' || item.state === 'second_approval') &&
        may('case.claim') && (
          <Button size="small" loading={acts.busy === 'next'} onClick={() => void acts.next()}>
            {t('next')} <kbd>n</kbd>
          </Button>
        )}
      {dialogues.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: dialogues.map((key) => ({ key, label: t(key), onClick: () => acts.open(key) })),
          }}
        >
          <Button size="small" icon={<MoreOutlined />} aria-label={t('more')} aria-haspopup="menu" />
        </Dropdown>
      )}
    </div>
  )
}
