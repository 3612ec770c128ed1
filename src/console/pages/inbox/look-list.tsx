import { App, Button, Tag } from 'antd'
import { Link, useNavigate } from 'react-router'
import type { SecondLookList } from '../../../contracts/second-look.ts'
import { post } from '../../api.ts'
import { KeyName } from '../../key-name.tsx'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { Failed, Loading } from '../../states.tsx'
import { Due, Time } from '../../times.tsx'
import { EmptyWork } from './empty-work.tsx'
import { inboxTexts } from './inbox-texts.ts'
import { useLooks } from './use-counts.ts'
import { useWorkAction } from './use-work.ts'

const pathOf = ({ id }: { id: string }): string => `/second-looks/${id}`

/** Closed cases to be judged again. Which ones wait is not said, so that nobody can look up how they were decided. */
export function LookList() {
  const t = useTexts(inboxTexts)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const looks = useLooks()
  const next = useWorkAction(
    'cases',
    () => post<{ secondLook: { id: string } | null }>('/v1/second-looks/next'),
    ({ secondLook }) => void (secondLook ? navigate(pathOf(secondLook)) : message.info(t('noneNext'))),
  )
  useKeys(inboxTexts.keys, [{ keys: 'n', text: inboxTexts.takeNext, run: () => !next.isPending && next.mutate() }])
  if (looks.data === undefined) {
    return looks.error ? <Failed error={looks.error} again={() => void looks.refetch()} /> : <Loading />
  }
  const { free, open, done } = looks.data
  return (
    <section aria-label={t('looks')} className="looks">
      <p className="quiet">{t('looksIntro')}</p>
      <div className="filters">
        <strong>{t('looksFree', { n: free })}</strong>
        <Button type="primary" disabled={free === 0} onClick={() => next.mutate()} loading={next.isPending}>
          {t('takeNext')} <KeyName keys="n" />
        </Button>
      </div>
      {free === 0 && open.length === 0 && done.length === 0 && <EmptyWork title={t('emptyLooks')} />}
      {open.length > 0 && <OpenLooks open={open} />}
      {done.length > 0 && <DoneLooks done={done} />}
    </section>
  )
}

function OpenLooks({ open }: Pick<SecondLookList, 'open'>) {
  const t = useTexts(inboxTexts)
  return (
    <>
      <h2>{t('looksOpen')}</h2>
      <table className="rows" aria-label={t('looksOpen')}>
        <thead>
          <tr>
            <th scope="col">{t('until')}</th>
            <th scope="col">{t('reference')}</th>
            <th scope="col">{t('merchantType')}</th>
          </tr>
        </thead>
        <tbody>
          {open.map((look) => (
            <tr key={look.id}>
              <td>
                <Due at={look.until} />
              </td>
              <td>
                <Link to={pathOf(look)}>{look.application.reference}</Link>
              </td>
              <td>{t(look.application.merchantType)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function DoneLooks({ done }: Pick<SecondLookList, 'done'>) {
  const t = useTexts(inboxTexts)
  const say = useSay()
  return (
    <>
      <h2>{t('looksDone')}</h2>
      <table className="rows" aria-label={t('looksDone')}>
        <thead>
          <tr>
            <th scope="col">{t('finished')}</th>
            <th scope="col">{t('reference')}</th>
            <th scope="col">{t('result')}</th>
          </tr>
        </thead>
        <tbody>
          {done.map(({ id, application, agreed, first, second, decidedAt }) => (
            <tr key={id}>
              <td>
                <Time at={decidedAt} />
              </td>
              <td>
                <Link to={`/applications/${application.id}`}>{application.reference}</Link>
              </td>
              <td>
                <Tag color={agreed ? 'success' : 'warning'}>{t(agreed ? 'agreed' : 'differed')}</Tag>
                {say(outcomeTexts[second.outcome])}
                {!agreed && <span className="quiet"> ← {say(outcomeTexts[first.outcome])}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
