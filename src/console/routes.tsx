import { createBrowserRouter } from 'react-router'
import { FullPage, PageFault } from './page-fault.tsx'
import { Shell } from './shell.tsx'
import { Loading, NotFound } from './states.tsx'

/** Every page is a chunk of its own; nobody loads charts to sign in. */
export const router = createBrowserRouter(
  [
    {
      ErrorBoundary: PageFault,
      HydrateFallback: () => (
        <FullPage>
          <Loading />
        </FullPage>
      ),
      children: [
        {
          path: 'sign-in',
          lazy: { Component: async () => (await import('./pages/sign-in/sign-in-page.tsx')).SignInPage },
        },
        {
          path: 'welcome',
          lazy: { Component: async () => (await import('./pages/welcome/welcome-page.tsx')).WelcomePage },
        },
        {
          Component: Shell,
          children: [
            {
              // Inside the shell, so that one can go elsewhere.
              ErrorBoundary: PageFault,
              children: [
                {
                  index: true,
                  lazy: { Component: async () => (await import('./pages/inbox/inbox-page.tsx')).InboxPage },
                },
                {
                  path: 'cases/:id',
                  lazy: { Component: async () => (await import('./pages/case/case-page.tsx')).CasePage },
                },
                {
                  path: 'second-looks/:id',
                  lazy: { Component: async () => (await import('./pages/case/second-look-page.tsx')).SecondLookPage },
                },
                {
                  path: 'callbacks/:id',
                  lazy: { Component: async () => (await import('./pages/callback/callback-page.tsx')).CallbackPage },
                },
                {
                  path: 'applications',
                  lazy: {
                    Component: async () =>
                      (await import('./pages/applications/applications-page.tsx')).ApplicationsPage,
                  },
                },
                {
                  path: 'applications/:id',
                  lazy: { Component: async () => (await import('./pages/applications/story-page.tsx')).StoryPage },
                },
                {
                  path: 'dashboard',
                  lazy: { Component: async () => (await import('./pages/dashboard/dashboard-page.tsx')).DashboardPage },
                },
                {
                  path: 'operations',
                  lazy: {
                    Component: async () => (await import('./pages/operations/operations-page.tsx')).OperationsPage,
                  },
                  children: [
                    {
                      index: true,
                      lazy: {
                        Component: async () => (await import('./pages/operations/overview-page.tsx')).OverviewPage,
                      },
                    },
                    {
                      path: 'failures',
                      lazy: {
                        Component: async () => (await import('./pages/operations/failures-page.tsx')).FailuresPage,
                      },
                    },
                    {
                      path: 'reruns',
                      lazy: { Component: async () => (await import('./pages/operations/reruns-page.tsx')).RerunsPage },
                    },
                    {
                      path: 'reruns/new',
                      lazy: {
                        Component: async () => (await import('./pages/operations/new-rerun-page.tsx')).NewRerunPage,
                      },
                    },
                    {
                      path: 'reruns/:id',
                      lazy: { Component: async () => (await import('./pages/operations/batch-page.tsx')).BatchPage },
                    },
                  ],
                },
                {
                  path: 'try',
                  lazy: { Component: async () => (await import('./pages/try/try-page.tsx')).TryPage },
                },
                {
                  path: 'account',
                  lazy: { Component: async () => (await import('./pages/account/account-page.tsx')).AccountPage },
                },
                { path: '*', Component: () => <NotFound /> },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
)
