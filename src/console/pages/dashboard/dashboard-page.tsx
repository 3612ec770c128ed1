import { NotAvailable } from '../../states.tsx'

export const DashboardPage = () => <NotAvailable />
