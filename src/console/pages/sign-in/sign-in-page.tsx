import { NotAvailable } from '../../states.tsx'

export const SignInPage = () => <NotAvailable />
