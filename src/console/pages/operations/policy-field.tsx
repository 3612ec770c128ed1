import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { RerunPolicies } from '../../../contracts/rerun-view.ts'
import { errorText, get } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Field } from './plan-field.tsx'
import { rerunTexts } from './rerun-texts.ts'

/** By which policy a shadow decides: the one in force, or one that is only proposed. */
export function PolicyField({ version, change }: { version: string | null; change: (version: string | null) => void }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const { data, error } = useQuery({
    queryKey: ['reruns', 'policies'],
    queryFn: ({ signal }) => get<RerunPolicies>('/v1/reruns/policies', signal),
  })
  const proposed = data?.policies ?? []
  // An address may name one that was rejected or put in force since: the service says so.
  const unlisted = version !== null && !proposed.some((each) => each.version === version) ? [version] : []
  return (
    <Field label={t('policy')} wide>
      {(id) => (
        <>
          <Select
            id={id}
            value={version ?? ''}
            onChange={(chosen) => change(chosen === '' ? null : chosen)}
            options={[
              { value: '', label: t('policyInForce') },
              ...proposed.map((each) => ({
                value: each.version,
                label:
                  each.proposedBy === null
                    ? t('policyStored', { version: each.version })
                    : t('policyOf', { version: each.version, name: each.proposedBy }),
                title: each.note ?? '',
              })),
              ...unlisted.map((each) => ({ value: each, label: each })),
            ]}
          />
          <span className="quiet small">
            {error ? say(errorText(error)) : data && proposed.length === 0 ? t('noPolicies') : t('policyHint')}
          </span>
          {proposed
            .filter((each) => each.version === version && each.note !== null)
            .map((each) => (
              <span key={each.version} className="said">
                {each.note}
              </span>
            ))}
        </>
      )}
    </Field>
  )
}
