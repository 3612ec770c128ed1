/** Part of the key under which evidence from pixels is stored; raise it when the same photo may measure differently. */
export const visionVersion = 'vision/2'
