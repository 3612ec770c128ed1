import { NotAvailable } from '../../states.tsx'

export const ApplicationsPage = () => <NotAvailable />
