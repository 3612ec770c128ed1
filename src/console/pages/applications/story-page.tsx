import { NotAvailable } from '../../states.tsx'

export const StoryPage = () => <NotAvailable />
