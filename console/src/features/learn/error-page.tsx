import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { loadErrorPage } from '../../parts/error-pages.ts'
import { Markdown, readMarkdown } from '../../parts/markdown.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useLanguage, useWords } from '../../words/words.tsx'

/** One of the errors that are asked about most: its causes, its trace, its remedy, as the documentation has it. */
export const ErrorPage = () => {
  const w = useWords()
  const { code = '' } = useParams({ strict: false })
  const { language } = useLanguage()
  const page = useQuery({ queryKey: ['errorPage', code, language], queryFn: () => loadErrorPage(code, language), staleTime: Infinity })
  if (page.isPending) return <div className="card"><Loading rows={10} /></div>
  if (page.isError) return <div className="card"><Failed error={page.error} retry={() => void page.refetch()} /></div>
  if (page.data === null) return <div className="card"><Empty icon="learn" title={w.states.notFound} action={<Link to="/learn" className="button">{w.nav.learn}</Link>} /></div>
  const { title, blocks } = readMarkdown(page.data)
  return (
    <>
      <PageHead title={title} action={<><Link to="/sandbox" className="button">{w.errors.tryIt}</Link><Link to="/refused" className="button button-primary">{w.refused.title}</Link></>} />
      <article className="card flex max-w-[900px] min-w-0 flex-col gap-3 p-6">
        <Markdown blocks={blocks} link={(text, to) => { const other = /^(\d+)\.md$/.exec(to)?.[1]; return other === undefined ? text : <Link to="/learn/errors/$code" params={{ code: other }} className="link">{text}</Link> }} />
      </article>
    </>
  )
}
