import { NotAvailable } from '../../states.tsx'

export const CallbackPage = () => <NotAvailable />
