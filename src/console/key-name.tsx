const names: Record<string, string> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** A key as it is printed on a keyboard. */
export function KeyName({ keys }: { keys: string }) {
  const parts = keys === ' ' ? [keys] : keys.split(' ')
  return (
    <>
      {parts.map((part) => (
        <kbd key={part}>
          {part.startsWith('ctrl+') ? `Ctrl ${names[part.slice(5)] ?? part.slice(5)}` : (names[part] ?? part)}
        </kbd>
      ))}
    </>
  )
}
