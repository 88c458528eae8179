import { Link } from '@tanstack/react-router'
import { Empty } from '../parts/states.tsx'
import { useWords } from '../words/words.tsx'
import { PageHead } from './page-head.tsx'

/** An address at which nothing is, within the frame, so that the way on is in sight. */
export const NotFoundPage = () => {
  const w = useWords()
  return <><PageHead title={w.states.notFoundTitle} /><div className="card"><Empty icon="search" title={w.states.notFound} action={<Link to="/" className="button">{w.nav.overview}</Link>}>{w.states.notFoundText}</Empty></div></>
}
