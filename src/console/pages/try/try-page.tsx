import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Segmented, Typography } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { MerchantType } from '../../../domain/application.ts'
import { materialNames } from '../../../domain/terms.ts'
import { ApiError, get } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Failed, Loading, NotAllowed } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { ApplicationForm } from './application-form.tsx'
import { exampleForm, fieldsFor, typedForm } from './fields.ts'
import { isUploading, lacking, type Requirements, uploadedIn } from './photos.ts'
import { Refusal } from './refusal.tsx'
import { SlotCard } from './slot-card.tsx'
import { tryTexts } from './try-texts.ts'
import './try.css'
import { useSending } from './use-submission.ts'
import { useSlots } from './use-slots.ts'

/** Loaded while the applicant types: nobody waits for it. */
const Result = lazy(async () => ({ default: (await import('./result.tsx')).Result }))

/** The applicant's side, to try out: a form, photos that are looked at at once, and what comes of it. */
export function TryPage() {
  const t = useTexts(tryTexts)
  useTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const id = params.get('id')
  const may = useMay()
  // Before anything is typed in vain.
  if (!may('application.submit')) return <NotAllowed />
  return (
    <div className="try-page">
      <header>
        <Typography.Title level={3}>{t('title')}</Typography.Title>
        {!id && <Typography.Paragraph type="secondary">{t('intro')}</Typography.Paragraph>}
      </header>
      {id ? (
        <Suspense fallback={<Loading />}>
          <Result id={id} onAnother={() => setParams({})} />
        </Suspense>
      ) : (
        <Apply onSubmitted={(submitted) => setParams({ id: submitted })} />
      )}
    </div>
  )
}

function Apply({ onSubmitted }: { onSubmitted: (id: string) => void }) {
  const t = useTexts(tryTexts)
  const [type, setType] = useState<MerchantType>('individual_business')
  const [form] = Form.useForm()
  const { slots, choose, remove } = useSlots()
  const [reference] = useState(newReference)
  const requirements = useQuery({
    queryKey: ['requirements', type],
    queryFn: ({ signal }) => get<Requirements>(`/v1/requirements?merchantType=${type}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sending = useSending<object>('/v1/applications', ({ id }) => onSubmitted(id))
  const submit = async () => {
    const complete = await form.validateFields().catch(() => null)
    if (!complete) return
    const typed = typedForm(type, form.getFieldsValue(true))
    const kinds = new Set(requirements.data?.materials.map(({ kind }) => kind))
    // Photos of the other type of merchant stay on the page and are not sent.
    const materials = uploadedIn(slots).filter(({ kind }) => kinds.has(kind))
    const body = { reference, merchantType: type, ...typed, terminal: form.getFieldValue('terminal'), materials }
    await sending.mutateAsync(body).catch((error: unknown) => {
      if (error instanceof ApiError) form.setFields(wrongFields(error, type))
    })
  }
  if (requirements.error) {
    return <Failed error={requirements.error} again={() => void requirements.refetch()} />
  }
  return (
    <>
      <Flex gap={12} wrap align="center">
        <Segmented<MerchantType>
          aria-label={t('merchantType')}
          value={type}
          onChange={setType}
          options={[
            { value: 'individual_business', label: t('individual_business') },
            { value: 'micro_merchant', label: t('micro_merchant') },
          ]}
        />
        <Button type="link" onClick={() => form.setFieldsValue(exampleForm(type))}>
          {t('example')}
        </Button>
      </Flex>
      <div className="try-columns">
        <Card title={t('form')}>
          <ApplicationForm form={form} type={type} />
        </Card>
        <Card title={t('photos')}>
          {requirements.data ? (
            <div className="try-slots">
              {requirements.data.materials.map(({ kind, name, instruction, need }) => (
                <SlotCard
                  key={kind}
                  {...{ kind, name, instruction, need }}
                  slot={slots[kind]}
                  onChoose={(chosen, file) => void choose(chosen, file)}
                  onRemove={remove}
                />
              ))}
            </div>
          ) : (
            <Loading />
          )}
        </Card>
      </div>
      {sending.error && <Refusal error={sending.error} />}
      <Flex vertical gap={8} align="start">
        {requirements.data && <Lacking {...lacking(requirements.data, slots)} sets={requirements.data.sets} />}
        <Button
          type="primary"
          size="large"
          loading={sending.isPending}
          disabled={isUploading(slots)}
          onClick={() => void submit()}
        >
          {isUploading(slots) ? t('uploading') : t('submit')}
        </Button>
      </Flex>
    </>
  )
}

function Lacking({ kinds, set, sets }: ReturnType<typeof lacking> & Pick<Requirements, 'sets'>) {
  const t = useTexts(tryTexts)
  const say = useSay()
  if (kinds.length === 0 && !set) return null
  const names = kinds.map(({ name }) => say(name)).join(t('comma'))
  const choices = sets.map((each) => each.map((kind) => say(materialNames[kind])).join(' + ')).join(t('or'))
  return (
    <Alert
      type="info"
      showIcon
      title={[
        kinds.length > 0 && t('missing', { count: kinds.length, names }),
        set && t('missingSet', { sets: choices }),
      ]
        .filter(Boolean)
        .join(t('comma'))}
      description={t('submitAnyway')}
    />
  )
}

/** Errors of the API beside the fields that they name; the rest stands above the button. */
function wrongFields({ errors }: ApiError, type: MerchantType) {
  const known = new Set(fieldsFor(type).map(({ path }) => path))
  return errors
    .filter(({ field }) => known.has(field))
    .map(({ field, message }) => ({
      name: field.split('.'),
      errors: [message[document.documentElement.lang === 'en' ? 'en' : 'zh']],
    }))
}

/** Applicants do not name their applications; the app that sends them does. */
const newReference = (): string => `TRY-${crypto.randomUUID().slice(0, 8).toUpperCase()}`
