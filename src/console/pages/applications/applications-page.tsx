import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef, Select } from 'antd'
import { useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SearchBody, SearchPage } from '../../../contracts/search-view.ts'
import type { MerchantType } from '../../../domain/application.ts'
import { type Status, statuses } from '../../../domain/status.ts'
import { post } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { statusTexts } from '../../parts/words-texts.ts'
import { useMay } from '../../session.ts'
import { Failed, Loading, NotAllowed, Notice } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { applicationsTexts, searchKindTexts } from './applications-texts.ts'
import { FoundTable } from './found-table.tsx'
import '../../rows.css'

const merchantTypes: readonly MerchantType[] = ['individual_business', 'micro_merchant']

/** What was looked for last: coming back from an application finds it again. It may be a name, so it is kept with what was loaded, and goes with it when somebody else signs in. */
const lastKey = ['looked for'] as const

/** Applications by reference, name or number; newest first. */
export function ApplicationsPage() {
  const t = useTexts(applicationsTexts)
  const say = useSay()
  const may = useMay()
  useTitle(t('title'))
  const client = useQueryClient()
  const [query, setQuery] = useSearchParams()
  const [text, setText] = useState(() => client.getQueryData<string>(lastKey) ?? '')
  const input = useRef<InputRef>(null)
  const status = statuses.filter((each) => query.getAll('status').includes(each))
  const merchantType = merchantTypes.find((each) => each === query.get('type')) ?? null
  const body: Partial<SearchBody> = {
    ...(text && { text }),
    ...(status.length > 0 && { status }),
    ...(merchantType && { merchantType }),
    limit: 50,
  }
  const found = useInfiniteQuery({
    queryKey: ['story', 'search', body],
    queryFn: ({ pageParam, signal }) =>
      post<SearchPage>('/v1/applications/search', { ...body, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: may('application.search'),
  })
  useKeys(applicationsTexts.keys, [
    { keys: '/', text: applicationsTexts.keySearch, run: () => input.current?.focus({ cursor: 'all' }) },
  ])
  if (!may('application.search')) return <NotAllowed />
  const lookFor = (next: string) => {
    client.setQueryData(lastKey, next.trim())
    setText(next.trim())
  }
  const narrow = (next: { status?: readonly Status[]; type?: MerchantType | null }) => {
    const type = next.type === undefined ? merchantType : next.type
    const params = new URLSearchParams((next.status ?? status).map((each) => ['status', each]))
    if (type) params.set('type', type)
    setQuery(params, { replace: true })
  }
  const rows = found.data?.pages.flatMap(({ applications }) => applications) ?? []
  const understood = text ? (found.data?.pages[0]?.understood ?? []) : []
  const narrowed = text !== '' || status.length > 0 || merchantType !== null
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className="filters" role="search">
        <Input.Search
          ref={input}
          className="search"
          defaultValue={text}
          maxLength={100}
          allowClear
          autoComplete="off"
          aria-label={t('text')}
          aria-describedby="search-hint"
          placeholder={t('text')}
          enterButton={t('search')}
          onSearch={lookFor}
          onChange={(event) => {
            if (event.target.value === '') lookFor('')
          }}
        />
        <Select
          mode="multiple"
          className="status-filter"
          aria-label={t('status')}
          placeholder={t('anyStatus')}
          value={status}
          onChange={(chosen) => narrow({ status: chosen })}
          options={statuses.map((each) => ({ value: each, label: say(statusTexts[each]) }))}
          maxTagCount="responsive"
          optionFilterProp="label"
          allowClear
        />
        <Select
          aria-label={t('merchantType')}
          value={merchantType ?? ''}
          onChange={(type) => narrow({ type: merchantTypes.find((each) => each === type) ?? null })}
          options={[
            { value: '', label: t('anyType') },
            ...merchantTypes.map((type) => ({ value: type as string, label: t(type) })),
          ]}
          popupMatchSelectWidth={false}
        />
      </div>
      <p id="search-hint" className="quiet hint-line" role="status">
        {understood.length > 0
          ? t('understood', { kinds: understood.map((kind) => say(searchKindTexts[kind])).join(' / ') })
          : t('textHint')}
      </p>
      {found.data === undefined ? (
        found.error ? (
          <Failed error={found.error} again={() => void found.refetch()} />
        ) : (
          <Loading />
        )
      ) : found.error ? (
        <Failed error={found.error} again={() => void found.refetch()} />
      ) : rows.length === 0 ? (
        <Notice title={t(narrowed ? 'none' : 'empty')} {...(narrowed && { hint: t('noneHint') })} />
      ) : (
        <>
          <div className="rows-frame">
            <FoundTable rows={rows} />
          </div>
          <div className="rows-foot">
            <span className="quiet">{t('shown', { n: rows.length })}</span>
            {found.hasNextPage && (
              <Button size="small" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
                {t('more')}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  )
}
