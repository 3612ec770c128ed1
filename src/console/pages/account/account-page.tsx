import { NotAvailable } from '../../states.tsx'

export const AccountPage = () => <NotAvailable />
