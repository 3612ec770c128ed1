import { Alert } from 'antd'
import { ApiError } from '../../api.ts'
import { useSay } from '../../language.tsx'
import { Failed } from '../../states.tsx'
import './try.css'

/** What the API says is wrong, with each field. */
export function Refusal({ error }: { error: Error }) {
  const say = useSay()
  if (!(error instanceof ApiError)) return <Failed error={error} />
  return (
    <Alert
      type="error"
      showIcon
      title={say(error.text)}
      description={
        error.errors.length > 0 && (
          <ul className="try-reasons">
            {error.errors.map(({ field, message }) => (
              <li key={field}>{say(message)}</li>
            ))}
          </ul>
        )
      }
    />
  )
}
