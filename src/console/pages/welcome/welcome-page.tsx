import { NotAvailable } from '../../states.tsx'

export const WelcomePage = () => <NotAvailable />
