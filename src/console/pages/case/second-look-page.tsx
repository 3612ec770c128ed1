import { NotAvailable } from '../../states.tsx'

export const SecondLookPage = () => <NotAvailable />
