using CnnVerified.Verification.Reporting;

namespace CnnVerified.Training.Page;

/// <summary>The page of a planted mistake: table, figures and counterexample first, the answer below them.</summary>
internal static class LessonPage
{
    /// <summary>The page.</summary>
    /// <param name="bug">The mistake.</param>
    /// <param name="isHidden">Whether the answer stays closed until someone opens it.</param>
    public static Document Of(PlantedBug bug, bool isHidden)
    {
        var report = Lesson.Report(bug);
        var open = isHidden ? default : new Markup(" open=\"open\"");
        var answer = Markup.Of($"""
            <details class="answer"{open}><summary>Diagnosis, mistake and lesson</summary>
            <pre tabindex="0">{Lesson.Answer(bug)}</pre></details>
            """);
        return new($"Find the mistake: {report.Summary.Headline()}", Markup.Of($"""
            <section>
            <h2>The verdict</h2>
            {HtmlReport.TableOf(report.Summary.Page, "Which gradients are wrong, and which not? That tells much.")
                .Markup()}
            <h2>To look at</h2>
            {report.Figures.Select(figure => figure.Markup())}
            {new Figure("case", "What there is to go by", Markup.Of(
                $"""<pre tabindex="0">{Lesson.Evidence(bug, report).Trim('\n')}</pre>"""),
                Markup.Of($"Work the gradients out by hand: which line of the backward pass is wrong?")).Markup()}
            <div class="screen new-page"><h2>The answer</h2>{answer}</div>
            </section>
            """));
    }
}
