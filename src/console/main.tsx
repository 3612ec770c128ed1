import { createRoot } from 'react-dom/client'
import { noteTouch } from './api.ts'
import { App } from './app.tsx'
import { giveStylesTheNonce } from './nonce.ts'
import './console.css'

giveStylesTheNonce()

for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const) {
  window.addEventListener(touch, noteTouch, { capture: true, passive: true })
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
