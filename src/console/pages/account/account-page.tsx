import type { SessionView } from '../../../contracts/session-view.ts'
import { caseSkills, skillNames } from '../../../domain/skill-names.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useAccount, useSession } from '../../session.ts'
import { Time } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { accountTexts } from './account-texts.ts'
import { PasswordPart } from './password-part.tsx'
import { SecondFactorPart } from './second-factor-part.tsx'
import './account.css'

/** Who one is to the service, and how one proves it. */
export function AccountPage() {
  const t = useTexts(accountTexts)
  const account = useAccount()
  const { data: session } = useSession()
  useTitle(t('title'))
  return (
    <div className="account-page">
      <section className="card">
        <h1>{account.displayName}</h1>
        <About account={account} {...(session?.expiresAt && { ends: session.expiresAt })} />
      </section>
      {account.local ? (
        <>
          <PasswordPart />
          <SecondFactorPart on={account.secondFactor} />
        </>
      ) : (
        <section className="card">{t('elsewhere')}</section>
      )}
    </div>
  )
}

function About({ account, ends }: { account: NonNullable<SessionView['account']>; ends?: string }) {
  const t = useTexts(accountTexts)
  const say = useSay()
  const skills = caseSkills.filter((skill) => account.skills.includes(skill))
  return (
    <dl className="about">
      <dt>{t('name')}</dt>
      <dd>{account.name}</dd>
      <dt>{t('roles')}</dt>
      <dd>{account.roles.map((role) => t(role)).join(' · ')}</dd>
      <dt>{t('skills')}</dt>
      <dd>{skills.length === 0 ? t('allSkills') : skills.map((skill) => say(skillNames[skill])).join(' · ')}</dd>
      {ends !== undefined && (
        <>
          <dt>{t('ends')}</dt>
          <dd>
            <Time at={ends} /> <span className="quiet">{t('endsHint')}</span>
          </dd>
        </>
      )}
    </dl>
  )
}
