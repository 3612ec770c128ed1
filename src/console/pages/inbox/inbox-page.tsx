import { NotAvailable } from '../../states.tsx'

export const InboxPage = () => <NotAvailable />
