import { NotAvailable } from '../../states.tsx'

export const CasePage = () => <NotAvailable />
